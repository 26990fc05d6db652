"""Compounds that are registered as places and have no plan: nothing shows their ways out."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.suspensions import times_in
from bihuan.domain.places import PlaceKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.premises.selectors.compounds import TABLE
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n import choose

_HERE = (
    " FROM territory_place t WHERE kind=? AND zone_id BETWEEN ? AND ?"  # noqa: S608
    f" AND valid_to IS NULL AND NOT EXISTS (SELECT 1 FROM {TABLE} c WHERE c.id=t.id)"
)
_BARE = f"SELECT id, name_zh, name_en{_HERE} ORDER BY zone_id, id LIMIT ?"
_COUNTED = f"SELECT count(*){_HERE}"
_WAITED = (
    "SELECT t.zone_id, t.id, t.valid_from, t.valid_to, c.failures FROM territory_place t"  # noqa: S608
    f" LEFT JOIN {TABLE} c ON c.id=t.id WHERE t.kind=? AND t.zone_id BETWEEN ? AND ?"
    " AND t.valid_from<? AND (c.id IS NULL OR c.failures<>'')"
)


@dataclass(frozen=True, slots=True)
class BareCompound:
    """A compound of which there is only the name."""

    id: str
    name: str


def bare_in(scope: ZoneRange, *, limit: int) -> list[BareCompound]:
    """Return the compounds of a scope that are registered and not drawn."""
    rows = Session().all(_BARE, (PlaceKind.COMPOUND.value, scope.lo, scope.hi, limit))
    return [BareCompound(one, choose(zh, en or zh)) for one, zh, en in rows]


def count_bare(scope: ZoneRange) -> int:
    """Count the compounds of a scope that are registered and not drawn."""
    row = Session().one(_COUNTED, (PlaceKind.COMPOUND.value, scope.lo, scope.hi))
    return row[0] if row else 0


def bare_times(
    scope: ZoneRange, until: datetime
) -> list[tuple[ZoneRange, datetime, datetime | None, str]]:
    """Return where and from when to when a compound was registered and had no plan.

    The first drawing ends it: from then on its plan passes or does not.
    """
    kind = PlaceKind.COMPOUND.value
    found = []
    for zone, one, begun, gone, failures in Session().all(
        _WAITED, (kind, scope.lo, scope.hi, micros(until))
    ):
        drawn = times_in(failures)[0][0] if failures else None
        end = drawn or (None if gone is None else instant_of(gone))
        if end is None or instant_of(begun) < end:
            found.append((ZoneRange(zone, zone), instant_of(begun), end, one))
    return found
