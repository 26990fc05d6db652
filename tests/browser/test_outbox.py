"""The offline queue of the field pages: kept first, sent when it can be, nothing dropped."""

import json

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import expect
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = """{% extends "phone.html" %}{% load i18n bihuan %}
{% block title %}trial{% endblock %}{% block heading %}trial{% endblock %}
{% block content %}{% include "components/_outbox.html" %}
<form class="form" method="post" action="/f/trial" data-outbox="/f/sync" data-version="3">
{% csrf_token %}<div class="field"><label for="text">text</label><input id="text" name="text"></div>
<button class="btn btn--primary">send</button></form>{% endblock %}"""


class Server:
    """The other end: answers each item as told, remembers all it was sent."""

    def __init__(self) -> None:
        self.epoch = "first"
        self.online = True
        self.reply = {}
        self.sent = []
        self.stored = set()

    def answer(self, route) -> None:
        if not self.online:
            route.abort("internetdisconnected")
            return
        body = json.loads(route.request.post_data)
        self.sent.append(body["items"])
        results = [self.result(item) for item in body["items"]]
        route.fulfill(json={"epoch": self.epoch, "results": results})

    def result(self, item):
        told = self.reply.get(item["form"]["text"])
        if told:
            return {"key": item["key"], **told}
        known = item["key"] in self.stored
        self.stored.add(item["key"])
        status = "already" if known else "stored"
        return {"key": item["key"], "status": status, "number": "JB-1", "page": "/f/reported/1"}


def offline(page, server, *, off: bool) -> None:
    """Cut or mend the network; answers made by a test would get through a cut one."""
    server.online = not off
    page.context.set_offline(off)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def field(open_page, live_server, server):
    page = open_page(**PHONE, service_workers="block")
    with override("zh-hans"):
        template = engines["django"].from_string(PAGE)
        html = template.render({}, RequestFactory().get("/f/trial"))
    page.route("**/f/trial", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/f/sync", server.answer)
    page.goto(f"{live_server.url}/f/trial")
    page.wait_for_load_state("networkidle")
    return page


def report(page, text: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name="send").click()
    page.locator(".queue__item").first.wait_for()


def test_a_report_is_stored_once_with_key_order_version_and_time(field, server):
    report(field, "西门锁闭")
    field.locator(".queue__item--stored").wait_for()
    ((item,),) = server.sent
    assert item["key"][14] == "7"
    assert (item["order"], item["base_version"]) == (1, "3")
    assert item["observed_at"].endswith("Z")
    assert item["form"] == {"text": "西门锁闭"}
    led = field.locator(".queue__item--stored a").get_attribute("href")
    assert led == "/f/reported/1", "what has arrived leads to what became of it"


def test_without_network_reports_wait_in_order_and_go_by_themselves(field, server, complaints):
    offline(field, server, off=True)
    for text in ("one", "two", "three"):
        report(field, text)
        field.wait_for_timeout(150)
    assert "待传 3" in field.locator("[data-outbox-state]").inner_text()
    offline(field, server, off=False)
    field.wait_for_function("() => document.querySelectorAll('.queue__item--stored').length === 3")
    texts = [item["form"]["text"] for piece in server.sent for item in piece]
    assert texts[-3:] == ["one", "two", "three"]
    complaints.clear()  # the browser names each request that found no network


def test_a_page_opened_later_without_network_knows_the_time_after_one_short_visit(field):
    """A page kept for use without network tells the time at which it was kept."""
    field.wait_for_function("() => localStorage.getItem('bihuan-clock-distance') !== null")


def test_what_waits_survives_a_reload_and_is_not_readable_on_the_device(field, server, complaints):
    offline(field, server, off=True)
    report(field, "tell nobody")
    field.locator(".queue__item--waiting").wait_for()
    kept = field.evaluate(
        """() => new Promise((done) => {
        const asked = indexedDB.open("bihuan-outbox");
        asked.onsuccess = () => {
          const all = asked.result.transaction("items").objectStore("items").getAll();
          all.onsuccess = () => done(all.result.map((one) => JSON.stringify(one)));
        }; })"""
    )
    assert len(kept) == 1
    assert "tell nobody" not in kept[0]
    offline(field, server, off=False)
    field.reload()
    field.locator(".queue__item--stored").wait_for()
    complaints.clear()


def test_a_conflict_and_a_refusal_stay_in_sight_until_somebody_chooses(field, server):
    server.reply = {
        "late": {"status": "conflict", "reason": "20:39 已签收"},
        "wrong": {"status": "refused", "reason": "辖区已停用"},
    }
    report(field, "late")
    report(field, "wrong")
    conflict = field.locator(".queue__item--conflict")
    conflict.wait_for()
    assert "20:39 已签收" in conflict.inner_text()
    assert "late" in conflict.inner_text()
    refused = field.locator(".queue__item--refused")
    assert "辖区已停用" in refused.inner_text()
    server.reply = {}
    conflict.get_by_role("button", name="以我为准").click()
    field.locator(".queue__item--stored").wait_for()
    assert server.sent[-1][0]["base_version"] == ""
    first, again = (one[0]["key"] for one in (server.sent[0], server.sent[-1]))
    assert first != again, "the same number would meet the same conflict"
    refused.get_by_role("button", name="已知").click()
    refused.wait_for(state="detached")


def test_a_restored_server_gets_again_what_it_may_have_lost(field, server):
    report(field, "one")
    field.locator(".queue__item--stored").wait_for()
    server.epoch, server.stored = "second", set()
    report(field, "two")
    field.wait_for_function("() => document.querySelectorAll('.queue__item--stored').length === 2")
    field.wait_for_timeout(300)
    again = [item["form"]["text"] for piece in server.sent[2:] for item in piece]
    assert sorted(again) == ["one", "two"]
    assert len(server.stored) == 2


def test_a_device_that_cannot_keep_the_page_says_so_instead_of_promising(field):
    field.add_init_script("navigator.serviceWorker.register = () => Promise.reject(new Error())")
    field.reload()
    field.wait_for_load_state("networkidle")  # before its scripts are there, a form goes as it is
    expect(field.locator("[data-outbox-said]")).to_contain_text("请勿关闭")
    report(field, "没有保存页面")
    expect(field.locator(".queue__item--stored")).to_have_count(1)


def test_an_ended_session_never_empties_the_queue(field, complaints):
    field.route("**/f/sync", lambda route: route.fulfill(status=403, body="login"))
    report(field, "one")
    field.wait_for_timeout(300)
    assert "没有丢失" in field.locator("[data-outbox-said]").inner_text()
    assert field.locator(".queue__item--waiting").count() == 1
    complaints.clear()  # the 403 that was asked for


def test_the_page_stays_under_150_kb_with_everything_it_loads(field):
    sizes = field.evaluate(
        """() => [...performance.getEntriesByType('resource'),
        ...performance.getEntriesByType('navigation')].map((one) => one.decodedBodySize)"""
    )
    assert 0 < sum(sizes) < 150_000


def test_the_worker_is_served_beside_the_field_pages(client):
    answer = client.get("/f/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"skipWaiting" in answer.content


def no_room(page) -> None:
    """Let the disk be full when the report is written: the request succeeds, all is undone."""
    page.evaluate("""() => {
      const add = IDBObjectStore.prototype.add
      IDBObjectStore.prototype.add = function (one) {
        const asked = add.call(this, one)
        asked.addEventListener("success", () => this.transaction.abort())
        return asked
      }
    }""")


def test_without_room_and_network_the_words_stay_in_the_form_and_it_is_said(
    field, server, complaints
):
    offline(field, server, off=True)
    no_room(field)
    field.locator("#text").fill("西门锁闭")
    field.get_by_role("button", name="send").click()
    expect(field.locator("[data-outbox-said]")).to_contain_text("本机空间不足")
    assert field.locator("#text").input_value() == "西门锁闭"
    assert field.locator(".queue__item").count() == 0
    complaints.clear()  # the browser names each request that found no network


def test_without_room_a_report_goes_the_ordinary_way_while_there_is_network(field):
    no_room(field)
    field.locator("#text").fill("西门锁闭")
    with field.expect_request("**/f/trial") as sent:
        field.get_by_role("button", name="send").click()
    assert sent.value.method == "POST"
