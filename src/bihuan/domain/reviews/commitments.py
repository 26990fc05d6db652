"""The follow-through of a decision: an order that returns to the meeting until it is done.

Order with owner and deadline, receipt, feedback, verification by another unit. What is open
at the next meeting is carried over; carried two nights or more it is red.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from bihuan.domain.clocks import is_overdue
from bihuan.domain.machines import Machine, Transition, guard
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.states import OPEN_FOLLOWS, Follow, FollowAct

RED_NIGHTS = 2


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """The state row of a decision's order: flat, one column a field."""

    id: str
    incident: int
    zone: int
    decided_on: date
    owner_post: int
    owner_unit: int
    due_at: datetime
    state: str = ""
    version: int = 1
    document_year: int | None = None
    document_number: int | None = None
    ordered_at: datetime | None = None
    received_at: datetime | None = None
    reported_at: datetime | None = None
    reporter_person: int | None = None
    verified_at: datetime | None = None
    verifier_post: int | None = None
    ended_at: datetime | None = None
    carried_on: date | None = None
    nights: int = 0


@dataclass(frozen=True, slots=True)
class FollowStep:
    """A decided act on a commitment: event, changed columns, whether a document number is due."""

    act: str
    event: str
    from_state: str
    to_state: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    numbered: bool = False
    reason: str = ""


class FollowCase(NamedTuple):
    """One act on one commitment at one instant."""

    facts: CommitmentFacts
    by: Actor
    payload: Mapping[str, Any]
    now: datetime

    def said(self, name: str) -> str:
        """Return a text of the payload without outer blanks; empty when absent."""
        value = self.payload.get(name)
        return value.strip() if isinstance(value, str) else ""


@guard("not_owner_unit", clause="decision follow-through")
def by_owner(case: FollowCase) -> bool:
    """Hold when the owner's unit acts."""
    return case.by.unit == case.facts.owner_unit


@guard("feedback_missing", clause="decision follow-through")
def shows_result(case: FollowCase) -> bool:
    """Hold when the feedback says what was done."""
    return bool(case.said("evidence"))


@guard("from_handling_unit", clause="invariant 2")
def independent(case: FollowCase) -> bool:
    """Hold when somebody of another unit verifies, and not who reported it done."""
    facts = case.facts
    return case.by.unit != facts.owner_unit and case.by.person != facts.reporter_person


@guard("reason_missing", clause="decision follow-through")
def has_reason(case: FollowCase) -> bool:
    """Hold when a reason is given."""
    return bool(case.said("reason"))


def _night_of(case: FollowCase) -> date | None:
    night = case.payload.get("night")
    return night if isinstance(night, date) and not isinstance(night, datetime) else None


@guard("already_carried_tonight", clause="nightly review, section 11")
def new_night(case: FollowCase) -> bool:
    """Hold when the review night is later than the decision's and than the last carried one."""
    night = _night_of(case)
    last = case.facts.carried_on or case.facts.decided_on
    return night is not None and night > last


_F, _A = Follow, FollowAct

FOLLOW = Machine(
    "commitment",
    (
        Transition(_F.NEW, _F.ORDERED, _A.ISSUE, "decision_ordered"),
        Transition(_F.ORDERED, _F.RECEIVED, _A.RECEIVE, "decision_received", (by_owner,)),
        Transition(
            _F.RECEIVED, _F.REPORTED_DONE, _A.REPORT_DONE, "decision_reported_done",
            (by_owner, shows_result),
        ),
        Transition(
            _F.REPORTED_DONE, _F.DONE, _A.VERIFY, "decision_verified", (independent, shows_result)
        ),
        Transition(
            _F.REPORTED_DONE, _F.RECEIVED, _A.SEND_BACK, "decision_sent_back",
            (independent, has_reason),
        ),
        *(
            Transition(state, state, _A.CARRY_OVER, "decision_carried_over", (new_night,))
            for state in OPEN_FOLLOWS
        ),
        *(
            Transition(state, _F.CANCELLED, _A.CANCEL, "decision_cancelled", (has_reason,))
            for state in OPEN_FOLLOWS
        ),
    ),
    frozenset({_F.DONE, _F.CANCELLED}),
)  # fmt: skip

POLICY_ACT: Mapping[FollowAct, Act] = MappingProxyType(
    {
        _A.ISSUE: Act.DECIDE,
        _A.RECEIVE: Act.FOLLOW_DECISION,
        _A.REPORT_DONE: Act.FOLLOW_DECISION,
        _A.VERIFY: Act.VERIFY_DECISION,
        _A.SEND_BACK: Act.VERIFY_DECISION,
        _A.CARRY_OVER: Act.CALL_MEETING,
        _A.CANCEL: Act.DECIDE,
    }
)
"""The row of the permission matrix that each act asks."""


def follow(
    act: FollowAct,
    facts: CommitmentFacts,
    *,
    by: Actor,
    payload: Mapping[str, Any],
    now: datetime,
) -> FollowStep | Refusal:
    """Decide one act on a commitment; the permission is asked before, with ``POLICY_ACT``.

    Parameters
    ----------
    act, facts, by, now
        What, on which row, by whom, when.
    payload
        ``evidence``, ``reason``; for carrying over ``night``, the civil date of the review.
    """
    case = FollowCase(facts, by, payload, now)
    row = FOLLOW.step(facts.state, act, case)
    if isinstance(row, Refusal):
        return row
    return FollowStep(
        act=act.value,
        event=f"review.{row.event}",
        from_state=facts.state,
        to_state=str(row.target),
        changes={"state": str(row.target), **_changes(act, case)},
        numbered=act is FollowAct.ISSUE,
        reason=case.said("reason"),
    )


def _changes(act: FollowAct, case: FollowCase) -> dict[str, Any]:
    now, by = case.now, case.by
    if act is FollowAct.CARRY_OVER:
        return {"carried_on": _night_of(case), "nights": case.facts.nights + 1}
    table: dict[FollowAct, dict[str, Any]] = {
        _A.ISSUE: {"ordered_at": now},
        _A.RECEIVE: {"received_at": now},
        _A.REPORT_DONE: {"reported_at": now, "reporter_person": by.person},
        _A.VERIFY: {"verified_at": now, "verifier_post": by.post, "ended_at": now},
        _A.SEND_BACK: {"reported_at": None, "reporter_person": None},
        _A.CANCEL: {"ended_at": now},
    }
    return table[act]


def is_open(facts: CommitmentFacts) -> bool:
    """Tell whether the commitment returns to the next meeting."""
    return facts.state in OPEN_FOLLOWS


def is_late(facts: CommitmentFacts, *, now: datetime) -> bool:
    """Tell whether it was due and nobody has reported it done, or it is not verified."""
    return is_open(facts) and is_overdue(facts.due_at, now=now)


def is_red(facts: CommitmentFacts) -> bool:
    """Tell whether it was carried over two nights or more and is still open."""
    return is_open(facts) and facts.nights >= RED_NIGHTS


class NightCount(NamedTuple):
    """Section 11 of the nightly review: decisions due, done, late, red."""

    due: int
    done: int
    late: int
    red: int


def count_decisions(rows: tuple[CommitmentFacts, ...], *, at: datetime) -> NightCount:
    """Count section 11 at a cut-off; cancelled decisions are left out."""
    due = [r for r in rows if r.state != Follow.CANCELLED and r.due_at <= at]
    done = sum(r.state == Follow.DONE and r.ended_at is not None and r.ended_at <= at for r in due)
    return NightCount(
        len(due), done, sum(is_late(r, now=at) for r in rows), sum(is_red(r) for r in rows)
    )
