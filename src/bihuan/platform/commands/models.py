"""Follow-up work that was written in the same commit as its cause."""

from django.db import models


class ReactionRow(models.Model):
    """One piece of work for a handler; removed when it is done.

    ``key`` is ``event:<chain>:<n>:<position>``: handlers pass it on as their command's key,
    so a second run changes nothing.
    """

    key = models.CharField(primary_key=True, max_length=80)
    handler = models.CharField(max_length=80)
    payload = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.BigIntegerField()

    class Meta:
        db_table = "reaction"
        indexes = (models.Index(fields=["not_before"], name="reaction_waiting"),)
