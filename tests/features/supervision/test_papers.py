"""The official papers: numbers, times and words as on the page, drafts without number."""

import io

from pypdf import PdfReader
from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.orders import (
    COORDINATOR,
    COUNTY_PRINCIPAL,
    HEAD,
    HOLDERS,
    SOUTH_VERIFIER,
    SUPERVISOR,
    address_of,
    text_of,
)
from tests.factories.territory import BRIDGE, CITY
from tests.features.supervision.test_evidence import add, photo

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.roles import Role
from bihuan.features.posts import api as posts
from bihuan.features.supervision.api import usual_items
from bihuan.features.territory import api as territory
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs.ticks import run_tick


def get(town, post, address):
    with town.later(seconds=1):
        return town.client(post).get(address)


def words_of(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in reader.pages)
    return "".join(text.split())


def test_the_assignment_order_says_what_the_page_says(town):
    finding = town.to_assigned()
    words = words_of(get(town, duty.LEADER, f"/orders/{finding}/order.pdf"))
    for said in ("明疫防督〔2026〕1号", "JB-2026-0001", "石桥社区居委会社区主任", "专人值守",
                 "西门链锁锁闭", "2026年8月3日12时3分", "可以陈述", "0350-100"):  # fmt: skip
        assert said in words, said


def test_before_it_is_served_the_order_is_a_draft_without_number(town):
    finding = town.to_reported()
    town.do(duty.CLERK, finding, A.FILE, severity="1", clause="Fire Law 28")
    words = words_of(get(town, duty.CLERK, f"/orders/{finding}/order.pdf"))
    assert "草稿" in words
    assert "〔2026〕" not in words
    (usual, *_) = usual_items(town.facts(finding))
    assert usual in words
    town.do(duty.CLERK, finding, A.ASSIGN, order_text="打开西门", reply_text="可以陈述")
    served = words_of(get(town, duty.CLERK, f"/orders/{finding}/order.pdf"))
    assert "打开西门" in served
    assert usual not in served, "a served order asks for what it asked"


def test_a_supervision_order_has_two_numbers_of_its_own(town):
    finding = town.to_rectifying()
    with town.later(hours=2, minutes=10), fixed_at(town.wall):
        run_tick(now())
    shown = text_of(get(town, duty.CLERK, f"/orders/{finding}"))
    assert "DB-2026-0001" in shown
    words = words_of(get(town, duty.CLERK, f"/orders/{finding}/DB-2026-0001.pdf"))
    for said in ("明疫防督〔2026〕2号", "DB-2026-0001", "明疫防督〔2026〕1号", "尚未提供帮助"):
        assert said in words, said
    assert get(town, duty.CLERK, f"/orders/{finding}/DB-2026-0002.pdf").status_code == 404


def test_the_feedback_is_printed_once_it_exists(town):
    finding = town.to_rectifying()
    assert get(town, duty.LEADER, f"/orders/{finding}/feedback.pdf").status_code == 404
    said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
    town.tick_all(finding)
    town.do(duty.LEADER, finding, A.RECTIFY, **said)
    words = words_of(get(town, duty.LEADER, f"/orders/{finding}/feedback.pdf"))
    for text in (*said.values(), "JB-2026-0001", "专人值守：已完成"):
        assert text in words


def test_a_batch_is_one_pdf_of_what_was_served_and_the_post_may_see(town):
    first, second, unserved = town.to_assigned(), town.to_assigned(), town.to_reported()
    chosen = f"ids={first},{second},{unserved},nonsense"
    page = get(town, duty.CLERK, f"/orders/print?{chosen}")
    assert "2 份合成一个 PDF" in text_of(page)
    assert "未交办：已报" in text_of(page)
    assert "未立案 疏散通道受阻或上锁" in text_of(page)
    words = words_of(get(town, duty.CLERK, f"/orders/print.pdf?{chosen}"))
    assert words.count("JB-2026-0001") >= 1
    assert words.count("JB-2026-0002") >= 1
    assert get(town, SOUTH_VERIFIER, f"/orders/print.pdf?{chosen}").status_code == 404
    assert get(town, SOUTH_VERIFIER, f"/orders/{first}/order.pdf").status_code == 404


def test_the_order_carries_the_pictures_it_was_made_of_as_its_annex(town):
    finding = town.to_reported()
    assert add(town, SUPERVISOR, finding, photo(), caption="西门链锁").status_code == 303
    town.do(duty.CLERK, finding, A.FILE, severity="1", clause="Fire Law 28")
    said = {"order_text": "打开西门", "items": "打开西门", "reply_text": "可以陈述"}
    town.do(duty.CLERK, finding, A.ASSIGN, **said)
    town.do(duty.LEADER, finding, A.RECEIVE)
    town.do(duty.LEADER, finding, A.START)
    assert add(town, duty.LEADER, finding, photo(), key="k2", caption="已开").status_code == 303
    answer = get(town, duty.LEADER, f"/orders/{finding}/order.pdf")
    words = words_of(answer)
    assert "附件：现场照片" in words
    assert "西门链锁" in words
    assert "已开" not in words
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert [len(page.images) for page in pages][-1] == 1
    assert words.index("附件：") < words.rindex("印发")


def test_an_order_is_read_as_it_was_served_after_its_deadline_moved(town):
    finding = town.to_rectifying(type_code="P01")
    before = words_of(get(town, duty.LEADER, f"/orders/{finding}/order.pdf"))
    due = town.facts(finding).order_due_at
    said = {"seconds": "1", "reason": "等锁具", "protection": "专人值守"}
    town.do(duty.LEADER, finding, A.REQUEST_EXTENSION, **said)
    town.do(COUNTY_PRINCIPAL, finding, A.GRANT_EXTENSION, seconds="0.5")
    assert town.facts(finding).order_due_at > due
    assert words_of(get(town, duty.LEADER, f"/orders/{finding}/order.pdf")) == before


def test_a_served_paper_keeps_the_names_of_its_day_when_a_zone_is_renamed(town):
    finding, paper = town.to_assigned(), "/orders/{}/order.pdf"
    before = words_of(get(town, duty.LEADER, paper.format(finding)))
    with town.later(minutes=5):
        renamed = territory.rename_zone(
            by=acting(Role.ADMINISTRATOR, CITY), zone=BRIDGE, name_zh="新桥社区", name_en="",
            key="rename",
        )  # fmt: skip
        assert isinstance(renamed, Outcome), renamed
    assert "新桥" not in before
    assert words_of(get(town, duty.LEADER, paper.format(finding))) == before
    later = town.to_assigned()
    assert "新桥" in words_of(get(town, duty.LEADER, paper.format(later)))


def test_a_supervision_order_is_read_as_it_was_served_whatever_comes_later(town):
    finding = town.to_rectifying()
    town.do(duty.LEADER, finding, A.DISPUTE, contested="facts", reason="门名有误", evidence="照片")
    with town.later(hours=2, minutes=10), fixed_at(town.wall):
        run_tick(now())
    paper = f"/orders/{finding}/DB-2026-0001.pdf"
    before = words_of(get(town, duty.CLERK, paper))
    assert "责任单位未请求帮助" in before
    town.do(duty.LEADER, finding, A.BLOCK, need="逃生锁")
    town.do(COORDINATOR, finding, A.OFFER_HELP, need="送锁")
    said = {"order_text": "打开东门", "items": "打开东门\n登记值守人"}
    town.do(HEAD, finding, A.CORRECT_ORDER, reason="门名有误", **said)
    assert words_of(get(town, duty.CLERK, paper)) == before


def test_a_corrected_order_names_the_one_it_replaces(town):
    finding = town.to_rectifying()
    paper = f"/orders/{finding}/order.pdf"
    assert "替代" not in words_of(get(town, duty.LEADER, paper))
    town.do(duty.LEADER, finding, A.DISPUTE, contested="facts", reason="门名有误", evidence="照片")
    town.do(HEAD, finding, A.CORRECT_ORDER, reason="门名有误", order_text="打开东门")
    words = words_of(get(town, duty.LEADER, paper))
    assert "明疫防督〔2026〕2号" in words
    assert "本交办单替代明疫防督〔2026〕1号交办单" in words


def test_what_is_printed_of_a_withdrawn_order_says_so_and_why(town):
    finding = town.to_assigned()
    digits = f"{town.facts(finding).ledger_number:04d}"
    assert "请单位陈述申辩" in text_of(get(town, HEAD, f"/orders/{finding}"))
    town.do(HEAD, finding, A.WITHDRAW, reason="重复交办", confirm=digits)
    words = words_of(get(town, duty.LEADER, f"/orders/{finding}/order.pdf"))
    assert "撤销，不再执行。理由：重复交办。" in words
    assert "请单位陈述申辩" not in text_of(get(town, HEAD, f"/orders/{finding}"))


def test_no_draft_is_offered_of_what_will_never_be_ordered(town):
    older, later = town.to_reported(), town.to_reported()
    assert "交办单草稿" in text_of(get(town, duty.CLERK, f"/orders/{later}"))
    town.do(duty.CLERK, later, A.MERGE, target=older)
    assert "交办单草稿" not in text_of(get(town, duty.CLERK, f"/orders/{later}"))


def test_the_city_s_command_is_called_the_same_on_every_paper(town):
    (city,) = territory.name_chain(CITY)
    assert posts.command_name(city) == "明州市应急指挥部"
    order = words_of(get(town, duty.LEADER, f"/orders/{town.to_assigned()}/order.pdf"))
    assert "明州市应急指挥部" in order


def test_a_paper_says_that_a_deputy_acted_for_the_post(town):
    finding = town.to_rectifying()
    town.tick_all(finding)
    with town.later(minutes=1):
        asked = posts.appoint(
            by=town.by(duty.SECRETARY), post=duty.LEADER, person=HOLDERS[duty.GRID_WORKER],
            kind=posts.AppointmentKind.DEPUTY, key="d",
        )  # fmt: skip
        identity = asked.result["appointment"]
        posts.confirm(by=town.by(duty.DUTY_OFFICER), appointment=identity, key="c")
    with town.later(minutes=1):
        deputy = town.client(duty.GRID_WORKER)
        deputy.post("/act-as", {"post": duty.LEADER})
        said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开", "key": "f"}
        said["version"] = town.facts(finding).version
        assert deputy.post(address_of(finding, A.RECTIFY), said).status_code == 303
    words = words_of(get(town, duty.LEADER, f"/orders/{finding}/feedback.pdf"))
    assert "社区主任（副岗代办）" in words
    order = words_of(get(town, duty.LEADER, f"/orders/{finding}/order.pdf"))
    assert "代办" not in order, "what the holder did himself says nothing of it"


def test_more_than_ten_things_asked_for_are_numbered_on(town):
    finding = town.to_reported()
    town.do(duty.CLERK, finding, A.FILE, severity="1", clause="Fire Law 28")
    items = "\n".join(f"打开{n}号门" for n in range(1, 21))
    said = {"order_text": "打开各门", "items": items, "reply_text": "可以陈述"}
    town.do(duty.CLERK, finding, A.ASSIGN, **said)
    words = words_of(get(town, duty.CLERK, f"/orders/{finding}/order.pdf"))
    numbers = {"一": "各", "十": "9号", "十一": "10号", "二十": "19号", "二十一": "20号"}
    for number, door in numbers.items():
        assert f"（{number}）打开{door}门" in words, number
    assert words.count("（一）") == 1
