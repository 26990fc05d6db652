"""Conditions of the order, its unit, and of the unit's requests."""

from bihuan.domain.deadlines import Stage
from bihuan.domain.findings.case import Case
from bihuan.domain.findings.timing import budget_of, mark
from bihuan.domain.machines import guard
from bihuan.domain.roles import Role
from bihuan.domain.severity import Severity
from bihuan.domain.zones import Level

DAY_SECONDS = 86_400


@guard("order_text_missing", clause="closed loop, ASSIGNED")
def order_written(case: Case) -> bool:
    """The order says what is to be put right."""
    return bool(case.said("order_text"))


@guard("right_of_reply_missing", clause="closed loop, ASSIGNED")
def reply_explained(case: Case) -> bool:
    """The order explains the right of reply and of review."""
    return bool(case.said("reply_text"))


@guard("order_without_responsible_post", clause="invariant 8")
def addressed(case: Case) -> bool:
    """A responsible post answers the order."""
    return case.facts.handler_post is not None and case.facts.handler_unit is not None


@guard("plan_time_not_allowed", clause="deadline table, S4")
def plan_time_allowed(case: Case) -> bool:
    """Only an S4 order may allow more days, and at most the table's fifteen."""
    if case.payload.get("plan_days") is None:
        return True
    days = case.number("plan_days")
    if days is None or case.facts.severity != Severity.S4:
        return False
    least = budget_of(Stage.RECTIFY, Severity.S4, case.rules, rural=False).days
    return least <= days <= case.rules.plan_days


@guard("return_too_late", clause="closed loop, RETURN_REQ")
def early_enough(case: Case) -> bool:
    """Not more than 30 % of the rectify time is used."""
    latest = mark(case.facts, "rectify", case.rules.return_percent, case.rules)
    return latest is not None and case.now <= latest


@guard("already_returned_twice", clause="closed loop, RETURN_REQ")
def may_return(case: Case) -> bool:
    """One return by the office, a second by the coordinator; then who received it leads."""
    return case.facts.return_count < 2  # noqa: PLR2004 - the second is the last


@guard("proposed_owner_missing", clause="closed loop, RETURN_REQ")
def proposes_owner(case: Case) -> bool:
    """A correct owner is proposed: another unit with a responsible post."""
    around = case.facts.around
    if around.proposed_post is None or around.proposed_unit is None:
        return False
    return around.proposed_unit != case.facts.handler_unit


@guard("second_return_needs_coordinator", clause="closed loop, RETURN_REQ")
def ruled_by_right_post(case: Case) -> bool:
    """The office rules on a first return, the coordinator on a second."""
    second = case.facts.return_count > 1
    return (case.by.role is Role.COORDINATOR) == second


@guard("new_owner_unknown", clause="invariant 8")
def new_owner_known(case: Case) -> bool:
    """The order has a responsible post after the return too."""
    facts = case.facts
    unit = facts.around.proposed_unit or facts.return_to_unit
    post = facts.around.proposed_post or facts.return_to_post
    return post is not None and unit is not None and unit != facts.handler_unit


@guard("plan_missing", clause="closed loop, RECTIFYING")
def planned_if_long(case: Case) -> bool:
    """A plan is given when the rectify time is more than 24 hours."""
    return case.facts.rectify_seconds <= DAY_SECONDS or bool(case.said("plan"))


@guard("deadline_has_passed", clause="closed loop, EXT_REQ")
def before_deadline(case: Case) -> bool:
    """The rectify deadline has not passed."""
    due_at = case.facts.rectify_due_at
    return due_at is not None and case.now <= due_at


@guard("already_extended_once", clause="closed loop, EXT_REQ")
def not_extended_before(case: Case) -> bool:
    """No extension was asked for before."""
    return not case.facts.extension_used


@guard("extension_too_long", clause="closed loop, EXT_REQ")
def within_original(case: Case) -> bool:
    """The extension is more than nothing and at most the order's original time."""
    asked = case.number("seconds")
    most = case.facts.original_seconds * case.rules.extension_percent // 100
    return asked is not None and 0 < asked <= most


@guard("interim_protection_missing", clause="closed loop, EXT_REQ")
def protected_if_grave(case: Case) -> bool:
    """For S1 and S2 people are protected meanwhile."""
    return case.facts.severity > Severity.S2 or bool(case.said("protection"))


@guard("not_one_level_up", clause="closed loop, EXT_REQ")
def one_level_up(case: Case) -> bool:
    """One level above the unit rules; for the city's own units, its leader."""
    level = case.facts.handler_level or Level.GRID
    if level == Level.CITY:
        return case.by.role is Role.CITY_LEADER
    return case.by.level < level


@guard("extension_beyond_request", clause="closed loop, EXT_REQ")
def not_more_than_asked(case: Case) -> bool:
    """Not more time is granted than was asked for."""
    if case.payload.get("seconds") is None:
        return True
    granted = case.number("seconds")
    return granted is not None and 0 < granted <= case.facts.extension_asked_seconds


@guard("need_missing", clause="closed loop, BLOCKED")
def names_need(case: Case) -> bool:
    """It says which resource or decision from above is needed."""
    return bool(case.said("need"))


@guard("offer_missing", clause="closed loop, escalation")
def names_offer(case: Case) -> bool:
    """It says which help is given."""
    return bool(case.said("need"))


@guard("already_accepted", clause="closed loop, BLOCKED")
def not_accepted_before(case: Case) -> bool:
    """The blocker was not accepted before."""
    return not case.facts.blocker_accepted


@guard("cause_missing", clause="closed loop, RECTIFIED")
def cause_named(case: Case) -> bool:
    """The cause is named."""
    return bool(case.said("cause"))


@guard("prevention_missing", clause="closed loop, RECTIFIED")
def prevention_named(case: Case) -> bool:
    """It says what prevents a recurrence."""
    return bool(case.said("prevention"))
