"""The life of a measure: what each step asks, and that an end needs nobody."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.factories.measures import (
    CDC,
    DRAFTER,
    FILE,
    HEARING,
    HOUR,
    LEADER,
    LEGAL,
    MAYOR,
    NOON,
    PRINCIPAL,
    SECRETARY,
    Life,
    around,
    basis,
    catalogue,
    new_measure,
)

from bihuan.domain.measures.add_ons import add_on, forbidden_words
from bihuan.domain.measures.catalogue import Part, parse_catalogue
from bihuan.domain.measures.companion import Need, Provision, shortfalls, wanted
from bihuan.domain.measures.conflicts import Other, conflicting
from bihuan.domain.measures.decide import REPORT_TIME, blocking, checklist, decide
from bihuan.domain.measures.guards import ACTIVATION, DECIDABLE
from bihuan.domain.measures.legal import Confirmation, resting_on, text_hash, why_not
from bihuan.domain.measures.offers import Asking, offer_of, offers
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.reading import in_force, review_due_at, state_as_of
from bihuan.domain.measures.scopes import BUILDING, COMPOUND
from bihuan.domain.measures.states import MeasureState as S
from bihuan.domain.measures.transitions import EXPIRE, MEASURE
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.acts import Act
from bihuan.domain.profiles import Circumstances, ResponseLevel, parse
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, range_of
from bihuan.platform.registry.rulefiles import read_rules

MINUTE = timedelta(minutes=1)
PROFILES = Path(FILE).parents[1] / "incidents" / "profiles"


def profile(name="drill-generic"):
    return parse(read_rules(PROFILES / f"{name}.yaml"))


def test_a_measure_with_everything_in_order_goes_from_draft_into_force_and_out():
    life = Life().to_active()
    assert [step.event for step in life.steps] == [
        "measures.drafted", "measures.submitted", "measures.legal_check_passed",
        "measures.opinion_given", "measures.decided", "measures.notice_published",
        "measures.reported_upward", "measures.companion_provided", "measures.activated",
    ]  # fmt: skip
    assert state_as_of(life.facts, NOON) == S.ACTIVE
    assert blocking(life.facts, NOON) == ()
    life.now = NOON + 50 * HOUR
    life.expire()
    assert life.facts.state == S.EXPIRED
    assert life.facts.ended_at == NOON + 48 * HOUR
    life.do(Act.FINISH_AFTERCARE, PRINCIPAL).do(Act.FINISH_AFTERCARE, PRINCIPAL)
    assert life.facts.state == S.ARCHIVED


def test_a_renewal_is_decided_at_the_level_that_decided_what_it_goes_on_from():
    life = Life().to_opinion().around(renews_level=Level.CITY)
    assert life.no(Act.DECIDE_MEASURE, PRINCIPAL) == "renewal_below_decider"
    life.do(Act.DECIDE_MEASURE, MAYOR)
    Life().to_opinion().around(renews_level=Level.COUNTY).do(Act.DECIDE_MEASURE, PRINCIPAL)


def test_what_an_appeal_halts_before_it_is_in_force_does_not_get_there_until_it_is_let_go():
    life = Life().to_notice()
    life.do(Act.SUSPEND_ON_APPEAL, HEARING, appeal="a1")
    assert life.facts.state == S.NOTICE_PUBLISHED
    assert life.no(Act.ACTIVATE_MEASURE, PRINCIPAL) == "halted_on_appeal"
    assert life.no(Act.SUSPEND_ON_APPEAL, HEARING, appeal="a2") == "halted_on_appeal"
    life.do(Act.RESUME_MEASURE, HEARING).do(Act.ACTIVATE_MEASURE, PRINCIPAL)


def test_a_report_is_owed_in_aftercare_too_and_nothing_is_archived_without_it():
    life = Life().to_decided()
    life.do(Act.LIFT_MEASURE, PRINCIPAL).do(Act.FINISH_AFTERCARE, PRINCIPAL)
    assert life.no(Act.FINISH_AFTERCARE, PRINCIPAL) == "upward_report_missing"
    life.do(Act.REPORT_UPWARD, PRINCIPAL).do(Act.FINISH_AFTERCARE, PRINCIPAL)
    assert life.facts.state == S.ARCHIVED


def test_it_ends_by_itself_at_its_end_and_not_a_moment_later():
    facts = Life().to_active().facts
    end = facts.ends_at
    assert in_force(facts, end - timedelta(microseconds=1))
    assert state_as_of(facts, end) == S.EXPIRED
    assert state_as_of(facts, end + timedelta(days=30)) == S.EXPIRED


def test_three_quarters_through_it_is_due_for_review():
    facts = Life().to_active().facts
    assert review_due_at(facts) == NOON + 36 * HOUR
    assert state_as_of(facts, NOON + 36 * HOUR) == S.REVIEW_DUE
    assert in_force(facts, NOON + 36 * HOUR)


MISSING = {
    "basis_unconfirmed": {"basis": basis(confirmation=Confirmation.UNCONFIRMED)},
    "basis_not_in_force": {"law_day": date(2025, 8, 31)},
    "gate_plan_missing": {"without_plan": 1},
    "egress_unsafe": {"unsafe": 1},
    "companion_plan_short": {"companion_short": 2},
    "measure_conflict": {"conflicts": ("m0",)},
    "scope_covers_nobody": {"people": 0},
    "level_too_low": {"not_offered": Refusal("level_too_low", {"level": "IV"})},
    "add_on_forbidden": {"add_on": Refusal("add_on_forbidden", {"add_on": "x", "add_on_en": "x"})},
    "not_proportionate": {
        "answers": {q: (q is not Question.NECESSARY, "said") for q in Question},
    },
}


@pytest.mark.parametrize(("code", "changes"), MISSING.items(), ids=list(MISSING))
def test_each_condition_alone_keeps_it_out_of_force(code, changes):
    life = Life().to_notice().around(**changes)
    assert life.no(Act.ACTIVATE_MEASURE, PRINCIPAL) == code
    assert code in {refusal.code for refusal in blocking(life.facts, NOON)}


def test_without_notice_or_report_it_does_not_start():
    life = Life().to_decided()
    assert life.no(Act.ACTIVATE_MEASURE, PRINCIPAL) == "not_in_this_state"
    life.do(Act.PUBLISH_NOTICE, PRINCIPAL)
    codes = {refusal.code for refusal in blocking(life.facts, NOON)}
    assert codes == {"companion_plan_not_active", "upward_report_missing"}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"ends_at": NOON - HOUR}, "ends_before_it_starts"),
        ({"ends_at": NOON + 73 * HOUR}, "lasts_too_long"),
        ({"ends_at": None}, "end_missing"),
        ({"starts_at": NOON - 9 * HOUR, "ends_at": NOON - HOUR}, "measure_already_over"),
        ({"smaller_why": " "}, "smaller_scope_not_answered"),
        ({"purpose": ""}, "purpose_missing"),
        ({"help_line": ""}, "exceptions_missing"),
    ],
)
def test_an_incomplete_draft_is_not_submitted(columns, code):
    life = Life(new_measure(**columns)).do(Act.DRAFT_MEASURE, DRAFTER)
    assert life.no(Act.SUBMIT_MEASURE, DRAFTER) == code


def test_a_draft_names_the_parts_it_lacks_and_the_questions_it_leaves_open():
    life = Life().do(Act.DRAFT_MEASURE, DRAFTER).around(parts={})
    refusal = life.ask(Act.SUBMIT_MEASURE, DRAFTER)
    assert (refusal.code, refusal.params) == ("parts_missing", {"n": 1})
    life.around(parts={Part.PLAIN_RULE: "one page"}, answers={})
    assert life.ask(Act.SUBMIT_MEASURE, DRAFTER).params == {"n": 7}


def test_a_basis_of_another_type_does_not_carry_it():
    life = Life().do(Act.DRAFT_MEASURE, DRAFTER).around(basis=basis("IDL 53"))
    assert life.no(Act.SUBMIT_MEASURE, DRAFTER) == "basis_missing"


def test_a_no_needs_the_heads_reason_and_lawful_never_has_one():
    answers = {question: (question is not Question.NECESSARY, "said") for question in Question}
    life = Life().to_opinion().around(answers=answers)
    assert life.no(Act.DECIDE_MEASURE, PRINCIPAL) == "not_proportionate"
    life.do(Act.DECIDE_MEASURE, PRINCIPAL, override_reason="the hospital ward is next door")
    assert life.facts.override_reason
    unlawful = {question: (question is not Question.LAWFUL, "said") for question in Question}
    other = Life().to_opinion().around(answers=unlawful)
    said = {"override_reason": "somebody important wants it"}
    assert other.no(Act.DECIDE_MEASURE, PRINCIPAL, **said) == "not_proportionate"


def test_an_opinion_against_it_needs_a_reason_to_go_on():
    life = Life().to_legal_check().do(Act.PASS_LEGAL_CHECK, LEGAL)
    assert life.no(Act.DECIDE_MEASURE, PRINCIPAL) == "opinion_missing"
    life.do(Act.GIVE_OPINION, CDC, opinion="against")
    assert life.no(Act.DECIDE_MEASURE, PRINCIPAL, reason="") == "opinion_against"
    life.do(Act.DECIDE_MEASURE, PRINCIPAL)


def test_whoever_wrote_it_does_not_check_its_law():
    mine = replace(LEGAL, person=DRAFTER.person)
    assert Life().to_legal_check().no(Act.PASS_LEGAL_CHECK, mine) == "reviewer_is_author"


def test_an_objection_sends_it_back_and_takes_every_word_with_it():
    life = Life().to_opinion().do(Act.OBJECT_TO_MEASURE, LEGAL)
    assert (life.facts.state, life.facts.legal_at, life.facts.opinion) == (S.DRAFT, None, "")


@pytest.mark.parametrize("act", [Act.DECIDE_MEASURE, Act.ACTIVATE_MEASURE, Act.LIFT_MEASURE])
@pytest.mark.parametrize("by", [SECRETARY, LEADER, CLOCK], ids=["township", "community", "clock"])
def test_below_the_county_and_by_itself_nothing_is_decided(act, by):
    for life in (Life().to_opinion(), Life().to_notice(), Life().to_active()):
        assert life.no(act, by) == "act_not_granted"


def test_what_needs_the_citys_approval_waits_for_it():
    life = Life(new_measure("M11")).to_opinion()
    assert life.no(Act.DECIDE_MEASURE, PRINCIPAL) == "city_approval_missing"
    life.do(Act.APPROVE_MEASURE, MAYOR).do(Act.DECIDE_MEASURE, PRINCIPAL)


def test_a_county_does_not_decide_what_belongs_to_the_city():
    life = Life(new_measure("M12", surroundings=around("M12"))).to_opinion()
    assert life.no(Act.DECIDE_MEASURE, PRINCIPAL) == "decider_level_too_low"
    life.do(Act.DECIDE_MEASURE, MAYOR)
    life.do(Act.PUBLISH_NOTICE, MAYOR)
    assert life.no(Act.LIFT_MEASURE, PRINCIPAL) == "not_deciding_authority"
    assert life.no(Act.REVOKE_MEASURE, MAYOR) == "not_superior"


def test_the_superior_revokes_and_the_deciding_level_lifts():
    assert Life().to_active().do(Act.REVOKE_MEASURE, MAYOR).facts.state == S.REVOKED
    assert Life().to_active().do(Act.LIFT_MEASURE, PRINCIPAL).facts.state == S.LIFTED
    assert Life().to_active().no(Act.REVOKE_MEASURE, PRINCIPAL) == "not_superior"


def test_a_hearing_body_suspends_and_resuming_asks_everything_again():
    life = Life().to_active().do(Act.SUSPEND_ON_APPEAL, HEARING, appeal="a1")
    assert not in_force(life.facts, NOON)
    life.around(unsafe=1)
    assert life.no(Act.RESUME_MEASURE, HEARING) == "egress_unsafe"
    life.around(unsafe=0).do(Act.RESUME_MEASURE, HEARING)
    assert in_force(life.facts, NOON)


def test_only_whoever_had_no_hand_in_it_and_stands_above_suspends_and_resumes():
    life = Life().to_active()
    beside = replace(HEARING, level=Level.COUNTY, lo=PRINCIPAL.lo, hi=PRINCIPAL.hi)
    disguised = replace(HEARING, person=PRINCIPAL.person)
    assert life.no(Act.SUSPEND_ON_APPEAL, HEARING) == "appeal_not_named"
    for by, code in ((beside, "hearing_body_not_above"), (disguised, "hearing_body_took_part")):
        assert life.no(Act.SUSPEND_ON_APPEAL, by, appeal="a1") == code
    life.do(Act.SUSPEND_ON_APPEAL, HEARING, appeal="a1")
    for by, code in ((beside, "hearing_body_not_above"), (disguised, "hearing_body_took_part")):
        assert life.no(Act.RESUME_MEASURE, by) == code


def test_nobody_checks_advises_on_or_decides_what_passed_through_his_own_hands():
    author = replace(CDC, post=DRAFTER.post, person=DRAFTER.person)
    life = Life().to_legal_check().do(Act.PASS_LEGAL_CHECK, LEGAL)
    assert life.no(Act.GIVE_OPINION, author, opinion="support") == "opinion_by_author"
    life.do(Act.GIVE_OPINION, CDC, opinion="support")
    reviewer = replace(PRINCIPAL, person=LEGAL.person)
    adviser = replace(PRINCIPAL, post=CDC.post)
    assert life.no(Act.DECIDE_MEASURE, reviewer) == "decider_is_reviewer"
    assert life.no(Act.DECIDE_MEASURE, adviser) == "decider_is_reviewer"


@pytest.mark.parametrize("by_person", [True, False], ids=["person", "post"])
def test_who_holds_two_posts_is_one_pair_of_eyes_at_every_step(by_person):
    def as_well(by, other):
        return replace(by, **({"person": other.person} if by_person else {"post": other.post}))

    drafted = Life().to_legal_check()
    assert drafted.no(Act.PASS_LEGAL_CHECK, as_well(LEGAL, DRAFTER)) == "reviewer_is_author"
    checked = Life().to_legal_check().do(Act.PASS_LEGAL_CHECK, LEGAL)
    for other, code in ((DRAFTER, "opinion_by_author"), (LEGAL, "opinion_by_reviewer")):
        assert checked.no(Act.GIVE_OPINION, as_well(CDC, other), opinion="support") == code
    advised = Life(new_measure("M11")).to_opinion()
    for other in (DRAFTER, LEGAL, CDC):
        assert advised.no(Act.APPROVE_MEASURE, as_well(MAYOR, other)) == "approval_by_own_hand"
    approved = advised.do(Act.APPROVE_MEASURE, MAYOR)
    for other, code in (
        (LEGAL, "decider_is_reviewer"), (CDC, "decider_is_reviewer"),
        (MAYOR, "decider_is_approver"),
    ):  # fmt: skip
        assert approved.no(Act.DECIDE_MEASURE, as_well(PRINCIPAL, other)) == code
    active = Life().to_active()
    for other in (DRAFTER, LEGAL, CDC, PRINCIPAL):
        hearing = as_well(HEARING, other)
        said = active.no(Act.SUSPEND_ON_APPEAL, hearing, appeal="a1")
        assert said == "hearing_body_took_part"


def test_a_companion_plan_that_may_still_change_is_not_running():
    drafted = Life().do(Act.DRAFT_MEASURE, DRAFTER)
    assert drafted.no(Act.PROVIDE_COMPANION, SECRETARY) == "not_in_this_state"
    sent_back = Life().to_opinion().do(Act.PROVIDE_COMPANION, SECRETARY)
    assert sent_back.facts.companion_at == NOON
    sent_back.do(Act.OBJECT_TO_MEASURE, LEGAL)
    assert sent_back.facts.companion_at is None
    codes = {one.code for one in blocking(sent_back.facts, NOON)}
    assert "companion_plan_not_active" in codes


def test_a_basis_that_is_confirmed_with_another_text_was_not_checked():
    text = "Official text of the article, as amended."
    amended = {"basis": basis(text=text, confirmed_hash=text_hash(text))}
    for life, act in (
        (Life().to_opinion(), Act.DECIDE_MEASURE), (Life().to_decided(), Act.PUBLISH_NOTICE),
        (Life().to_notice(), Act.ACTIVATE_MEASURE),
    ):  # fmt: skip
        assert life.around(**amended).no(act, PRINCIPAL) == "basis_changed_since_check"
    active = Life().to_active().around(**amended)
    assert state_as_of(active.facts, NOON) == S.SUSPENDED
    assert state_as_of(active.around(basis=basis()).facts, NOON) == S.ACTIVE
    again = Life().to_opinion().around(**amended).do(Act.OBJECT_TO_MEASURE, LEGAL)
    again.do(Act.SUBMIT_MEASURE, DRAFTER).do(Act.PASS_LEGAL_CHECK, LEGAL)
    again.do(Act.GIVE_OPINION, CDC, opinion="support").do(Act.DECIDE_MEASURE, PRINCIPAL)


def test_a_draft_is_discarded_by_its_author_or_by_whoever_would_decide_it():
    other = replace(DRAFTER, post=DRAFTER.post + 500, person=DRAFTER.person + 500)
    assert Life().to_legal_check().no(Act.DISCARD_MEASURE, other) == "discard_of_others"
    for by in (DRAFTER, PRINCIPAL):
        assert Life().to_legal_check().do(Act.DISCARD_MEASURE, by).facts.state == S.DISCARDED


def test_a_sealed_exit_suspends_it_at_once_and_an_end_still_ends_it():
    life = Life().to_active().around(unsafe=1)
    assert state_as_of(life.facts, NOON) == S.SUSPENDED
    assert state_as_of(life.facts, NOON + 48 * HOUR) == S.EXPIRED
    life.around(unsafe=0)
    assert state_as_of(life.facts, NOON) == S.ACTIVE


def test_the_report_clock_starts_with_the_decision_and_keeps_the_first_sending():
    life = Life().to_decided()
    assert life.facts.report_due_at == NOON + REPORT_TIME
    life.do(Act.REPORT_UPWARD, PRINCIPAL)
    life.now = NOON + HOUR
    life.do(Act.REPORT_UPWARD, PRINCIPAL)
    assert life.facts.reported_at == NOON


def test_no_measure_begins_before_somebody_has_decided_it():
    past = Life(new_measure(starts_at=NOON - 31 * MINUTE)).do(Act.DRAFT_MEASURE, DRAFTER)
    assert past.no(Act.SUBMIT_MEASURE, DRAFTER) == "begins_before_decision"
    slow = Life(new_measure(starts_at=NOON)).to_opinion()
    slow.now = NOON + 60 * HOUR
    slow.facts = replace(slow.facts, ends_at=NOON + 70 * HOUR)
    assert slow.no(Act.DECIDE_MEASURE, PRINCIPAL) == "begins_before_decision"
    late = Life(new_measure(starts_at=NOON)).to_notice()
    late.now = NOON + HOUR
    late.do(Act.ACTIVATE_MEASURE, PRINCIPAL)
    kept = Life().to_notice()
    kept.facts = replace(kept.facts, starts_at=NOON - 9 * 24 * HOUR)
    kept.facts = replace(kept.facts, ends_at=NOON - 9 * 24 * HOUR + 240 * HOUR)
    assert "begins_before_decision" in {one.code for one in blocking(kept.facts, kept.now)}


def test_a_clock_set_back_revives_nothing():
    life = Life().to_notice()
    life.now = NOON - HOUR
    assert life.no(Act.ACTIVATE_MEASURE, PRINCIPAL) == "clock_set_back"


def test_an_instant_without_a_zone_is_a_programming_error():
    with pytest.raises(ValueError, match="time zone"):
        decide(
            EXPIRE, Life().facts, by=CLOCK, payload={}, now=NOON.replace(tzinfo=None)
        )  # fmt: skip


def test_no_row_of_the_table_moves_an_end():
    assert "ends_at" not in {name for step in Life().to_active().steps for name in step.changes}
    assert set(DECIDABLE) & set(ACTIVATION)
    assert MEASURE.final == {S.DISCARDED, S.ARCHIVED}


# The catalogue and what is offered


def test_the_catalogue_has_all_twenty_and_nothing_below_the_county_decides():
    types = catalogue().types
    assert len(types) == 20
    assert {kind.decider.level for kind in types.values()} <= {Level.CITY, Level.COUNTY}
    assert all(kind.default_time <= kind.longest_time for kind in types.values())


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"code": "M21"}, "types[9].code", "unknown_measure"),
        ({"longest_h": 1}, "types[9]", "not_in_order"),
        ({"decider": "township"}, "types[9].decider", "not_a_choice"),
        ({"parts": ["lock"]}, "types[9].parts", "not_a_choice"),
        ({"bases": []}, "types[9].bases", "missing"),
        ({"sealed": True}, "types[9]", "unknown_key"),
    ],
)
def test_what_is_wrong_in_the_catalogue_is_told_with_its_place(change, where, code):
    data = deepcopy(read_rules(FILE))
    data["types"][9] |= change
    problems = parse_catalogue(data)
    assert isinstance(problems, tuple)
    assert (where, code) in {(problem.where, problem.code) for problem in problems}


def asking(level=ResponseLevel.I, *, at=Level.COUNTY, **more):
    legal = {"major_epidemic": True, "superior_orders": frozenset({"M11", "M12"})} | more
    return Asking(Circumstances(level, **legal), at, assessed=True)


def refused(code, question, name="drill-generic"):
    row = offer_of(catalogue().types[code], profile(name), question)
    return row.refusal.code if row.refusal else ""


def test_each_step_of_the_offer_gives_its_own_reason():
    assert refused("M10", asking()) == ""
    assert refused("M10", asking(ResponseLevel.IV)) == "level_too_low"
    assert refused("M10", asking(major_epidemic=False)) == "need_unmet"
    assert refused("M10", asking(), "influenza") == "measure_forbidden"
    assert refused("M10", asking(at=Level.TOWNSHIP)) == "level_may_not_decide"
    assert refused("M12", asking()) == "authority_too_low"
    assert refused("M12", asking(at=Level.CITY)) == "register_not_there"
    assert refused("M10", replace(asking(), assessed=False)) == "necessity_not_assessed"
    assert refused("M01", asking(), "covid-2022") == "profile_superseded"
    # A live profile of a disease without a class: a major epidemic and a superior's order.
    assert refused("M11", asking(), "respiratory-novel") == ""
    assert refused("M11", asking(superior_orders=frozenset()), "respiratory-novel") == "need_unmet"
    assert refused("M11", asking(major_epidemic=False), "respiratory-novel") == "need_unmet"
    assert refused("M11", asking(), "covid-b") == "measure_forbidden"


def test_what_rests_on_the_article_for_major_epidemics_needs_one_and_an_assessment():
    resting = [k.code for k in catalogue().types.values() if k.needs_major() and not k.register]
    assert resting == ["M06", "M19"]
    for code in resting:
        assert refused(code, asking()) == ""
        assert refused(code, asking(major_epidemic=False)) == "major_epidemic_missing"
        assert refused(code, replace(asking(), assessed=False)) == "necessity_not_assessed"
    water = replace(asking(major_epidemic=False), assessed=False)
    assert refused("M18", replace(water, basis="IDL 63(3)")) == "major_epidemic_missing"
    assert refused("M18", replace(water, basis="IDL 95")) == ""


def test_the_isolation_of_a_place_covers_a_building_at_most():
    for widest in (Level.COUNTY, Level.TOWNSHIP, Level.COMMUNITY, Level.GRID, COMPOUND):
        assert refused("M14", replace(asking(), widest=widest)) == "wider_than_type"
    assert refused("M14", replace(asking(), widest=BUILDING)) == ""
    assert refused("M03", replace(asking(), widest=Level.TOWNSHIP)) == "wider_than_type"
    assert refused("M10", replace(asking(), widest=Level.TOWNSHIP)) == ""


def test_every_type_is_either_offered_or_told_why_not():
    listed = offers(catalogue(), profile(), asking())
    assert len(listed) == 20
    assert all((row.offer is None) is (row.refusal is not None) for row in listed)


# Law


def test_a_basis_counts_only_confirmed_unchanged_and_in_force():
    day = date(2026, 8, 2)
    assert why_not(basis(), day) is None
    assert why_not(None, day).code == "basis_missing"
    assert why_not(basis(text="another text"), day).code == "basis_unconfirmed"
    assert why_not(basis(confirmation=Confirmation.WITHDRAWN), day).code == "basis_unconfirmed"
    assert why_not(basis(first=date(2027, 1, 1)), day).code == "basis_not_yet_in_force"
    assert why_not(basis(last=date(2026, 8, 1)), day).code == "basis_out_of_force"
    assert basis(last=day).in_force(day)


def test_a_superseded_document_lists_the_measures_that_rest_on_it():
    cited = [("m2", "d1"), ("m1", "d1,d2"), ("m3", ""), ("m4", "d11")]
    assert resting_on(["d1", "d3"], cited) == {"d1": ["m2", "m1"], "d3": []}


# Add-ons, conflicts, companions


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("其余侧门一律上锁", "Fire Law 28"),
        ("No deliveries after 20:00", "IDL 67; PHERL 46"),
        ("居民足不出户", "IDL 58; PHERL 9"),
        ("all shops closed", "PHERL 9; IDL 17"),
    ],
)
def test_an_add_on_is_refused_with_the_text_that_forbids_it(text, clause):
    assert add_on(text, "M10", catalogue()).clause == clause


def test_saying_nothing_adds_nothing_and_ordinary_words_are_not_forbidden():
    assert add_on("  ", "M10", catalogue()) is None
    assert forbidden_words("东门值守，其余门由内可开", "M10", catalogue()) is None
    assert forbidden_words("大面积喷洒", "M10", catalogue()) is None
    assert forbidden_words("大面积喷洒", "M03", catalogue()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "加装铁链", "所有出口用铁丝绑死", "任何快递外卖一律不得进入", "居民不得离开住所",
        "凭48小时核酸证明进出", "禁 止 配 送", "Deliveries are prohibited", "gates will be chained",
        "nobody may go to hospital", "每户两天一人出入，其余一律不许出门", "居民不得不足不出户",
        "侧门上锁，不得聚集", "With no exception all gates are locked", "ＬＯＣＫ ＴＨＥ gates",
        "任何人不得进出", "Residents must stay home", "外出就医须经批准", "单元门加装门磁",
    ],
)  # fmt: skip
def test_an_order_of_what_is_forbidden_is_refused_however_it_is_written(text):
    assert forbidden_words(text, "M10", catalogue()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "任何出口不得上锁", "任何岗点不得禁止就医", "不得要求居民足不出户", "其余出口不锁闭",
        "不得以任何理由封死出口", "不得阻拦快递外卖", "不收押金", "No exit may be locked",
        "Gates must not be chained", "Nobody may be kept from hospital", "cold chain",
        "Deliveries are not prohibited", "就医、购药随时通行",
    ],
)  # fmt: skip
def test_a_text_that_forbids_what_is_forbidden_is_humane_and_passes(text):
    assert forbidden_words(text, "M10", catalogue()) is None


def other(identity, start, end, zone=990102003017000, code="M10"):
    return Other(identity, code, (range_of(zone),), NOON + start * HOUR, NOON + end * HOUR)


def test_two_orders_for_one_zone_and_time_conflict():
    mine = other("m1", 0, 48)
    assert conflicting(mine, [other("m0", 47, 90)]) == ("m0",)
    assert conflicting(mine, [other("m0", 48, 90)]) == ()
    assert conflicting(mine, [other("m0", 47, 90)] * 3) == ("m0",), "one in three zones is one"
    assert conflicting(mine, [other("m0", 0, 48, zone=990102003000000)]) == ("m0",)
    assert conflicting(mine, [other("m0", 0, 48, zone=990102003018000)]) == ()
    assert conflicting(mine, [other("m0", 0, 48, code="M06")]) == ()
    elsewhere = other("m2", 0, 48, zone=990102003018000)
    both = Other("m1", "M10", (*mine.scope, *elsewhere.scope), mine.starts_at, mine.ends_at)
    assert conflicting(both, [other("m0", 0, 48), elsewhere]) == ("m0", "m2")


def test_a_companion_plan_names_what_it_leaves_short_and_gives_more_where_it_is_due():
    assert len(shortfalls({}, 1000, extra=False)) == len(Need)
    full = {n: Provision("街道保供组", wanted(n, 1000, extra=False)) for n in Need}
    assert shortfalls(full, 1000, extra=False) == ()
    short = {one.need for one in shortfalls(full, 1000, extra=True)}
    assert Need.CARE in short
    assert Need.FOOD not in short
    nobody = full | {Need.WATER: Provision(" ", 5000)}
    assert [one.need for one in shortfalls(nobody, 1000, extra=False)] == [Need.WATER]


def test_a_checklist_says_nothing_of_what_its_type_does_not_ask():
    gone_wrong = {"unsafe": 1, "without_plan": 1, "undrawn": 1, "companion_short": 7}
    asked = {"exits_open", "gates_planned", "compounds_drawn", "companion_covers"}
    for code, said in (("M06", set()), ("M10", asked)):
        life = Life(new_measure(code, surroundings=around(code, **gone_wrong)))
        listed = {one.name: holds for one, holds in checklist(life.facts, PRINCIPAL, life.now)}
        assert {name for name in asked if name in listed} == said
        assert not any(listed[name] for name in said)
