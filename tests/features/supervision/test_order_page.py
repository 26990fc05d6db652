"""The order on one page: what it shows, to whom, and how much it asks of the database."""

import re
from datetime import timedelta

from tests.factories import posts as duty
from tests.factories.orders import (
    AUDITOR,
    COUNTY_PRINCIPAL,
    GOVERNMENT,
    HOLDERS,
    ORDINARY,
    SECOND_CLERK,
    SECOND_SUPERVISOR,
    SOUTH_VERIFIER,
    SUPERVISOR,
    address_of,
    statements,
    text_of,
)

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.posts import api as posts
from bihuan.features.supervision import api
from bihuan.features.supervision.views.panels import steps
from bihuan.platform.clock import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.i18n.dates import stamp
from bihuan.platform.jobs.reactions import run_waiting
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ui.parts import Step

BUDGET = 12


def page(town, post, label):
    with town.later(seconds=1):
        return town.client(post).get(f"/orders/{label}")


def test_the_whole_life_of_an_order_stands_on_its_page(town):
    finding = town.to_closed()
    facts = town.facts(finding)
    assert facts.state == "CLOSED"
    label = api.label_of(facts)
    shown = text_of(page(town, duty.CLERK, label))
    assert label == "JB-2026-0001"
    for words in ("明疫防督〔2026〕1号", "西门链锁锁闭", "独立", "专人值守", "核查通过", "销号"):
        assert words in shown
    past = shown[shown.index("办理过程") :]
    assert past.index("专人值守") < past.index("打开西门"), "each tick names its item"
    assert shown.index("销号 督查办公室 二文书") < shown.index("上报 督查组 督查员")
    replay, differences = check(Session(), ledgered_tables())
    assert (replay.breaks, differences) == ([], [])


def test_an_entry_tells_only_what_it_wrote_itself(town):
    """The last item is ticked and the feedback sent in one and the same instant."""
    finding = town.to_rectifying()
    town.tick(duty.LEADER, finding, 1)
    said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
    with town.later(minutes=1):
        item = {"position": 2, "key": "second"}
        town.client(duty.LEADER).post(f"/orders/{finding}/items", item)
        town.send(duty.LEADER, finding, A.RECTIFY, **said)
    shown = text_of(page(town, duty.CLERK, finding))
    assert shown.count("西门已开 · 夜间无人 · 交接试开") == 1
    assert shown.count("完成一项要求") == 2


def test_a_failed_fix_keeps_the_time_that_the_first_feedback_took(town):
    finding = town.to_verifying()
    assert "用时" in text_of(page(town, duty.CLERK, finding))
    verifier = town.facts(finding).verifier_post
    town.do(verifier, finding, A.FAIL, visit="on_site", reason="仍上锁", notes="西门")
    assert "用时 0 分钟" not in text_of(page(town, duty.CLERK, finding))


def test_a_form_begins_with_what_stands_and_a_pending_review_is_what_comes_next(town):
    finding = town.to_assigned()
    town.do(duty.LEADER, finding, A.REQUEST_RETURN, to_post=duty.SECRETARY, reason="归街道")
    with town.later(minutes=1):
        form = town.client(duty.CLERK).get(f"/orders/{finding}/accept-return").content.decode()
    assert f'<option value="{duty.SECRETARY}" selected>' in form
    assert "归街道" in form
    assert "责任单位签收" in form
    closed = town.to_closed()
    town.do(duty.LEADER, closed, A.REQUEST_REVIEW, reason="时限认定有误")
    assert "政府办在 30 日内作出复核决定" in text_of(page(town, duty.CLERK, closed))
    with town.later(minutes=1):
        form = town.client(GOVERNMENT).get(f"/orders/{closed}/amend-on-review").content.decode()
    assert "打开西门</textarea>" in form


def test_a_number_and_an_id_lead_to_the_same_page_and_a_wrong_one_to_nothing(town):
    finding = town.to_assigned()
    by_id, by_number = page(town, duty.CLERK, finding), page(town, duty.CLERK, "JB-2026-0001")
    assert by_id.status_code == by_number.status_code == 200
    for wrong in ("JB-2026-0002", "演练-JB-2026-0001", "JB-2026-1e3", "x", "0" * 32):
        assert page(town, duty.CLERK, wrong).status_code == 404


def test_only_who_answers_or_has_a_task_sees_it(town):
    finding = town.to_assigned()
    seen = {
        post: page(town, post, finding).status_code
        for post in (
            duty.LEADER,
            duty.SECRETARY,
            COUNTY_PRINCIPAL,
            duty.CLERK,
            SUPERVISOR,
            AUDITOR,
            duty.MARKET_LEADER,
            duty.HILL_DUTY,
            SOUTH_VERIFIER,
            duty.COUNTY_DUTY,
        )
    }
    hidden = {post for post, status in seen.items() if status == 404}
    assert hidden == {duty.MARKET_LEADER, duty.HILL_DUTY, SOUTH_VERIFIER, duty.COUNTY_DUTY}
    assert page(town, duty.ADMIN, finding).status_code == 403
    with town.later(seconds=1):
        town.client(duty.ADMIN).logout()
        assert town.client(duty.ADMIN).get(f"/orders/{finding}").status_code == 302


def test_a_draft_is_its_authors_alone(town):
    with town.later(minutes=1):
        draft = api.FindingDraft(type_code="X02", zone=duty.BRIDGE, text="")
        saved = api.save_draft(
            by=town.by(SUPERVISOR), incident=town.incident, draft=draft, key="draft"
        )
    finding = saved.result["finding"]
    assert page(town, SUPERVISOR, finding).status_code == 200
    assert page(town, duty.CLERK, finding).status_code == 404


def test_the_page_keeps_its_budget_of_reads_however_long_its_history(town):
    finding = town.to_assigned()
    counts = []
    for _ in range(3):
        with town.later(seconds=1), statements() as seen:
            town.client(duty.CLERK).get(f"/orders/{finding}")
        counts.append(len(seen))
        town.do(duty.LEADER, finding, A.ASK_HELP, need="逃生锁 1 套")
    assert counts[0] == counts[-1] <= BUDGET


def test_the_unit_has_one_primary_button_and_is_told_why_others_are_closed(town):
    finding = town.to_rectifying()
    assert "还有 2 项未完成" in text_of(page(town, duty.LEADER, finding))
    town.tick_all(finding)
    body = page(town, duty.LEADER, finding).content.decode()
    beside, _, bottom = body.partition("only-phone")
    assert (beside.count("btn--primary"), bottom.count("btn--primary")) == (1, 1)
    assert "反馈整改" in body
    said = {"seconds": "1", "reason": "等锁具", "protection": "专人值守"}
    town.do(duty.LEADER, finding, A.REQUEST_EXTENSION, **said)
    shown = text_of(page(town, duty.LEADER, finding))
    assert re.search(r"申请延期 1 ?小时，时钟不停", shown), re.findall("申请延期[^。]{0,30}", shown)
    assert "等锁具" in shown


def test_who_may_not_act_sees_no_button_of_that_act(town):
    finding = town.to_rectifying()
    shown = text_of(page(town, AUDITOR, finding))
    assert "此处没有您的岗位要办的事项" in shown
    assert "补充地点照片" not in shown


def test_the_page_speaks_english_too(town):
    finding = town.to_rectifying()
    town.client(duty.LEADER).cookies["language"] = "en"
    shown = text_of(page(town, duty.LEADER, finding))
    for words in ("You can now", "Report rectification", "Duties kept apart", "Right of reply",
                  "E1 supervision order"):  # fmt: skip
        assert words in shown


def test_paper_names_each_day_in_full_since_it_is_read_on_another(town):
    finding = town.to_verifying()
    reported = town.facts(finding).reported_at
    town.wall += timedelta(days=1)
    shown = text_of(page(town, duty.CLERK, f"{finding}/print"))
    assert "昨日" not in shown
    assert stamp(reported) in shown
    assert "昨日" in text_of(page(town, duty.CLERK, finding))


def test_the_print_view_shows_the_same_facts(town):
    finding = town.to_assigned()
    shown = page(town, duty.CLERK, f"{finding}/print")
    assert shown.status_code == 200
    assert "西门链锁锁闭" in shown.content.decode()
    assert "<svg" in shown.content.decode()


def test_an_order_and_what_recurred_after_it_name_each_other(town):
    closed = town.to_closed()
    with town.later(days=1):
        pass
    town.do(SECOND_SUPERVISOR, closed, A.BEGIN_LOOK_BACK)
    town.do(SECOND_SUPERVISOR, closed, A.REOPEN, reason="又上锁", evidence="西门")
    with town.later(minutes=1):
        run_waiting(now() + timedelta(seconds=1))
    ((again,),) = Session().all("SELECT id FROM supervision_finding WHERE parent=?", (closed,))
    numbers = {one: api.label_of(town.facts(one)) for one in (closed, again)}
    assert f">{numbers[again]}</a>" in page(town, duty.CLERK, closed).content.decode()
    assert f">{numbers[closed]}</a>" in page(town, duty.CLERK, again).content.decode()


def test_an_english_page_says_standing_items_in_english_and_marks_chinese_words(town):
    finding = town.to_reported()
    town.do(duty.CLERK, finding, A.FILE, severity=1, clause="Fire Law 28")
    items = "\n".join(api.usual_items(town.facts(finding)))
    said = {"order_text": api.ORDER_TEXT, "items": items, "reply_text": api.REPLY_TEXT}
    town.do(duty.CLERK, finding, A.ASSIGN, **said)
    with town.later(minutes=1):
        client = town.client(duty.CLERK)
        client.cookies["language"] = "en"
        page = client.get(f"/orders/{finding}").content.decode()
    assert "Keep somebody there until it is done" in page
    assert "say what prevents it from happening again" in page
    assert '<dd lang="zh-CN">西门链锁锁闭</dd>' in page


def test_the_english_form_of_an_order_says_that_it_is_served_in_chinese(town):
    finding = town.to_reported()
    town.do(duty.CLERK, finding, A.FILE, severity=1, clause="Fire Law 28")
    with town.later(minutes=1):
        client = town.client(duty.CLERK)
        client.cookies["language"] = "en"
        page = client.get(f"/orders/{finding}/assign").content.decode()
    assert page.count('lang="zh-CN"') >= 3
    assert "The order is served in Chinese" in page


def test_what_a_fix_on_the_spot_never_needed_is_not_drawn_as_done(town):
    fixed = town.to_reported(type_code=ORDINARY)
    town.do(SUPERVISOR, fixed, A.FIX_ON_SITE, evidence="已恢复", unit_agrees="on")
    marks = {one.name: one for one in steps(town.facts(fixed), town.wall)}
    assert [marks[name].note for name in ("交办", "签收")] == ["无需办理", "无需办理"]
    assert Step.DONE not in {marks[name].step for name in ("交办", "签收")}
    assert marks["上报"].step is Step.DONE


def test_an_amended_order_keeps_the_ticks_of_what_it_asks_for_unchanged(town):
    finding = town.to_closed()
    town.do(duty.LEADER, finding, A.REQUEST_REVIEW, reason="门名有误")
    with town.later(minutes=1):
        form = town.client(GOVERNMENT).get(address_of(finding, A.AMEND_ON_REVIEW))
    assert "打开西门\n专人值守</textarea>" in form.content.decode()
    said = {"reason": "门名有误", "order_text": "打开东门", "reply_text": "可以陈述"}
    items = "打开东门\n专人值守\n张贴告示"
    town.do(GOVERNMENT, finding, A.AMEND_ON_REVIEW, items=items, **said)
    asked = api.finding_page(town.facts(finding)).items
    assert [(one.text, one.done_at is None) for one in asked] == [
        ("打开东门", True), ("专人值守", False), ("张贴告示", True),
    ]  # fmt: skip
    with town.later(minutes=1):
        sent = {"position": 1, "key": "stale", "version": asked[0].version - 1}
        stale = town.client(duty.LEADER).post(f"/orders/{finding}/items", sent)
    assert "该整改事项已改写" in text_of(stale)
    assert api.finding_page(town.facts(finding)).items[0].done_at is None
    assert town.tick(duty.LEADER, finding, 1).status_code == 303
    assert check(Session(), ledgered_tables())[1] == []


def test_an_order_says_that_a_deputy_acted_for_the_post(town):
    order = town.to_assigned()
    deputy = HOLDERS[duty.GRID_WORKER]
    with town.later(minutes=1):
        asked = posts.appoint(
            by=town.by(duty.SECRETARY), post=duty.LEADER, person=deputy,
            kind=posts.AppointmentKind.DEPUTY, key="d",
        )  # fmt: skip
        identity = asked.result["appointment"]
        posts.confirm(by=town.by(duty.DUTY_OFFICER), appointment=identity, key="c")
    with town.later(minutes=1):
        client = town.client(duty.GRID_WORKER)
        client.post("/act-as", {"post": duty.LEADER})
        said = {"key": "r", "version": town.facts(order).version}
        assert client.post(address_of(order, A.RECEIVE), said).status_code == 303
    town.do(duty.LEADER, order, A.START)
    with town.later(minutes=1):
        page = text_of(town.client(SECOND_CLERK).get(f"/orders/{order}", follow=True))
    assert page.count("社区主任（副岗代办）") == 1, "what the holder did himself says nothing of it"
