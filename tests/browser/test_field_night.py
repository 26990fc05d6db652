"""A night without network on the real field page: nothing is lost, doubled or silent."""

import json

import pytest
from tests.browser.conftest import PHONE
from tests.factories import posts as duty
from tests.factories.orders import SECOND_SUPERVISOR, SUPERVISOR, Town
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.zones import range_of
from bihuan.features.supervision import api

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEMS, BAD_TYPE, BAD_ZONE = 200, 4, 6
PATIENCE = 240_000  # a loaded machine is slow, and that is no fault
FILL = """async ([items, owner, hours]) => {
  const { add } = await import("/static/js/outbox-store.js");
  const from = Date.now() - hours * 3600 * 1000;
  for (const [n, form] of items.entries()) {
    await add({ form, title: form.text, version: "", owner, now: from + n * 60000 });
  }
}"""
COUNTS = """async () => {
  const { items } = await import("/static/js/outbox-store.js");
  const found = {};
  for (const item of await items()) found[item.state] = (found[item.state] || 0) + 1;
  return found;
}"""
UNTIL_KEPT = """async () => {
  const own = (one) => one.name.startsWith(location.origin + "/static/");
  for (;;) {
    const loaded = performance.getEntriesByType("resource").filter(own).map((one) => one.name);
    const kept = await Promise.all([location.href, ...loaded].map((one) => caches.match(one)));
    if (loaded.length && kept.every(Boolean)) return;
    await new Promise((good) => setTimeout(good, 100));
  }
}"""

AS_KEPT_LONG_AGO = """async (hours) => {
  const store = await caches.open("bihuan-field-1");
  for (const request of await store.keys()) {
    const answer = await store.match(request);
    const headers = new Headers(answer.headers);
    headers.set("x-kept-at", String(Number(headers.get("x-kept-at")) - hours * 3600 * 1000));
    await store.put(request, new Response(await answer.blob(), { headers }));
  }
}"""


@pytest.fixture
def town(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return Town()


def session_of(town, post: int) -> str:
    return town.client(post).cookies["bihuan"].value


def enter(page, server, session: str) -> None:
    page.context.add_cookies([{"name": "bihuan", "value": session, "url": server.url}])


def field_page(open_page, server, town, post: int):
    page = open_page(**PHONE, service_workers="block")
    enter(page, server, session_of(town, post))
    page.goto(f"{server.url}/f/report")
    page.wait_for_load_state("networkidle")
    return page


def night(n: int) -> dict[str, str]:
    zone, kind = str(BRIDGE), "X02"
    if n < BAD_TYPE:
        kind = "Q99"
    elif n < BAD_TYPE + BAD_ZONE:
        zone = "990102001099000"
    return {"type": kind, "zone": zone, "text": f"夜间第{n}条"}


def twice_and_backwards(route) -> None:
    """Deliver a piece three times, once backwards; the phone hears only the last answer."""
    body = json.loads(route.request.post_data)
    backwards = json.dumps({"items": body["items"][::-1]})
    headers = {**route.request.headers, "content-type": "application/json"}
    route.fetch(post_data=backwards, headers=headers)
    route.fetch()
    route.continue_()


def test_eight_hours_and_200_reports_arrive_once_or_say_why(
    town, open_page, live_server, complaints
):
    page = field_page(open_page, live_server, town, SUPERVISOR)
    owner = page.locator("form[data-outbox]").get_attribute("data-outbox-owner")
    page.context.set_offline(True)
    page.evaluate(FILL, [[night(n) for n in range(ITEMS)], owner, 8])
    # The session ended during the night: the first try says so, and everything waits.
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.get_by_text("重新登录").wait_for()
    assert page.evaluate(COUNTS) == {"waiting": ITEMS}
    page.route("**/f/sync", twice_and_backwards)
    enter(page, live_server, session_of(town, SUPERVISOR))
    page.reload()
    bad = BAD_TYPE + BAD_ZONE
    page.locator(".queue__item--refused").first.wait_for(timeout=PATIENCE)
    page.wait_for_function(
        "() => !document.querySelector('.queue__item--waiting')", timeout=PATIENCE
    )
    assert page.evaluate(COUNTS) == {"stored": ITEMS - bad, "refused": bad}
    reasons = page.locator(".queue__item--refused").all_inner_texts()
    assert all("未被接收" in reason for reason in reasons)
    wanted = api.LedgerFilter(open_only=False)
    scope = range_of(CITY)
    rows = list(api.every_row(incident=town.incident, scope=scope, wanted=wanted))
    assert sorted(one.text for one in rows) == sorted(f"夜间第{n}条" for n in range(bad, ITEMS))
    assert all(one.observed_at < one.reported_at for one in rows)
    complaints.clear()  # the browser names what found no network


def test_a_post_that_may_report_no_more_keeps_its_reports_and_is_told(
    town, open_page, live_server, complaints
):
    page = field_page(open_page, live_server, town, SUPERVISOR)
    page.route("**/f/sync", lambda route: route.fulfill(status=403, body="forbidden"))
    page.evaluate(FILL, [[night(BAD_TYPE + BAD_ZONE)], "", 1])
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.get_by_text("本岗位目前不能上报").wait_for()
    assert page.evaluate(COUNTS) == {"waiting": 1}
    complaints.clear()


def test_what_one_person_filled_in_is_never_sent_by_another(
    town, open_page, live_server, complaints
):
    page = field_page(open_page, live_server, town, SUPERVISOR)
    first = page.locator("form[data-outbox]").get_attribute("data-outbox-owner")
    page.context.set_offline(True)
    page.evaluate(FILL, [[night(ITEMS)], first, 1])
    page.context.clear_cookies()
    enter(page, live_server, session_of(town, SECOND_SUPERVISOR))
    page.context.set_offline(False)
    page.reload()
    page.get_by_text("等填报人本人登录后上传").wait_for()
    assert page.evaluate(COUNTS) == {"waiting": 1}
    page.context.clear_cookies()
    enter(page, live_server, session_of(town, SUPERVISOR))
    page.reload()
    page.locator(".queue__item--stored").wait_for()
    assert page.evaluate(COUNTS) == {"stored": 1}
    complaints.clear()


def test_three_taps_report_at_a_place_and_signing_out_with_waiting_reports_asks(
    town, open_page, live_server, complaints
):
    page = field_page(open_page, live_server, town, duty.LEADER)
    page.locator("label.pick").nth(1).click()
    assert page.locator(".pick__says:visible").count() == 1
    page.locator("label.option").first.click()
    page.route("**/f/sync", lambda route: route.abort("internetdisconnected"))
    page.set_viewport_size({"width": 390, "height": 480})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("button", name="上报").click()
    page.locator(".queue__item--waiting").wait_for()
    seen = "() => document.querySelector('.queue__item').getBoundingClientRect().top"
    assert 0 < page.evaluate(seen) < page.viewport_size["height"], "it is seen that it was taken"
    page.goto(f"{live_server.url}/now")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.evaluate("() => document.querySelector('form[data-sign-out]').requestSubmit()")
    page.wait_for_timeout(500)
    assert len(asked) == 1
    assert "1" in asked[0]
    complaints.clear()


def report_without_network(page):
    """Open the kept page anew without network and send a report, which then waits."""
    page.context.set_offline(True)
    page.reload()
    page.locator("label.pick").first.click()
    page.locator("label.option").first.click()
    page.get_by_role("button", name="上报").click()
    page.locator(".queue__item--waiting").wait_for()


def test_the_first_visit_of_a_phone_opens_again_without_network_and_keeps_a_report(
    town, open_page, live_server, complaints
):
    page = open_page(**PHONE)
    enter(page, live_server, session_of(town, duty.LEADER))
    page.goto(f"{live_server.url}/f/report")
    page.evaluate(UNTIL_KEPT)
    report_without_network(page)
    assert page.evaluate(COUNTS) == {"waiting": 1}
    page.context.set_offline(False)
    page.locator(".queue__item--stored").wait_for()
    complaints.clear()  # the browser names what found no network


def test_a_clock_set_eight_hours_ahead_at_a_shifts_end_does_not_take_the_page_away(
    town, open_page, live_server, complaints
):
    page = open_page(**PHONE)
    enter(page, live_server, session_of(town, duty.LEADER))
    page.goto(f"{live_server.url}/f/report")
    page.evaluate(UNTIL_KEPT)
    page.evaluate(AS_KEPT_LONG_AGO, 8 + 8)
    report_without_network(page)
    page.context.set_offline(False)
    page.locator(".queue__item--stored").wait_for()
    complaints.clear()  # the browser names what found no network
