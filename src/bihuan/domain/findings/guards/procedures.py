"""Conditions of suspension, dispute, review, escalation and referral."""

from datetime import timedelta

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.escalation import anything_due
from bihuan.domain.findings.guards.said import said_at
from bihuan.domain.findings.states import (
    DISPUTABLE,
    FINISHED,
    ORDERED,
    Dispute,
    Referral,
    Review,
    State,
)
from bihuan.domain.machines import guard
from bihuan.domain.roles import Role

MEETING_LEVEL = 3
TALK_LEVEL = 4
TALKS = ("held", "not_held")


@guard("end_date_missing", clause="closed loop, SUSPENDED")
def ends_later(case: Case) -> bool:
    """The suspension has an end date that lies ahead."""
    until = case.instant("until")
    return until is not None and until > case.now


def _most_days(case: Case) -> dict[str, str | int]:
    return {"days": case.rules.suspension_most.days}


@guard("suspension_too_long", clause="closed loop, SUSPENDED", params=_most_days)
def ends_soon_enough(case: Case) -> bool:
    """This and earlier suspensions together stay within the longest time."""
    until = case.instant("until")
    before = sum((end - begun for begun, end in case.pauses), timedelta())
    return until is not None and before + (until - case.now) <= case.rules.suspension_most


@guard("suspension_not_over", clause="closed loop, SUSPENDED")
def over_or_explained(case: Case) -> bool:
    """The end date has come, or the command body ends it earlier with a reason."""
    until = case.facts.suspended_until
    if until is not None and case.now >= until:
        return True
    return case.by.role is not Role.SYSTEM and bool(case.said("reason"))


def _end_of_suspension(case: Case) -> dict[str, str | int]:
    return {"until": said_at(case.facts.suspended_until)}


@guard("order_suspended", clause="closed loop, SUSPENDED", params=_end_of_suspension)
def not_suspended(case: Case) -> bool:
    """The order is not suspended."""
    return case.state != State.SUSPENDED


@guard("not_received_yet", clause="closed loop, DISPUTED")
def signed_for(case: Case) -> bool:
    """The unit has signed for the order."""
    return case.state != State.ASSIGNED


@guard("verdict_passed", clause="closed loop, DISPUTED")
def before_the_verdict(case: Case) -> bool:
    """The fix has not passed its verification yet."""
    return case.state not in (State.PASSED, *FINISHED)


@guard("not_disputable_now", clause="closed loop, DISPUTED")
def disputable(case: Case) -> bool:
    """The order was received and is not yet verified."""
    return case.state in DISPUTABLE


@guard("already_disputed_once", clause="closed loop, DISPUTED")
def not_disputed_before(case: Case) -> bool:
    """This order was not disputed before."""
    return case.facts.dispute_count == 0


@guard("contested_point_missing", clause="closed loop, DISPUTED")
def contests_point(case: Case) -> bool:
    """It says whether the facts or the clause are contested."""
    return case.said("contested") in ("facts", "clause")


@guard("main_procedure_over", clause="closed loop")
def still_running(case: Case) -> bool:
    """The order is in force."""
    return case.state in ORDERED


@guard("corrected_after_verdict", clause="closed loop, DISPUTED")
def not_verified_yet(case: Case) -> bool:
    """The fix has not passed: what is demanded now would never be verified."""
    return case.state != State.PASSED


@guard("review_in_progress", clause="closed loop, REVIEW")
def no_review_open(case: Case) -> bool:
    """No review of this finding is in progress."""
    return case.facts.review != Review.OPEN


@guard("objection_not_ruled", clause="closed loop, REVIEW")
def objection_ruled(case: Case) -> bool:
    """No objection waits for its ruling: that comes before a review."""
    return case.facts.dispute != Dispute.OPEN


def _end_of_window(case: Case) -> dict[str, str | int]:
    closed, window = case.facts.closed_at, case.rules.review_window
    return {"until": said_at(closed and closed + window), "days": window.days}


@guard("review_window_over", clause="Supervision Regulation 17", params=_end_of_window)
def within_the_window(case: Case) -> bool:
    """The close-out is not older than 30 days."""
    closed = case.facts.closed_at
    if case.state not in FINISHED or closed is None:
        return True
    return case.now - closed <= case.rules.review_window


@guard("review_window_closed", clause="Supervision Regulation 17")
def review_possible(case: Case) -> bool:
    """A dispute was ruled on, or the finding is closed."""
    if case.state in FINISHED:
        return True
    return case.state in ORDERED and case.facts.dispute in (Dispute.UPHELD, Dispute.CORRECTED)


@guard("review_already_held", clause="Supervision Regulation 17")
def concluded_anew(case: Case) -> bool:
    """The ruling or the close-out came after the last review was asked for."""
    facts = case.facts
    concluded = facts.closed_at if case.state in FINISHED else facts.dispute_ruled_at
    asked = facts.review_from
    return asked is None or (concluded is not None and concluded > asked)


@guard("main_procedure_over", clause="closed loop, REVIEW")
def amendable(case: Case) -> bool:
    """The finding stands in the loop or is closed."""
    return case.state in ORDERED or case.state in FINISHED


@guard("order_text_missing", clause="closed loop, REVIEW")
def rewritten(case: Case) -> bool:
    """The amended order is written."""
    return bool(case.said("order_text"))


@guard("nothing_due", clause="escalation")
def something_due(case: Case) -> bool:
    """A reminder or a level has fallen due."""
    return anything_due(case.facts, case.now, case.rules)


@guard("special_meeting_not_due", clause="escalation E3")
def meeting_called(case: Case) -> bool:
    """The finding reached E3."""
    return case.facts.highest_level >= MEETING_LEVEL


@guard("root_cause_missing", clause="escalation E3")
def root_cause_found(case: Case) -> bool:
    """The meeting names the root cause."""
    return bool(case.said("root_cause"))


@guard("resources_missing", clause="escalation E3")
def resources_given(case: Case) -> bool:
    """The meeting says which resources are given."""
    return bool(case.said("resources"))


@guard("talk_not_proposed", clause="escalation E4")
def talk_proposed(case: Case) -> bool:
    """The finding reached E4."""
    return case.facts.highest_level >= TALK_LEVEL


@guard("talk_undecided", clause="escalation E4")
def talk_settled(case: Case) -> bool:
    """It says whether the talk is held."""
    return case.said("talk") in TALKS


@guard("reply_not_explained", clause="invariant 9")
def window_explained(case: Case) -> bool:
    """The unit is told what it may answer and that it may ask for a review."""
    return bool(case.said("explanation"))


@guard("reply_text_missing", clause="invariant 9")
def reply_given(case: Case) -> bool:
    """The reply says something."""
    return bool(case.said("text"))


@guard("reply_time_not_over", clause="invariant 9")
def heard(case: Case) -> bool:
    """The unit has replied, or its time to reply is over."""
    facts = case.facts
    if facts.referral == Referral.REPLIED:
        return True
    return facts.reply_due_at is not None and case.now >= facts.reply_due_at


@guard("mitigation_missing", clause="escalation E5")
def mitigation_weighed(case: Case) -> bool:
    """Workload, resources asked and refused, and mitigating facts are set out."""
    return bool(case.said("mitigation"))


@guard("finding_withdrawn", clause="escalation E5")
def not_withdrawn(case: Case) -> bool:
    """The order was not withdrawn."""
    return case.state not in (State.WITHDRAWN, State.MERGED, State.REJECTED)
