"""Which clock a finding shows: the one whose end somebody answers for now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.domain.clocks import Clock, read_pauses, used
from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import DEFAULT_RULES
from bihuan.domain.findings.states import (
    RECTIFY_RUNNING,
    TRIAGE_RUNNING,
    VERIFY_RUNNING,
    State,
)
from bihuan.domain.findings.timing import kind_of
from bihuan.features.supervision.selectors.loop_rules import loop_rules

PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as a page shows it.

    Parameters
    ----------
    name
        triage, receipt, rectify or verify.
    start, due
        Instants on the incident's clock.
    used_permille
        Share of the budget that is used, in thousandths; above 1000 it is overdue.
    state
        running, overdue, suspended, blocked, stopped (its act was done), or ended (with the
        finding, before its act was done).
    clock
        elapsed, service or working.
    """

    name: str
    start: datetime
    due: datetime
    used_permille: int
    state: str
    clock: str

    def left(self, now: datetime) -> timedelta:
        """Return the time to the deadline, negative when it has passed."""
        return self.due - now


def running_clock(facts: FindingFacts, now: datetime) -> ClockLine | None:
    """Return the clock that runs in the present state, None when none does."""
    state = state_as_of(facts, now)
    if state == State.SUSPENDED:
        return _line(facts, _name_of(facts.suspended_state), now, "suspended")
    name = _name_of(state)
    if not name:
        return None
    return _line(facts, name, now, "blocked" if state == State.BLOCKED else "")


def clock_named(facts: FindingFacts, name: str, now: datetime) -> ClockLine | None:
    """Return one of the finding's clocks: running, stopped, or ended with the finding."""
    decided = facts.ended_at if facts.state in (State.REJECTED, State.MERGED) else None
    stops = {
        "triage": (facts.assigned_at, decided),
        "receipt": (facts.received_at,),
        "rectify": (facts.rectified_at,),
        "verify": (facts.passed_at, facts.failed_at),  # a verdict either way
    }
    start: datetime | None = getattr(facts, f"{name}_from")
    since = [one for one in stops[name] if one is not None and start is not None and one >= start]
    if since:
        return _line(facts, name, min(since), "stopped")
    if facts.ended_at is not None:
        return _line(facts, name, facts.ended_at, "ended")
    return None if name == "verify" and not _verifies(facts) else _line(facts, name, now, "")


def _verifies(facts: FindingFacts) -> bool:
    """Tell whether a verification goes on: after an amended order the last one is past."""
    return facts.state in VERIFY_RUNNING or facts.suspended_state in VERIFY_RUNNING


def _name_of(state: str) -> str:
    if state in TRIAGE_RUNNING:
        return "triage"
    if state in VERIFY_RUNNING:
        return "verify"
    return "rectify" if state in RECTIFY_RUNNING else ""


def _line(facts: FindingFacts, name: str, at: datetime, state: str) -> ClockLine | None:
    start: datetime | None = getattr(facts, f"{name}_from", None) if name else None
    due: datetime | None = getattr(facts, f"{name}_due_at") if start else None
    if start is None or due is None:
        return None
    kind = kind_of(facts, name)
    budget: int = getattr(facts, f"{name}_seconds")
    # Only working days need the city's own table; a page asks for many clocks.
    rules = loop_rules() if kind is Clock.WORKING else DEFAULT_RULES
    spent = used(start, at, kind, rules.calendar, read_pauses(facts.pauses))
    permille = int(spent.total_seconds() * PERMILLE / budget) if budget else PERMILLE
    shown = state or ("overdue" if at > due else "running")
    return ClockLine(name, start, due, permille, shown, kind.value)
