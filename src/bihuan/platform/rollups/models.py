"""The table of counters."""

from django.db import models

OWN, COUNTY = 0, 1


class Rollup(models.Model):
    """One counter. ``grain`` 0 is the zone's own row, 1 its county's (or the city's)."""

    pk = models.CompositePrimaryKey("incident", "metric", "day", "grain", "zone")
    incident = models.BigIntegerField()
    metric = models.CharField(max_length=80)
    day = models.CharField(max_length=10)
    grain = models.SmallIntegerField()
    zone = models.BigIntegerField()
    n = models.BigIntegerField()

    class Meta:
        db_table = "rollup"


ROLLUP_TABLES = frozenset({"rollup"})
