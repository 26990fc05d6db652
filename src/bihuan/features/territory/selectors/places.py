"""Places of a scope."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bihuan.domain.ground import Carried
from bihuan.domain.places import PlaceKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.territory.models import Place
from bihuan.features.territory.selectors.carried import carried
from bihuan.features.territory.selectors.zones import ZoneName, chains_from, lines_to
from bihuan.platform.db.dialects import Session

FIELDS = ("id", "kind", "zone_id", "name_zh", "name_en", "schematic", "valid_from", "valid_to")
# The names of zones and of places in one statement: most pages need both.
_NAMED = (
    "SELECT id, name_zh, name_en FROM territory_zone WHERE id IN (SELECT value FROM json_each(?))"
    " UNION ALL SELECT id, name_zh, name_en FROM territory_place"
    " WHERE id IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as pages and other features see it; ``zone`` carries its ground today."""

    id: str
    kind: PlaceKind
    zone: int
    name: ZoneName
    schematic: bool
    valid_from: datetime
    valid_to: datetime | None


def places_in(
    *, scope: ZoneRange, limit: int = 200, known: Carried | None = None
) -> list[PlaceView]:
    """Return the places in use in a scope, by zone and name; what came into it included."""
    known = known or carried()
    found = Place.objects.filter(standing_in(known, scope), valid_to__isnull=True)
    rows = found.order_by("zone_id", "name_zh").values_list(*FIELDS)[:limit]
    return sorted((_view(row, known) for row in rows), key=lambda one: (one.zone, one.name.zh))


def standing_in(known: Carried, scope: ZoneRange) -> Q:
    """Return the condition that a place stands in a scope today; a code never changes."""
    found = Q(pk__in=())
    for part in known.standing(scope):
        found |= Q(zone_id__gte=part.lo, zone_id__lte=part.hi)
    return found


def place_of(identity: str) -> PlaceView | None:
    """Return one place, in use or not."""
    row = Place.objects.filter(id=identity).values_list(*FIELDS).first()
    return None if row is None else _view(row, carried())


def places_by_id(identities: Iterable[str]) -> dict[str, PlaceView]:
    """Return places by identity, in use or not."""
    wanted = set(identities)
    if not wanted:
        return {}
    known = carried()
    found = Place.objects.filter(id__in=wanted).values_list(*FIELDS)
    return {row[0]: _view(row, known) for row in found}


def named(
    zones: Iterable[int], places: Iterable[str]
) -> tuple[Mapping[int, Sequence[ZoneName]], Mapping[str, ZoneName]]:
    """Return the name chains of zones and the names of places, in use or not; one query."""
    lines = lines_to(zones)
    steps = sorted({step for line in lines.values() for step in line})
    asked = (json.dumps(steps), json.dumps(sorted(set(places))))
    rows = Session().all(_NAMED, asked)
    known = {row[0]: ZoneName(*row) for row in rows if isinstance(row[0], int)}
    found = {row[0]: ZoneName(0, *row[1:]) for row in rows if isinstance(row[0], str)}
    return chains_from(lines, known), found


def _view(row: tuple, known: Carried) -> PlaceView:  # type: ignore[type-arg]
    identity, kind, code, zh, en, schematic, begins, ends = row
    zone = known.today(code)
    name = ZoneName(zone, zh, en)
    return PlaceView(identity, PlaceKind(kind), zone, name, schematic, begins, ends)
