"""Compounds: computed checks, no sealed state, and what a report of a sealed exit sets off."""

import json
from datetime import timedelta

import pytest
from django.utils.translation import override
from tests.factories import orders
from tests.factories.acting import acting
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import MORNING, Town
from tests.factories.posts import CLERK, LEADER, SECRETARY
from tests.factories.premises import PLAN, drawn, inspector, keeper, place, signed
from tests.factories.territory import BRIDGE, CITY, MARKET, NORTH, RIVER

from bihuan.domain.findings.states import OPEN_AFTER_FILED, State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.premises.gates import GateState
from bihuan.domain.premises.hours import HoursError, read_hours
from bihuan.domain.premises.lines import read_lines, written
from bihuan.domain.premises.plan import Plan, parse_plan
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.severity import Severity
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.premises import api, nightly
from bihuan.features.premises.models import Compound
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db import guard
from bihuan.platform.figures import NightlyContext, Window, spread_of
from bihuan.platform.i18n import refusal_texts
from bihuan.platform.jobs.reactions import run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_ledger():
    with rebuilt_after(MORNING):
        yield


@pytest.fixture
def town():
    return Town()


def ready(zone=BRIDGE):
    return api.readiness([range_of(zone)], now())


def codes(compound):
    return {one.code for one in api.compound_of(compound).problems(now())}


def test_a_drawn_compound_does_not_pass_before_somebody_has_signed_the_check(town):
    compound = drawn()
    assert codes(compound) == {"check_unsigned"}
    assert ready() == api.Readiness(1, 1, 0)


def test_a_check_is_computed_from_what_was_measured(town):
    compound = drawn()
    slow = api.Measured({"北门": 10, "南门": 90}, frozenset({("1号楼", "南门")}))
    answer = api.sign_check(by=inspector(), compound=compound, measured=slow, key="slow")
    assert answer.result["faults"] > 0
    assert {"unlock_too_slow", "building_one_way_out", "check_unsigned"} <= codes(compound)
    assert signed("石桥新村")
    assert ready().without_plan == 1


def test_a_signature_runs_out_by_itself(town):
    compound = signed(days=1)
    assert codes(compound) == set()
    with fixed_at(MORNING + timedelta(days=1)):
        assert codes(compound) == {"check_expired"}
        assert ready() == api.Readiness(1, 1, 0)


def test_a_gate_changes_among_four_states_and_a_redrawn_plan_is_unsigned(town):
    compound = signed()
    answer = api.set_gate(
        by=keeper(), compound=compound, gate="南门",
        state=GateState.EMERGENCY_VEHICLE_ONLY, key="south",
    )  # fmt: skip
    assert isinstance(answer, Outcome)
    assert "building_one_way_out" in codes(compound)
    assert ready().without_plan == 1
    api.draw_compound(by=keeper(), place=compound, plan=PLAN, key="again")
    assert codes(compound) == {"check_unsigned"}


def test_a_gate_that_is_closed_further_than_it_was_checked_is_checked_anew(town):
    everything_open = [gate | {"state": "open"} for gate in PLAN["gates"]]
    compound = drawn(plan=PLAN | {"gates": everything_open})
    checked(compound)
    assert codes(compound) == set()
    for gate, state, found in (
        ("南门", GateState.STAFFED, {"check_unsigned"}),
        ("南门", GateState.OPEN, {"check_unsigned"}),
    ):
        api.set_gate(by=keeper(), compound=compound, gate=gate, state=state, key=f"{gate}{state}")
        assert codes(compound) == found
    with fixed_at(MORNING + timedelta(minutes=1)):
        checked(compound)
        api.set_gate(by=keeper(), compound=compound, gate="南门", state=GateState.OPEN, key="same")
        assert codes(compound) == set()


@pytest.mark.parametrize("by_person", [True, False])
def test_who_drew_a_plan_or_set_a_gate_does_not_sign_its_check(town, by_person):
    def checker(other):
        who = {"person": other.actor.person} if by_person else {"post": other.post}
        return acting(Role.SUPERVISOR, NORTH, **({"post": 700, "person": 700, "unit": 9} | who))

    compound, second = drawn(), acting(Role.LIAISON_CADRE, BRIDGE, post=79, person=179, unit=8)
    measured = api.Measured({"北门": 10, "南门": 20})
    for other in (keeper(), second):
        api.set_gate(by=other, compound=compound, gate="南门", state=GateState.OPEN, key=str(other))
    for other in (keeper(), second):
        answer = api.sign_check(
            by=checker(other), compound=compound, measured=measured, key=f"sign {other}"
        )
        assert answer.code == "check_by_keeper"
    checked(compound)
    assert codes(compound) == set()
    assert api.compound_of(compound).signed.person == inspector().actor.person


def test_a_width_that_cannot_be_is_told_with_its_gate_and_what_was_typed_is_kept(town):
    bare, client = place(), town.client(LEADER)
    for cm in ("0", "-5", "99999999999999999999"):
        lines = f"楼 一 10\n门 南大门 open {cm} 5 yes\n路 一 南大门 lane"
        answer = client.post(f"/gates/{bare}/plan", {"lines": lines, "key": f"k{cm}"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert lines in page.replace("\r\n", "\n")
        assert "南大门" in page.split("error")[1]
    assert api.compound_of(bare) is None


def test_an_entrance_that_is_open_for_minutes_is_refused_with_a_sentence(town):
    compound = signed()
    client, address = town.client(LEADER), f"/gates/{compound}/gate"
    for closes, told in (("08:01", "60 分钟"), ("08:00", "须同时填写"), ("13:00", "6 小时")):
        said = {"gate": "北门", "state": "staffed", "opens": "08:00", "closes": closes}
        answer = client.post(address, said | {"key": closes})
        assert answer.status_code == 422
        assert 'value="08:00"' in answer.content.decode()
        assert told in answer.content.decode()
    assert api.compound_of(compound).plan.gates["北门"].hours is None
    assert codes(compound) == set()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda c: api.set_gate(by=keeper(), compound=c, gate="西门", state=GateState.OPEN,
                                key="k"), "gate_unknown"),
        (lambda c: api.set_gate(by=keeper(MARKET), compound=c, gate="北门", state=GateState.OPEN,
                                key="k"), "outside_own_scope"),
        (lambda c: api.sign_check(by=inspector(), compound=c, measured=api.Measured({}, days=31),
                                  key="k"), "check_lasts_too_long"),
        (lambda c: api.sign_check(by=keeper(), compound=c, measured=api.Measured({}),
                                  key="k"), "act_not_granted"),
        (lambda c: api.set_gate(by=keeper(), compound="0" * 32, gate="北门", state=GateState.OPEN,
                                key="k"), "compound_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(town, act, code):
    assert act(drawn()).code == code


def test_a_plan_without_an_exit_is_told_not_stored(town):
    bare = place()
    problems = api.draw_compound(by=keeper(), place=bare, plan=PLAN | {"gates": []}, key="no exit")
    assert ("gates", "compound_without_exit") in {(p.where, p.code) for p in problems}
    assert api.compound_of(bare) is None


@pytest.mark.parametrize("state", [GateState.EGRESS_ONLY, GateState.EMERGENCY_VEHICLE_ONLY])
def test_the_last_staffed_entrance_is_not_taken_away_while_another_gate_is_closed(town, state):
    compound = signed()
    answer = api.set_gate(by=keeper(), compound=compound, gate="北门", state=state, key="north")
    assert answer.code == "no_staffed_entrance"
    shut = PLAN | {"gates": [gate | {"state": str(state)} for gate in PLAN["gates"]]}
    answer = api.draw_compound(by=keeper(), place=compound, plan=shut, key="shut")
    assert answer.code == "no_staffed_entrance"
    assert codes(compound) == set()
    with guard.lifted():  # as a plan may stand from earlier, signed
        plan = json.dumps(shut, ensure_ascii=False, separators=(",", ":"))
        row = Compound.objects.filter(id=compound)
        before = row.get().plan
        row.update(plan=plan)
        assert ready().without_plan == 1
        row.update(plan=before)
    assert ready().without_plan == 0


# A sealed exit


def sealed(town, compound, *, by=None):
    draft = api.SealDraft(compound=compound, gate="南门")
    answer = api.report_sealed(by=by or keeper(), incident=town.incident, draft=draft, key="sealed")
    assert isinstance(answer, Outcome), answer
    # Suspended in the same commit, before any worker has run.
    assert ready().unsafe == 1
    run_waiting(now() + timedelta(seconds=1))
    return str(answer.result["seal"])


def finding_of(town):
    found = [
        one
        for one in supervision.due_findings(
            incident=town.incident, now=now() + timedelta(days=9), most=50
        )
        if one.type_code == "X02"
    ]
    assert len(found) == 1
    return found[0]


def test_a_sealed_exit_is_an_open_s1_at_once_and_suspends_the_plan(town):
    compound = signed()
    sealed(town, compound)
    finding = finding_of(town)
    assert (finding.severity, finding.state) == (Severity.S1, State.FILED)
    assert finding.place == compound
    assert "gate_sealed" in codes(compound)


def test_a_worker_that_runs_twice_files_one_finding(town):
    sealed(town, signed())
    for _ in range(3):
        run_waiting(now() + timedelta(hours=2))
    finding_of(town)


def test_nobody_but_the_loop_clears_it(town):
    seal = sealed(town, signed())
    for by in (keeper(), inspector()):
        answer = api.clear_seal(by=by, incident=town.incident, seal=seal, key=f"{by.post}")
        assert answer == Refusal("seal_cleared_by_loop_only", clause="closed loop, PASSED")
    measured = api.Measured({"北门": 10, "南门": 20})
    compound = next(iter(api.compounds_in(range_of(RIVER)))).id
    answer = api.sign_check(by=inspector(), compound=compound, measured=measured, key="try")
    assert answer == Refusal("check_while_sealed")


def test_it_rests_as_nothing_but_an_open_s1_until_the_verification_passes(town):
    compound = signed()
    seal = sealed(town, compound)
    finding = finding_of(town)

    def act(act_, by, **said):
        answer = supervision.act_on(
            by=by, act=act_, seen=supervision.Seen(finding.id, town.incident),
            key=f"{act_}", said=said,
        )  # fmt: skip
        assert isinstance(answer, Outcome), answer
        run_waiting(now() + timedelta(seconds=1))

    said = {"order_text": "打开", "reply_text": "可陈述", "items": []}
    act(LoopAct.ASSIGN, town.by(orders.SECOND_CLERK), **said)
    act(LoopAct.RECEIVE, town.by(LEADER))
    act(LoopAct.START, town.by(LEADER), plan="立即打开")
    assert api.open_seal_of(finding.id) == (seal, town.incident)
    act(LoopAct.RECTIFY, town.by(LEADER), evidence="已剪开", cause="误锁", prevention="每日查")
    current = supervision.finding_facts(finding.id)
    assert current.state in OPEN_AFTER_FILED
    assert "gate_sealed" in codes(compound)
    verifier = current.verifier_post
    act(LoopAct.PASS, town.by(verifier), visit="on_site", notes="已打开")
    assert api.open_seal_of(finding.id) is None
    assert codes(compound) == set()
    assert ready() == api.Readiness(1, 0, 0, passing=1)


def test_a_withdrawn_order_opens_no_exit_and_a_newer_passing_check_does(town):
    compound = signed()
    sealed(town, compound)
    finding = finding_of(town)
    withdrawn(town, finding.id)
    assert "gate_sealed" in codes(compound)
    assert ready().unsafe == 1
    with fixed_at(MORNING + timedelta(hours=1)):
        checked(compound, seconds=90)
        assert "gate_sealed" in codes(compound)
        checked(compound)
        assert codes(compound) == set()
        assert ready() == api.Readiness(1, 0, 0, passing=1)
    assert api.seals_in(range_of(BRIDGE), town.incident)[0][2] == MORNING + timedelta(hours=1)


def test_a_withdrawn_report_about_a_zone_holds_each_compound_until_its_own_check(town):
    first, second = signed(), signed("石桥新村")
    draft = supervision.FindingDraft(type_code="X02", zone=BRIDGE, text="侧门上锁")
    supervision.report(by=town.by(SECRETARY), incident=town.incident, draft=draft, key="seen")
    run_waiting(now() + timedelta(seconds=1))
    finding = finding_of(town).id
    for clerk, act in ((orders.SECOND_CLERK, LoopAct.PROPOSE_REJECTION), (CLERK, LoopAct.REJECT)):
        answer = supervision.act_on(
            by=town.by(clerk), act=act, seen=supervision.Seen(finding, town.incident),
            key=str(act), said={"reason": "误报"},
        )  # fmt: skip
        assert isinstance(answer, Outcome), answer
    run_waiting(now() + timedelta(seconds=1))
    assert supervision.finding_facts(finding).state == State.REJECTED
    assert codes(first) == {"exit_not_seen_since"}
    with fixed_at(MORNING + timedelta(hours=1)):
        checked(first)
        assert codes(first) == set()
        assert codes(second) == {"exit_not_seen_since"}
        assert ready() == api.Readiness(2, 0, 1, passing=1)


def checked(compound, seconds=20):
    measured = api.Measured({"北门": 10, "南门": seconds})
    answer = api.sign_check(
        by=inspector(), compound=compound, measured=measured, key=f"{compound}{now()}{seconds}"
    )
    assert isinstance(answer, Outcome), answer


def withdrawn(town, finding):
    answer = supervision.act_on(
        by=town.by(orders.HEAD), act=LoopAct.WITHDRAW, key="withdraw",
        seen=supervision.Seen(finding, town.incident), said={"reason": "误报", "confirm": "yes"},
    )  # fmt: skip
    assert isinstance(answer, Outcome), answer
    run_waiting(now() + timedelta(seconds=1))


def test_anybodys_report_of_a_blocked_exit_shakes_every_plan_of_the_zone(town):
    signed()
    signed("石桥新村")
    draft = supervision.FindingDraft(type_code="X02", zone=BRIDGE, text="侧门上锁")
    answer = supervision.report(
        by=town.by(SECRETARY), incident=town.incident, draft=draft, key="seen"
    )
    assert isinstance(answer, Outcome), answer
    run_waiting(now() + timedelta(seconds=1))
    assert ready() == api.Readiness(2, 0, 2)
    assert system_post().post == 0


def test_a_report_that_names_no_gate_says_of_none_that_it_is_sealed(town):
    compound = signed()
    api.report_sealed(
        by=keeper(), incident=town.incident, draft=api.SealDraft(zone=BRIDGE), key="some exit"
    )
    (told,) = api.entrances_in([], most=1, compounds=[compound])
    assert "North gate (Open, staffed)" in told.gates.en
    assert told.gates.en.endswith("an exit here is reported as locked, being looked at")
    sealed_one = api.SealDraft(compound=compound, gate="南门")
    api.report_sealed(by=keeper(), incident=town.incident, draft=sealed_one, key="south gate")
    (told,) = api.entrances_in([], most=1, compounds=[compound])
    assert "South gate (reported as sealed, being opened)" in told.gates.en
    assert "North gate (Open, staffed)" in told.gates.en


# Pages


def test_the_page_of_a_shaken_compound_offers_only_what_the_rule_allows(town):
    compound = signed()
    sealed(town, compound)
    client, way = town.client(orders.SUPERVISOR), f"/gates/{compound}/check"
    typed = {"days": 7, "seconds-北门": 10, "seconds-南门": 20, "key": "k"}
    page = client.get(f"/gates/{compound}").content.decode()
    assert way not in page
    assert "核查通过后恢复" in page
    assert client.post(way, typed).status_code == 422
    withdrawn(town, finding_of(town).id)
    page = client.get(f"/gates/{compound}").content.decode()
    assert way in page
    assert "重新核验签字并通过" in page
    with fixed_at(MORNING + timedelta(minutes=20)):
        assert client.post(way, typed).status_code == 303
        assert codes(compound) == set()


def test_a_check_that_fails_is_told_at_once_as_not_signed(town):
    compound = drawn()
    client, way = town.client(orders.SUPERVISOR), f"/gates/{compound}/check"
    slow = {"days": 7, "seconds-北门": 10, "seconds-南门": 90, "key": "slow"}
    page = client.post(way, slow, follow=True).content.decode()
    assert "核验未通过，未签字" in page
    assert "90" in page
    page = client.post(way, slow | {"seconds-南门": 20, "key": "in time"}, follow=True)
    assert "核验未通过，未签字" not in page.content.decode()
    assert codes(compound) == set()


def test_a_numbered_building_has_an_english_name_and_any_other_is_marked_as_chinese(town):
    other = PLAN | {"buildings": {"1号楼": 600, "望江楼": 400}, "ways": [
        {"a": "1号楼", "b": "北门", "lane": True},
        {"a": "望江楼", "b": "北门", "lane": True}, {"a": "望江楼", "b": "南门"},
    ]}  # fmt: skip
    page = (
        town.client(LEADER)
        .get(f"/gates/{drawn(plan=other)}", headers={"accept-language": "en"})
        .content.decode()
    )
    assert '<th scope="row">Building 1</th>' in page
    assert '<th scope="row" lang="zh-CN">望江楼</th>' in page
    assert "Building 1: independent ways out: 1; two are needed." in page
    shut = Refusal("gate_sealed", {"gate": "南门"})
    with override("en"):
        assert refusal_texts.sentence(shut).endswith("locked: South gate; open it first.")
    with override("zh-hans"):
        assert "南门" in refusal_texts.sentence(shut)


def test_the_pages_show_what_fails_first_and_raise_the_alarm(town):
    good, bad = signed("石桥新村"), drawn("石桥花园")
    client = town.client(LEADER)
    page = client.get("/gates").content.decode()
    assert page.index("石桥花园") < page.index("石桥新村")
    shown = client.get(f"/gates/{bad}")
    assert shown.status_code == 200
    answer = client.post(f"/gates/{good}/gate", {"gate": "南门", "state": "sealed", "key": "k1"})
    assert answer.status_code == 303
    page = client.get(f"/gates/{good}").content.decode()
    assert "note--grave" in page
    answer = client.post(f"/gates/{good}/gate", {"gate": "南门", "state": "welded", "key": "k2"})
    assert answer.status_code == 422
    assert client.get(f"/gates/{'0' * 32}").status_code == 404


def test_a_plan_is_typed_in_lines_and_a_wrong_line_is_named(town):
    bare = place()
    client = town.client(LEADER)
    wrong = "楼 1号楼 多少\n墙 1"
    answer = client.post(f"/gates/{bare}/plan", {"lines": wrong, "key": "k1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "墙 1" in page
    assert "第2行" in page
    assert "第1行" in page
    wrong = "楼 1号楼 100\n\n门 北门 open 400 5 yes\n路 1号楼 中心"
    answer = client.post(f"/gates/{bare}/plan", {"lines": wrong, "key": "k3"})
    assert "第4行：路通向“中心”" in answer.content.decode()
    read = parse_plan(PLAN)
    assert isinstance(read, Plan)
    answer = client.post(f"/gates/{bare}/plan", {"lines": written(read), "key": "k2"})
    assert answer.status_code == 303
    assert api.compound_of(bare).plan == read
    assert parse_plan(read_lines(written(read))) == read


def test_a_list_of_many_compounds_costs_few_queries(town, django_assert_max_num_queries):
    for number in range(12):
        signed(f"小区{number}")
    client = town.client(LEADER)
    with django_assert_max_num_queries(12):
        assert client.get("/gates").status_code == 200


def test_the_hours_of_a_gate_are_kept_shown_announced_and_crowd_the_busiest_hour(town):
    compound = signed()
    always = api.expected_wait(api.compound_of(compound).plan)
    client, address = town.client(LEADER), f"/gates/{compound}"
    said = {"gate": "北门", "state": "staffed", "opens": "06:00", "closes": "12:00", "key": "h"}
    assert client.post(f"{address}/gate", said).status_code == 303
    one = api.compound_of(compound)
    assert str(one.plan.gates["北门"].hours) == "06:00–12:00"
    assert codes(compound) == set()  # a change of hours leaves the signature
    wait = api.expected_wait(one.plan)
    assert (wait.open_hours, wait.peak_share) == (6.0, pytest.approx(0.36))
    assert wait.arrivals == pytest.approx(3 * always.arrivals)
    page = client.get(address).content.decode()
    assert "06:00–12:00" in page
    assert 'value="06:00"' in page
    (told,) = api.entrances_in([range_of(BRIDGE)], most=1)
    assert "值守 06:00–12:00；其余时间按铃一分钟内开启" in told.gates.zh
    assert "at other hours on a ring" in told.gates.en
    assert "North gate" in told.gates.en
    half = client.post(f"{address}/gate", said | {"opens": "07:10", "closes": "", "key": "half"})
    assert half.status_code == 422
    assert 'value="07:10"' in half.content.decode()  # what was typed is kept
    assert str(api.compound_of(compound).plan.gates["北门"].hours) == "06:00–12:00"
    done = client.post(f"{address}/gate", said | {"opens": "", "closes": "", "key": "always"})
    assert done.status_code == 303
    assert api.compound_of(compound).plan.gates["北门"].hours is None


@pytest.mark.parametrize(
    ("text", "said", "hours"),
    [
        ("06:00-22:00", "06:00–22:00", 16), ("5:30–24:00", "05:30–24:00", 18.5),
        ("22:00~06:00", "22:00–06:00", 8), ("00:00-24:00", "None", None), ("", "None", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text, said, hours):
    found = read_hours(text)
    assert str(found) == said
    assert hours is None or len(found.minutes) == hours * 60


def test_hours_that_are_none_are_told_with_their_line_and_lines_give_them_back():
    line = "楼 一 10\n门 北 staffed 420 20 yes 2 六点到十点\n门 南 open 400 5 yes\n路 一 北 lane"
    problems = parse_plan(read_lines(line))
    assert [one.code for one in problems] == ["hours_unreadable"]
    plan = parse_plan(read_lines(line.replace("六点到十点", "06:00-22:00")))
    assert parse_plan(read_lines(written(plan))) == plan
    for wrong in ("25:00-26:00", "6-22", "08:00-24:30"):
        with pytest.raises(HoursError, match="Expected"):
            read_hours(wrong)


def opened_drill(days):
    begins = MORNING + timedelta(days=days)
    draft = incidents.IncidentDraft(
        name_zh="演练", name_en="Drill", zone=CITY, level=2, day_zero=begins.date(),
        drill_at=begins,
    )  # fmt: skip
    opened = incidents.open_incident(by=acting(Role.CITY_LEADER, CITY), draft=draft, key="drill")
    assert isinstance(opened, Outcome), opened
    return int(opened.result["incident"])


@pytest.mark.parametrize("days", [-900, 900])
def test_a_report_of_a_drill_on_another_clock_waits_for_a_check_made_after_it_ended(town, days):
    drill, compound = opened_drill(days), signed()
    with fixed_at(MORNING + timedelta(hours=1)):
        said = api.SealDraft(compound=compound, gate="南门")
        seal = api.report_sealed(by=keeper(), incident=drill, draft=said, key="s").result["seal"]
    with fixed_at(MORNING + timedelta(hours=2)):
        api.drop_seal(by=system_post(), incident=drill, seal=str(seal), key="dropped")
        assert "gate_sealed" in codes(compound)
        assert ready().unsafe == 1
    with fixed_at(MORNING + timedelta(hours=3)):
        checked(compound)
        assert codes(compound) == set()
        assert ready().passing == 1
        its_end_is_told_and_stays(drill, compound)


def its_end_is_told_and_stays(drill, compound):
    """The night of the drill counts it, on the drill's clock; later checks move no end."""
    ended = [gap for _, gap in api.seal_times(range_of(CITY))]
    assert [one.end - one.begin for one in ended] == [timedelta(hours=2)]
    clock = incidents.incident(drill).clock
    night = Window(clock.moment(now()).incident + timedelta(hours=1))
    told = NightlyContext(drill, clock, night, range_of(CITY), now())
    cleared = next(one for one in nightly.FIGURES if one.code == "premises.time_to_clear")
    assert cleared.value(told) == spread_of([120])
    with fixed_at(MORNING + timedelta(days=2)):
        checked(compound)
        assert [gap for _, gap in api.seal_times(range_of(CITY))] == ended
        redrawn = api.draw_compound(by=keeper(), place=compound, plan=PLAN, key="redrawn")
        assert isinstance(redrawn, Outcome), redrawn
        assert [gap for _, gap in api.seal_times(range_of(CITY))] == ended


def test_the_day_on_which_a_check_ends_is_the_citys_day(town):
    with fixed_at(MORNING.replace(hour=19)):  # three in the morning of the next day
        compound = signed(days=1)
    with fixed_at(week := MORNING + timedelta(days=9)):
        found = api.compound_of(compound).problems(week)
    day = (MORNING + timedelta(days=2)).date().isoformat()
    assert [one.params["day"] for one in found if one.code == "check_expired"] == [day]
