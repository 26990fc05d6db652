"""Whether gates may be managed in a scope: plans that pass, exits that are open."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.ground import Carried
from bihuan.domain.zones import Level, ZoneRange, ancestor_of
from bihuan.features.premises.selectors.compounds import SEAL, SEALS, TABLE, Seal, Seals, seal_of
from bihuan.features.premises.selectors.earlier import (
    Earlier,
    compounds_then,
    seals_then,
    undrawn_then,
)
from bihuan.features.territory.api import CHANGES, carried
from bihuan.platform.db.dialects import Session

# A stored plan that closes gates and staffs none fails, whenever it was written.
_UNSTAFFED = (
    'instr(plan, \'"state":"staffed"\')=0 AND (instr(plan, \'"state":"egress_only"\')>0'
    ' OR instr(plan, \'"state":"emergency_vehicle_only"\')>0)'
)
# A clock that was set back behind what is recorded gives no check its validity back; who asks for
# an earlier instant (?5) means that one.
_NOW = "max(?1, CASE WHEN ?5 THEN 0 ELSE coalesce((SELECT max(wall_at) FROM ledger_head), 0) END)"
# The compounds of some ranges in code order, the open reports that meet them, behind both the
# communities in which nobody has drawn any, and the compounds that are named and not drawn.
_READINESS = (
    f"SELECT * FROM (SELECT 1, zone, id, faults>0 OR signed_until IS NULL OR signed_until<={_NOW}"  # noqa: S608
    f" OR ({_UNSTAFFED}), signed_at, 0, 0, 0, 0, 0 FROM {TABLE} WHERE zone BETWEEN ?2 AND ?3"
    f" ORDER BY zone) UNION ALL SELECT 0, {', '.join(SEAL)} FROM {SEALS}"
    " WHERE cleared_at IS NULL AND zone<=?3 AND zone_hi>=?2"
    " UNION ALL SELECT * FROM (SELECT 2, id, name_zh, name_en, 0, 0, 0, 0, 0, 0"
    " FROM territory_zone z WHERE level=?4 AND valid_to IS NULL AND id BETWEEN ?2 AND ?3"
    f" AND NOT EXISTS (SELECT 1 FROM {TABLE} p WHERE p.zone BETWEEN z.id AND z.code_hi)"
    f" ORDER BY id) UNION ALL SELECT * FROM (SELECT 4, zone_id, id, 0, 0, 0, 0, 0, 0, 0"
    " FROM territory_place t WHERE kind='compound' AND zone_id BETWEEN ?2 AND ?3"
    f" AND valid_from<={_NOW} AND (valid_to IS NULL OR valid_to>{_NOW})"
    f" AND NOT EXISTS (SELECT 1 FROM {TABLE} p WHERE p.id=t.id) ORDER BY zone_id)"
    f" UNION ALL SELECT 3, max(wall_at), {CHANGES}, 0, 0, 0, 0, 0, 0, 0"
    " FROM ledger_head"
)
_DRAWN, _UNDRAWN, _RECORDED, _NAMED_ONLY = 1, 2, 3, 4
NAMED = 3
NONE_NAMED: Mapping[str, Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many compounds a scope has; how many lack a passing plan; how many are shaken.

    A locked exit where no compound is drawn counts among the shaken, and a compound may both lack
    a passing plan and be shaken: ``passing`` counts those that are neither. ``undrawn`` counts the
    communities in which no compound is drawn, ``first_undrawn`` names some, Chinese and English;
    ``bare`` counts the compounds that are registered and have no plan at all.
    ``recorded`` is the wall time that the record had reached when it was asked; None for an
    earlier instant.
    """

    compounds: int
    without_plan: int
    unsafe: int
    undrawn: int = 0
    first_undrawn: tuple[tuple[str, str], ...] = ()
    passing: int = 0
    recorded: datetime | None = field(default=None, compare=False)
    bare: int = 0


def readiness_of(
    session: Session,
    scopes: Mapping[str, Sequence[ZoneRange]],
    at: datetime,
    *,
    named: Mapping[str, Mapping[str, int]] = NONE_NAMED,
    then: Earlier | None = None,
    moved: Carried | None = None,
) -> Mapping[str, Readiness]:
    """Return the readiness of the compounds of many scopes, with one query for all of them.

    ``named`` gives single compounds with their zones, which some scopes have beside their ranges.
    What came into a scope when boundaries changed counts there (``moved``, looked up if not given);
    with ``then`` the ground is read as it stood at that earlier instant, by its codes.
    """
    sought = Carried(()) if then is not None else moved
    asked = _standing(sought or Carried(()), scopes)
    listed, reach = _listed(session, asked, named, at, then)
    if not listed:
        return {name: Readiness(0, 0, 0) for name in scopes}
    moved = sought or carried(str(listed[-1][2]))
    wide = _standing(moved, scopes)
    if wide != asked:  # boundaries have changed here, which the first question has told
        listed, reach = _listed(session, wide, named, at, then)
    rows = [row[1:5] for row in listed if row[0] == _DRAWN]
    seals: Seals = [seal_of(row[1:]) for row in listed if not row[0]]
    came = {ancestor_of(moved.today(row[0]), Level.COMMUNITY) for row in rows}
    undrawn = [row[1:4] for row in listed if row[0] == _UNDRAWN and row[1] not in came]
    if then is not None:
        before, rows = rows, compounds_then(session, then, rows)
        undrawn = undrawn_then(session, before, rows, undrawn)
        seals = seals_then(session, then, reach)
    recorded = (instant_of(row[1] or 0) for row in listed if row[0] == _RECORDED)
    places = {row[1]: place for place, row in enumerate(rows)} if named else {}
    told = next(recorded, None) if then is None else None
    lone = [row[1] for row in listed if row[0] == _NAMED_ONLY]
    known = replace(_known(rows, undrawn, seals, places, told, moved), lone=lone)
    return {name: known.readiness(ranges, named.get(name, {})) for name, ranges in wide.items()}


Scopes = Mapping[str, Sequence[ZoneRange]]


def _listed(
    session: Session,
    scopes: Scopes,
    named: Mapping[str, Mapping[str, int]],
    at: datetime,
    then: Earlier | None,
) -> tuple[Sequence[tuple[Any, ...]], ZoneRange]:
    """Ask for the stretch of codes in which all scopes lie; nothing where there are none."""
    ends = [*((one.lo, one.hi) for ranges in scopes.values() for one in ranges),
            *((zone, zone) for some in named.values() for zone in some.values())]  # fmt: skip
    if not ends:
        return (), ZoneRange(0, 0)
    reach = ZoneRange(min(lo for lo, _ in ends), max(hi for _, hi in ends))
    values = (micros(at), reach.lo, reach.hi, int(Level.COMMUNITY), then is not None)
    return session.all(_READINESS, values), reach


def _standing(moved: Carried, scopes: Scopes) -> Scopes:
    """Return under which codes stands today what lies in some scopes."""
    return {
        name: [part for one in ranges for part in moved.standing(one)]
        for name, ranges in scopes.items()
    }


def _known(
    rows: Sequence[tuple[Any, ...]],
    undrawn: Sequence[tuple[Any, ...]],
    seals: Seals,
    places: Mapping[str, int],
    recorded: datetime | None,
    moved: Carried,
) -> "_Known":
    """Count along the compounds of a stretch, so that each scope in it is two subtractions."""
    zones = [row[0] for row in rows]
    shaken = _shaken(rows, zones, seals, moved)
    return _Known(
        zones,
        list(accumulate((bool(row[2]) for row in rows), initial=0)),
        list(accumulate((place in shaken for place in range(len(rows))), initial=0)),
        list(accumulate((not row[2] and p not in shaken for p, row in enumerate(rows)), initial=0)),
        undrawn,
        [row[0] for row in undrawn],
        seals,
        places,
        recorded,
        moved,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The compounds of a stretch in code order: how many fail, are shaken, pass up to each."""

    zones: Sequence[int]
    failing: Sequence[int]
    shaken: Sequence[int]
    passing: Sequence[int]
    undrawn: Sequence[tuple[Any, ...]]
    bare: Sequence[int]
    seals: Seals
    places: Mapping[str, int]
    recorded: datetime | None
    moved: Carried
    lone: Sequence[int] = ()

    def readiness(self, ranges: Sequence[ZoneRange], named: Mapping[str, int]) -> Readiness:
        """Count what lies in some ranges, and the compounds that are named beside them."""
        zones, bare = self.zones, self.bare
        spans = [(bisect_left(zones, r.lo), bisect_right(zones, r.hi)) for r in ranges]
        drawn = [self.places[one] for one in named if one in self.places]
        spans += [(place, place + 1) for place in drawn]
        none = [self.undrawn[bisect_left(bare, r.lo) : bisect_right(bare, r.hi)] for r in ranges]
        names = [(zh, en or zh) for part in none for _, zh, en in part[:NAMED]]
        return Readiness(
            sum(b - a for a, b in spans),
            sum(self.failing[b] - self.failing[a] for a, b in spans),
            sum(self.shaken[b] - self.shaken[a] for a, b in spans)
            + _elsewhere(ranges, zones, self.seals, self.moved),
            sum(len(part) for part in none) + len(named) - len(drawn),
            tuple(names[:NAMED]),
            sum(self.passing[b] - self.passing[a] for a, b in spans),
            self.recorded,
            sum(bisect_right(self.lone, r.hi) - bisect_left(self.lone, r.lo) for r in ranges),
        )


def _elsewhere(
    ranges: Sequence[ZoneRange], zones: Sequence[int], seals: Seals, moved: Carried
) -> int:
    """Count the open reports that meet some ranges where no compound is drawn."""

    def bare(lo: int, hi: int) -> bool:
        return bisect_left(zones, lo) == bisect_right(zones, hi)

    return sum(
        any(
            lo <= hi and bare(lo, hi)
            for lo, hi in ((max(s.lo, r.lo), min(s.hi, r.hi)) for r in ranges)
        )
        and all(bare(part.lo, part.hi) for part in _came(moved, s))
        for s in seals
        if not s.compound
    )


def _came(moved: Carried, seal: Seal) -> list[ZoneRange]:
    """Return what came into the zone of a report from elsewhere."""
    said = ZoneRange(seal.lo, seal.hi)
    return [part for part in moved.standing(said) if not said.covers(part)]


def _shaken(
    rows: Sequence[tuple[Any, ...]], zones: Sequence[int], seals: Seals, moved: Carried
) -> set[int]:
    """Return the places in the list that an open report suspends."""
    named: dict[str, list[Seal]] = {}
    for one in seals:
        if one.compound:
            named.setdefault(one.compound, []).append(one)
    pairs = [(p, one) for p, row in enumerate(rows) for one in named.get(row[1], ())] if named \
        else []  # fmt: skip
    for one in seals:
        if not one.compound:
            for part in (ZoneRange(one.lo, one.hi), *_came(moved, one)):
                reach = range(bisect_left(zones, part.lo), bisect_right(zones, part.hi))
                pairs += [(place, one) for place in reach]
    return {
        place
        for place, one in pairs
        if one.shakes(None if (at := rows[place][3]) is None else instant_of(at))
    }


def readiness(
    scope: Sequence[ZoneRange],
    at: datetime,
    then: Earlier | None = None,
    moved: Carried | None = None,
) -> Readiness:
    """Return the readiness of all compounds in some ranges."""
    return readiness_of(Session(), {"": scope}, at, then=then, moved=moved)[""]
