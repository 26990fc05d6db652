"""Counts of facilities and laboratories that the capacity arithmetic starts from."""

from django.db import models
from django.db.models import Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class CapacityCount(Ledgered):
    """One input of the arithmetic for a day; ``value`` is a whole number in the item's unit.

    ``source`` says where it was reported, empty when nobody said.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    day = models.CharField(max_length=10)
    item = models.CharField(max_length=32)
    value = models.BigIntegerField()
    source = models.CharField(max_length=120, default="")
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "surveillance_capacity"
        constraints = (
            models.UniqueConstraint(
                name="capacity_once_a_day", fields=("incident", "zone", "day", "item")
            ),
            models.CheckConstraint(name="capacity_is_a_count", condition=Q(value__gte=0)),
        )
