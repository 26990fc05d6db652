"""What the night must see: suspensions, lowered severities; and whom a request needs asked."""

from datetime import timedelta

from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.orders import CITY_LEADER, GRAVE, ORDINARY
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api
from bihuan.features.supervision.nightly import AGENDA
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.figures import AgendaKind, NightlyContext, Window
from bihuan.platform.i18n.dates import stamp


def tonight(town):
    with fixed_at(town.wall + timedelta(minutes=1)):
        clock = incidents.incident(town.incident).clock
        window = Window(now())
        context = NightlyContext(town.incident, clock, window, range_of(CITY), now())
        return {item.kind: item for source in AGENDA for item in source.items(context)}


def test_a_suspension_and_a_lowered_severity_stand_on_tonights_agenda(town):
    lowered = town.to_reported(type_code=GRAVE)
    town.do(duty.CLERK, lowered, A.FILE, severity="4", clause="plan", reason="门可推开")
    resting = town.to_rectifying(type_code=ORDINARY)
    until = (town.wall + timedelta(days=2, hours=8)).strftime("%Y-%m-%dT%H:%M")
    town.do(CITY_LEADER, resting, A.SUSPEND, until=until, reason="道路抢修")
    items = tonight(town)
    said = items[AgendaKind.LOWERED].facts
    assert [one.words.zh for one in said] == [api.label_of(town.facts(lowered))]
    assert "S1 → S4，理由：门可推开" in said[0].value.zh
    assert "暂停至 2026-08-05" in items[AgendaKind.SUSPENDED].facts[0].value.zh
    with town.later(days=3):
        pass
    assert AgendaKind.SUSPENDED not in tonight(town), "it ended by itself"


def reported_by(town, role):
    draft = api.FindingDraft(type_code=ORDINARY, zone=BRIDGE, text="门口积水")
    with town.later(minutes=1):
        said = {"incident": town.incident, "draft": draft, "key": role.value}
        answer = api.report(by=acting(role, CITY), **said)
    return str(answer.result["finding"])


def test_the_source_follows_from_who_reports(town):
    expected = {
        Role.HOTLINE_OPERATOR: "request",
        Role.SUPERVISOR: "supervision",
        Role.DUTY_OFFICER: "staff",
    }
    found = {role: town.facts(reported_by(town, role)).source for role in expected}
    assert found == expected


def test_a_residents_request_is_passed_only_when_the_resident_confirms(town):
    finding = reported_by(town, Role.HOTLINE_OPERATOR)
    town.do(duty.CLERK, finding, A.FILE, severity="3", clause="plan")
    said = {"order_text": "排水", "items": "", "reply_text": "可以陈述"}
    town.do(duty.CLERK, finding, A.ASSIGN, **said)
    unit = town.facts(finding).handler_post
    town.do(unit, finding, A.RECEIVE)
    town.do(unit, finding, A.START)
    town.do(unit, finding, A.RECTIFY, evidence="已排", cause="堵塞", prevention="每周疏通")
    verifier = town.facts(finding).verifier_post
    answer = town.press(verifier, finding, A.PASS, visit="on_site")
    assert (answer.status_code, town.facts(finding).state) == (422, "VERIFYING")
    assert 'id="id_resident_confirmed_error"' in answer.content.decode()
    seen = api.Seen(finding, town.incident)
    with town.later(seconds=1):
        said = {"seen": seen, "said": {"visit": "on_site"}, "key": "past the form"}
        refusal = api.act_on(by=town.by(verifier), act=A.PASS, **said)
    assert refusal.code == "resident_not_confirmed"
    town.do(verifier, finding, A.PASS, visit="on_site", resident_confirmed="on")


def test_a_single_case_says_who_answers_until_when_why_and_what_is_missing(town):
    finding = town.to_rectifying(type_code=ORDINARY)
    town.do(duty.LEADER, finding, A.BLOCK, need="钥匙在物业")
    facts = {one.words.zh: one.value for one in tonight(town)[AgendaKind.BLOCKED].facts}
    due = town.facts(finding).rectify_due_at
    assert (facts["状态"].zh, facts["状态"].en) == ("挂账", "Blocked")
    assert facts["责任岗位"].zh == "石桥社区居委会社区主任"
    assert facts["整改时限"] == stamp(due)
    assert facts["需要"] == "钥匙在物业"
    assert "原因" not in facts, "what nobody said is not made up"


def test_a_cause_that_the_unit_stated_stands_on_the_agenda(town):
    finding = town.to_verifying(type_code=ORDINARY)
    said = {"visit": "on_site", "reason": "又锁上", "notes": "门锁"}
    town.do(town.facts(finding).verifier_post, finding, A.FAIL, **said)
    town.do(duty.LEADER, finding, A.START)
    town.do(duty.LEADER, finding, A.BLOCK, need="钥匙在物业")
    facts = {one.words.zh: one.value for one in tonight(town)[AgendaKind.BLOCKED].facts}
    assert facts["原因"] == "夜间无人"
