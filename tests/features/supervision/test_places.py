"""A finding is found at a registered place: named on its pages and papers, merged only there."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.factories import posts as duty
from tests.factories.orders import SUPERVISOR, text_of
from tests.factories.territory import BRIDGE, NORTH, RIVER

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision import api
from bihuan.features.territory import api as territory
from bihuan.platform.commands import Outcome

NAME = "龙亭苑小区西门"


@pytest.fixture
def place(town):
    draft = territory.PlaceDraft(BRIDGE, PlaceKind.COMPOUND, NAME, "Longting West Gate")
    with town.later(seconds=1):
        answer = territory.create_place(by=town.by(SUPERVISOR), draft=draft, key="place")
    assert isinstance(answer, Outcome), answer
    return str(answer.result["place"])


def report_at(town, zone, place, key, type_code="X02"):
    draft = api.FindingDraft(type_code=type_code, zone=zone, place=place, text="链锁锁闭")
    by = town.by(SUPERVISOR)
    return api.report(by=by, incident=town.incident, draft=draft, key=key)


def test_a_report_from_the_phone_names_a_place_and_every_page_shows_it(town, place):
    with town.later(minutes=1):
        client = town.client(SUPERVISOR)
        page = client.get("/f/report?q=龙亭").content.decode()
        assert f'value="{BRIDGE}/{place}"' in page
        said = {"type": "X02", "zone": f"{BRIDGE}/{place}", "key": "k1"}
        answer = client.post("/f/report", said)
        assert answer.status_code == 302
        assert NAME in client.get(answer.url).content.decode()
        finding = answer.url.rsplit("/", 1)[-1]
        assert town.facts(finding).place == place
        assert NAME in text_of(client.get(f"/orders/{finding}"))
        assert NAME in text_of(client.get("/ledger"))
        assert NAME in text_of(town.client(duty.CLERK).get("/now"))
        assert "Longting West Gate" in text_of(
            client.get(f"/orders/{finding}", headers={"accept-language": "en"})
        )


def test_the_phone_offers_the_place_used_last_first(town, place):
    with town.later(minutes=1):
        report_at(town, BRIDGE, None, "a")
    with town.later(minutes=1):
        report_at(town, BRIDGE, place, "b")
        page = town.client(SUPERVISOR).get("/f/report").content.decode()
    radios = page.split('name="zone"')[1:]
    listed = [one.partition('value="')[2].partition('"')[0] for one in radios]
    assert listed[:2] == [f"{BRIDGE}/{place}", str(BRIDGE)]


def test_what_a_phone_collected_keeps_its_place(town, place):
    with town.later(minutes=1):
        items = [{"key": "k9", "order": 1, "form": {"type": "X02", "zone": f"{BRIDGE}/{place}"}}]
        answer = town.client(SUPERVISOR).post(
            "/f/sync", json.dumps({"items": items}), content_type="application/json"
        )
    result = answer.json()["results"][0]
    assert result["status"] == "stored"
    assert town.facts(result["number"]).place == place
    assert result["page"] == f"/f/reported/{result['number']}"


def test_a_phone_is_told_that_the_same_was_reported_a_moment_before(town, place):
    said = {"type": "X02", "zone": f"{BRIDGE}/{place}"}
    with town.later(minutes=1):
        items = [{"key": key, "order": n, "form": said} for n, key in enumerate(("k8", "k9"))]
        for item in items:
            answer = town.client(SUPERVISOR).post(
                "/f/sync", json.dumps({"items": [item]}), content_type="application/json"
            )
    reason = answer.json()["results"][0]["reason"]
    assert reason == "半小时内此处已有 1 条同类上报，督查办可能并案。"


def test_a_place_of_another_zone_is_refused_in_words(town, place):
    answer = report_at(town, RIVER, "nowhere", "a")
    assert isinstance(answer, Refusal)
    assert answer.code == "finding_place_elsewhere"
    above = report_at(town, NORTH, place, "b")  # it lies in that county
    assert getattr(above, "code", "") != "finding_place_elsewhere"
    with town.later(minutes=1):
        said = {"type": "X02", "zone": f"{BRIDGE}/nowhere", "key": "k2"}
        page = town.client(SUPERVISOR).post("/f/report", said)
    assert page.status_code == 422
    assert "这个场所不在所选辖区内" in page.content.decode()


def test_only_findings_of_the_same_place_are_offered_for_a_merge(town, place):
    with town.later(minutes=1):
        here = report_at(town, BRIDGE, place, "a").result["finding"]
        elsewhere = report_at(town, BRIDGE, None, "b").result["finding"]
    with town.later(minutes=1):
        again = report_at(town, BRIDGE, place, "c").result["finding"]
        page = town.client(duty.CLERK).get(f"/orders/{again}/merge").content.decode()
        lone = town.client(duty.CLERK).get(f"/orders/{here}/merge")
    assert lone.status_code == 200
    assert "无案可并" in lone.content.decode(), "nothing older: no form that cannot be sent"
    assert f'value="{here}"' in page
    assert f'value="{elsewhere}"' not in page
    town.do(duty.CLERK, again, LoopAct.MERGE, target=here)
    assert town.facts(again).state == "MERGED"


def test_the_order_on_paper_and_the_export_name_the_place(town, place):
    with town.later(minutes=1):
        finding = report_at(town, BRIDGE, place, "a").result["finding"]
    town.do(duty.CLERK, finding, LoopAct.FILE, severity=1, clause="Fire Law 28")
    said = {"order_text": "打开西门", "items": "打开西门", "reply_text": "可以陈述"}
    town.do(duty.CLERK, finding, LoopAct.ASSIGN, **said)
    page = api.finding_page(town.facts(finding))
    head = api.letterhead(page, link="http://x/", origin="demo")
    paper = api.order_paper(page, head, town.wall)
    assert paper.title[0] == f"关于{NAME}"
    assert NAME in paper.facts[0]
    with town.later(minutes=1):
        book = load_workbook(BytesIO(town.client(duty.CLERK).get("/ledger/export.xlsx").content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert NAME in cells
