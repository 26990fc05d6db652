"""Every act of the loop through its form, and the loop kept by the pages as by the domain."""

from datetime import timedelta

import pytest
from tests.factories import posts as duty
from tests.factories.orders import (
    AUDITOR,
    CITY_LEADER,
    COORDINATOR,
    COUNTY_PRINCIPAL,
    GOVERNMENT,
    HEAD,
    LEGAL,
    ORDINARY,
    SECOND_CLERK,
    SECOND_SUPERVISOR,
    SUPERVISOR,
    address_of,
    text_of,
)

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.supervision import api
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.jobs.ticks import run_tick
from bihuan.platform.ledger.rebuild import check

# Reported elsewhere or done by the clock.
NO_FORM = {A.DRAFT, A.REPORT, A.RAISE_OVER_CONTROL, A.FILE_BY_RULE, A.ESCALATE, A.ARCHIVE}
EXTENSION = {"seconds": "1", "reason": "等锁具", "protection": "专人值守"}
REPORT = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
FILED = {"severity": "3", "clause": "plan"}


def triage(town):
    town.do(SUPERVISOR, draft_of(town), A.DISCARD)
    fixed = town.to_reported(type_code=ORDINARY)
    town.do(SUPERVISOR, fixed, A.FIX_ON_SITE, evidence="已恢复", unit_agrees="on")
    refused = town.to_reported()
    town.do(duty.CLERK, refused, A.PROPOSE_REJECTION, reason="不属实")
    town.do(SECOND_CLERK, refused, A.REJECT, reason="不属实")
    older, younger = town.to_reported(), town.to_reported()
    town.do(duty.CLERK, younger, A.MERGE, target=older)
    raised = town.to_reported(type_code=ORDINARY)
    town.do(duty.CLERK, raised, A.FILE, **FILED)
    town.do(duty.CLERK, raised, A.RAISE_SEVERITY, severity="2", reason="影响扩大")


def draft_of(town):
    with town.later(minutes=1):
        draft = api.FindingDraft(type_code="X02", zone=duty.BRIDGE, text="")
        by = town.by(SUPERVISOR)
        saved = api.save_draft(by=by, incident=town.incident, draft=draft, key="draft")
    return saved.result["finding"]


def unit(town):
    first = town.to_assigned()
    back = {"to_post": duty.SECRETARY, "reason": "不归本单位管"}
    town.do(duty.LEADER, first, A.REQUEST_RETURN, **back)
    town.do(duty.CLERK, first, A.REFUSE_RETURN, reason="首接负责")
    town.do(duty.LEADER, first, A.REQUEST_RETURN, **back)
    town.do(COORDINATOR, first, A.ACCEPT_RETURN)
    work = town.to_rectifying()
    town.do(duty.LEADER, work, A.REQUEST_EXTENSION, **EXTENSION)
    town.do(duty.LEADER, work, A.RETRACT_EXTENSION)
    town.do(duty.LEADER, work, A.BLOCK, need="逃生锁")
    town.do(COORDINATOR, work, A.ACCEPT_BLOCKER)
    town.do(duty.LEADER, work, A.UNBLOCK)
    town.do(duty.LEADER, work, A.ASK_HELP, need="逃生锁")
    empty = town.press(COORDINATOR, work, A.OFFER_HELP, need="")
    assert "请写明提供的人员、物资或者决定。" in text_of(empty)
    town.do(COORDINATOR, work, A.OFFER_HELP, need="21:15 前送到")
    granted, refused = town.to_rectifying(), town.to_rectifying()
    for finding in (granted, refused):
        town.do(duty.LEADER, finding, A.REQUEST_EXTENSION, **EXTENSION)
    town.do(COUNTY_PRINCIPAL, granted, A.GRANT_EXTENSION, seconds="0.5")
    town.do(COUNTY_PRINCIPAL, refused, A.REFUSE_EXTENSION, reason="不同意")
    assert town.facts(granted).extension_seconds == 1800


def verification(town):
    finding = town.to_verifying()
    named = town.facts(finding).verifier_post
    town.do(duty.CLERK, finding, A.NAME_VERIFIER, reason="原核查人出差")
    assert town.facts(finding).verifier_post != named
    again = town.facts(finding).verifier_post
    town.do(again, finding, A.FAIL, visit="on_site", reason="仍有链条", notes="西门")
    town.do(duty.LEADER, finding, A.START)
    town.do(duty.LEADER, finding, A.RECTIFY, **REPORT)
    town.do(town.facts(finding).verifier_post, finding, A.PASS, visit="on_site")
    town.do(SECOND_CLERK, finding, A.CLOSE)
    with town.later(days=1):
        pass
    town.do(SECOND_SUPERVISOR, finding, A.BEGIN_LOOK_BACK)
    town.do(SECOND_SUPERVISOR, finding, A.CONFIRM_LOOK_BACK, evidence="保持畅通")
    with town.later(days=2):
        pass
    town.do(SECOND_SUPERVISOR, finding, A.BEGIN_LOOK_BACK)
    town.do(SECOND_SUPERVISOR, finding, A.REOPEN, reason="又上锁", evidence="西门")


def objections(town):
    objection = {"contested": "facts", "reason": "当时门已打开", "evidence": "值班记录"}
    upheld, corrected, sent = (town.to_rectifying() for _ in range(3))
    for finding in (upheld, corrected, sent):
        town.do(duty.LEADER, finding, A.DISPUTE, **objection)
    town.do(HEAD, upheld, A.UPHOLD_ORDER, reason="照片为证")
    town.do(HEAD, corrected, A.CORRECT_ORDER, reason="门名有误", order_text="打开东门")
    town.do(HEAD, sent, A.SEND_TO_REVIEW, reason="条款争议")
    town.do(GOVERNMENT, sent, A.UPHOLD_ON_REVIEW, reason="维持")
    amended, cancelled = town.to_closed(), town.to_closed()
    for finding in (amended, cancelled):
        town.do(duty.LEADER, finding, A.REQUEST_REVIEW, reason="不服")
    change = {"reason": "变更", "order_text": "加装标识", "reply_text": "可以陈述"}
    town.do(GOVERNMENT, amended, A.AMEND_ON_REVIEW, **change)
    town.do(GOVERNMENT, cancelled, A.CANCEL_ON_REVIEW, reason="撤销")


def endings(town):
    finding = town.to_rectifying()
    until = (town.wall + timedelta(hours=5)).astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
    town.do(CITY_LEADER, finding, A.SUSPEND, until=until, reason="道路抢修")
    town.do(CITY_LEADER, finding, A.RESUME, reason="提前恢复")
    digits = f"{town.facts(finding).ledger_number:04d}"
    wrong = town.press(HEAD, finding, A.WITHDRAW, reason="重复", confirm="9999")
    assert (wrong.status_code, town.facts(finding).state) == (422, "RECTIFYING")
    town.do(HEAD, finding, A.WITHDRAW, reason="重复", confirm=digits)


def escalation(town):
    first, second = town.to_rectifying(), town.to_rectifying()
    with town.later(hours=9), fixed_at(town.wall):
        run_tick(now())
        run_tick(now())
    assert town.facts(first).highest_level == 4
    held = {"root_cause": "无人值守", "resources": "增派 2 人"}
    town.do(CITY_LEADER, first, A.RECORD_SPECIAL_MEETING, **held)
    unsaid = town.press(CITY_LEADER, first, A.DECIDE_TALK, reason="先给资源")
    assert "请选择是否约谈。" in text_of(unsaid)
    town.do(CITY_LEADER, first, A.DECIDE_TALK, talk="not_held", reason="先给资源")
    with town.later(minutes=1):
        told = text_of(town.client(CITY_LEADER).get(f"/orders/{first}"))
    assert "无人值守 · 增派 2 人" in told
    assert "增派 2 人" in told.split("请求和提供的帮助")[1], "what a meeting gives is help"
    for finding in (first, second):
        town.do(HEAD, finding, A.INVITE_REPLY, explanation="三日内可以陈述")
        town.do(duty.LEADER, finding, A.REPLY, text="人手不足")
        town.do(HEAD, finding, A.REFER, mitigation="三人生病")
    town.do(LEGAL, first, A.CONFIRM_REFERRAL, reason="事实清楚")
    with town.later(minutes=1):
        form = town.client(CITY_LEADER).get(f"/orders/{first}/approve-referral")
    assert "单位陈述申辩：人手不足。从轻情节：三人生病" in text_of(form)
    town.do(CITY_LEADER, first, A.APPROVE_REFERRAL, reason="同意")
    town.do(LEGAL, second, A.DECLINE_REFERRAL, reason="情节轻微")


def test_every_act_of_the_loop_is_done_through_its_form_and_the_ledger_replays(town):
    town.through_forms = True
    for story in (triage, unit, verification, objections, endings, escalation):
        story(town)
    assert set(A) - NO_FORM - town.done == set()
    replay, differences = check(Session(), ledgered_tables())
    assert (replay.breaks, differences) == ([], [])


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(town):
    finding = town.to_rectifying()
    answer = town.press(duty.LEADER, finding, A.RECTIFY, evidence="西门已开", cause="")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "西门已开" in body
    assert 'id="id_cause_error"' in body
    assert "请写明原因。" in body
    assert town.facts(finding).state == "RECTIFYING"


def test_a_guard_of_the_domain_speaks_beside_the_field_that_mends_it(town):
    finding = town.to_rectifying()
    answer = town.press(duty.LEADER, finding, A.REQUEST_EXTENSION, **EXTENSION | {"seconds": "3"})
    assert answer.status_code == 422
    assert "延期须大于零，且不超过原整改时限。" in text_of(answer)
    assert 'id="id_seconds_error"' in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        (A.REQUEST_EXTENSION, {"seconds": "-1"}, "请填写大于 0、小于 10000 的数"),
        (A.REQUEST_EXTENSION, {"seconds": "1e9"}, "请填写大于 0、小于 10000 的数"),
        (A.ASK_HELP, {"need": "援" * 2001}, "最多 2000 字，现有 2001 字"),
        (A.DISPUTE, {"contested": "neither"}, "不在可选范围内"),
    ],
)
def test_a_wrong_entry_is_told_in_plain_words_how_to_mend_it(town, act, said, words):
    finding = town.to_rectifying()
    answer = town.press(duty.LEADER, finding, act, **EXTENSION | {"evidence": "西门"} | said)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_refusal_names_the_rule_in_words(town):
    finding = town.to_reported()
    shown = text_of(town.press(duty.CLERK, finding, A.REJECT, reason="不属实"))
    assert "依据规则：涉及生命或者权利的问题，不得由一人决定不予立案。" in shown


def test_an_s1_is_verified_on_site_only(town):
    finding = town.to_verifying()
    verifier = town.facts(finding).verifier_post
    answer = town.press(verifier, finding, A.PASS, visit="remote")
    assert (answer.status_code, town.facts(finding).state) == (422, "VERIFYING")


def test_nothing_is_closed_before_it_has_passed(town):
    finding = town.to_verifying()
    answer = town.press(SECOND_CLERK, finding, A.CLOSE)
    assert (answer.status_code, town.facts(finding).state) == (409, "VERIFYING")


def test_items_not_done_close_the_button_and_say_how_many(town):
    finding = town.to_rectifying()
    answer = town.press(duty.LEADER, finding, A.RECTIFY, **REPORT)
    assert "还有 2 项未完成" in text_of(answer)
    assert town.facts(finding).state == "RECTIFYING"
    town.tick_all(finding)
    town.do(duty.LEADER, finding, A.RECTIFY, **REPORT)


def test_no_item_is_ticked_after_the_feedback(town):
    finding = town.to_verifying()
    with town.later(seconds=5):
        late = town.client(duty.LEADER).post(
            f"/orders/{finding}/items", {"position": 1, "key": "late"}
        )
        page = text_of(town.client(duty.LEADER).get(f"/orders/{finding}"))
    assert late.status_code == 422
    assert "标记第1项完成" not in page.replace(" ", "")


@pytest.mark.parametrize(
    ("post", "act", "status"),
    [
        (AUDITOR, A.CLOSE, 403),
        (duty.CLERK, A.RECEIVE, 403),
        (duty.SECRETARY, A.RECEIVE, 403),
        (duty.MARKET_LEADER, A.RECEIVE, 404),
        (duty.COUNTY_DUTY, A.OFFER_HELP, 404),
        (duty.ADMIN, A.ASSIGN, 403),
        (duty.LEADER, A.START, 409),
    ],
)
def test_a_post_outside_is_told_nothing_one_without_the_right_is_told_no(town, post, act, status):
    finding = town.to_assigned()
    with town.later(minutes=1):
        client = town.client(post)
        assert client.get(address_of(finding, act)).status_code == status
        sent = {"key": "k", "version": town.facts(finding).version}
        assert client.post(address_of(finding, act), sent).status_code == status
    assert town.facts(finding).state == "ASSIGNED"


def test_acts_of_the_clock_and_made_up_acts_have_no_address(town):
    finding = town.to_assigned()
    with town.later(minutes=1):
        for slug in ("escalate", "archive", "report", "nonsense", "Close"):
            assert town.client(duty.CLERK).get(f"/orders/{finding}/{slug}").status_code == 404


def test_whoever_verified_cannot_close_and_whoever_issued_cannot_rule(town):
    finding = town.to_passed()
    verifier = town.facts(finding).verifier_post
    assert town.press(verifier, finding, A.CLOSE).status_code == 403
    assert town.facts(finding).state == "PASSED"


def test_items_are_ticked_once_by_the_unit_only(town):
    finding = town.to_rectifying()
    assert town.tick(duty.CLERK, finding, 1).status_code == 422
    assert town.tick(duty.LEADER, finding, 1).status_code == 303
    assert town.tick(duty.LEADER, finding, 9).status_code == 422
    with town.later(seconds=5):
        again = town.client(duty.LEADER).post(
            f"/orders/{finding}/items", {"position": 1, "key": "other"}
        )
    assert "这一项已经完成" in text_of(again)


def test_the_forms_speak_english_too(town):
    finding = town.to_rectifying()
    town.client(duty.LEADER).cookies["language"] = "en"
    answer = town.press(duty.LEADER, finding, A.RECTIFY, evidence="open", cause="")
    assert "Name the cause." in text_of(answer)
    assert "Say what prevents it from happening again." in text_of(answer)
