"""What a measure is when somebody reads it, whatever the clock or the worker did."""

from datetime import datetime

from bihuan.domain.measures.case import Case
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.standing import STANDING
from bihuan.domain.measures.states import IN_FORCE, LAPSING, MeasureState
from bihuan.domain.policy.actor import CLOCK

WARNING_PERCENT = 75


def over(facts: MeasureFacts, now: datetime) -> bool:
    """Tell whether the end has come; the end itself is already over.

    What the record has seen ending is over, however far back a clock was set.
    """
    at = now if facts.around.seen is None else max(now, facts.around.seen)
    return facts.ends_at is not None and at >= facts.ends_at


def review_due_at(facts: MeasureFacts) -> datetime | None:
    """Return when three quarters of the time in force are used up."""
    if facts.starts_at is None or facts.ends_at is None:
        return None
    return facts.starts_at + (facts.ends_at - facts.starts_at) * WARNING_PERCENT / 100


def state_as_of(facts: MeasureFacts, now: datetime) -> str:
    """Return the state as of now.

    Past its end a measure *is* expired. It stays in force only while what it rests on holds: a
    sealed exit, a withdrawn basis or a companion plan that broke down suspends it at once.
    """
    state = MeasureState(facts.state)
    if state in LAPSING and over(facts, now):
        return MeasureState.EXPIRED
    if state is not MeasureState.ACTIVE:
        return state
    case = Case("", facts, CLOCK, {}, now, state)
    if not all(guard.holds(case) for guard in STANDING):
        return MeasureState.SUSPENDED
    due = review_due_at(facts)
    return MeasureState.REVIEW_DUE if due is not None and now >= due else MeasureState.ACTIVE


def in_force(facts: MeasureFacts, now: datetime) -> bool:
    """Tell whether people have to follow a measure now."""
    return state_as_of(facts, now) in IN_FORCE
