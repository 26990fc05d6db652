"""The one entry point of a measure's life: may this happen now, and what does it amount to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.clocks import in_utc
from bihuan.domain.machines import Guard, Transition, unmet
from bihuan.domain.measures import guards as g
from bihuan.domain.measures import hands as h
from bihuan.domain.measures import suspensions
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.guards import ACTIVATION
from bihuan.domain.measures.reading import state_as_of
from bihuan.domain.measures.standing import asks_nothing
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.measures.transitions import EXPIRE, LOSE_GROUND, MEASURE
from bihuan.domain.policy.actor import CLOCK, Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of

REPORT_TIME = timedelta(hours=2)
"""Within it the superior has the report (unconfirmed); it runs from the decision, unheld."""
SETTLED = frozenset({"not_in_this_state", "halted_on_appeal"})
"""Why a granted appeal finds nothing left to halt."""
OF_THE_HAND: tuple[Guard[Case], ...] = (
    h.reviewer_not_author, h.opinion_not_author, h.opinion_not_reviewer, h.approver_apart,
    *h.DECIDING, h.ones_own_draft, g.decided_high_enough, g.renewed_high_enough,
    g.approved_by_city, g.same_authority, g.superior,
)  # fmt: skip
"""Conditions that only another hand can meet."""
SAYABLE = (
    "purpose", "purpose_en", "smaller_why", "exceptions", "exceptions_en", "help_line", "basis",
    "policies", "starts_at", "ends_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasureStep:
    """A decided act: states, changed columns, the event, the reason; a number to allocate."""

    act: str
    event: str
    from_state: str
    to_state: str
    changes: Mapping[str, Any]
    reason: str = ""
    numbered: bool = False


def decide(
    act: str, facts: MeasureFacts, *, by: Actor, payload: Mapping[str, Any], now: datetime
) -> MeasureStep | Refusal:
    """Decide one act on one measure.

    Parameters
    ----------
    act
        An act of the matrix, or ``EXPIRE`` for the clock.
    facts
        The measure with what is known from elsewhere.
    by
        The acting post.
    payload
        What was said: ``reason``, ``opinion``, ``override_reason``, columns of the draft.
    now
        The instant on the incident's clock, with a time zone.

    Returns
    -------
    MeasureStep or Refusal
        What to write, or why not: first the permission, then the state, then the guards.
    """
    at = in_utc(now)
    if (refusal := forbidden(act, facts, by)) is not None:
        return refusal
    case = Case(act, facts, by, payload, at, _state_for(act, facts, at))
    row = MEASURE.step(case.state, act, case)
    return told(row, facts) if isinstance(row, Refusal) else _step(case, row)


def halted(
    facts: MeasureFacts, *, by: Actor, payload: Mapping[str, Any], now: datetime
) -> MeasureStep | Refusal | None:
    """Decide what a granted appeal does to its measure: it does not go on until that is settled.

    None where there is nothing to halt any more: it is halted already, or over.
    """
    step = decide(Act.SUSPEND_ON_APPEAL, facts, by=by, payload=payload, now=now)
    settled = isinstance(step, Refusal) and step.code in SETTLED
    return None if settled else step


def forbidden(act: str, facts: MeasureFacts, by: Actor) -> Refusal | None:
    """Return why a hand may not do an act here whatever it says; None where it may."""
    if act == LOSE_GROUND:
        return None  # whoever changes the footing was asked for that, and what it ends restricts
    # Only lapsing happens by itself; whatever restricts people is done by somebody.
    if (by.role is Role.SYSTEM) != (act == EXPIRE):
        return Refusal("act_not_granted", {"act": act, "role": str(by.role)})
    return None if act == EXPIRE else check(act, by, range_of(facts.zone))


def _step(case: Case, row: Transition[Case]) -> MeasureStep:
    act, facts = case.act, case.facts
    changes: dict[str, Any] = {"state": str(row.target)} | dict(_EFFECTS.get(act, _nothing)(case))
    changed = {name: value for name, value in changes.items() if getattr(facts, name) != value}
    # Said whatever else changes: a clock that was set back stands still, and acts repeat.
    changed["updated_at"] = case.now
    return MeasureStep(
        act, f"measures.{row.event}", facts.state, str(row.target), changed, case.said("reason"),
        act == Act.PUBLISH_NOTICE,
    )  # fmt: skip


def closed_to(act: str, facts: MeasureFacts, by: Actor, now: datetime) -> Refusal | None:
    """Return why an act stays closed to a hand in this state, whatever it says and whenever.

    Its level, or that it acted before: what is still missing else stands in the checklist.
    """
    state = _state_for(act, facts, in_utc(now))
    case = Case(act, facts, by, {}, in_utc(now), state)
    rows = (row for row in MEASURE.transitions if (row.source, row.act) == (state, act))
    asked = (guard for row in rows for guard in row.guards if guard in OF_THE_HAND)
    return next((guard.refusal(case) for guard in asked if not guard.holds(case)), None)


def checklist(facts: MeasureFacts, by: Actor, now: datetime) -> list[tuple[Guard[Case], bool]]:
    """Return every condition of being in force and whether it holds: the page's right rail.

    What its type does not ask for is left out: no page says of a locked exit that none is locked.
    """
    case = Case(Act.ACTIVATE_MEASURE, facts, by, {}, now, facts.state)
    return [(one, one.holds(case)) for one in ACTIVATION if not asks_nothing(one, case)]


def blocking(facts: MeasureFacts, now: datetime) -> tuple[Refusal, ...]:
    """Return the refusal of every condition that does not hold now."""
    case = Case(Act.ACTIVATE_MEASURE, facts, CLOCK, {}, now, facts.state)
    return tuple(told(one, facts) for one in unmet(ACTIVATION, case))


def told(refusal: Refusal, facts: MeasureFacts) -> Refusal:
    """Pass on the reason itself where a guard only knows that there is one."""
    around = facts.around
    known = {
        "measure_not_offered": around.not_offered, "add_on_in_text": around.add_on,
        "measure_ground_lost": around.lost,
    }  # fmt: skip
    return known.get(refusal.code) or refusal


def _state_for(act: str, facts: MeasureFacts, now: datetime) -> str:
    """Return the state an act meets: as read, but a shaken one is still the stored one's row."""
    if act == EXPIRE:
        return facts.state
    seen = state_as_of(facts, now)
    if seen == MeasureState.EXPIRED:
        return seen
    return facts.state


def _nothing(case: Case) -> Mapping[str, Any]:  # noqa: ARG001
    return {}


def _draft(case: Case) -> Mapping[str, Any]:
    # A plan that may still change is not running, whoever said so.
    said = {name: case.payload[name] for name in SAYABLE if name in case.payload}
    said["companion_at"] = None
    if case.facts.state == MeasureState.NEW:
        said |= {"author_post": case.by.post, "author_person": case.by.person}
    return said


_UNAPPROVED = {"approved_post": None, "approved_person": None, "approved_at": None}


def _objected(case: Case) -> Mapping[str, Any]:  # noqa: ARG001
    return {
        "legal_post": None, "legal_person": None, "legal_at": None, "legal_hash": "",
        "opinion": "",
        "opinion_post": None, "opinion_person": None, "opinion_at": None, "companion_at": None,
        **_UNAPPROVED,
    }  # fmt: skip


def _checked(case: Case) -> Mapping[str, Any]:
    basis = case.facts.around.basis
    return {
        "legal_post": case.by.post, "legal_person": case.by.person, "legal_at": case.now,
        "legal_hash": basis.text_hash if basis else "",
    }  # fmt: skip


def _opinion(case: Case) -> Mapping[str, Any]:
    return {
        "opinion": case.said("opinion"), "opinion_post": case.by.post,
        "opinion_person": case.by.person, "opinion_at": case.now, **_UNAPPROVED,
    }  # fmt: skip


def _approved(case: Case) -> Mapping[str, Any]:
    by = case.by
    return {"approved_post": by.post, "approved_person": by.person, "approved_at": case.now}


def _decided(case: Case) -> Mapping[str, Any]:
    return {
        "decider_post": case.by.post,
        "decider_person": case.by.person,
        "decider_level": int(case.by.level),
        "decided_at": case.now,
        "override_reason": case.said("override_reason"),
        "report_due_at": case.now + REPORT_TIME,
    }


def _reported(case: Case) -> Mapping[str, Any]:
    """Keep the first report; one sent after an end that nobody has written yet writes it too."""
    reported = {"reported_at": case.facts.reported_at or case.now}
    if case.state == MeasureState.EXPIRED and case.facts.ended_at is None:
        return reported | {"ended_at": case.facts.ends_at}
    return reported


_EFFECTS: Mapping[str, Callable[[Case], Mapping[str, Any]]] = {
    Act.DRAFT_MEASURE: _draft,
    Act.OBJECT_TO_MEASURE: _objected,
    Act.PASS_LEGAL_CHECK: _checked,
    Act.GIVE_OPINION: _opinion,
    Act.APPROVE_MEASURE: _approved,
    Act.DECIDE_MEASURE: _decided,
    Act.PUBLISH_NOTICE: lambda c: {"notice_at": c.now},
    Act.REPORT_UPWARD: _reported,
    Act.PROVIDE_COMPANION: lambda c: {"companion_at": c.now},
    Act.ACTIVATE_MEASURE: lambda c: {"activated_at": c.now},
    Act.SUSPEND_ON_APPEAL: lambda c: {"suspensions": suspensions.begun(c.facts.suspensions, c.now)},
    Act.RESUME_MEASURE: lambda c: {"suspensions": suspensions.over(c.facts.suspensions, c.now)},
    Act.PROPOSE_LIFTING: lambda c: {"lift_proposed_at": c.now},
    Act.LIFT_MEASURE: lambda c: {"ended_at": c.now},
    Act.REVOKE_MEASURE: lambda c: {"ended_at": c.now},
    LOSE_GROUND: lambda c: {"ended_at": c.now},
    EXPIRE: lambda c: {"ended_at": c.facts.ends_at},
}
