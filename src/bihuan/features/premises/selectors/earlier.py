"""The ground as it stood at an earlier instant: a night is told as of its cut-off.

Compounds and their checks are real, so they are put back by the ledger of real time. A report
keeps its times itself, on the clock of the incident in which it was made.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.premises.egress import nobody_at_the_gates
from bihuan.domain.premises.plan import Plan, Source, parse_plan
from bihuan.domain.zones import Level, ZoneRange, ancestor_of
from bihuan.features.premises.selectors.clocks import told_on
from bihuan.features.premises.selectors.compounds import SEAL, SEALS, TABLE, Seals, seal_of
from bihuan.platform.clock.incident import LIVE_WALL, IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import NightlyContext
from bihuan.platform.ledger.as_of import Undone, undone

_SAID = ("id", "faults", "signed_until", "signed_at", "plan")
_DROPPED, _REALLY = SEAL.index("dropped_at"), SEAL.index("dropped_real")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An instant in real time, what compounds said then, and the same instant on other clocks."""

    at: datetime
    compounds: Undone
    clocks: Mapping[int, datetime]


def ground_at(context: NightlyContext) -> Earlier:
    """Return the ground of a night's cut-off, read once for all its figures."""
    until, real = context.window.until, context.real_until
    return context.once("premises.ground", lambda: earlier(context.clock, until, real))


def earlier(clock: IncidentClock, until: datetime, real: datetime) -> Earlier:
    """Return an instant of an incident and of real time as which the ground can be read."""
    session = Session()
    others = session.all(f"SELECT DISTINCT incident FROM {SEALS}")  # noqa: S608
    clocks = {number: told_on(number, real) for (number,) in others} | {clock.incident: until}
    return Earlier(real, undone(session, LIVE_WALL, TABLE, real), clocks)


def compounds_then(session: Session, then: Earlier, rows: Rows) -> Rows:
    """Return compounds (zone, id, whether the plan fails, signed when) as they stood."""
    if not then.compounds:
        return rows
    listed = json.dumps([one for one, said in then.compounds.items() if said is not None])
    now = session.all(
        f"SELECT {', '.join(_SAID)} FROM {TABLE} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
        (listed,),
    )
    known = {row[0]: dict(zip(_SAID, row, strict=True)) for row in now}
    found = []
    for row in rows:
        said = then.compounds.get(row[1], {})
        if said is None:
            continue
        here = known.get(row[1])
        found.append(row if here is None else _compound_then(row, {**here, **said}, then.at))
    return found


def _compound_then(row: tuple[Any, ...], said: Mapping[str, Any], at: datetime) -> tuple[Any, ...]:
    return (row[0], row[1], _fails(said, at), said["signed_at"])


def _fails(said: Mapping[str, Any], at: datetime) -> bool:
    """Tell whether a plan did not pass, as the query of today's compounds does."""
    until = said["signed_until"]
    if said["faults"] or until is None or until <= micros(at):
        return True
    plan = parse_plan(json.loads(said["plan"]), Source.STORED)
    return isinstance(plan, Plan) and nobody_at_the_gates(plan)


def undrawn_then(session: Session, before: Rows, rows: Rows, undrawn: Rows) -> Rows:
    """Return the communities in which no compound was drawn: id, Chinese, English."""
    gone = {_community(row[0]) for row in before} - {_community(row[0]) for row in rows}
    named = session.all(
        "SELECT id, name_zh, name_en FROM territory_zone WHERE valid_to IS NULL"
        " AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(gone)),),
    ) if gone else []  # fmt: skip
    return sorted([*undrawn, *map(tuple, named)])


def _community(zone: int) -> int:
    return ancestor_of(zone, Level.COMMUNITY)


def seals_then(session: Session, then: Earlier, reach: ZoneRange) -> Seals:
    """Return the reports that were open and meet some zones."""
    rows: Sequence[Sequence[Any]] = session.all(
        f"SELECT incident, reported_at, cleared_at, {', '.join(SEAL)} FROM {SEALS}"  # noqa: S608
        " WHERE zone<=? AND zone_hi>=?",
        (reach.hi, reach.lo),
    )
    found = []
    for incident, reported, cleared, *said in rows:
        at = micros(then.clocks[incident])
        if reported <= at and (cleared is None or cleared > at):
            if said[_DROPPED] is not None and said[_DROPPED] > at:
                said[_DROPPED] = said[_REALLY] = None
            found.append(seal_of(tuple(said)))
    return found
