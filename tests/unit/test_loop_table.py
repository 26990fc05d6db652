"""The loop's tables walked row by row, and every guard seen to refuse."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.loop import (
    CITY_LEADER,
    CLERK,
    COORDINATOR,
    COUNTY_PRINCIPAL,
    DUTY_OFFICER,
    GOVERNMENT,
    GRID_WORKER,
    HEAD,
    LEGAL,
    MORNING,
    OTHER_TEAM_UNIT,
    OTHER_UNIT,
    SECOND_CLERK,
    SECOND_VERIFIER,
    SUPERVISOR,
    TOWN,
    UNIT,
    VERIFIER,
    Life,
)

from bihuan.domain.findings.catalogue import (
    guard_lines,
    refusal_codes,
    state_names,
    transition_lines,
)
from bihuan.domain.findings.effects.table import EFFECTS
from bihuan.domain.findings.states import OPEN_AFTER_FILED, State
from bihuan.domain.findings.step import RecordKind, SeriesCode
from bihuan.domain.findings.transitions import MACHINE_OF, MACHINES, MAIN
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.policy.loop_rules import LOOP_RULES


def kinds(step):
    return [record.kind for record in step.records]


def test_every_act_has_a_rule_a_machine_and_an_effect():
    acts = set(A) - {A.RAISE_OVER_CONTROL}
    assert set(EFFECTS) == acts
    assert set(MACHINE_OF) == {act.value for act in acts}
    assert set(LOOP_RULES) == set(A)


def test_every_state_has_a_way_in_and_a_way_out():
    for machine in MACHINES:
        sources = {row.source for row in machine.transitions}
        targets = {row.target for row in machine.transitions}
        passing = {row.via for row in machine.transitions if row.via}
        for state in machine.states:
            assert state in targets | passing, state
            if state not in machine.final:
                assert state in sources | passing, state
        if machine is MAIN:
            assert not machine.final & sources


def test_every_state_of_the_loop_is_in_the_table():
    assert set(state_names()["finding"]) == {str(s) for s in State if s is not State.NEW}


def test_only_the_verdict_and_a_look_back_lead_to_a_close_out():
    into = {row.source for row in MAIN.transitions if row.target == State.CLOSED}
    assert into - {State.CLOSED} == {State.PASSED, State.LOOKBACK}


def test_the_catalogue_says_every_guard_in_a_sentence():
    for line in guard_lines():
        assert line.says.endswith("."), line
        assert line.code.islower()
        assert line.acts
    assert len({line.name for line in guard_lines()}) <= len(guard_lines())
    assert {"rejection_needs_second_person", "outside_own_unit"} <= refusal_codes()
    lines = list(transition_lines())
    assert len(lines) == sum(len(m.transitions) for m in MACHINES)
    assert all(line.roles for line in lines)


# ── reporting ────────────────────────────────────────────────────────────────


def test_a_report_starts_the_triage_clock_and_leaves_the_draft():
    life = Life(1)
    life.do(A.DRAFT, GRID_WORKER)
    step = life.later(minutes=3).do(A.REPORT, GRID_WORKER)
    assert step.event == "supervision.reported"
    assert life.facts.triage_due_at == life.now + timedelta(minutes=10)
    assert life.facts.author_post == GRID_WORKER.post
    assert ("finding.flow.reported", 1) in step.counts
    assert ("finding.stock.open.S1", 1) in step.counts
    assert RecordKind.CALL in kinds(step), "S1 rings somebody at once"


def test_a_report_needs_type_place_text_an_owner_and_smudged_faces():
    assert Life(2, text=" ").no(A.REPORT, SUPERVISOR) == "finding_not_described"
    assert Life(2, type_code="").no(A.REPORT, SUPERVISOR) == "finding_not_described"
    assert Life().around(unblurred_photos=1).no(A.REPORT, SUPERVISOR) == "photo_not_blurred"
    ownerless = Life().around(responsible_post=None)
    assert ownerless.no(A.REPORT, SUPERVISOR) == "zone_without_responsible_post"


def test_only_the_author_deletes_a_draft_and_only_within_a_day():
    life = Life()
    life.do(A.DRAFT, GRID_WORKER)
    assert life.no(A.DISCARD, SUPERVISOR) == "outside_own_post"
    assert life.later(hours=24).no(A.DISCARD, GRID_WORKER) == "draft_too_old_to_delete"
    assert life.later(minutes=-1).do(A.DISCARD, GRID_WORKER).to_state == "DELETED"


def test_s1_is_never_rejected_by_one_person():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    assert life.no(A.REJECT, CLERK) == "rejection_needs_second_person"
    life.do(A.PROPOSE_REJECTION, CLERK)
    assert life.no(A.REJECT, CLERK) == "rejection_needs_second_person"
    assert life.no(A.REJECT, HEAD, reason="") == "reason_missing"
    step = life.do(A.REJECT, HEAD)
    assert step.to_state == "REJECTED"
    assert RecordKind.NOTICE in kinds(step), "the reporter is told"


def test_a_proposal_not_to_file_is_made_once_and_filing_refuses_it_for_good():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    life.do(A.PROPOSE_REJECTION, CLERK)
    assert life.no(A.PROPOSE_REJECTION, CLERK) == "rejection_proposed_already"
    assert life.no(A.PROPOSE_REJECTION, HEAD) == "rejection_proposed_already"
    life.do(A.FILE, HEAD)
    assert life.no(A.PROPOSE_REJECTION, CLERK) == "not_in_this_state"


def test_lesser_findings_need_no_second_person_to_be_rejected():
    life = Life(2)
    life.do(A.REPORT, SUPERVISOR)
    assert life.no(A.PROPOSE_REJECTION, CLERK) == "no_second_person_needed"
    assert life.do(A.REJECT, CLERK).to_state == "REJECTED"


def test_severity_rises_freely_and_falls_only_with_a_reason():
    life = Life(2)
    life.do(A.REPORT, SUPERVISOR)
    assert life.no(A.FILE, CLERK, severity=3, reason=None) == "lowered_without_reason"
    assert life.no(A.FILE, CLERK, severity=7) == "severity_unknown"
    assert life.no(A.FILE, CLERK, severity=True) == "severity_unknown"
    life.do(A.FILE, CLERK, severity="S1", reason=None)
    assert life.facts.severity == 1
    assert life.facts.triage_due_at == life.now + timedelta(minutes=10)


def test_filing_needs_a_clause_and_gives_the_ledger_number():
    life = Life(2, clause="")
    life.do(A.REPORT, SUPERVISOR)
    assert life.no(A.FILE, CLERK, clause="") == "clause_missing"
    step = life.do(A.FILE, CLERK, clause="Fire Law 28")
    assert [(n.code, n.year, n.column) for n in step.numbers] == [
        (SeriesCode.LEDGER, 2022, "ledger_number")
    ]
    assert life.facts.ledger_number == 1
    assert life.facts.handler_post == UNIT.post


def test_a_number_of_new_year_s_eve_counts_in_the_year_of_the_city():
    life = Life(2, now=MORNING.replace(month=12, day=31, hour=16, minute=30))
    assert life.to_filed().facts.ledger_year == 2023


def test_the_duty_officer_may_triage_at_night():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    life.do(A.FILE, DUTY_OFFICER)
    assert life.do(A.ASSIGN, DUTY_OFFICER).to_state == "ASSIGNED"


def test_a_merge_points_at_an_older_open_finding_of_the_same_place_and_type():
    life = Life(1)
    life.do(A.REPORT, SUPERVISOR)
    older = {
        "target": "f0", "target_open": True, "target_type": "P02", "target_zone": life.facts.zone,
        "target_place": "p77", "target_severity": 3, "target_at": MORNING - timedelta(hours=1),
    }  # fmt: skip
    assert life.no(A.MERGE, CLERK) == "merge_target_not_open"
    life.around(**older)
    assert life.around(target_place="p78").no(A.MERGE, CLERK) == "merge_target_differs"
    life.around(**older)
    younger = life.around(target_at=MORNING + timedelta(hours=1))
    assert younger.no(A.MERGE, CLERK) == "merge_target_younger"
    assert (
        life.around(
            **older,
        )
        .around(target="f1")
        .no(A.MERGE, CLERK)
        == "merge_target_not_open"
    )
    life.around(**older)
    step = life.do(A.MERGE, CLERK)
    assert kinds(step) == [RecordKind.NOTICE, RecordKind.RAISE]
    times = {"since": life.facts.triage_from, "merged_at": life.now}
    assert step.records[1].values == {"target": "f0", "severity": 1} | times
    assert life.facts.parent == "f0"


def test_a_raised_order_gets_an_earlier_deadline_and_never_a_later_one():
    life = Life(3).to_rectifying()
    life.later(hours=1)
    assert life.no(A.RAISE_SEVERITY, CLERK, severity=3) == "severity_not_graver"
    step = life.do(A.RAISE_SEVERITY, CLERK, severity=1)
    assert life.facts.rectify_due_at == life.now + timedelta(hours=2)
    assert life.facts.clock == "elapsed"
    assert RecordKind.ORDER in kinds(step)
    assert ("finding.stock.open.S3", -1) in step.counts
    late = Life(3).to_rectifying().later(hours=27)
    due_before = late.facts.rectify_due_at
    late.do(A.RAISE_SEVERITY, CLERK, severity=2)
    assert late.facts.rectify_due_at == due_before
    assert late.facts.clock == "service"


# ── fixed on the spot ────────────────────────────────────────────────────────


def fixed(number: int, severity: int = 3) -> Life:
    life = Life(severity, id=f"site{number}")
    life.do(A.REPORT, GRID_WORKER)
    return life


def test_a_tenth_of_the_fixes_on_the_spot_is_drawn_for_verification():
    targets = [fixed(n).do(A.FIX_ON_SITE, SUPERVISOR).to_state for n in range(400)]
    assert set(targets) == {"VERIFYING", "PASSED"}
    assert 20 <= targets.count("VERIFYING") <= 65
    again = [fixed(n).do(A.FIX_ON_SITE, SUPERVISOR).to_state for n in range(400)]
    assert again == targets, "lots can be drawn again"


def test_a_fix_on_the_spot_is_for_minor_findings_with_evidence_and_consent():
    assert fixed(1, 2).no(A.FIX_ON_SITE, SUPERVISOR) == "too_grave_for_on_site_fix"
    assert fixed(1).no(A.FIX_ON_SITE, SUPERVISOR, evidence="") == "evidence_missing"
    assert fixed(1).no(A.FIX_ON_SITE, SUPERVISOR, unit_agrees=False) == "unit_does_not_agree"
    assert fixed(1).no(A.FIX_ON_SITE, UNIT) == "role_may_not"


def test_a_drawn_fix_that_fails_is_filed_with_its_number():
    life = next(
        life for n in range(99)
        if (life := fixed(n)).do(A.FIX_ON_SITE, SUPERVISOR).to_state == "VERIFYING"
    )  # fmt: skip
    assert life.steps[-1].via == "ON_SITE_FIXED"
    life.do(A.NAME_VERIFIER, CLERK)
    step = life.do(A.FAIL, VERIFIER)
    assert step.to_state == "FILED"
    assert life.facts.ledger_number == 1
    assert life.facts.rework_count == 0
    assert life.do(A.ASSIGN, CLERK).to_state == "ASSIGNED"


# ── the order ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("severity", "receipt", "rectify"),
    [
        (1, timedelta(minutes=10), timedelta(hours=2)),
        (2, timedelta(minutes=30), timedelta(hours=12)),
        (3, timedelta(hours=4), timedelta(hours=33)),
        (4, timedelta(days=1), timedelta(days=3)),
    ],
)
def test_an_order_prints_both_deadlines(severity, receipt, rectify):
    life = Life(severity).to_filed()
    step = life.do(A.ASSIGN, CLERK)
    order = next(r for r in step.records if r.kind is RecordKind.ORDER)
    assert order.values["receipt_due_at"] == life.now + receipt
    assert order.values["rectify_due_at"] == life.now + rectify
    assert step.numbers[0].code is SeriesCode.DOCUMENT
    assert life.facts.document_number == 1
    assert life.facts.round == 1


def test_an_order_has_text_a_right_of_reply_and_an_owner():
    life = Life().to_filed()
    assert life.no(A.ASSIGN, CLERK, order_text=" ") == "order_text_missing"
    assert life.no(A.ASSIGN, CLERK, reply_text=None) == "right_of_reply_missing"
    assert life.no(A.ASSIGN, UNIT) == "role_may_not"


def test_who_found_a_grave_thing_does_not_order_it():
    life = Life(2)
    life.do(A.REPORT, DUTY_OFFICER)
    life.do(A.FILE, CLERK)
    assert life.no(A.ASSIGN, DUTY_OFFICER) == "author_assigns_grave_finding"
    minor = Life(3)
    minor.do(A.REPORT, DUTY_OFFICER)
    minor.do(A.FILE, CLERK)
    assert minor.do(A.ASSIGN, DUTY_OFFICER)


def test_an_s4_order_may_allow_fifteen_days_and_no_other():
    life = Life(4).to_filed()
    assert life.no(A.ASSIGN, CLERK, plan_days=16) == "plan_time_not_allowed"
    assert life.no(A.ASSIGN, CLERK, plan_days=2) == "plan_time_not_allowed"
    assert life.no(A.ASSIGN, CLERK, plan_days="9") == "plan_time_not_allowed"
    life.do(A.ASSIGN, CLERK, plan_days=15)
    assert life.facts.rectify_due_at == MORNING + timedelta(days=21)
    assert Life(3).to_filed().no(A.ASSIGN, CLERK, plan_days=10) == "plan_time_not_allowed"


def test_only_the_unit_receives_and_long_work_needs_a_plan():
    life = Life(4).to_assigned()
    assert life.no(A.RECEIVE, OTHER_UNIT) == "outside_own_unit"
    life.do(A.RECEIVE, UNIT)
    assert life.no(A.START, UNIT, plan=None) == "plan_missing"
    assert RecordKind.PLAN in kinds(life.do(A.START, UNIT))
    quick = Life(3).to_assigned()
    quick.do(A.RECEIVE, UNIT)
    assert quick.do(A.START, UNIT, plan=None).to_state == "RECTIFYING"


# ── returns ──────────────────────────────────────────────────────────────────


def test_a_return_keeps_age_and_clock_and_reaches_the_new_owner():
    life = Life(2).to_assigned()
    due_before, assigned = life.facts.rectify_due_at, life.facts.assigned_at
    life.later(hours=1).do(A.REQUEST_RETURN, UNIT)
    assert life.no(A.ACCEPT_RETURN, COORDINATOR) == "second_return_needs_coordinator"
    life.later(hours=1).do(A.ACCEPT_RETURN, CLERK)
    facts = life.facts
    assert (facts.handler_post, facts.handler_unit) == (OTHER_UNIT.post, OTHER_UNIT.unit)
    assert (facts.rectify_due_at, facts.assigned_at) == (due_before, assigned)
    assert facts.document_number == 2
    assert life.no(A.RECEIVE, UNIT) == "outside_own_unit"
    assert life.do(A.RECEIVE, OTHER_UNIT).to_state == "RECEIVED"


def test_a_return_is_possible_within_thirty_percent_of_the_time():
    life = Life(2).to_assigned().later(hours=3, minutes=36)
    assert life.ask(A.REQUEST_RETURN, UNIT).event == "supervision.return_requested"
    assert life.later(microseconds=1).no(A.REQUEST_RETURN, UNIT) == "return_too_late"
    own = Life(2).to_assigned().around(proposed_unit=TOWN)
    assert own.no(A.REQUEST_RETURN, UNIT) == "proposed_owner_missing"


def test_a_second_return_goes_to_the_coordinator_and_there_is_no_third():
    life = Life(2).to_assigned()
    life.do(A.REQUEST_RETURN, UNIT)
    assert life.no(A.REFUSE_RETURN, CLERK, reason="") == "reason_missing"
    life.do(A.REFUSE_RETURN, CLERK)
    assert life.facts.state == "RECEIVED"
    life.do(A.REQUEST_RETURN, UNIT)
    assert life.no(A.REFUSE_RETURN, CLERK) == "second_return_needs_coordinator"
    life.do(A.REFUSE_RETURN, COORDINATOR)
    assert life.no(A.REQUEST_RETURN, UNIT) == "already_returned_twice"


# ── extension, blocker, help ─────────────────────────────────────────────────


def test_an_extension_is_asked_once_in_time_and_ruled_one_level_up():
    life = Life(2).to_rectifying()
    assert life.no(A.REQUEST_EXTENSION, UNIT, seconds=12 * 3600 + 1) == "extension_too_long"
    assert life.no(A.REQUEST_EXTENSION, UNIT, seconds=0) == "extension_too_long"
    assert life.no(A.REQUEST_EXTENSION, UNIT, seconds=60, protection=None) == (
        "interim_protection_missing"
    )
    overdue = Life(2).to_rectifying().later(hours=12, microseconds=1)
    assert overdue.no(A.REQUEST_EXTENSION, UNIT, seconds=60) == "deadline_has_passed"
    life.later(hours=12).do(A.REQUEST_EXTENSION, UNIT, seconds=12 * 3600)
    assert life.no(A.GRANT_EXTENSION, UNIT) == "role_may_not"
    assert life.no(A.GRANT_EXTENSION, HEAD, seconds=13 * 3600) == "extension_beyond_request"
    life.do(A.GRANT_EXTENSION, COUNTY_PRINCIPAL)
    assert life.facts.rectify_due_at == MORNING + timedelta(hours=24)
    assert life.facts.order_due_at == life.facts.rectify_due_at
    assert life.no(A.REQUEST_EXTENSION, UNIT, seconds=60) == "already_extended_once"


def test_a_refused_or_retracted_extension_leaves_the_deadline():
    for act, by in ((A.REFUSE_EXTENSION, HEAD), (A.RETRACT_EXTENSION, UNIT)):
        life = Life(3).to_rectifying()
        due_before = life.facts.rectify_due_at
        life.do(A.REQUEST_EXTENSION, UNIT, seconds=60)
        assert life.do(act, by).to_state == "RECTIFYING"
        assert life.facts.rectify_due_at == due_before
        assert life.facts.ruling_due_at is None


def test_a_county_unit_s_extension_is_ruled_by_the_city_and_the_city_s_by_its_leader():
    county = Life(2).around(responsible_level=2).to_rectifying()
    county.do(A.REQUEST_EXTENSION, UNIT, seconds=60)
    assert county.no(A.GRANT_EXTENSION, COUNTY_PRINCIPAL) == "not_one_level_up"
    assert county.do(A.GRANT_EXTENSION, HEAD)
    city = Life(2).around(responsible_level=1).to_rectifying()
    city.do(A.REQUEST_EXTENSION, UNIT, seconds=60)
    assert city.no(A.GRANT_EXTENSION, HEAD) == "not_one_level_up"
    assert city.do(A.GRANT_EXTENSION, CITY_LEADER)


def test_a_blocker_goes_to_tonight_s_agenda_and_its_clock_runs_on():
    life = Life(2).to_rectifying()
    assert life.no(A.BLOCK, UNIT, need="") == "need_missing"
    step = life.do(A.BLOCK, UNIT)
    assert RecordKind.AGENDA_ITEM in kinds(step)
    assert life.facts.help_asked == 1, "a blocker asks for help"
    assert life.no(A.OFFER_HELP, COORDINATOR, need="") == "offer_missing"
    life.do(A.ACCEPT_BLOCKER, COORDINATOR)
    assert life.facts.blocker_accepted
    assert life.no(A.ACCEPT_BLOCKER, COORDINATOR) == "already_accepted"
    step = life.later(hours=13).tick()
    assert RecordKind.SUPERVISION_ORDER in kinds(step), "BLOCKED keeps escalating"
    assert life.do(A.UNBLOCK, COORDINATOR).to_state == "RECTIFYING"


def test_help_is_counted_and_every_escalation_shows_it():
    life = Life(2).to_rectifying()
    life.do(A.ASK_HELP, UNIT)
    life.do(A.OFFER_HELP, COORDINATOR)
    step = life.later(hours=13).tick()
    order = next(r for r in step.records if r.kind is RecordKind.SUPERVISION_ORDER)
    assert (order.values["help_asked"], order.values["help_offered"]) == (1, 1)


# ── verification, close-out, look-back ───────────────────────────────────────


def test_feedback_shows_the_place_the_cause_and_the_prevention():
    life = Life(2).to_rectifying()
    assert life.no(A.RECTIFY, UNIT, evidence="") == "evidence_missing"
    assert life.no(A.RECTIFY, UNIT, cause=None) == "cause_missing"
    assert life.no(A.RECTIFY, UNIT, prevention=None) == "prevention_missing"
    assert life.around(evidence_count=1).ask(A.RECTIFY, UNIT, evidence="")


@pytest.mark.parametrize(("rural", "hours"), [(False, 1), (True, 2)])
def test_s1_is_verified_in_one_hour_in_town_and_two_in_the_country(rural, hours):
    life = Life(1, rural=rural).to_rectifying()
    life.do(A.RECTIFY, UNIT)
    assert life.facts.verify_due_at == life.now + timedelta(hours=hours)


def test_the_verifier_is_of_another_unit_than_handler_and_for_grave_ones_issuer():
    life = Life(2).to_rectifying()
    life.do(A.RECTIFY, UNIT)
    own = life.around(verifier_unit=TOWN)
    assert own.no(A.NAME_VERIFIER, CLERK) == "verifier_not_independent"
    issuing = life.around(verifier_unit=CLERK.unit)
    assert issuing.no(A.NAME_VERIFIER, CLERK) == "verifier_not_independent"
    finder = life.around(verifier_unit=9, verifier_post=SUPERVISOR.post)
    assert finder.no(A.NAME_VERIFIER, CLERK) == "verifier_not_independent"
    life.around(verifier_unit=OTHER_TEAM_UNIT, verifier_post=VERIFIER.post)
    life.do(A.NAME_VERIFIER, CLOCK)
    assert life.no(A.PASS, SECOND_VERIFIER) == "outside_own_post"
    assert life.no(A.NAME_VERIFIER, CLERK, reason="") == "reason_missing"
    assert life.no(A.PASS, UNIT) == "role_may_not"


def test_somebody_holding_two_posts_stays_one_person():
    life = Life(2, now=MORNING).to_verifying()
    same = type(VERIFIER)(
        VERIFIER.post, UNIT.person, VERIFIER.unit, VERIFIER.role, VERIFIER.level,
        VERIFIER.lo, VERIFIER.hi,
    )  # fmt: skip
    assert life.no(A.PASS, same) == "from_handling_unit"


def test_grave_findings_need_a_visit_and_requests_the_resident():
    life = Life(2).to_verifying()
    assert life.no(A.PASS, VERIFIER, visit="remote") == "site_visit_missing"
    minor = Life(3).to_verifying()
    assert minor.ask(A.PASS, VERIFIER, visit="remote").event == "supervision.passed"
    assert minor.no(A.PASS, VERIFIER, visit="") == "site_visit_missing"
    life.around(resident_asked=True)
    assert life.no(A.PASS, VERIFIER) == "resident_not_confirmed"
    assert life.around(resident_confirmed=True).do(A.PASS, VERIFIER)


def test_a_failure_gives_half_the_original_time_from_now_and_a_new_round():
    life = Life(2).to_verifying().later(hours=5)
    assert life.no(A.FAIL, VERIFIER, reason="") == "reason_missing"
    assert life.no(A.FAIL, VERIFIER, notes="") == "notes_missing"
    life.do(A.FAIL, VERIFIER)
    facts = life.facts
    assert facts.state == "FAILED"
    assert facts.rectify_due_at == life.now + timedelta(hours=6)
    assert facts.order_due_at == MORNING + timedelta(hours=12)
    assert (facts.rework_count, facts.round) == (1, 2)
    assert life.do(A.START, UNIT).to_state == "RECTIFYING"


def test_the_clerk_who_closes_is_not_the_verifier_and_all_items_are_done():
    life = Life(2).to_passed()
    assert life.around(open_items=2).no(A.CLOSE, SECOND_CLERK) == "items_open"
    life.around(open_items=0)
    both = type(CLERK)(
        CLERK.post, VERIFIER.person, CLERK.unit, CLERK.role, CLERK.level, CLERK.lo, CLERK.hi
    )
    assert life.no(A.CLOSE, both) == "verifier_closes"
    assert life.no(A.CLOSE, DUTY_OFFICER) == "role_may_not"
    assert life.do(A.CLOSE, CLERK).to_state == "CLOSED"


def test_s1_is_looked_at_again_on_day_one_and_three_by_another_team():
    life = Life(1).to_closed()
    assert life.facts.look_back_plan == "1,3"
    assert life.no(A.BEGIN_LOOK_BACK, SECOND_VERIFIER) == "no_look_back_due"
    life.later(days=1)
    assert life.no(A.BEGIN_LOOK_BACK, VERIFIER) == "verifier_looks_back"
    life.do(A.BEGIN_LOOK_BACK, SECOND_VERIFIER)
    life.do(A.CONFIRM_LOOK_BACK, SECOND_VERIFIER)
    assert life.facts.state == "CLOSED"
    assert life.facts.look_back_due_at == MORNING + timedelta(days=3)
    assert life.facts.next_tick_at is None


def test_a_recurrence_leaves_this_one_closed_and_files_a_graver_one():
    for severity, graver in ((1, 1), (2, 1)):
        lives = (Life(severity).around(seed=s).to_closed() for s in range(99))
        life = next(x for x in lives if x.facts.look_back_plan).later(days=3)
        life.do(A.BEGIN_LOOK_BACK, SECOND_VERIFIER)
        step = life.do(A.REOPEN, SECOND_VERIFIER)
        assert step.to_state == "CLOSED"
        born = next(r for r in step.records if r.kind is RecordKind.FINDING)
        assert born.values["severity"] == graver
        child = Life(**born.values | {"id": "c1"})
        assert child.do(A.FILE_BY_RULE, CLOCK).to_state == "FILED"
        assert child.facts.parent == "f1"


def test_a_closed_finding_is_archived_after_ninety_days_unless_something_is_pending():
    life = Life(4).to_closed().later(days=90, seconds=-1)
    assert life.no(A.ARCHIVE, CLOCK) == "too_early_to_archive"
    assert life.later(seconds=1).tick().to_state == "ARCHIVED"
    pending = Life(1).to_closed().later(days=91)
    assert pending.no(A.ARCHIVE, CLOCK) == "procedure_pending"


# ── side procedures ──────────────────────────────────────────────────────────


def test_a_dispute_is_raised_once_and_the_main_state_runs_on():
    life = Life(2).to_assigned()
    assert life.no(A.DISPUTE, UNIT) == "not_received_yet"
    life.do(A.RECEIVE, UNIT)
    assert life.no(A.DISPUTE, UNIT, contested="mood") == "contested_point_missing"
    assert life.no(A.DISPUTE, UNIT, evidence="") == "evidence_missing"
    step = life.do(A.DISPUTE, UNIT)
    assert step.to_state == "RECEIVED"
    assert "rectify_due_at" not in step.changes
    assert life.no(A.UPHOLD_ORDER, CLERK) == "role_may_not"
    life.do(A.START, UNIT)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.PASS, VERIFIER)
    assert life.no(A.CLOSE, SECOND_CLERK) == "dispute_open"
    life.do(A.UPHOLD_ORDER, HEAD)
    assert life.no(A.DISPUTE, UNIT) == "verdict_passed"
    assert life.do(A.CLOSE, SECOND_CLERK)


def test_a_corrected_order_gets_a_new_document_and_the_same_clock():
    life = Life(2).to_rectifying()
    life.do(A.DISPUTE, UNIT)
    assert life.no(A.CORRECT_ORDER, HEAD, order_text="") == "order_text_missing"
    step = life.do(A.CORRECT_ORDER, HEAD)
    assert life.facts.document_number == 2
    assert "rectify_due_at" not in step.changes
    assert life.no(A.DISPUTE, UNIT) == "already_disputed_once"
    assert (life.facts.dispute_decided, life.facts.dispute_changed) == (1, 1)


def test_who_issued_the_order_does_not_rule_on_the_objection():
    life = Life(2).to_filed()
    life.do(A.ASSIGN, HEAD)
    life.do(A.RECEIVE, UNIT)
    life.do(A.DISPUTE, UNIT)
    assert life.no(A.UPHOLD_ORDER, HEAD) == "issuer_rules_on_own_order"
    assert life.do(A.SEND_TO_REVIEW, HEAD).changes["review"] == "open"


def test_a_review_is_asked_for_within_thirty_days_and_participants_are_recused():
    life = Life(2).to_closed().later(days=30)
    assert life.ask(A.REQUEST_REVIEW, UNIT).event == "supervision.review_requested"
    assert life.later(seconds=1).no(A.REQUEST_REVIEW, UNIT) == "review_window_over"
    running = Life(2).to_rectifying()
    assert running.no(A.REQUEST_REVIEW, UNIT) == "review_window_closed"
    running.do(A.DISPUTE, UNIT)
    assert running.no(A.REQUEST_REVIEW, UNIT) == "objection_not_ruled"
    running.do(A.UPHOLD_ORDER, HEAD)
    running.do(A.REQUEST_REVIEW, UNIT)
    assert running.facts.review_due_at == running.now + timedelta(days=30)
    partial = type(GOVERNMENT)(
        GOVERNMENT.post, CLERK.person, GOVERNMENT.unit, GOVERNMENT.role, GOVERNMENT.level,
        GOVERNMENT.lo, GOVERNMENT.hi,
    )  # fmt: skip
    assert running.no(A.UPHOLD_ON_REVIEW, partial) == "took_part_before_review"
    assert running.do(A.UPHOLD_ON_REVIEW, GOVERNMENT).to_state == "RECTIFYING"
    assert running.no(A.REQUEST_REVIEW, UNIT) == "review_already_held"


def test_each_conclusion_is_reviewed_once_and_a_new_one_anew():
    life = Life(2).to_rectifying()
    life.do(A.DISPUTE, UNIT)
    life.do(A.UPHOLD_ORDER, HEAD)
    life.later(hours=1).do(A.REQUEST_REVIEW, UNIT)
    assert life.no(A.REQUEST_REVIEW, UNIT) == "not_in_this_state"
    life.later(hours=1).do(A.UPHOLD_ON_REVIEW, GOVERNMENT)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.PASS, VERIFIER)
    life.do(A.CLOSE, SECOND_CLERK)
    life.later(days=1).do(A.REQUEST_REVIEW, UNIT)  # the ruling was reviewed, the close-out not yet
    assert life.facts.review_due_at == life.now + timedelta(days=30)
    life.later(days=2).do(A.AMEND_ON_REVIEW, GOVERNMENT)
    life.do(A.RECEIVE, UNIT)
    life.do(A.START, UNIT)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.PASS, VERIFIER)
    life.do(A.CLOSE, SECOND_CLERK)
    life.later(days=1).do(A.REQUEST_REVIEW, UNIT)  # of the amended order, by somebody else
    assert life.no(A.UPHOLD_ON_REVIEW, GOVERNMENT) == "took_part_before_review"
    other = replace(GOVERNMENT, post=GOVERNMENT.post + 500, person=GOVERNMENT.person + 500)
    life.do(A.UPHOLD_ON_REVIEW, other)
    assert life.later(hours=1).no(A.REQUEST_REVIEW, UNIT) == "review_already_held"


def test_an_amended_order_of_a_closed_finding_starts_again_and_of_a_running_one_does_not():
    closed = Life(2).to_closed().later(days=2)
    closed.do(A.REQUEST_REVIEW, UNIT)
    step = closed.do(A.AMEND_ON_REVIEW, GOVERNMENT)
    assert (step.from_state, step.to_state) == ("CLOSED", "ASSIGNED")
    assert closed.facts.rectify_due_at == closed.now + timedelta(hours=12)
    assert closed.facts.passed_at is None
    assert ("finding.stock.closed", -1) in step.counts
    running = Life(2).to_rectifying()
    running.do(A.DISPUTE, UNIT)
    running.do(A.SEND_TO_REVIEW, HEAD)
    due_before = running.facts.rectify_due_at
    running.later(hours=3).do(A.AMEND_ON_REVIEW, GOVERNMENT)
    assert running.facts.state == "ASSIGNED"
    assert running.facts.rectify_due_at == due_before


def test_a_cancelled_order_is_withdrawn():
    life = Life(2).to_closed()
    life.do(A.REQUEST_REVIEW, UNIT)
    assert life.do(A.CANCEL_ON_REVIEW, GOVERNMENT).to_state == "WITHDRAWN"


@pytest.mark.parametrize("state", OPEN_AFTER_FILED)
def test_a_suspension_pauses_every_clock_and_ends_by_itself(state):
    life = Life(2).to_rectifying().later(hours=2)
    columns = {"state": str(state)}
    life.facts = replace(life.facts, **columns)
    due_before = life.facts.rectify_due_at
    until = life.now + timedelta(days=2)
    assert life.no(A.SUSPEND, HEAD, until=until) == "role_may_not"
    assert life.no(A.SUSPEND, CITY_LEADER, until=life.now) == "end_date_missing"
    assert life.no(A.SUSPEND, CITY_LEADER, until="tomorrow") == "end_date_missing"
    life.do(A.SUSPEND, CITY_LEADER, until=until)
    assert life.facts.rectify_due_at == due_before + timedelta(days=2)
    assert life.no(A.RESUME, CLOCK) == "suspension_not_over"
    assert life.facts.next_tick_at == until
    life.later(days=2)
    assert life.tick().to_state == str(state)


def test_a_suspension_that_has_ended_does_not_wait_for_the_clock():
    life = Life(2).to_rectifying()
    life.do(A.SUSPEND, CITY_LEADER, until=life.now + timedelta(hours=5))
    assert life.no(A.RECTIFY, UNIT) == "not_in_this_state"
    life.later(hours=5)
    assert life.do(A.RECTIFY, UNIT).to_state == "RECTIFIED"
    assert life.facts.suspended_until is None


def test_ending_a_suspension_early_gives_back_what_was_not_used():
    life = Life(2).to_rectifying()
    due_before = life.facts.rectify_due_at
    life.do(A.SUSPEND, CITY_LEADER, until=life.now + timedelta(days=5))
    life.later(hours=3).do(A.RESUME, CITY_LEADER)
    assert life.facts.rectify_due_at == due_before + timedelta(hours=3)


def test_a_ruling_during_a_suspension_leaves_it_in_force():
    life = Life(2).to_rectifying()
    life.do(A.DISPUTE, UNIT)
    until = life.now + timedelta(days=1)
    life.do(A.SUSPEND, CITY_LEADER, until=until)
    life.do(A.UPHOLD_ORDER, HEAD)
    assert (life.facts.state, life.facts.suspended_until) == ("SUSPENDED", until)
    life.do(A.RAISE_SEVERITY, CLERK, severity=1)
    assert life.facts.rectify_due_at == until + timedelta(hours=2)
    assert life.later(days=1).tick().to_state == "RECTIFYING"


@pytest.mark.parametrize("steps", [0, 1, 5, 6])
def test_a_severity_rises_wherever_the_fix_has_not_passed(steps):
    life = Life(4)
    way = [
        (A.REPORT, SUPERVISOR), (A.FILE, CLERK), (A.ASSIGN, CLERK), (A.RECEIVE, UNIT),
        (A.START, UNIT), (A.RECTIFY, UNIT), (A.NAME_VERIFIER, CLERK),
    ]  # fmt: skip
    for act, by in way[: steps + 1]:
        life.do(act, by)
    life.do(A.RAISE_SEVERITY, CLERK, severity=1)
    clock = "triage" if steps < 2 else "verify"
    minutes = 10 if steps < 2 else 60
    assert getattr(life.facts, f"{clock}_due_at") == life.now + timedelta(minutes=minutes)


def test_two_suspensions_add_up():
    life = Life(1).to_rectifying()
    for _ in range(2):
        life.do(A.SUSPEND, CITY_LEADER, until=life.now + timedelta(hours=1))
        life.later(hours=1).tick()
    assert life.facts.rectify_due_at == MORNING + timedelta(hours=4)


def test_the_head_withdraws_with_a_reason_and_ends_what_is_open():
    life = Life(2).to_rectifying()
    life.do(A.DISPUTE, UNIT)
    assert life.no(A.WITHDRAW, CLERK) == "role_may_not"
    assert life.no(A.WITHDRAW, HEAD, reason="") == "reason_missing"
    step = life.do(A.WITHDRAW, HEAD)
    assert life.facts.dispute == "withdrawn"
    assert ("finding.stock.withdrawn", 1) in step.counts
    assert life.facts.next_tick_at is None


def test_a_referral_waits_for_a_reply_a_lawyer_and_a_leader():
    life = Life(2).to_rectifying()
    assert life.no(A.INVITE_REPLY, HEAD) == "special_meeting_not_due"
    life.later(hours=25).tick()
    assert life.facts.level == 3
    assert life.no(A.REFER, HEAD) == "not_in_this_state"
    life.do(A.INVITE_REPLY, HEAD)
    assert life.no(A.REFER, HEAD) == "reply_time_not_over"
    silent = life.facts
    life.do(A.REPLY, UNIT)
    assert life.no(A.REFER, HEAD, mitigation="") == "mitigation_missing"
    life.do(A.REFER, HEAD)
    assert life.no(A.APPROVE_REFERRAL, CITY_LEADER) == "not_in_this_state"
    life.do(A.CONFIRM_REFERRAL, LEGAL)
    assert life.do(A.APPROVE_REFERRAL, CITY_LEADER).changes["referral"] == "approved"
    assert life.facts.level == 3, "no act raises a level by itself"
    life.facts = silent
    assert life.later(days=3).do(A.REFER, HEAD).changes["referral"] == "drafted"
    assert life.do(A.DECLINE_REFERRAL, LEGAL).changes["referral"] == "declined"


def test_the_same_arguments_give_the_same_step_and_naive_time_is_an_error():
    life = Life(1).to_rectifying()
    assert life.ask(A.RECTIFY, UNIT) == life.ask(A.RECTIFY, UNIT)
    life.now = life.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        life.ask(A.RECTIFY, UNIT)


def test_a_verifier_chosen_by_hand_needs_a_reason_and_rotation_none():
    life = Life().to_rectifying()
    life.do(A.RECTIFY, UNIT)
    assert life.no(A.NAME_VERIFIER, CLERK, verifier=VERIFIER.post, reason=" ") == "reason_missing"
    life.do(A.NAME_VERIFIER, CLERK, reason="")
