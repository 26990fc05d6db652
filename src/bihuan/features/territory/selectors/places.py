"""Places of a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.places import PlaceKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.territory.models import Place
from bihuan.features.territory.selectors.zones import ZoneName

FIELDS = ("id", "kind", "zone_id", "name_zh", "name_en", "schematic", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as pages and other features see it."""

    id: str
    kind: PlaceKind
    zone: int
    name: ZoneName
    schematic: bool
    valid_from: datetime
    valid_to: datetime | None


def places_in(*, scope: ZoneRange, limit: int = 200) -> list[PlaceView]:
    """Return the places in use in a scope, by zone and name."""
    found = Place.objects.filter(
        valid_to__isnull=True, zone_id__gte=scope.lo, zone_id__lte=scope.hi
    ).order_by("zone_id", "name_zh")
    return [_view(row) for row in found.values_list(*FIELDS)[:limit]]


def place_of(identity: str) -> PlaceView | None:
    """Return one place, in use or not."""
    row = Place.objects.filter(id=identity).values_list(*FIELDS).first()
    return None if row is None else _view(row)


def places_by_id(identities: Iterable[str]) -> dict[str, PlaceView]:
    """Return places by identity, in use or not; one query."""
    wanted = set(identities)
    found = Place.objects.filter(id__in=wanted).values_list(*FIELDS) if wanted else ()
    return {row[0]: _view(row) for row in found}


def _view(row: tuple) -> PlaceView:  # type: ignore[type-arg]
    identity, kind, zone, zh, en, schematic, begins, ends = row
    name = ZoneName(zone, zh, en)
    return PlaceView(identity, PlaceKind(kind), zone, name, schematic, begins, ends)
