"""Whose order it is, how long it may rest, and what nobody verified cannot be closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.loop import (
    CITY_LEADER,
    CLERK,
    COORDINATOR,
    COUNTY_CLERK,
    COUNTY_COORDINATOR,
    COUNTY_GOVERNMENT,
    COUNTY_HEAD,
    COUNTY_LEGAL,
    COUNTY_PRINCIPAL,
    HEAD,
    LEGAL,
    SECOND_CLERK,
    SECOND_VERIFIER,
    SUPERVISOR,
    TEAM,
    UNIT,
    VERIFIER,
    Life,
)

from bihuan.domain.findings.step import RecordKind
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.loop_acts import LoopAct as A

BELOW = "below_issuing_office"
ALONE = "rejection_needs_second_person"
FIX = {"unit_agrees": True}


def disputed() -> Life:
    life = Life(2).to_rectifying()
    life.do(A.DISPUTE, UNIT)
    return life


@pytest.mark.parametrize("act", [A.UPHOLD_ORDER, A.CORRECT_ORDER, A.SEND_TO_REVIEW, A.WITHDRAW])
def test_a_county_office_neither_rules_on_nor_withdraws_the_citys_order(act):
    life = disputed()
    assert life.no(act, COUNTY_HEAD) == BELOW
    assert life.do(act, HEAD)


def test_a_county_office_neither_rules_on_a_return_nor_draws_a_verifier_for_the_citys_order():
    life = Life(2).to_assigned()
    life.do(A.REQUEST_RETURN, UNIT)
    for act in (A.ACCEPT_RETURN, A.REFUSE_RETURN):
        assert life.no(act, COUNTY_CLERK) == BELOW
    life.do(A.REFUSE_RETURN, CLERK)
    life.do(A.START, UNIT)
    life.do(A.RECTIFY, UNIT)
    assert life.no(A.NAME_VERIFIER, COUNTY_CLERK) == BELOW
    life.do(A.NAME_VERIFIER, CLOCK)
    assert life.no(A.NAME_VERIFIER, COUNTY_HEAD) == BELOW


def test_a_second_return_of_the_citys_order_is_for_the_citys_coordinator():
    life = Life(2).to_assigned()
    life.do(A.REQUEST_RETURN, UNIT)
    life.do(A.REFUSE_RETURN, CLERK)
    life.do(A.REQUEST_RETURN, UNIT)
    assert life.no(A.ACCEPT_RETURN, COUNTY_COORDINATOR) == BELOW
    assert life.do(A.ACCEPT_RETURN, COORDINATOR)


def test_a_county_accepts_no_blocker_of_the_citys_order_and_does_not_take_it_over():
    life = Life(2).to_filed()
    assert life.no(A.ASSIGN, COUNTY_CLERK) == BELOW
    life = Life(2).to_rectifying()
    life.do(A.BLOCK, UNIT)
    assert life.no(A.ACCEPT_BLOCKER, COUNTY_COORDINATOR) == BELOW
    assert life.do(A.ACCEPT_BLOCKER, COORDINATOR)


def test_a_county_neither_refers_nor_reviews_what_the_city_ordered():
    life = Life(2, highest_level=3, e3_rounds=1).to_rectifying()
    for by in (COUNTY_HEAD, COUNTY_GOVERNMENT):
        assert life.no(A.INVITE_REPLY, by) == BELOW
    life.do(A.INVITE_REPLY, HEAD)
    life.do(A.REPLY, UNIT)
    assert life.no(A.REFER, COUNTY_GOVERNMENT) == BELOW
    life.do(A.REFER, HEAD)
    assert life.no(A.CONFIRM_REFERRAL, COUNTY_LEGAL) == BELOW
    assert life.no(A.DECLINE_REFERRAL, COUNTY_PRINCIPAL) == BELOW
    life.do(A.CONFIRM_REFERRAL, LEGAL)
    assert life.no(A.APPROVE_REFERRAL, COUNTY_PRINCIPAL) == BELOW
    life = Life(2).to_closed()
    life.do(A.REQUEST_REVIEW, UNIT)
    for act in (A.UPHOLD_ON_REVIEW, A.AMEND_ON_REVIEW, A.CANCEL_ON_REVIEW):
        assert life.no(act, COUNTY_GOVERNMENT) == BELOW


def test_a_grave_report_is_rejected_by_two_people_who_are_both_known():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    assert life.no(A.REJECT, CLERK) == ALONE
    life.do(A.PROPOSE_REJECTION, CLERK)
    assert life.no(A.REJECT, CLERK) == ALONE
    assert life.no(A.REJECT, replace(SECOND_CLERK, person=0)) == ALONE
    unknown = Life(1, state="REPORTED", proposer_person=0)
    assert unknown.no(A.REJECT, CLERK) == ALONE
    step = life.do(A.REJECT, SECOND_CLERK)
    assert step.changes["rejecter_person"] == SECOND_CLERK.person


def test_a_county_office_neither_closes_nor_withdraws_what_the_city_took_in_hand():
    assert Life(2).to_filed().no(A.WITHDRAW, COUNTY_HEAD) == BELOW
    life = Life(2).to_passed()
    assert life.no(A.CLOSE, COUNTY_CLERK) == BELOW
    assert life.do(A.CLOSE, SECOND_CLERK)


def test_the_city_may_end_a_countys_order_and_the_county_its_own():
    life = Life(2)
    life.do(A.REPORT, SUPERVISOR)
    life.do(A.FILE, COUNTY_CLERK)
    life.do(A.ASSIGN, COUNTY_CLERK)
    assert life.ask(A.WITHDRAW, COUNTY_HEAD).event == "supervision.withdrawn"
    assert life.do(A.WITHDRAW, HEAD)


def test_a_county_does_not_suspend_the_citys_order_and_nobody_his_own_units():
    life = Life(1).to_rectifying()
    until = life.now + timedelta(days=2)
    assert life.no(A.SUSPEND, COUNTY_PRINCIPAL, until=until) == BELOW
    own = Life(1, handler_unit=CITY_LEADER.unit).around(responsible_unit=CITY_LEADER.unit)
    own.to_assigned()
    assert own.no(A.SUSPEND, CITY_LEADER, until=until) == "from_handling_unit"
    life.do(A.SUSPEND, CITY_LEADER, until=until)
    assert life.no(A.RESUME, COUNTY_PRINCIPAL) == BELOW


def test_suspensions_together_last_no_longer_than_the_rules_allow():
    life = Life(2).to_rectifying()
    most = life.rules.suspension_most
    assert life.no(A.SUSPEND, CITY_LEADER, until=life.now + most * 900) == "suspension_too_long"
    life.do(A.SUSPEND, CITY_LEADER, until=life.now + most)
    life.later(days=10).do(A.RESUME, CITY_LEADER)
    again = life.now + most - timedelta(days=10)
    too_long = again + timedelta(seconds=1)
    assert life.no(A.SUSPEND, CITY_LEADER, until=too_long) == "suspension_too_long"
    assert life.do(A.SUSPEND, CITY_LEADER, until=again)


def test_open_items_stop_the_feedback_and_the_verdict():
    life = Life(2).to_rectifying().around(open_items=2)
    assert life.no(A.RECTIFY, UNIT) == "items_open"
    life.around(open_items=0).do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    assert life.around(open_items=1).no(A.PASS, VERIFIER) == "items_open"
    assert life.do(A.FAIL, VERIFIER)


def test_an_order_is_not_corrected_after_its_fix_has_passed():
    life = disputed()
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.PASS, VERIFIER)
    assert life.no(A.CORRECT_ORDER, HEAD) == "corrected_after_verdict"
    assert life.do(A.UPHOLD_ORDER, HEAD)


def test_the_team_that_fixed_it_on_the_spot_does_not_look_back_on_it():
    life = Life(4).around(seed=5)
    life.do(A.REPORT, SUPERVISOR)
    step = life.do(A.FIX_ON_SITE, SUPERVISOR, **FIX)
    assert step.to_state == "PASSED"
    closed = life.do(A.CLOSE, CLERK)
    assert closed.changes["closer_person"] == CLERK.person
    life.facts = life.facts.__class__(
        **{n: getattr(life.facts, n) for n in life.facts.__slots__} | {"look_back_due_at": life.now}
    )
    assert SECOND_VERIFIER.unit == TEAM == SUPERVISOR.unit
    assert life.no(A.BEGIN_LOOK_BACK, SECOND_VERIFIER) == "verifier_looks_back"
    assert life.do(A.BEGIN_LOOK_BACK, VERIFIER)


def test_a_lowered_severity_goes_before_the_review_with_its_reason():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    step = life.do(A.FILE, CLERK, severity=4, reason="a sign only")
    told = [r.values for r in step.records if r.kind is RecordKind.AGENDA_ITEM]
    assert [(one["why"], one["severity_before"], one["severity_after"]) for one in told] == [
        ("lowered", 1, 4)
    ]
    assert told[0]["reason"] == "a sign only"
    raised = Life(3)
    raised.do(A.REPORT, SUPERVISOR)
    assert not raised.do(A.FILE, CLERK, severity=2).records
