"""What the register of measures shows to be wrong: a rule files it, nobody has to notice.

A report to the superior that is late; gates that stay closed after their measure has ended; a
first delivery that nobody has seen in a community whose measure is in force.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.domain.chain.canonical import micros
from bihuan.domain.duties import DutyFunction
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.reading import in_force
from bihuan.domain.measures.tasks import TaskState
from bihuan.domain.premises.gates import GateState
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.stored import SCOPES, TABLE, standing_where
from bihuan.features.measures.selectors.tasks import TABLE as TASKS
from bihuan.features.premises import api as premises
from bihuan.platform.db.dialects import Session

LATE, ENFORCED, SUPPLY = "I01", "X01", "X06"
GRACE = timedelta(hours=2)
"""Within it the gates open after a measure's end (unconfirmed)."""
LOOK_BACK = timedelta(days=7)
MOST = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the finding type, where, and by which measure."""

    type_code: str
    zone: int
    code: str
    measure: str

    @property
    def key(self) -> str:
        """Name it: the same fault is filed once."""
        return f"fault:{self.type_code}:{self.code}:{self.measure}:{self.zone}"


def faults(*, incident: int, at: datetime) -> list[Fault]:
    """Return what stands wrong at an instant, at most 200 of each kind."""
    found = (*_late(incident, at), *_still_closed(incident, at), *_undelivered(incident, at))
    return list(dict.fromkeys(found))


def _late(incident: int, at: datetime) -> Iterator[Fault]:
    rows = Session().all(
        f"SELECT zone, code, id FROM {TABLE} WHERE incident=? AND report_due_at<=?"  # noqa: S608
        " AND reported_at IS NULL ORDER BY report_due_at LIMIT ?",
        (incident, micros(at), MOST),
    )
    return (Fault(LATE, zone, code, identity) for zone, code, identity in rows)


def _still_closed(incident: int, at: datetime) -> Iterator[Fault]:
    """Find compounds whose gates let nobody in though no measure asks for it any more."""
    kinds = [code for code, kind in catalogue().types.items() if Part.GATE_PLAN in kind.parts]
    marks = ", ".join("?" * len(kinds))
    rows = Session().all(
        f"SELECT m.id, m.code, s.zone, s.zone_hi FROM {TABLE} m"  # noqa: S608
        f" JOIN {SCOPES} s ON s.measure=m.id WHERE m.incident=? AND m.code IN ({marks})"
        " AND m.activated_at IS NOT NULL AND coalesce(m.ended_at, m.ends_at) BETWEEN ? AND ?"
        " LIMIT ?",
        (incident, *kinds, micros(at - LOOK_BACK), micros(at - GRACE), MOST),
    )
    if not rows:
        return
    covered = _covered(incident, kinds, at)
    for identity, code, lo, hi in rows:
        for one in premises.compounds_in(ZoneRange(lo, hi)):
            closed = any(gate.state is GateState.EGRESS_ONLY for gate in one.plan.gates.values())
            if closed and not any(r.lo <= one.zone <= r.hi for r in covered):
                yield Fault(ENFORCED, one.zone, code, identity)


def _covered(incident: int, kinds: list[str], at: datetime) -> list[ZoneRange]:
    """Return the zones in which a measure with gates is in force."""
    marks = ", ".join("?" * len(kinds))
    known = standing_where(
        Session(), f"incident=? AND code IN ({marks}) AND state='ACTIVE'", (incident, *kinds)
    )
    ids = tuple(one.id for one in known if in_force(one, at))
    if not ids:
        return []
    rows = Session().all(
        f"SELECT zone, zone_hi FROM {SCOPES} WHERE measure IN ({', '.join('?' * len(ids))})",  # noqa: S608
        ids,
    )
    return [ZoneRange(lo, hi) for lo, hi in rows]


def _undelivered(incident: int, at: datetime) -> Iterator[Fault]:
    rows = Session().all(
        f"SELECT t.zone, m.code, m.id FROM {TASKS} t JOIN {TABLE} m ON m.id=t.measure"  # noqa: S608
        " WHERE t.incident=? AND t.state=? AND t.function=? AND t.due_at<=? AND m.state='ACTIVE'"
        " AND m.ends_at>? ORDER BY t.due_at LIMIT ?",
        (
            incident, TaskState.OPEN.value, DutyFunction.SUPPLIES.value, micros(at), micros(at),
            MOST,
        ),
    )  # fmt: skip
    return (Fault(SUPPLY, zone, code, identity) for zone, code, identity in rows)
