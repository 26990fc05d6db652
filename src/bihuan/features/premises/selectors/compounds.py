"""Compounds as pages and other features see them."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.premises.egress import SignedCheck, check_problems
from bihuan.domain.premises.plan import Plan, parse_plan
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.i18n import choose

TABLE, SEALS = "premises_compound", "premises_seal"
COLUMNS = (
    "id", "version", "zone", "name_zh", "name_en", "plan", "residents", "faults", "schematic",
    "signed_post", "signed_at", "signed_until",
)  # fmt: skip


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
    sealed: tuple[str, ...] = ()

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
        return check_problems(self.plan, self.signed, now, closed=self.sealed)


def compound_in(read: Reader, identity: str) -> CompoundView | None:
    """Return a stored compound, inside a command."""
    row = read.one(TABLE, COLUMNS, id=identity)
    return None if row is None else _view(row, _open_seals(read.session, ZoneRange(row[2], row[2])))


def compound_of(identity: str) -> CompoundView | None:
    """Return a stored compound."""
    return compound_in(Reader(Session()), identity)


def compounds_in(scope: ZoneRange, *, limit: int = 500) -> list[CompoundView]:
    """Return the compounds of a scope, those that do not pass first."""
    listed = ", ".join(COLUMNS)
    sql = (
        f"SELECT {listed} FROM {TABLE} WHERE zone BETWEEN ? AND ?"  # noqa: S608
        " ORDER BY faults=0, signed_until IS NOT NULL, signed_until, zone, id LIMIT ?"
    )
    session = Session()
    seals = _open_seals(session, scope)
    found = [_view(row, seals) for row in session.all(sql, (scope.lo, scope.hi, limit))]
    return sorted(found, key=lambda one: not one.shaken)


Seals = Sequence[tuple[int, int, str, str]]


def _open_seals(session: Session, scope: ZoneRange) -> Seals:
    return session.all(
        f"SELECT zone, zone_hi, compound, gate FROM {SEALS}"  # noqa: S608
        " WHERE cleared_at IS NULL AND zone<=? AND zone_hi>=?",
        (scope.hi, scope.lo),
    )


def _view(row: tuple[Any, ...], seals: Seals) -> CompoundView:
    identity, version, zone, zh, en, text, residents, faults, schematic, post, at, until = row
    raw = json.loads(text)
    plan = parse_plan(raw)
    assert isinstance(plan, Plan)  # noqa: S101  (the command that wrote it has read it)
    signed = None if at is None else SignedCheck(post, instant_of(at), instant_of(until))
    sealed = tuple(
        gate or "?"
        for lo, hi, compound, gate in seals
        if compound == identity or (not compound and lo <= zone <= hi)
    )
    return CompoundView(
        identity, version, zone, zh, en, plan, raw, residents, faults, bool(schematic), signed,
        sealed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many compounds a scope has; how many lack a passing plan; how many are shaken."""

    compounds: int
    without_plan: int
    unsafe: int


def readiness_of(
    session: Session, scopes: Mapping[str, Sequence[ZoneRange]], at: datetime
) -> Mapping[str, Readiness]:
    """Return the readiness of the compounds of many scopes, with two queries for all of them."""
    every = [one for ranges in scopes.values() for one in ranges]
    if not every:
        return {name: Readiness(0, 0, 0) for name in scopes}
    reach = ZoneRange(min(one.lo for one in every), max(one.hi for one in every))
    rows = session.all(
        f"SELECT zone, id, faults>0 OR signed_until IS NULL OR signed_until<=? FROM {TABLE}"  # noqa: S608
        " WHERE zone BETWEEN ? AND ? ORDER BY zone",
        (micros(at), reach.lo, reach.hi),
    )
    zones = [row[0] for row in rows]
    shaken = _shaken(zones, [row[1] for row in rows], _open_seals(session, reach))
    failing = list(accumulate((bool(row[2]) for row in rows), initial=0))
    unsafe = list(accumulate((place in shaken for place in range(len(rows))), initial=0))
    found = {}
    for name, ranges in scopes.items():
        spans = [(bisect_left(zones, r.lo), bisect_right(zones, r.hi)) for r in ranges]
        found[name] = Readiness(
            sum(b - a for a, b in spans),
            sum(failing[b] - failing[a] for a, b in spans),
            sum(unsafe[b] - unsafe[a] for a, b in spans),
        )
    return found


def _shaken(zones: Sequence[int], ids: Sequence[str], seals: Seals) -> set[int]:
    """Return the places in the list that an open report is about."""
    named = {compound for _, _, compound, _ in seals if compound}
    found = {place for place, identity in enumerate(ids) if identity in named} if named else set()
    for lo, hi, compound, _ in seals:
        if not compound:
            found.update(range(bisect_left(zones, lo), bisect_right(zones, hi)))
    return found


def readiness(scope: Sequence[ZoneRange], at: datetime) -> Readiness:
    """Return the readiness of all compounds in some ranges."""
    return readiness_of(Session(), {"": scope}, at)[""]


def open_seal_of(finding: str) -> tuple[str, int] | None:
    """Return the open report that a finding stands for, and its incident."""
    row = Session().one(
        f"SELECT id, incident FROM {SEALS} WHERE finding=? AND cleared_at IS NULL",  # noqa: S608
        (finding,),
    )
    return None if row is None else (str(row[0]), int(row[1]))


def seals_in(scope: ZoneRange, incident: int) -> list[tuple[int, datetime, datetime | None]]:
    """Return zone, beginning and end of every report in a scope."""
    rows = Session().all(
        f"SELECT zone, reported_at, cleared_at FROM {SEALS}"  # noqa: S608
        " WHERE incident=? AND zone BETWEEN ? AND ? ORDER BY reported_at",
        (incident, scope.lo, scope.hi),
    )
    return [(zone, instant_of(a), None if b is None else instant_of(b)) for zone, a, b in rows]
