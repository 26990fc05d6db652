"""Outlines for the map: display data, replaced as a whole, no part of the record."""

from django.db import models


class ZoneShape(models.Model):
    """The outline of a zone in sketch coordinates.

    ``rings`` is JSON: a list of rings, each a list of ``[x, y]`` in 1/100 units of a sketch
    1000 units wide. ``schematic`` tells that it is no boundary but a drawing (示意).
    """

    zone = models.BigIntegerField(primary_key=True)
    parent = models.BigIntegerField(db_index=True)
    rings = models.TextField()
    schematic = models.BooleanField()

    class Meta:
        db_table = "territory_zone_shape"
