"""The order's page, its forms and the call list in a real browser."""

from datetime import timedelta

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_pages import LOOKS, WIDTHS, picture, too_wide
from tests.factories import posts as duty
from tests.factories.orders import Town, address_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.platform.clock import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"viewport": {"width": 1440, "height": 900}}
WIDE = {"viewport": {"width": 1920, "height": 1080}}
TINY = {"viewport": {"width": 320, "height": 640}}
SIZES = {"phone": PHONE, "desk": DESK, "wide": WIDE, "tiny": TINY}


@pytest.fixture
def town(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return Town(now() - timedelta(minutes=40))


@pytest.fixture
def orders(town):
    """One order at work with help asked for, one verified, one just reported."""
    work = town.to_rectifying()
    town.tick_all(work)
    town.do(duty.LEADER, work, A.ASK_HELP, need="逃生锁 1 套")
    said = {"contested": "facts", "reason": "门当时已打开", "evidence": "值班记录"}
    town.do(duty.LEADER, work, A.DISPUTE, **said)
    return {"work": work, "passed": town.to_passed(), "new": town.to_reported()}


def signed_in(open_page, server, town, post, size, look):
    page = open_page(**SIZES[size])
    session = town.client(post).cookies["bihuan"].value
    values = {"bihuan": session, "language": look[0], "theme": look[1]}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in values.items()]
    )
    return page


@pytest.fixture
def visit(town, open_page, live_server):
    """Open an address as a post, in a window of a size, in a language and theme."""
    windows = {}

    def visited(post, address, size, look):
        page = windows.get((post, size, look))
        if page is None:
            page = signed_in(open_page, live_server, town, post, size, look)
            windows[post, size, look] = page
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        return page

    return visited


@pytest.mark.looked_at
@pytest.mark.parametrize(("size", "look"), list(zip(WIDTHS, LOOKS, strict=False)), ids=str)
def test_axe_finds_nothing_and_nothing_sticks_out(visit, orders, axe, complaints, size, look):
    screens = (
        (duty.LEADER, "order-work", f"/orders/{orders['work']}"),
        (duty.LEADER, "order-form", f"/orders/{orders['work']}/rectify"),
        (duty.LEADER, "order-closed-button", f"/orders/{orders['work']}/start"),
        (duty.CLERK, "order-passed", f"/orders/{orders['passed']}"),
        (duty.CLERK, "order-new", f"/orders/{orders['new']}"),
        (duty.CLERK, "order-file", f"/orders/{orders['new']}/file"),
        (duty.CLERK, "order-print", f"/orders/{orders['passed']}/print"),
        (duty.CLERK, "calls", "/calls"),
        (duty.CLERK, "batch", f"/orders/print?ids={orders['work']},{orders['new']}"),
    )
    found = {}
    for post, name, address in screens:
        page, problems = visit(post, address, size, look), []
        for width in WIDTHS[size]:
            page.set_viewport_size(SIZES[width]["viewport"])
            picture(page, f"{name}-{width}-{'-'.join(look)}")
            problems += too_wide(page)
        problems += axe(page)
        if problems:
            found[name] = problems
    # A button that is closed answers 409, and the browser notes it.
    complaints[:] = [one for one in complaints if "409" not in one]
    assert found == {}


def test_a_form_opens_in_a_window_over_the_order_and_sends_from_there(town, orders, visit):
    page = visit(duty.LEADER, f"/orders/{orders['work']}", "desk", LOOKS[0])
    page.get_by_role("link", name="反馈整改").click()
    box = page.locator("#act-dialog")
    box.locator("textarea[name=evidence]").fill("西门已开")
    picture(page, "order-dialog")
    box.locator("textarea[name=cause]").fill("夜间无人")
    box.locator("textarea[name=prevention]").fill("交接试开")
    box.get_by_role("button", name="反馈整改").click()
    page.wait_for_url("**/orders/JB-*")
    assert town.facts(orders["work"]).state in ("RECTIFIED", "VERIFYING")


def test_after_signing_in_again_one_press_sends_what_was_kept(
    town, orders, visit, live_server, complaints
):
    page = visit(duty.LEADER, address_of(orders["work"], A.ASK_HELP), "desk", LOOKS[0])
    page.locator("main textarea").first.fill("逃生锁 2 套")
    session = page.context.cookies()
    page.context.clear_cookies(name="bihuan")
    page.locator("main form .btn--primary").last.click()
    page.locator("form[data-renew]").wait_for()
    page.wait_for_load_state("networkidle")  # the page's own script has begun
    kept = [one for one in session if one["name"] == "bihuan"]
    page.context.clear_cookies(name="csrf")  # signing in brings another token
    page.context.add_cookies(kept)
    page.locator("form[data-renew] .btn--primary").click()
    page.wait_for_url(f"{live_server.url}/orders/*")
    assert "逃生锁 2 套" in page.locator("main").inner_text()
    complaints.clear()  # the 403 that was asked for
