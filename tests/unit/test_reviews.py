"""Decisions in their form, and the orders that follow until they are done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.loop import CITY_LEADER, COUNTY_PRINCIPAL, UNIT, VERIFIER

from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.commitments import (
    FOLLOW,
    POLICY_ACT,
    CommitmentFacts,
    count_decisions,
    follow,
    is_late,
    is_red,
)
from bihuan.domain.reviews.decisions import (
    FURTHEST,
    DecisionDraft,
    Option,
    decision_problems,
    is_complete,
)
from bihuan.domain.reviews.states import Follow, FollowAct, OptionKind

NOW = datetime(2022, 11, 28, 12, 45, tzinfo=UTC)
GOOD = DecisionDraft(
    title="Open the side gates of zone B",
    situation="Two gates chained for three days.",
    risks="Nobody gets out at night.",
    powers="Fire Law 28",
    reasons="Egress comes first.",
    options=(Option("Guards at each gate"), Option("Leave as it is", OptionKind.DO_NOTHING)),
    choice=0,
    owner_post=15,
    owner_unit=2,
    due_at=NOW + timedelta(hours=20),
    review_at=NOW + timedelta(days=1),
    help="Four guards from the county",
)


def problems(**changes):
    found = decision_problems(replace(GOOD, **changes), now=NOW)
    return [(p.code, p.params["field"]) for p in found]


def test_a_whole_decision_may_be_decided():
    assert is_complete(GOOD, now=NOW)


@pytest.mark.parametrize("name", ["title", "situation", "risks", "powers", "reasons", "help"])
def test_every_text_of_the_form_is_needed(name):
    assert problems(**{name: "  "}) == [("decision_field_missing", name)]


def test_a_decision_weighs_two_options_one_of_them_milder():
    assert problems(options=(GOOD.options[0],)) == [("options_too_few", "options")]
    twice = (Option("Guards"), Option(" Guards ", OptionKind.DO_NOTHING))
    assert problems(options=twice) == [("options_too_few", "options")]
    hard = (Option("Guards"), Option("More guards"))
    assert problems(options=hard) == [("no_less_restrictive_option", "options")]
    milder = (Option("Guards"), Option("One guard", OptionKind.LESS_RESTRICTIVE))
    assert problems(options=milder) == []
    assert ("option_empty", "options") in problems(options=(*GOOD.options, Option(" ")))


def test_a_decision_has_a_choice_an_owner_and_times_that_lie_ahead():
    assert problems(choice=None) == [("choice_missing", "choice")]
    assert problems(choice=2) == [("choice_missing", "choice")]
    assert problems(owner_post=None) == [("owner_missing", "owner_post")]
    assert problems(due_at=None) == [("decision_field_missing", "due_at")]
    assert problems(review_at=NOW) == [("time_has_passed", "review_at")]
    assert problems(due_at=NOW + FURTHEST) == []
    late = NOW + FURTHEST + timedelta(minutes=1)
    assert problems(due_at=late) == [("time_too_far_ahead", "due_at")]
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert problems(review_at=end) == [("time_too_far_ahead", "review_at")]


def test_everything_that_is_missing_is_said_at_once():
    empty = DecisionDraft("", "", "", "", "", (), None, None, None, None, None, "")
    assert len(decision_problems(empty, now=NOW)) == 11


def commitment(**changes) -> CommitmentFacts:
    facts = CommitmentFacts("d1", 1, 990102000000000, date(2022, 11, 28), 15, 2, GOOD.due_at)
    return replace(facts, **changes)


def go(facts, act, by, **payload):
    said = {"evidence": "gates open", "reason": "seen", "night": date(2022, 11, 29)} | payload
    step = follow(act, facts, by=by, payload=said, now=NOW)
    if isinstance(step, Refusal):
        return step
    return replace(facts, **step.changes, version=facts.version + 1)


def test_a_decision_is_ordered_received_reported_and_verified_by_another_unit():
    step = follow(FollowAct.ISSUE, commitment(), by=CITY_LEADER, payload={}, now=NOW)
    assert step.numbered
    assert step.event == "review.decision_ordered"
    facts = go(commitment(), FollowAct.ISSUE, CITY_LEADER)
    assert go(facts, FollowAct.RECEIVE, COUNTY_PRINCIPAL).code == "not_owner_unit"
    facts = go(facts, FollowAct.RECEIVE, UNIT)
    assert go(facts, FollowAct.REPORT_DONE, UNIT, evidence="").code == "feedback_missing"
    facts = go(facts, FollowAct.REPORT_DONE, UNIT)
    assert go(facts, FollowAct.VERIFY, UNIT).code == "from_handling_unit"
    back = go(facts, FollowAct.SEND_BACK, VERIFIER)
    assert back.state == Follow.RECEIVED
    done = go(facts, FollowAct.VERIFY, VERIFIER)
    assert done.state == Follow.DONE
    assert go(done, FollowAct.CANCEL, CITY_LEADER).code == "not_in_this_state"


def test_what_is_open_returns_each_night_and_is_red_after_two():
    facts = go(commitment(), FollowAct.ISSUE, CITY_LEADER)
    assert go(facts, FollowAct.CARRY_OVER, CLOCK, night=date(2022, 11, 28)).code == (
        "already_carried_tonight"
    )
    facts = go(facts, FollowAct.CARRY_OVER, CLOCK)
    assert not is_red(facts)
    assert go(facts, FollowAct.CARRY_OVER, CLOCK).code == "already_carried_tonight"
    facts = go(facts, FollowAct.CARRY_OVER, CLOCK, night=date(2022, 11, 30))
    assert (facts.nights, is_red(facts)) == (2, True)
    assert not is_red(replace(facts, state=Follow.DONE.value))


def test_section_eleven_counts_due_done_late_and_red():
    late = commitment(state=Follow.RECEIVED.value, due_at=NOW - timedelta(hours=1), nights=2)
    done = commitment(
        state=Follow.DONE.value, due_at=NOW - timedelta(hours=2), ended_at=NOW - timedelta(hours=3)
    )
    gone = commitment(state=Follow.CANCELLED.value, due_at=NOW - timedelta(hours=2))
    ahead = commitment(state=Follow.ORDERED.value)
    assert count_decisions((late, done, gone, ahead), at=NOW) == (2, 1, 1, 1)
    assert is_late(late, now=NOW)


def test_every_act_of_the_follow_through_asks_the_matrix():
    assert set(POLICY_ACT) == set(FollowAct)
    assert {row.act for row in FOLLOW.transitions} == set(FollowAct)
