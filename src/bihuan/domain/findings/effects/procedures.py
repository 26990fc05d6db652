"""What suspension, withdrawal, dispute, review and referral change."""

from typing import Any

from bihuan.domain.clocks import Pause, write_pauses
from bihuan.domain.deadlines import Stage
from bihuan.domain.findings.case import Case
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.findings.effects.ordering import (
    NO_RULING,
    NO_VERIFIER,
    serve_order,
    start_order,
    write_order,
)
from bihuan.domain.findings.states import RECTIFY_RUNNING, Dispute, Review, State
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.findings.timing import budget_of, moved_by, started

PAUSED_CLOCKS = ("triage", "receipt", "rectify", "order", "verify", "ruling", "dispute")

NOT_SUSPENDED: dict[str, Any] = {
    "suspended_from": None,
    "suspended_until": None,
    "suspended_state": "",
}
_NO_DISPUTE_CLOCK: dict[str, Any] = {"dispute_from": None, "dispute_due_at": None}


def suspended(case: Case, draft: Draft) -> None:
    """Suspend until a date: every clock pauses and goes on by itself."""
    until = case.instant("until") or case.now
    pauses = (*case.pauses, (case.now, until))
    draft.set(suspended_from=case.now, suspended_until=until, suspended_state=case.state)
    _paused(case, draft, pauses)
    draft.record(RecordKind.SUSPENSION, stage="begun", until=until, reason=case.said("reason"))
    draft.flow("suspended")


def resumed(case: Case, draft: Draft) -> None:
    """End a suspension, at its date or earlier; what was not used is no pause."""
    until = case.facts.suspended_until
    if until is not None and case.now < until:
        *earlier, (begun, _) = case.pauses
        _paused(case, draft, (*earlier, (begun, case.now)))
    draft.set(**NOT_SUSPENDED)
    draft.record(RecordKind.SUSPENSION, stage="ended", reason=case.said("reason"))


def withdrawn(case: Case, draft: Draft) -> None:
    """Withdraw the order; open side procedures end with it."""
    facts = case.facts
    reason = case.said("reason")
    draft.set(ended_at=case.now)
    if facts.dispute == Dispute.OPEN:
        draft.set(dispute=Dispute.WITHDRAWN.value, dispute_ruled_at=case.now, **_NO_DISPUTE_CLOCK)
        _count_ruling(case, draft, changed=1)
    if facts.review == Review.OPEN:
        draft.set(review=Review.CANCELLED.value, review_decided_at=case.now)
    draft.record(RecordKind.NOTICE, to_post=facts.handler_post, why="withdrawn", reason=reason)
    draft.flow("withdrawn")


def disputed(case: Case, draft: Draft) -> None:
    """Object to the order's facts or clause; the main state and its clock run on."""
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.RULING, facts.severity, rules, rural=facts.rural)
    draft.set(dispute_count=facts.dispute_count + 1, dispute_total=facts.dispute_total + 1)
    draft.set(dispute_ruled_at=None, **started("dispute", case.now, budget, facts, rules))
    draft.record(
        RecordKind.DISPUTE,
        stage="raised",
        contested=case.said("contested"),
        reason=case.said("reason"),
        evidence=case.said("evidence"),
    )
    draft.flow("disputed")


def order_upheld(case: Case, draft: Draft) -> None:
    """Uphold the order."""
    _ruled(case, draft, "upheld")
    _count_ruling(case, draft, changed=0)


def order_corrected(case: Case, draft: Draft) -> None:
    """Correct the order: a new document, the same clock."""
    _ruled(case, draft, "corrected")
    _count_ruling(case, draft, changed=1)
    if case.said("clause"):
        draft.set(clause=case.said("clause"))
    write_order(case, draft, "corrected")


def sent_to_review(case: Case, draft: Draft) -> None:
    """Leave the ruling to the government office."""
    _ruled(case, draft, "sent_to_review")
    _open_review(case, draft)


def review_requested(case: Case, draft: Draft) -> None:
    """Ask for a formal review."""
    _open_review(case, draft)


def upheld_on_review(case: Case, draft: Draft) -> None:
    """Uphold on review: the finding stays where it stands."""
    _reviewed(case, draft, "upheld", changed=0)


def amended_on_review(case: Case, draft: Draft) -> None:
    """Amend on review: a new order; finished work gets a new clock, running work keeps its own."""
    facts, rules = case.facts, case.rules
    _reviewed(case, draft, "amended", changed=1)
    draft.set(reviewer_person=case.by.person)
    draft.set(state=State.ASSIGNED.value, blocked_at=None, blocker_accepted=False, **NO_RULING)
    if case.said("clause"):
        draft.set(clause=case.said("clause"))
    if case.state not in RECTIFY_RUNNING:
        budget = budget_of(Stage.RECTIFY, facts.severity, rules, rural=facts.rural)
        start_order(case, draft, budget)
        draft.set(round=facts.round + 1, passed_at=None, closed_at=None, **NO_VERIFIER)
        draft.set(look_back_plan="", look_back_due_at=None, extension_seconds=0)
        draft.set(assigned_at=facts.assigned_at or case.now)
    serve_order(case, draft, "amended_on_review")


def cancelled_on_review(case: Case, draft: Draft) -> None:
    """Cancel on review: the order is withdrawn."""
    _reviewed(case, draft, "cancelled", changed=1)
    draft.set(state=State.WITHDRAWN.value, ended_at=case.now, closed_at=None)
    draft.set(look_back_plan="", look_back_due_at=None)
    if case.facts.dispute == Dispute.OPEN:
        draft.set(dispute=Dispute.WITHDRAWN.value, **_NO_DISPUTE_CLOCK)
    draft.flow("withdrawn")


def reply_invited(case: Case, draft: Draft) -> None:
    """Tell the unit what it may answer, and until when, before anybody proposes anything."""
    due_at = case.now + case.rules.reply_time
    draft.set(reply_due_at=due_at)
    draft.record(RecordKind.REFERRAL, stage="invited", due_at=due_at, text=case.said("explanation"))


def replied(case: Case, draft: Draft) -> None:
    """Record the unit's reply."""
    draft.set(replied_at=case.now)
    draft.record(RecordKind.REFERRAL, stage="replied", text=case.said("text"))


def referral_moved(case: Case, draft: Draft) -> None:
    """Record a step of the referral: people decide, each with a reason."""
    facts = case.facts
    draft.record(
        RecordKind.REFERRAL,
        stage=draft.target,
        reason=case.said("reason"),
        mitigation=case.said("mitigation"),
        help_asked=facts.help_asked,
        help_offered=facts.help_offered,
        replied_at=facts.replied_at,
    )
    draft.flow(f"referral_{draft.target}")


def _paused(case: Case, draft: Draft, pauses: tuple[Pause, ...]) -> None:
    draft.set(pauses=write_pauses(pauses))
    draft.set(**moved_by(case.facts, PAUSED_CLOCKS, pauses, case.rules))


def _ruled(case: Case, draft: Draft, stage: str) -> None:
    draft.set(dispute_ruled_at=case.now, **_NO_DISPUTE_CLOCK)
    draft.record(RecordKind.DISPUTE, stage=stage, reason=case.said("reason"))


def _count_ruling(case: Case, draft: Draft, *, changed: int) -> None:
    facts = case.facts
    draft.set(dispute_decided=facts.dispute_decided + 1)
    draft.set(dispute_changed=facts.dispute_changed + changed)
    draft.flow("dispute_decided", *(("dispute_changed",) if changed else ()))


def _open_review(case: Case, draft: Draft) -> None:
    due_at = case.now + case.rules.review_time
    draft.set(review=Review.OPEN.value, review_from=case.now, review_due_at=due_at)
    draft.set(review_decided_at=None)
    draft.record(RecordKind.REVIEW, stage="asked", due_at=due_at, reason=case.said("reason"))
    draft.flow("review_requested")


def _reviewed(case: Case, draft: Draft, stage: str, *, changed: int) -> None:
    draft.set(review_decided_at=case.now)
    draft.record(RecordKind.REVIEW, stage=stage, reason=case.said("reason"))
    if case.facts.dispute == Dispute.SENT_TO_REVIEW:
        _count_ruling(case, draft, changed=changed)
    draft.flow("review_decided")
