"""Places: where something is found or checked."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.places import PlaceKind
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class Place(Ledgered):
    """A place in a zone; the zone never changes."""

    id = models.CharField(primary_key=True, max_length=32)
    zone = models.ForeignKey("territory.Zone", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    schematic = models.BooleanField()
    valid_from = InstantField()
    valid_to = InstantField(null=True)

    class Meta:
        db_table = "territory_place"
        constraints = (
            models.CheckConstraint(
                name="place_kind_known",
                condition=Q(kind__in=tuple(kind.value for kind in PlaceKind)),
            ),
            models.CheckConstraint(
                name="place_dates_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="place_name_once_in_a_zone",
                fields=("zone", "name_zh"),
                condition=Q(valid_to__isnull=True),
            ),
        )
