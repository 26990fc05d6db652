"""Compounds as pages and other features see them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.ground import Carried
from bihuan.domain.premises.egress import CLAUSE, SignedCheck, check_problems
from bihuan.domain.premises.plan import Plan, Source, parse_plan
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.features.territory.api import carried
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.i18n import choose

TABLE, SEALS = "premises_compound", "premises_seal"
COLUMNS = (
    "id", "version", "zone", "name_zh", "name_en", "plan", "residents", "faults", "schematic",
    "signed_post", "signed_at", "signed_until", "closed_since",
    "failures", "signed_person", "hands", "checks",
)  # fmt: skip


SEAL = (
    "id", "version", "zone", "zone_hi", "compound", "gate", "dropped_at", "dropped_real",
    "incident",
)  # fmt: skip
_WORST_FIRST = "faults=0, signed_until IS NOT NULL, signed_until, zone, id"
_CLOSED = (
    f"SELECT id, zone, closed_since FROM {TABLE}"  # noqa: S608
    " WHERE closed_since IS NOT NULL AND zone BETWEEN ? AND ? ORDER BY closed_since LIMIT ?"
)
_IN = (
    f"SELECT {', '.join(COLUMNS)} FROM {TABLE}"  # noqa: S608
    f" WHERE zone BETWEEN ? AND ? ORDER BY {_WORST_FIRST} LIMIT ?"
)
# The compounds of a page, each with the open reports that meet it.
_WITH_SEALS = (
    f"SELECT c.*, s.* FROM (SELECT {', '.join(COLUMNS)} FROM {TABLE}"  # noqa: S608
    f" WHERE zone BETWEEN ? AND ? ORDER BY {_WORST_FIRST} LIMIT ?) c"
    f" LEFT JOIN (SELECT {', '.join(SEAL)} FROM {SEALS}"
    " WHERE cleared_at IS NULL AND zone<=? AND zone_hi>=?) s"
    " ON s.compound=c.id OR (s.compound='' AND c.zone BETWEEN s.zone AND s.zone_hi)"
    f" ORDER BY {', '.join('c.' + part for part in _WORST_FIRST.split(', '))}, s.id"
)


@dataclass(frozen=True, slots=True)
class CompoundView:
    """One compound with its plan, its signature and the open reports about it.

    ``zone`` carries its ground today; ``drawn_in`` is the code under which it was drawn.
    """

    id: str
    version: int
    zone: int
    drawn_in: int
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
    hands: str = ""
    checks: str = ""

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
        if not self.shaken or (named and self.watched):
            return found
        waits = "exit_sealed" if self.watched else "exit_not_seen_since"
        return (Refusal(waits, clause=CLAUSE), *found)


def compound_in(read: Reader, identity: str) -> CompoundView | None:
    """Return a stored compound, inside a command."""
    row = read.one(TABLE, COLUMNS, id=identity)
    return None if row is None else _viewed(read.session, [row], carried())[0]


def compound_of(identity: str) -> CompoundView | None:
    """Return a stored compound."""
    return compound_in(Reader(Session()), identity)


def compounds_by_id(identities: Collection[str]) -> Mapping[str, CompoundView]:
    """Return stored compounds by their ids, each with the open reports that meet it."""
    if not identities:
        return {}
    session, marks = Session(), ", ".join("?" * len(identities))
    sql = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE id IN ({marks})"  # noqa: S608
    return {one.id: one for one in _viewed(session, session.all(sql, tuple(identities)), carried())}


def compounds_in(
    scope: ZoneRange, *, limit: int = 500, known: Carried | None = None
) -> list[CompoundView]:
    """Return the compounds of a scope, those that do not pass first; what came into it included."""
    known = known or carried()
    moved = known.touches(scope)
    found = _of_parts(known.standing(scope), limit, known) if moved else _unmoved(scope, limit)
    return sorted(found, key=lambda one: not one.shaken)


def _unmoved(scope: ZoneRange, limit: int) -> list[CompoundView]:
    """Return the compounds of a scope on which nothing moved, with their reports, in one query."""
    rows = Session().all(_WITH_SEALS, (scope.lo, scope.hi, limit, scope.hi, scope.lo))
    wide = len(COLUMNS)
    return [
        _view(row, [seal_of(one[wide:]) for one in group if one[wide] is not None], row[2])
        for row, group in groupby(rows, key=lambda one: one[:wide])
    ]


def _of_parts(parts: Sequence[ZoneRange], limit: int, known: Carried) -> list[CompoundView]:
    session = Session()
    rows = [row for part in parts for row in session.all(_IN, (part.lo, part.hi, limit))]
    found = _viewed(session, rows, known)
    return sorted(found, key=_worst_first)[:limit]


def _worst_first(one: CompoundView) -> tuple[object, ...]:
    until = one.signed.until if one.signed else datetime.min.replace(tzinfo=LOCAL)
    return one.faults == 0, one.signed is not None, until, one.zone, one.id


def _viewed(
    session: Session, rows: Sequence[tuple[Any, ...]], known: Carried
) -> list[CompoundView]:
    """Return compounds with the reports about the code they were drawn in or its zone today."""
    today = [known.today(row[2]) for row in rows]
    codes = [*today, *(row[2] for row in rows)] or [0]
    seals = _open_seals(session, ZoneRange(min(codes), max(codes)))
    return [_view(row, seals, zone) for row, zone in zip(rows, today, strict=True)]


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
    dropped_real: datetime | None
    incident: int

    def meets(self, compound: str, zone: int) -> bool:
        """Tell whether it is about a compound."""
        return self.compound == compound or (not self.compound and self.lo <= zone <= self.hi)

    def shakes(self, signed_at: datetime | None) -> bool:
        """Tell whether it suspends a plan whose check was signed then.

        While a finding stands for it, it does; without one until somebody has looked since.
        """
        since = self.ended_at
        return since is None or signed_at is None or signed_at <= since

    @property
    def ended_at(self) -> datetime | None:
        """Since when no finding stands for it, by real time as checks are signed."""
        return self.dropped_real or self.dropped_at


Seals = Sequence[Seal]


def _open_seals(session: Session, scope: ZoneRange) -> Seals:
    rows = session.all(
        f"SELECT {', '.join(SEAL)} FROM {SEALS}"  # noqa: S608
        " WHERE cleared_at IS NULL AND zone<=? AND zone_hi>=?",
        (scope.hi, scope.lo),
    )
    return [seal_of(row) for row in rows]


def seal_of(row: tuple[Any, ...]) -> Seal:
    """Return a report from its row, in the order of ``SEAL``."""
    identity, version, lo, hi, compound, gate, at, real, incident = row
    dropped, really = (None if one is None else instant_of(one) for one in (at, real))
    return Seal(identity, version, lo, hi, compound, gate, dropped, really, incident)


def _view(row: tuple[Any, ...], seals: Seals, today: int) -> CompoundView:
    (
        identity,
        version,
        code,
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
        person,
        hands,
        checks,
    ) = row
    raw = json.loads(text)
    plan = parse_plan(raw, Source.STORED)
    assert isinstance(plan, Plan)  # noqa: S101  (the command that wrote it has read it)
    signed = None
    if at is not None:  # a sentence names the day on which it ends: the city's day, not that of UTC
        ends = instant_of(until).astimezone(LOCAL)
        signed = SignedCheck(post, instant_of(at), ends, person)
    near = tuple(s for s in seals if s.meets(identity, code) or s.meets(identity, today))
    return CompoundView(
        identity, version, today, code, zh, en, plan, raw, residents, faults, bool(schematic),
        signed, None if shut is None else instant_of(shut), failed, near, hands, checks,
    )  # fmt: skip


def closed_compounds(scope: ZoneRange, *, limit: int) -> list[tuple[str, int, datetime]]:
    """Return the compounds where a gate was closed to whoever comes, and since when."""
    session, known = Session(), carried()
    rows = [
        row
        for part in known.standing(scope)
        for row in session.all(_CLOSED, (part.lo, part.hi, limit))
    ]
    found = sorted((instant_of(at), known.today(zone), str(one)) for one, zone, at in rows)
    return [(identity, zone, at) for at, zone, identity in found[:limit]]


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
