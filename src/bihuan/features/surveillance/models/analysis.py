"""Results of the models, kept under the fingerprint of what they were made from."""

from django.db import models

from bihuan.platform.db.fields import InstantField


class Analysis(models.Model):
    """What the models said about a zone on a day; derived, hence no part of the record.

    ``id`` is the hash of method, version, inputs and profile: the same inputs are computed
    once. Pages read the newest of a zone and never wait for a model.
    """

    id = models.CharField(primary_key=True, max_length=64)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    day = models.CharField(max_length=10)
    body = models.TextField()
    made_at = InstantField()

    class Meta:
        db_table = "surveillance_analysis"
        indexes = (models.Index(fields=("incident", "zone", "day"), name="analysis_of_zone"),)
