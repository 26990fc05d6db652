"""Compounds as pages and other features see them."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, groupby
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.premises.egress import CLAUSE, SignedCheck, check_problems
from bihuan.domain.premises.plan import Plan, parse_plan
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ZoneRange
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.i18n import choose

TABLE, SEALS = "premises_compound", "premises_seal"
COLUMNS = (
    "id", "version", "zone", "name_zh", "name_en", "plan", "residents", "faults", "schematic",
    "signed_post", "signed_at", "signed_until", "closed_since",
    "failures",
)  # fmt: skip


_SEAL = ("id", "version", "zone", "zone_hi", "compound", "gate", "dropped_at")
_WORST_FIRST = "faults=0, signed_until IS NOT NULL, signed_until, zone, id"
# The compounds of a page, each with the open reports that meet it.
_WITH_SEALS = (
    f"SELECT c.*, s.* FROM (SELECT {', '.join(COLUMNS)} FROM {TABLE}"  # noqa: S608
    f" WHERE zone BETWEEN ? AND ? ORDER BY {_WORST_FIRST} LIMIT ?) c"
    f" LEFT JOIN (SELECT {', '.join(_SEAL)} FROM {SEALS}"
    " WHERE cleared_at IS NULL AND zone<=? AND zone_hi>=?) s"
    " ON s.compound=c.id OR (s.compound='' AND c.zone BETWEEN s.zone AND s.zone_hi)"
    f" ORDER BY {', '.join('c.' + part for part in _WORST_FIRST.split(', '))}, s.id"
)

# A stored plan that closes gates and staffs none fails, whenever it was written.
_UNSTAFFED = (
    'instr(plan, \'"state":"staffed"\')=0 AND (instr(plan, \'"state":"egress_only"\')>0'
    ' OR instr(plan, \'"state":"emergency_vehicle_only"\')>0)'
)
# A clock that was set back behind what is recorded gives no check its validity back.
_NOW = "max(?1, coalesce((SELECT max(wall_at) FROM ledger_head), 0))"
# The compounds of some ranges in code order, the open reports that meet them, and behind both the
# communities in which nobody has drawn any.
_READINESS = (
    f"SELECT * FROM (SELECT 1, zone, id, faults>0 OR signed_until IS NULL OR signed_until<={_NOW}"  # noqa: S608
    f" OR ({_UNSTAFFED}), signed_at, 0, 0, 0 FROM {TABLE} WHERE zone BETWEEN ?2 AND ?3"
    f" ORDER BY zone) UNION ALL SELECT 0, {', '.join(_SEAL)} FROM {SEALS}"
    " WHERE cleared_at IS NULL AND zone<=?3 AND zone_hi>=?2"
    " UNION ALL SELECT * FROM (SELECT 2, id, name_zh, name_en, 0, 0, 0, 0 FROM territory_zone z"
    " WHERE level=?4 AND valid_to IS NULL AND id BETWEEN ?2 AND ?3 AND NOT EXISTS"
    f" (SELECT 1 FROM {TABLE} p WHERE p.zone BETWEEN z.id AND z.code_hi) ORDER BY id)"
    " UNION ALL SELECT 3, max(wall_at), 0, 0, 0, 0, 0, 0 FROM ledger_head"
)
_DRAWN, _UNDRAWN, _RECORDED = 1, 2, 3
NAMED = 3


@dataclass(frozen=True, slots=True)
class CompoundView:
    """One compound with its plan, its signature and the open reports about it."""

    id: str
    version: int
    zone: int
    name_zh: str
    name_en: str
    plan: Plan
    raw: Mapping[str, Any]
    residents: int
    faults: int
    schematic: bool
    signed: SignedCheck | None
    closed_since: datetime | None = None
    failures: str = ""
    seals: tuple["Seal", ...] = ()

    @property
    def sealed(self) -> tuple[str, ...]:
        """The gates that an open report names; "?" where it names none."""
        return tuple(one.gate or "?" for one in self.seals if one.shakes(self.signed_at))

    @property
    def signed_at(self) -> datetime | None:
        """When the check that counts was signed."""
        return self.signed.at if self.signed else None

    @property
    def watched(self) -> bool:
        """Tell whether a finding stands for a report: then only its verification ends it."""
        return any(one.dropped_at is None for one in self.seals)

    @property
    def name(self) -> str:
        """The name in the page's language."""
        return choose(self.name_zh, self.name_en or self.name_zh)

    @property
    def shaken(self) -> bool:
        """Tell whether a report of a sealed exit is open."""
        return bool(self.sealed)

    def problems(self, now: datetime) -> tuple[Refusal, ...]:
        """Return why the gate plan does not pass at an instant."""
        found = check_problems(self.plan, self.signed, now, closed=self.sealed)
        named = any(one.code == "gate_sealed" for one in found)
        return (
            found if named or not self.shaken else (Refusal("exit_sealed", clause=CLAUSE), *found)
        )


def compound_in(read: Reader, identity: str) -> CompoundView | None:
    """Return a stored compound, inside a command."""
    row = read.one(TABLE, COLUMNS, id=identity)
    return None if row is None else _view(row, _open_seals(read.session, ZoneRange(row[2], row[2])))


def compound_of(identity: str) -> CompoundView | None:
    """Return a stored compound."""
    return compound_in(Reader(Session()), identity)


def compounds_in(scope: ZoneRange, *, limit: int = 500) -> list[CompoundView]:
    """Return the compounds of a scope, those that do not pass first."""
    rows = Session().all(_WITH_SEALS, (scope.lo, scope.hi, limit, scope.hi, scope.lo))
    wide = len(COLUMNS)
    found = [
        _view(row, [_seal(one[wide:]) for one in group if one[wide] is not None])
        for row, group in groupby(rows, key=lambda one: one[:wide])
    ]
    return sorted(found, key=lambda one: not one.shaken)


@dataclass(frozen=True, slots=True)
class Seal:
    """A report that has not been cleared: a compound's, or of every compound in some zones."""

    id: str
    version: int
    lo: int
    hi: int
    compound: str
    gate: str
    dropped_at: datetime | None

    def meets(self, compound: str, zone: int) -> bool:
        """Tell whether it is about a compound."""
        return self.compound == compound or (not self.compound and self.lo <= zone <= self.hi)

    def shakes(self, signed_at: datetime | None) -> bool:
        """Tell whether it suspends a plan whose check was signed then.

        While a finding stands for it, it does; without one until somebody has looked since.
        """
        return self.dropped_at is None or signed_at is None or signed_at <= self.dropped_at


Seals = Sequence[Seal]


def _open_seals(session: Session, scope: ZoneRange) -> Seals:
    rows = session.all(
        f"SELECT {', '.join(_SEAL)} FROM {SEALS}"  # noqa: S608
        " WHERE cleared_at IS NULL AND zone<=? AND zone_hi>=?",
        (scope.hi, scope.lo),
    )
    return [_seal(row) for row in rows]


def _seal(row: tuple[Any, ...]) -> Seal:
    identity, version, lo, hi, compound, gate, at = row
    dropped = None if at is None else instant_of(at)
    return Seal(identity, version, lo, hi, compound, gate, dropped)


def _view(row: tuple[Any, ...], seals: Seals) -> CompoundView:
    (
        identity,
        version,
        zone,
        zh,
        en,
        text,
        residents,
        faults,
        schematic,
        post,
        at,
        until,
        shut,
        failed,
    ) = row
    raw = json.loads(text)
    plan = parse_plan(raw)
    assert isinstance(plan, Plan)  # noqa: S101  (the command that wrote it has read it)
    signed = None if at is None else SignedCheck(post, instant_of(at), instant_of(until))
    near = tuple(one for one in seals if one.meets(identity, zone))
    return CompoundView(
        identity, version, zone, zh, en, plan, raw, residents, faults, bool(schematic), signed,
        None if shut is None else instant_of(shut), failed, near,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many compounds a scope has; how many lack a passing plan; how many are shaken.

    A locked exit where no compound is drawn counts among the shaken. ``undrawn`` counts the
    communities in which no compound is drawn, ``first_undrawn`` names some, Chinese and English.
    ``recorded`` is the wall time that the record had reached when it was asked.
    """

    compounds: int
    without_plan: int
    unsafe: int
    undrawn: int = 0
    first_undrawn: tuple[tuple[str, str], ...] = ()
    recorded: datetime | None = field(default=None, compare=False)


def readiness_of(
    session: Session, scopes: Mapping[str, Sequence[ZoneRange]], at: datetime
) -> Mapping[str, Readiness]:
    """Return the readiness of the compounds of many scopes, with one query for all of them."""
    every = [one for ranges in scopes.values() for one in ranges]
    if not every:
        return {name: Readiness(0, 0, 0) for name in scopes}
    reach = ZoneRange(min(one.lo for one in every), max(one.hi for one in every))
    listed = session.all(_READINESS, (micros(at), reach.lo, reach.hi, int(Level.COMMUNITY)))
    rows = [row[1:5] for row in listed if row[0] == _DRAWN]
    undrawn = [row[1:4] for row in listed if row[0] == _UNDRAWN]
    bare = [row[0] for row in undrawn]
    seen = next((instant_of(row[1] or 0) for row in listed if row[0] == _RECORDED), None)
    seals = [_seal(row[1:]) for row in listed if not row[0]]
    zones = [row[0] for row in rows]
    shaken = _shaken(rows, zones, seals)
    failing = list(accumulate((bool(row[2]) for row in rows), initial=0))
    unsafe = list(accumulate((place in shaken for place in range(len(rows))), initial=0))
    found = {}
    for name, ranges in scopes.items():
        spans = [(bisect_left(zones, r.lo), bisect_right(zones, r.hi)) for r in ranges]
        none = [undrawn[bisect_left(bare, r.lo) : bisect_right(bare, r.hi)] for r in ranges]
        names = [(zh, en or zh) for part in none for _, zh, en in part[:NAMED]]
        found[name] = Readiness(
            sum(b - a for a, b in spans),
            sum(failing[b] - failing[a] for a, b in spans),
            sum(unsafe[b] - unsafe[a] for a, b in spans) + _elsewhere(ranges, zones, seals),
            sum(len(part) for part in none),
            tuple(names[:NAMED]),
            seen,
        )
    return found


def _elsewhere(ranges: Sequence[ZoneRange], zones: Sequence[int], seals: Seals) -> int:
    """Count the open reports that meet some ranges where no compound is drawn."""
    return sum(
        any(
            lo <= hi and bisect_left(zones, lo) == bisect_right(zones, hi)
            for lo, hi in ((max(one.lo, r.lo), min(one.hi, r.hi)) for r in ranges)
        )
        for one in seals
        if not one.compound
    )


def _shaken(rows: Sequence[tuple[Any, ...]], zones: Sequence[int], seals: Seals) -> set[int]:
    """Return the places in the list that an open report suspends."""
    named: dict[str, list[Seal]] = {}
    for one in seals:
        if one.compound:
            named.setdefault(one.compound, []).append(one)
    pairs = [(p, one) for p, row in enumerate(rows) for one in named.get(row[1], ())] if named \
        else []  # fmt: skip
    for one in seals:
        if not one.compound:
            reach = range(bisect_left(zones, one.lo), bisect_right(zones, one.hi))
            pairs += [(place, one) for place in reach]
    return {
        place
        for place, one in pairs
        if one.shakes(None if (at := rows[place][3]) is None else instant_of(at))
    }


def closed_compounds(scope: ZoneRange, *, limit: int) -> list[tuple[str, int, datetime]]:
    """Return the compounds where a gate was closed to whoever comes, and since when."""
    rows = Session().all(
        f"SELECT id, zone, closed_since FROM {TABLE}"  # noqa: S608
        " WHERE closed_since IS NOT NULL AND zone BETWEEN ? AND ? ORDER BY closed_since LIMIT ?",
        (scope.lo, scope.hi, limit),
    )
    return [(str(identity), int(zone), instant_of(at)) for identity, zone, at in rows]


def readiness(scope: Sequence[ZoneRange], at: datetime) -> Readiness:
    """Return the readiness of all compounds in some ranges."""
    return readiness_of(Session(), {"": scope}, at)[""]


def next_lapse(session: Session, at: datetime) -> datetime | None:
    """Return the next instant at which the signature of a check runs out by itself."""
    sql = f"SELECT min(signed_until) FROM {TABLE} WHERE signed_until>?"  # noqa: S608
    row = session.one(sql, (micros(at),))
    return None if row is None or row[0] is None else instant_of(row[0])


def open_seal_of(finding: str) -> tuple[str, int] | None:
    """Return the open report that a finding stands for, and its incident."""
    row = Session().one(
        f"SELECT id, incident FROM {SEALS} WHERE finding=? AND cleared_at IS NULL",  # noqa: S608
        (finding,),
    )
    return None if row is None else (str(row[0]), int(row[1]))


def open_seals_of(finding: str, *, dropped: bool = False) -> list[tuple[str, int]]:
    """Return the open reports that a finding stands for, or ever stood for, with incidents."""
    rows = Session().all(
        f"SELECT id, incident FROM {SEALS} WHERE finding=? AND cleared_at IS NULL"  # noqa: S608
        " AND (dropped_at IS NULL OR ?) ORDER BY id",
        (finding, dropped),
    )
    return [(str(seal), int(incident)) for seal, incident in rows]


def seals_in(scope: ZoneRange, incident: int) -> list[tuple[int, datetime, datetime | None]]:
    """Return zone, beginning and end of every report in a scope."""
    rows = Session().all(
        f"SELECT zone, reported_at, cleared_at FROM {SEALS}"  # noqa: S608
        " WHERE incident=? AND zone BETWEEN ? AND ? ORDER BY reported_at",
        (incident, scope.lo, scope.hi),
    )
    return [(zone, instant_of(a), None if b is None else instant_of(b)) for zone, a, b in rows]
