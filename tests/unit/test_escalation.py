"""Escalation by the table, and the office under clocks of its own."""

from datetime import timedelta

import pytest
from tests.factories.loop import (
    CITY_LEADER,
    CLERK,
    HEAD,
    MORNING,
    SUPERVISOR,
    UNIT,
    VERIFIER,
    Life,
)

from bihuan.domain.findings.escalation import levels_due
from bihuan.domain.findings.step import RecordKind, SeriesCode
from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.refusals import Refusal


def kinds(step):
    return [record.kind for record in step.records]


def fail(life: Life) -> Life:
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.FAIL, VERIFIER)
    life.do(A.START, UNIT)
    return life


@pytest.mark.parametrize(
    ("percent", "level", "kind"),
    [
        (50, 0, RecordKind.REMINDER),
        (80, 0, RecordKind.REMINDER),
        (100, 1, RecordKind.SUPERVISION_ORDER),
        (150, 2, RecordKind.RAISED_SUPERVISION),
        (200, 3, RecordKind.SPECIAL_MEETING),
    ],
)
@pytest.mark.parametrize("severity", [2, 3, 4])
def test_each_share_of_the_time_has_its_level(severity, percent, level, kind):
    life = Life(severity).to_rectifying()
    for share in (50, 80, 100, 150, 200):
        life.now = life.facts.next_tick_at
        step = life.tick()
        assert not isinstance(step, Refusal)
        if share == percent:
            assert kind in kinds(step)
            assert life.facts.level == level
            return
        assert isinstance(life.tick(), Refusal), "once per round"


def test_the_last_instant_of_a_deadline_is_still_in_time():
    life = Life(2).to_rectifying().later(hours=10)
    life.tick()
    life.later(hours=2)
    assert life.now == life.facts.rectify_due_at
    assert levels_due(life.facts, life.now, life.rules) == ()
    assert life.later(microseconds=1).tick().changes["level"] == 1


def test_skipped_levels_issue_their_documents_together_once():
    life = Life(2).to_rectifying().later(days=2)
    step = life.tick()
    assert life.facts.level == 3
    assert RecordKind.SUPERVISION_ORDER in kinds(step)
    assert RecordKind.RAISED_SUPERVISION in kinds(step)
    assert RecordKind.SPECIAL_MEETING in kinds(step)
    assert RecordKind.REMINDER not in kinds(step)
    assert life.later(days=9).tick().code == "nothing_due"
    assert life.facts.next_tick_at is None


def supervision_order(life: Life):
    issued = [r for s in life.steps for r in s.records if r.kind is RecordKind.SUPERVISION_ORDER]
    return issued[-1].values


def calls(step):
    return [r.values["why"] for r in step.records if r.kind is RecordKind.CALL]


@pytest.mark.parametrize("severity", [1, 2, 3])
def test_an_order_raised_before_its_deadline_keeps_it_and_is_not_called_overdue(severity):
    life = Life(severity).around(recent_same_type=3).to_rectifying().later(minutes=1)
    step = life.tick()
    said = supervision_order(life)
    assert said["triggers"] == "recurring"
    assert said["complete_by"] == life.facts.rectify_due_at > life.now
    assert "overdue" not in calls(step)
    assert said["level"] == 3


def test_an_s1_order_is_raised_after_an_hour_for_what_it_is():
    life = Life(1).to_rectifying()
    life.now = life.facts.assigned_at + timedelta(hours=1)
    assert calls(life.tick()) == ["raised_urgent"]
    said = supervision_order(life)
    assert (said["triggers"], said["complete_by"]) == ("urgent", life.facts.order_due_at)


def test_a_second_rework_is_told_as_such():
    life = fail(fail(Life(2).to_rectifying()))
    assert calls(life.tick()) == ["raised_rework"]
    said = supervision_order(life)
    assert (said["triggers"], said["failures"]) == ("rework", 2)
    assert said["complete_by"] == life.facts.rectify_due_at


@pytest.mark.parametrize("severity", [2, 3, 4])
def test_an_overdue_order_is_wanted_before_the_next_level_takes_over(severity):
    life = Life(severity).to_rectifying()
    late = life.facts.rectify_due_at
    while life.now <= late:
        life.now = life.facts.next_tick_at
        life.tick()
    said = supervision_order(life)
    assert said["triggers"] == "overdue"
    assert late < said["complete_by"] <= life.facts.next_tick_at


def test_a_supervision_order_takes_the_next_document_number_and_one_of_its_own():
    life = Life(2).to_rectifying().later(hours=12, minutes=1)
    step = life.tick()
    assert {n.code for n in step.numbers} == {SeriesCode.SUPERVISION, SeriesCode.DOCUMENT}
    keys = {n.record for n in step.numbers}
    assert keys == {"escalate:f1:E1:1"}
    assert life.facts.document_number == 1, "the order keeps its own number"


def test_s1_is_raised_after_sixty_minutes():
    life = Life(1).to_rectifying().later(minutes=60)
    life.tick()
    assert life.facts.level == 2


def test_a_second_rework_is_raised_and_a_third_calls_a_meeting():
    life = fail(Life(2).to_rectifying())
    assert life.tick().code == "nothing_due"
    fail(life)
    life.tick()
    assert (life.facts.rework_count, life.facts.level) == (2, 2)
    fail(life)
    life.tick()
    assert (life.facts.rework_count, life.facts.level) == (3, 3)


def test_three_of_a_type_in_a_zone_in_a_week_call_a_meeting():
    life = Life(3).around(recent_same_type=3).to_assigned()
    life.tick()
    assert life.facts.level == 3
    calm = Life(3).around(recent_same_type=2).to_assigned()
    assert calm.tick().code == "nothing_due"


def test_a_talk_is_proposed_for_s1_after_four_hours_with_e3():
    life = Life(1).to_rectifying().later(hours=3, minutes=59)
    life.tick()
    assert life.facts.level == 2
    life.later(minutes=2).tick()
    assert life.facts.level == 4
    assert life.no(A.DECIDE_TALK, CITY_LEADER, talk="perhaps") == "talk_undecided"
    step = life.do(A.DECIDE_TALK, CITY_LEADER)
    assert kinds(step) == [RecordKind.TALK]


def test_an_extended_s1_gets_no_talk_before_its_e3():
    life = Life(1).to_rectifying()
    life.do(A.REQUEST_EXTENSION, UNIT, seconds=7200)
    life.do(A.GRANT_EXTENSION, HEAD)
    life.later(hours=5).tick()
    assert life.facts.level == 2
    life.later(hours=3, seconds=1).tick()
    assert life.facts.level == 4


def test_e3_in_two_rounds_proposes_a_talk_for_any_severity():
    life = Life(2).to_rectifying().later(hours=25)
    life.tick()
    assert (life.facts.level, life.facts.e3_rounds) == (3, 1)
    fail(life).later(hours=12, seconds=1).tick()
    assert life.facts.level == 4
    assert life.facts.e3_rounds == 2


def test_a_rework_starts_a_new_round_and_does_not_lower_the_level():
    life = Life(2).to_rectifying().later(hours=13)
    life.tick()
    fail(life)
    assert (life.facts.level, life.facts.rectify_issued) == (1, 0)
    step = life.later(hours=6, seconds=1).tick()
    assert [r.key for r in step.records if r.kind is RecordKind.SUPERVISION_ORDER] == [
        "escalate:f1:E1:2"
    ]


def test_only_a_pass_or_a_granted_extension_lowers_the_level():
    life = Life(1).to_rectifying().later(minutes=61)
    life.tick()
    life.do(A.REQUEST_EXTENSION, UNIT, seconds=3600)
    assert life.facts.level == 2
    life.do(A.GRANT_EXTENSION, HEAD)
    assert life.facts.level == 0
    assert life.tick().code == "nothing_due", "what was issued in this round is not again"
    life.now = MORNING + timedelta(hours=3, seconds=1)
    step = life.tick()
    assert life.facts.level == 1
    assert RecordKind.SUPERVISION_ORDER not in kinds(step)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    assert life.facts.level == 1
    life.do(A.PASS, VERIFIER)
    assert (life.facts.level, life.facts.highest_level) == (0, 2)


def test_nothing_escalates_while_suspended():
    life = Life(2).to_rectifying()
    life.do(A.SUSPEND, CITY_LEADER, until=life.now + timedelta(days=9))
    life.later(days=3)
    assert levels_due(life.facts, life.now, life.rules) == ()
    assert life.facts.next_tick_at == MORNING + timedelta(days=9)


def test_a_late_triage_rings_the_head_and_then_the_duty_lead():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    seen = []
    while life.facts.next_tick_at is not None:
        life.now = life.facts.next_tick_at
        step = life.tick()
        seen.append([r.values.get("to") for r in step.records])
    assert seen == [["office"], ["office"], ["office_head"], ["duty_lead", None]]
    assert life.facts.level == 0, "the office's delay is not the unit's"


def test_a_late_verification_and_a_late_ruling_escalate_the_same_way():
    life = Life(2).to_rectifying()
    life.do(A.DISPUTE, UNIT)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    step = life.later(hours=7).tick()
    why = {r.values.get("why") for r in step.records if r.kind is RecordKind.CALL}
    assert why == {"verify_late", "dispute_late"}
    assert RecordKind.AGENDA_ITEM in kinds(step)


def test_an_unreceived_grave_order_comes_onto_the_call_list_once():
    life = Life(2).to_assigned().later(minutes=31)
    step = life.tick()
    assert kinds(step) == [RecordKind.REMINDER, RecordKind.CALL]
    assert life.tick().code == "nothing_due"


def test_when_somebody_looks_does_not_change_what_is_issued():
    often, once = Life(2).to_rectifying(), Life(2).to_rectifying()
    for _ in range(30 * 60):
        often.later(minutes=1).tick()
    once.later(minutes=30 * 60).tick()
    documents = [
        {r.key for s in life.steps for r in s.records if r.key.startswith("escalate:")}
        for life in (often, once)
    ]
    assert documents[0] == documents[1]
    assert often.facts.level == once.facts.level == 3
