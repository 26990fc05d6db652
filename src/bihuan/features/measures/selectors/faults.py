"""What the register of measures shows to be wrong: a rule files it, nobody has to notice.

A report to the superior that is late; gates that stay closed after their measure has ended, or
were closed without any; a first delivery, or the word that urgent patients pass, that nobody has
given where a measure is in force; a notice that was not acknowledged in time; personal numbers in
what was reported or published.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.duties import DutyFunction
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.disclosure import HELP_LINE, discloses
from bihuan.domain.measures.reading import in_force
from bihuan.domain.measures.scopes import Scope
from bihuan.domain.measures.tasks import TaskState
from bihuan.domain.registers.personal import lists_people
from bihuan.domain.zones import ZoneRange, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.receipts import unheard_in
from bihuan.features.measures.selectors.rows import SCOPES, TABLE
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.stored import standing_where
from bihuan.features.measures.selectors.tasks import TABLE as TASKS
from bihuan.features.premises import api as premises
from bihuan.features.territory import api as territory
from bihuan.platform.clock import now as wall
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.periods import shown_then

LATE, ENFORCED, ADDED, DISCLOSED, UNHEARD = "I01", "X01", "X04", "X07", "N02"
UNSEEN: Mapping[str, str] = {DutyFunction.MEDICAL: "X05", DutyFunction.SUPPLIES: "X06"}
"""What it means when nobody has reported a first task of a function within its time."""
GRACE = timedelta(hours=2)
"""Within it the gates open after a measure's end (unconfirmed)."""
CONVEYED_WITHIN = timedelta(hours=4)
"""As an ordinary order is received: by then every township and community has a notice."""
LOOK_BACK = timedelta(days=7)
MOST = 200
_NUMBERS = "*" + "[0-9]" * 11 + "*"
"""Eleven digits in a row: whatever has none is not read."""


_TOLD = "purpose||' '||purpose_en||' '||exceptions||' '||exceptions_en||' '||parts"
_CLOSED = f"replace(replace(help_line||' '||{_TOLD},' ',''),'-','')"
"""The same with the help line, its groups of digits pushed together."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the finding type, where, by which type of measure if by one.

    ``subject`` names the fact: a measure, a task, or a compound with the instant since when it
    keeps people out. The same fact is filed once, by whichever measure it was seen.
    """

    type_code: str
    zone: int
    code: str
    subject: str

    @property
    def key(self) -> str:
        """Name it as it is stored; ``fact_in`` reads the fact out of it."""
        return f"fault:{self.type_code}:{self.code}:{self.subject}:{self.zone}"

    @property
    def fact(self) -> str:
        """Name what is filed once."""
        return fact_in(self.key)


def fact_in(key: str) -> str:
    """Return the fact that a stored key is about, without the measure by which it was seen."""
    kind, type_code, _, subject = key.split(":", 3)
    return f"{kind}:{type_code}:{subject}"


def faults(*, incident: int, at: datetime) -> list[Fault]:
    """Return what stands wrong at an instant, each fact once, at most 200 of each kind."""
    view = incidents.incident(incident)
    if view is None:
        return []
    found = (
        *_late(incident, at), *_still_closed(view, at), *_closed_unasked(view, at),
        *_unseen(incident, at), *_unheard(incident, at), *_disclosed(incident, at),
    )  # fmt: skip
    return list({one.fact: one for one in reversed(found)}.values())[::-1]


def _late(incident: int, at: datetime) -> Iterator[Fault]:
    """Find reports to the superior that were not sent in time, whatever became of the measure."""
    rows = Session().all(
        f"SELECT zone, code, id FROM {TABLE} WHERE incident=? AND report_due_at<=?"  # noqa: S608
        " AND (reported_at IS NULL OR (reported_at>report_due_at AND report_due_at>=?))"
        " ORDER BY reported_at IS NOT NULL, report_due_at DESC LIMIT ?",
        (incident, micros(at), micros(at - LOOK_BACK), MOST),
    )
    return (Fault(LATE, zone, code, identity) for zone, code, identity in rows)


def _gated() -> list[str]:
    """Return the types of measures with which gates are closed."""
    return [code for code, kind in catalogue().types.items() if Part.GATE_PLAN in kind.parts]


def _still_closed(view: incidents.IncidentView, at: datetime) -> Iterator[Fault]:
    """Find compounds whose gates let nobody in though no measure asks for it any more."""
    kinds = _gated()
    marks = ", ".join("?" * len(kinds))
    rows = Session().all(
        "SELECT m.code, s.zone, s.zone_hi, s.compound, coalesce(m.ended_at, m.ends_at)"  # noqa: S608
        f" FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id WHERE m.incident=?"
        f" AND m.code IN ({marks})"
        " AND m.activated_at IS NOT NULL AND coalesce(m.ended_at, m.ends_at) BETWEEN ? AND ?"
        " ORDER BY 5 DESC LIMIT ?",
        (view.id, *kinds, micros(at - LOOK_BACK), micros(at - GRACE), MOST),
    )
    if not rows:
        return
    covered = _covered(view.id, kinds, at)
    for code, lo, hi, compound, end in rows:
        ended = instant_of(end)
        for one in premises.compounds_in(ZoneRange(lo, hi)):
            if compound not in ("", one.id):
                continue
            later = one.closed_since is not None and _told(view, one.closed_since) > ended
            if one.plan.closed and not later and not covered.has_compound(one.zone, one.id):
                yield Fault(ENFORCED, one.zone, code, _closing(one.id, one.closed_since))


def _closed_unasked(view: incidents.IncidentView, at: datetime) -> Iterator[Fault]:
    """Find compounds where a gate was closed to whoever comes and no measure ever asked for it.

    What was closed before the incident began, or on the first drawing, is how the gate always
    stands; what stayed closed after a measure is told by ``_still_closed``.
    """
    found = [
        one
        for one in premises.closed_compounds(range_of(view.zone), limit=MOST)
        if _first_here(view, one[1], one[2])
    ]
    asked = _asked(view, _gated()) if found else []
    for identity, zone, since in found:
        closed = _told(view, since)
        if not view.opened_at <= closed <= at - GRACE:
            continue
        if not any(
            zone in reach
            and compound in ("", identity)
            and (end is None or end >= (closed if was_in_force else at - GRACE))
            for reach, compound, end, was_in_force in asked
        ):
            yield Fault(ADDED, zone, "", _closing(identity, since))


def _first_here(view: incidents.IncidentView, zone: int, since: datetime) -> bool:
    """Tell whether an incident is the first in whose time a gate was closed: one tells of it."""
    return view.drill or not any(
        one.id < view.id and not one.drill and zone in range_of(one.zone) and one.opened_at <= since
        for one in incidents.incidents()
    )


def _asked(
    view: incidents.IncidentView, kinds: list[str]
) -> list[tuple[ZoneRange, str, datetime | None, bool]]:
    """Return what measures with gates cover, their ends, and whether they were ever in force.

    Gates are real: outside a drill another incident's measure may have asked for them.
    """
    marks = ", ".join("?" * len(kinds))
    rows = Session().all(
        "SELECT s.zone, s.zone_hi, s.compound, coalesce(m.ended_at, m.ends_at),"  # noqa: S608
        " m.activated_at IS NOT NULL"
        f" FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id WHERE m.code IN ({marks})"
        " AND m.state<>'DISCARDED' AND (m.incident=? OR (m.drill=0 AND ?=0))",
        (*kinds, view.id, int(view.drill)),
    )
    return [
        (ZoneRange(lo, hi), compound, None if end is None else instant_of(end), bool(was))
        for lo, hi, compound, end, was in rows
    ]


def _told(view: incidents.IncidentView, real: datetime) -> datetime:
    """Return what an incident's clock showed at a real instant: gates are real, in a drill too."""
    return shown_then(Session(), view.clock, real)


def _closing(compound: str, since: datetime | None) -> str:
    return f"{compound}@{0 if since is None else micros(since)}"


def _covered(incident: int, kinds: list[str], at: datetime) -> Scope:
    """Return where a measure with gates is in force: gates are real, so a live one's count too."""
    marks = ", ".join("?" * len(kinds))
    where = f"(incident=? OR drill=0) AND code IN ({marks}) AND state='ACTIVE'"
    known = standing_where(Session(), where, (incident, *kinds))
    found = [
        one.around.covered
        for one in known
        if in_force(one, at if one.incident == incident else wall())
    ]
    return Scope(
        tuple(reach for one in found for reach in one.whole),
        tuple(place for one in found for place in one.places),
    )


def _unseen(incident: int, at: datetime) -> Iterator[Fault]:
    """Find zones with a measure in force where what life hangs on was reported by nobody."""
    marks = ", ".join("?" * len(UNSEEN))
    rows = Session().all(
        f"SELECT t.function, t.zone, m.code, m.id FROM {TASKS} t JOIN {TABLE} m ON m.id=t.measure"  # noqa: S608
        f" WHERE t.incident=? AND t.state=? AND t.function IN ({marks}) AND t.due_at<=?"
        " AND m.state='ACTIVE' AND m.ends_at>? ORDER BY t.due_at LIMIT ?",
        (incident, TaskState.OPEN.value, *map(str, UNSEEN), micros(at), micros(at), MOST),
    )
    return (Fault(UNSEEN[function], zone, code, one) for function, zone, code, one in rows)


def _unheard(incident: int, at: datetime) -> Iterator[Fault]:
    """Find townships where a notice has not reached everybody that it is due for."""
    published = (at - LOOK_BACK, at - CONVEYED_WITHIN)
    for measure, code, town in unheard_in(incident, published=published, at=at, most=MOST):
        yield Fault(UNHEARD, town, code, measure)


def _disclosed(incident: int, at: datetime) -> Iterator[Fault]:
    """Find what a unit reported, or a notice says, with numbers that belong to persons.

    A duty telephone is none: evidence is meant when it lists people or holds an identity
    number, a notice when it holds any number of a person. The number itself is not repeated.
    """
    since = micros(at - LOOK_BACK)
    session = Session()
    for zone, identity, code, text in session.all(
        "SELECT t.zone, t.id, coalesce(m.code, ''), t.evidence||' '||t.note"  # noqa: S608
        f" FROM {TASKS} t LEFT JOIN {TABLE} m ON m.id=t.measure"
        " WHERE t.incident=? AND t.done_at>=? AND t.evidence||t.note GLOB ? LIMIT ?",
        (incident, since, _NUMBERS, MOST),
    ):
        if lists_people(text):
            yield Fault(DISCLOSED, zone, code, identity)
    for zone, identity, code, help_line, text in session.all(
        f"SELECT zone, id, code, help_line, {_TOLD} FROM {TABLE}"  # noqa: S608
        f" WHERE incident=? AND notice_at>=? AND {_CLOSED} GLOB ? LIMIT ?",
        (incident, since, _NUMBERS, MOST),
    ):
        if discloses("", text, territory.zones_said(text)) or discloses(HELP_LINE, help_line):
            yield Fault(DISCLOSED, zone, code, identity)
