"""Views of the ledger that a person or a post has saved: a name and an address, no history."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

LONGEST_NAME = 20
LONGEST_QUERY = 400


class LedgerView(models.Model):
    """A saved view: of a person alone, or of a post and everybody who holds it.

    ``id`` is the key of the form that kept it: a double click keeps one.
    """

    id = models.CharField(primary_key=True, max_length=64)
    person = models.BigIntegerField(null=True)
    post = models.BigIntegerField(null=True)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    objects: ClassVar["models.Manager[LedgerView]"] = models.Manager()

    class Meta:
        db_table = "supervision_ledger_view"
        constraints = (
            models.CheckConstraint(
                name="view_of_a_person_or_a_post",
                condition=Q(person__isnull=False, post__isnull=True)
                | Q(person__isnull=True, post__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(person__isnull=False),
                name="one_view_name_a_person",
            ),
            models.UniqueConstraint(
                fields=["post", "name"],
                condition=Q(post__isnull=False),
                name="one_view_name_a_post",
            ),
        )
