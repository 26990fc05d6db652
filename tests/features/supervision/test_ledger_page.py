"""The ledger: views, chips, columns and bulk acts, all in the address and answered row by row."""

from datetime import datetime
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from tests.factories import posts as duty
from tests.factories.orders import (
    AUDITOR,
    GRAVE,
    ORDINARY,
    SECOND_CLERK,
    SOUTH_VERIFIER,
    SUPERVISOR,
    Town,
    statements,
    text_of,
)
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api
from bihuan.features.supervision.nightly import AGENDA
from bihuan.platform.figures import AgendaKind, NightlyContext
from bihuan.platform.figures.windows import window_of_day

PAGE_QUERIES = 12


def chosen(*findings: str, town: Town, **fields):
    """What the selection bar sends."""
    listed = [f"{one}:{town.facts(one).version}" for one in findings]
    return {"finding": listed, "key": "bulk-1", "query": "view=open", **fields}


def tonight(town: Town) -> NightlyContext:
    """The night that the town's present instant belongs to."""
    clock = incidents.incident(town.incident).clock
    window = window_of_day(clock, clock.review_day(town.wall))
    return NightlyContext(town.incident, clock, window, range_of(CITY), town.wall)


def test_a_view_is_kept_for_a_person_or_a_post_and_counts_live(town):
    with town.later(minutes=1):
        town.report(GRAVE)
        client, other = town.client(duty.CLERK), town.client(SECOND_CLERK)
        said = {"query": "view=open&severity=1&nonsense=1", "name": "今晚S1"}
        answer = client.post("/ledger/views", {**said, "for": "person"})
        assert answer.status_code == 303
        assert parse_qs(urlsplit(answer.url).query) == {"view": ["open"], "severity": ["1"]}
        assert "今晚S1 1" in text_of(client.get("/ledger"))
        assert "今晚S1" not in text_of(other.get("/ledger"))
        client.post("/ledger/views", {**said, "for": "person"})
        assert "已有视图" in client.get("/ledger").content.decode()
        client.post("/ledger/views", {**said, "name": "本岗", "for": "post"})
        kept = api.kept_views(by=town.by(duty.CLERK))
        assert [(one.name, one.shared) for one in kept] == [("本岗", True), ("今晚S1", False)]
        other.post("/ledger/views/drop", {"view": kept[0].id})
        assert len(api.kept_views(by=town.by(duty.CLERK))) == 2
        client.post("/ledger/views/drop", {"view": kept[1].id})
        assert [one.name for one in api.kept_views(by=town.by(duty.CLERK))] == ["本岗"]


def test_an_empty_list_names_the_filter_that_is_responsible(town):
    with town.later(minutes=1):
        town.report(GRAVE)
        page = town.client(duty.CLERK).get("/ledger?view=grave&state=PASSED")
        assert "去掉“状态：核查通过”后有 1 件" in text_of(page)
        bare = town.client(duty.CLERK).get("/ledger?view=overdue")
        assert "视图“整改超时”中没有问题" in text_of(bare)


def test_a_view_that_nobody_knows_is_told_and_what_is_nobodys_to_do_is_known(town):
    with town.later(minutes=1):
        page = text_of(town.client(duty.CLERK).get("/ledger?view=nope"))
        own = text_of(town.client(AUDITOR).get("/ledger?view=mine"))
    assert "无法识别的条件，未据此筛选：view=nope" in page
    assert "无法识别" not in own


def test_a_long_text_that_is_cut_in_the_list_says_so(town):
    by, incident = town.by(SUPERVISOR), town.incident
    with town.later(minutes=1):
        for text in ("门" * 60, "窗" * 61):
            draft = api.FindingDraft(type_code=GRAVE, zone=BRIDGE, text=text)
            api.report(by=by, incident=incident, draft=draft, key=text)
        page = text_of(town.client(duty.CLERK).get("/ledger"))
    assert "门" * 60 in page
    assert f"{'窗' * 59}…" in page
    assert "窗" * 60 not in page


def test_chosen_columns_stand_in_the_address_and_the_page_stays_small(town):
    with town.later(minutes=1):
        town.report(GRAVE)
        client = town.client(duty.CLERK)
        with statements() as asked:
            page = client.get("/ledger?columns=source,verifier")
        assert "督查发现" in text_of(page)
        sent = client.get("/ledger?columns=source&columns=verifier&columns=nonsense")
        assert sent.url == "/ledger?view=open&columns=source%2Cverifier"
        assert len(asked) <= PAGE_QUERIES


def test_a_filter_by_unit_or_clause_never_shows_more_than_the_own_scope(town):
    finding = town.to_assigned()
    unit = town.facts(finding).handler_unit
    with town.later(minutes=1):
        seen = text_of(town.client(duty.CLERK).get(f"/ledger?unit={unit}&clause=Fire"))
        assert api.label_of(town.facts(finding)) in seen
        hidden = text_of(town.client(SOUTH_VERIFIER).get(f"/ledger?unit={unit}"))
    assert api.label_of(town.facts(finding)) not in hidden


def test_bulk_acts_answer_for_each_row(town):
    one = town.to_assigned()
    two = town.to_rectifying()
    with town.later(minutes=1):
        page = town.client(duty.LEADER).post(
            "/ledger/bulk", chosen(one, two, town=town, act="receive")
        )
    assert "已办 1 件，未办 1 件" in text_of(page)
    assert town.facts(one).state == "RECEIVED"
    assert api.label_of(town.facts(two)) in text_of(page)


def test_closing_several_asks_for_the_number_typed(town):
    findings = [town.to_passed(), town.to_passed()]
    client = town.client(SECOND_CLERK)
    with town.later(minutes=1):
        asked = client.post("/ledger/bulk", chosen(*findings, town=town, act="close"))
        assert asked.status_code == 200
        assert "请填写销号件数以确认（2）" in text_of(asked)
        said = chosen(*findings, town=town, act="close", confirmed="yes", count="1")
        wrong = client.post("/ledger/bulk", said)
        assert wrong.status_code == 422
        assert town.facts(findings[0]).state == "PASSED"
        page = client.post("/ledger/bulk", {**said, "count": "2"})
    assert "已办 2 件，未办 0 件" in text_of(page)
    assert {town.facts(one).state for one in findings} == {"CLOSED"}


def to_filed(town: Town, type_code: str) -> str:
    """Bring a new finding to where its order can be written."""
    finding = town.to_reported(type_code=type_code)
    grade = town.facts(finding).severity
    town.do(duty.CLERK, finding, LoopAct.FILE, severity=grade, clause="plan")
    return finding


def test_several_findings_get_their_orders_together_and_each_refusal_is_named(town):
    filed = [to_filed(town, kind) for kind in (ORDINARY, GRAVE, ORDINARY)]
    late = filed[-1]
    looked_at = chosen(*filed, town=town, act="assign")
    town.do(duty.CLERK, late, LoopAct.ASSIGN, order_text="补贴", reply_text="可以陈述")
    with town.later(minutes=1):
        client = town.client(SECOND_CLERK)
        assert api.usual_items(town.facts(filed[1]))[0] in text_of(
            client.post("/ledger/bulk", looked_at)
        )
        said = {**looked_at, "confirmed": "yes", "reply_text": "可以陈述", "order_text": " "}
        assert client.post("/ledger/bulk", said).status_code == 422
        assert town.facts(filed[0]).state == "FILED"
        said["order_text"] = "今晚整改到位"
        page = text_of(client.post("/ledger/bulk", said))
        assert text_of(client.post("/ledger/bulk", said)) == page, "a double click acts once"
        assert "今晚整改到位" in text_of(client.get(f"/orders/{filed[0]}"))
    assert "已办 2 件，未办 1 件" in page
    left = page.split("未办事项及原因")[1].split("已办")[0]
    assert api.label_of(town.facts(late)) in left
    records = [one for finding in filed for one in api.finding_page(town.facts(finding)).records]
    numbers = sorted(one.document_number for one in records if one.kind == "order")
    assert numbers == [1, 2, 3], "every order once, no gap"


def test_the_office_puts_a_finding_on_the_agenda_once_and_says_why(town):
    minor = town.to_reported(type_code=ORDINARY)
    town.do(duty.CLERK, minor, LoopAct.FILE, severity="3", clause="plan")
    client = town.client(duty.CLERK)
    with town.later(minutes=1):
        asked = client.post("/ledger/bulk", chosen(minor, town=town, act="agenda"))
        assert asked.status_code == 200
        said = chosen(minor, town=town, act="agenda", confirmed="yes")
        assert client.post("/ledger/bulk", {**said, "reason": " "}).status_code == 422
        turned = client.post("/ledger/bulk", {**said, "reason": "两县\u202e各执一词"})
        assert "第3个字符无法显示（U+202E）" in text_of(turned)
        page = client.post("/ledger/bulk", {**said, "reason": "两县各执一词"})
        assert "已办 1 件，未办 0 件" in text_of(page)
        again = client.post("/ledger/bulk", {**said, "reason": "再提", "key": "bulk-2"})
        assert "已列入下一次复盘会议程" in text_of(again)
        items = {one.subject: one for one in AGENDA[0].items(tonight(town))}
        label = api.label_of(town.facts(minor))
        assert items[label].kind is AgendaKind.ASKED
        assert "两县各执一词" in [fact.value for fact in items[label].facts]
        assert "两县各执一词" in text_of(client.get(f"/orders/{minor}"))


def test_a_selection_that_no_page_sends_harms_nothing(town):
    finding = town.to_assigned()
    client = town.client(duty.LEADER)
    said = {"act": "receive", "key": "k", "query": "view=open"}
    with town.later(minutes=1):
        for listed in ([f"{finding}:²"], ["nobody:1"], [":"], [finding] * 300):
            assert client.post("/ledger/bulk", {**said, "finding": listed}).status_code == 200
        assert client.post("/ledger/bulk", {**said, "act": "withdraw"}).status_code == 302
    assert town.facts(finding).state == "RECEIVED"


def test_a_unit_is_not_offered_what_its_role_may_not_do(town):
    finding = town.to_assigned()
    client = town.client(duty.LEADER)
    with town.later(minutes=1):
        page = client.get("/ledger?view=mine").content.decode()
        assert 'value="receive"' in page
        assert 'value="close"' not in page
        assert client.post(
            "/ledger/bulk", chosen(finding, town=town, act="close")
        ).status_code == 302  # fmt: skip
    assert town.facts(finding).state == "ASSIGNED"


def test_the_selection_is_printed_and_exported_other_pages_too(town):
    finding = town.to_assigned()
    client = town.client(duty.CLERK)
    with town.later(minutes=1):
        unordered = town.report(ORDINARY, BRIDGE)
        answer = client.post("/ledger/bulk", chosen(finding, town=town, act="print"))
        assert answer.status_code == 303
        assert "可以打印" in text_of(client.get(answer.url))
        both = chosen(finding, unordered, town=town, act="print_supervision")
        said = text_of(client.get(client.post("/ledger/bulk", both).url))
        assert "已交办，未出具督办单" in said
        assert "未交办：已报" in said
        whole = {"act": "export", "everything": "yes", "query": "view=open", "key": "k"}
        book = load_workbook(BytesIO(client.post("/ledger/bulk", whole).content))
    assert book.worksheets[0].max_row == 3


def test_the_export_keeps_numbers_and_instants_and_no_formula(town):
    with town.later(minutes=1):
        long = '=HYPERLINK("http://x")' + "西门链锁锁闭，" * 12 + "至此为止"
        draft = api.FindingDraft(type_code=GRAVE, zone=BRIDGE, text=long)
        api.report(by=town.by(SUPERVISOR), incident=town.incident, draft=draft, key="evil")
    town.to_assigned()
    with town.later(minutes=1):
        answer = town.client(duty.CLERK).get("/ledger/export.xlsx?view=open")
    book = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).endswith("至此为止") for cell in cells), "nothing is cut off"
    assert book.worksheets[0].auto_filter.ref == "A1:P3"
    assert any(isinstance(cell.value, datetime) for cell in cells)
    assert any(cell.data_type == "n" and cell.value == 0 for cell in cells)
    about = [cell.value for row in book.worksheets[1].iter_rows() for cell in row]
    assert "全部未办结" in about
    assert any("上报总数 2" in str(value) for value in about)


@pytest.mark.parametrize("query", ["?zone=1", "?unit=x", "?severity=9&state=NEW", "?place=%00x"])
def test_nonsense_in_the_address_harms_nothing_and_is_named(town, query):
    with town.later(minutes=1):
        shown = town.client(duty.CLERK).get(f"/ledger{query}")
        printed = town.client(duty.CLERK).get(f"/ledger/print{query}")
    assert shown.status_code == 200
    assert ("未据此筛选：" in text_of(printed)) == ("place" not in query)
    assert ("未据此筛选：" in text_of(shown)) == ("place" not in query)
    assert query.split("&")[0][1:] in text_of(shown) or "place" in query
