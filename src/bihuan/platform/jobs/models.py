"""Leases and signs of life of the processes that wait for a time."""

from django.db import models


class Lease(models.Model):
    """Who alone may do something until when (wall time, microseconds)."""

    name = models.CharField(primary_key=True, max_length=40)
    holder = models.CharField(max_length=60)
    until = models.BigIntegerField()
    seen = models.BigIntegerField()

    class Meta:
        db_table = "job_lease"
