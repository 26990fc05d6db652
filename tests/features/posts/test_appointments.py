import sqlite3

import pytest
from django.db import IntegrityError
from tests.factories.posts import (
    ADMIN,
    BRIDGE,
    CLERK,
    COUNTY_DUTY,
    DAY,
    DUTY_OFFICER,
    HILL_DUTY,
    HOLDERS,
    LEADER,
    MARKET_LEADER,
    NOON,
    SECRETARY,
    UNIT_DUTY,
    appointment,
    enter_posts,
    holding,
)  # fmt: skip
from tests.factories.territory import CITY, HILL, RIVER, enter_city

from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.posts import api
from bihuan.platform.auth.acting_post import posts_of
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
NEWCOMER = api.NewPerson("新来的", "13900009999")


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


def own(post):
    row = Session().one("SELECT id FROM posts_appointment WHERE post_id=?", (post,))
    return row[0]


def ask(post=LEADER, person=NEWCOMER, *, by=SECRETARY, kind="deputy", key="ask"):
    kind = api.AppointmentKind(kind)
    return api.appoint(by=holding(by), post=post, person=person, kind=kind, key=key)


def test_a_clock_set_back_gives_nobody_a_lost_post_back():
    held = own(LEADER)
    with fixed_at(NOON + DAY):
        ended = api.end_appointment(by=holding(ADMIN), appointment=held, key="gone")
        assert isinstance(ended, Outcome), ended
    person, back = HOLDERS[LEADER], NOON + DAY / 2
    assert [one.post for one in api.posts_held(person, back)] == [LEADER], "as it was then"
    assert posts_of(person, back) == []
    assert [one.post for one in posts_of(HOLDERS[CLERK], back)] == [CLERK]


def test_a_clock_set_back_takes_no_post_away_that_was_given_since():
    with fixed_at(NOON + DAY):
        assert isinstance(ask(person=HOLDERS[CLERK]), Outcome)
        (waiting,) = api.waiting_in(scope=holding(ADMIN, NOON + DAY).scope)
        identity = waiting.holding.appointment
        assert isinstance(
            api.confirm(by=holding(DUTY_OFFICER), appointment=identity, key="second"), Outcome
        )
    assert {one.post for one in posts_of(HOLDERS[CLERK], NOON + DAY / 2)} == {CLERK, LEADER}


def test_an_appointment_counts_only_after_a_second_person_confirmed_it():
    asked = ask()
    person = asked.result["person"]
    assert api.posts_held(person, NOON) == []
    confirmed = api.confirm(
        by=holding(DUTY_OFFICER), appointment=asked.result["appointment"], key="c"
    )
    assert isinstance(confirmed, Outcome)
    assert [p.post for p in api.posts_held(person, NOON)] == [LEADER]


def test_nobody_appoints_himself_confirms_himself_or_confirms_his_own_request():
    himself = ask(UNIT_DUTY, HOLDERS[SECRETARY], by=SECRETARY)
    assert himself == Refusal("appointment_of_oneself", clause="accounts")
    asked = ask(LEADER, HOLDERS[DUTY_OFFICER], by=SECRETARY).result["appointment"]
    own_hand = api.confirm(by=holding(SECRETARY), appointment=asked, key="a")
    assert own_hand.code == "second_person_missing"
    his_gain = api.confirm(by=holding(DUTY_OFFICER), appointment=asked, key="b")
    assert his_gain.code == "appointment_of_oneself"
    assert isinstance(api.confirm(by=holding(ADMIN), appointment=asked, key="c"), Outcome)
    again = api.confirm(by=holding(ADMIN), appointment=asked, key="d")
    assert again.code == "appointment_already_settled"


def test_a_refused_appointment_never_counts():
    asked = ask()
    api.refuse(by=holding(ADMIN), appointment=asked.result["appointment"], key="r")
    late = api.confirm(by=holding(ADMIN), appointment=asked.result["appointment"], key="c")
    assert late.code == "appointment_already_settled"
    assert api.posts_held(asked.result["person"], NOON) == []


def test_a_second_holder_waits_until_the_first_has_gone():
    asked = ask(kind="primary").result["appointment"]
    early = api.confirm(by=holding(ADMIN), appointment=asked, key="a")
    assert early.code == "post_has_a_holder"
    with fixed_at(NOON + DAY):
        api.end_appointment(by=holding(ADMIN), appointment=own(LEADER), key="e")
        assert isinstance(api.confirm(by=holding(ADMIN), appointment=asked, key="b"), Outcome)


@pytest.mark.parametrize(
    ("post", "by", "code"),
    [
        (HILL_DUTY, SECRETARY, "outside_own_scope"),
        (LEADER, CLERK, "act_not_granted"),
        (LEADER, COUNTY_DUTY, "outside_own_scope"),
        (999, ADMIN, "post_not_in_use"),
    ],
)
def test_who_may_not_ask_is_told_why(post, by, code):
    assert ask(post, by=by).code == code


def test_an_unknown_person_an_empty_name_and_a_double_request_are_refused():
    assert ask(person=424242).code == "person_unknown"
    assert ask(person=api.NewPerson(" ", "")).code == "person_name_missing"
    person = ask().result["person"]
    assert ask(person=person, key="again").code == "already_appointed"


def test_only_the_holder_acknowledges_and_once():
    person = ask().result
    api.confirm(by=holding(ADMIN), appointment=person["appointment"], key="c")
    newcomer = api.posts_held(person["person"], NOON)[0]
    wrong = api.acknowledge(by=holding(LEADER), appointment=person["appointment"], key="a")
    assert wrong.code == "duty_of_somebody_else"
    done = api.acknowledge(by=newcomer, appointment=person["appointment"], key="b")
    assert isinstance(done, Outcome)
    twice = api.acknowledge(by=newcomer, appointment=person["appointment"], key="c")
    assert twice.code == "already_acknowledged"


def hand_on(note="三户待回访"):
    asked = ask().result
    api.confirm(by=holding(ADMIN), appointment=asked["appointment"], key="c")
    answer = api.hand_over(
        by=holding(LEADER), outgoing=own(LEADER), incoming=asked["appointment"], note=note, key="h"
    )
    return asked, answer


def test_a_post_is_handed_over_when_both_have_signed():
    asked, answer = hand_on()
    handover = answer.result["handover"]
    assert [p.post for p in api.posts_held(HOLDERS[LEADER], NOON)] == [LEADER]
    early = api.take_over(by=holding(SECRETARY), handover=handover, key="x")
    assert early.code == "duty_of_somebody_else"
    newcomer = api.posts_held(asked["person"], NOON)[0]
    with fixed_at(NOON + DAY):
        assert isinstance(api.take_over(by=newcomer, handover=handover, key="t"), Outcome)
    later = NOON + DAY + DAY
    assert api.posts_held(HOLDERS[LEADER], later) == []
    assert [p.post for p in api.posts_held(asked["person"], later)] == [LEADER]
    row = Session().one("SELECT kind FROM posts_appointment WHERE id=?", (asked["appointment"],))
    assert row == ("primary",)
    assert api.take_over(by=newcomer, handover=handover, key="u").code == "handover_not_open"


def test_a_handover_needs_a_note_two_people_and_one_post():
    assert hand_on(note="  ")[1].code == "handover_note_missing"
    assert hand_on(note="字" * 1001)[1].code == "handover_note_too_long"
    for number in ("11010519491231002X", "13900138000"):
        refusal = hand_on(note=f"3 号楼王某 {number} 待回访")[1]
        assert refusal.code == "handover_note_holds_private_number"
    by = holding(LEADER)
    wrong = {"by": by, "outgoing": own(LEADER), "note": "在办三件"}
    for number, other in enumerate((CLERK, LEADER)):
        refusal = api.hand_over(**wrong, incoming=own(other), key=str(number))
        assert refusal.code == "handover_between_different_posts"
    assert api.hand_over(**wrong, incoming="no such", key="3").code == "appointment_unknown"


def test_responsibility_moves_from_now_on_and_the_past_stays():
    Function = api.DutyFunction  # noqa: N806
    new = api.Assignment(Function.COMMUNITY_CONTROL, BRIDGE, SECRETARY, deputy=UNIT_DUTY)
    with fixed_at(NOON + DAY):
        done = api.set_responsibility(by=holding(SECRETARY), assignment=new, key="s")
        assert isinstance(done, Outcome)
        same = api.set_responsibility(by=holding(SECRETARY), assignment=new, key="t")
        assert same.code == "responsibility_stands_already"

    def who(at):
        found = api.responsible_post(function="community_control", zone=BRIDGE, at=at)
        return found.post

    assert (who(NOON), who(NOON + DAY + DAY)) == (LEADER, SECRETARY)
    bad = api.Assignment(Function.TRAFFIC, BRIDGE, HILL_DUTY)
    refusal = api.set_responsibility(by=holding(SECRETARY), assignment=bad, key="u")
    assert refusal.code == "post_does_not_reach_zone"
    foreign = api.Assignment(Function.TRAFFIC, HILL, HILL_DUTY)
    refusal = api.set_responsibility(by=holding(SECRETARY), assignment=foreign, key="v")
    assert refusal.code == "outside_own_scope"
    nobody = api.Assignment(Function.TRAFFIC, BRIDGE, None)
    refusal = api.set_responsibility(by=holding(SECRETARY), assignment=nobody, key="w")
    assert refusal.code == "responsibility_stands_already"


def test_the_report_names_gaps_and_closing_them_makes_the_city_whole():
    report = api.gaps(at=NOON, scope=range_of(CITY))
    assert (report.zones, report.cells, report.posts, report.held) == (11, 6, 13, 13)
    assert report.whole
    assert report.acknowledged == 13
    by = holding(SECRETARY)
    gone = api.Assignment(api.DutyFunction.COMMUNITY_CONTROL, BRIDGE, None)
    api.end_appointment(by=by, appointment=own(MARKET_LEADER), key="e")
    api.set_responsibility(by=by, assignment=gone, key="g")
    later = NOON + DAY
    report = api.gaps(at=later, scope=range_of(CITY))
    assert [u.zone for u in report.unowned] == [BRIDGE]
    assert [(u.post, u.claims) for u in report.unreachable] == [(MARKET_LEADER, 1)]
    assert not report.whole
    assert api.gaps(at=later, scope=range_of(HILL)).whole
    assert not api.gaps(at=later, scope=range_of(RIVER)).whole


def test_posts_are_called_out_and_ticked_as_they_answer():
    by = holding(DUTY_OFFICER)
    call = api.call_out(by=by, zone=RIVER, posts=[SECRETARY, LEADER], reason="S1 险情", key="c")
    assert isinstance(call, Outcome)
    (line,) = Session().one("SELECT id FROM posts_call_line WHERE post_id=?", (LEADER,))
    assert isinstance(api.tick_reached(by=by, line=line, key="t"), Outcome)
    assert api.tick_reached(by=by, line=line, key="u").code == "call_line_not_open"
    refusals = [
        api.call_out(by=by, zone=RIVER, posts=[], reason="x", key="1"),
        api.call_out(by=by, zone=RIVER, posts=[SECRETARY], reason=" ", key="2"),
        api.call_out(by=by, zone=RIVER, posts=[77], reason="x", key="3"),
        api.call_out(by=holding(LEADER), zone=RIVER, posts=[LEADER], reason="x", key="4"),
    ]
    assert [r.code for r in refusals] == [
        "call_list_size", "call_reason_missing", "post_not_in_use", "act_not_granted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "posts_appointment SET confirmed_by = requested_by WHERE requested_by <> 0",
        "posts_appointment SET requested_by = person_id",
        "posts_appointment SET confirmed_by = person_id",
        "posts_appointment SET confirmed_at = NULL WHERE requested_by = 0",
        "posts_appointment SET kind = 'boss'",
        "posts_appointment SET ends_at = starts_at WHERE requested_by = 0",
        "posts_appointment SET acknowledged_at = 1 WHERE confirmed_at IS NULL",
        f"posts_appointment SET post_id = {CLERK}",
        "posts_post SET role = 'system'",
        "posts_post SET role = 'resident'",
        "posts_post SET valid_from = 2, valid_to = 1",
        "posts_organisation SET kind = 'club'",
        "posts_organisation SET parent_id = id",
        "posts_responsibility SET function = 'juggling'",
        "posts_responsibility SET deputy_id = post_id",
        "posts_responsibility SET ends_at = starts_at",
        f"posts_responsibility SET zone_id = {BRIDGE} WHERE function = 'community_control'",
        "posts_responsibility_rule SET role = 'resident'",
        "posts_responsibility_rule SET level = 9",
        "posts_responsibility_rule SET level = 3",
        "posts_handover SET outgoing_id = incoming_id",
        "posts_handover SET signed_in_at = signed_out_at - 1",
        "posts_call_line SET reached_at = called_at - 1",
    ],
)
def test_the_database_refuses(change):
    by = holding(SECRETARY)
    asked = ask(kind="deputy").result
    api.appoint(by=by, post=UNIT_DUTY, person=NEWCOMER, kind=api.AppointmentKind.DEPUTY, key="n")
    api.confirm(by=holding(ADMIN), appointment=asked["appointment"], key="c")
    api.hand_over(
        by=holding(LEADER), outgoing=own(LEADER), incoming=asked["appointment"], note="x", key="h"
    )
    api.call_out(by=holding(DUTY_OFFICER), zone=RIVER, posts=[LEADER], reason="x", key="o")
    with pytest.raises((sqlite3.IntegrityError, IntegrityError)):
        Session().run(f"UPDATE {change}")
    assert appointment(CLERK)[0] == CLERK
