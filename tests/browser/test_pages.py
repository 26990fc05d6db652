"""Every kind of page in a real browser: axe, widths, both languages and themes, no complaint."""

from pathlib import Path

import pytest
from tests.browser.conftest import PHONE, PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"viewport": {"width": 1440, "height": 900}}
WIDE = {"viewport": {"width": 1920, "height": 1080}}
TINY = {"viewport": {"width": 320, "height": 640}}
PAGES = {"styleguide": "/styleguide", "login": "/accounts/login/"}
SIZES = {"phone": PHONE, "desk": DESK, "wide": WIDE, "tiny": TINY}
LOOKS = (("zh-hans", "light"), ("en", "dark"), ("zh-hans", "dark"), ("en", "light"))
# A phone and a desk: two languages and both themes. The narrowest and the widest are measured only.
LOOKED_AT = {"phone", "desk"}
# A window that is made wider or narrower shows the page that a screen of that width shows.
WIDTHS = {"phone": ("tiny", "phone"), "desk": ("wide", "desk")}


def visit(open_page, server, address, size, look):
    page = open_page(**size)
    language, theme = look
    page.context.add_cookies(
        [
            {"name": "language", "value": language, "url": server.url},
            {"name": "theme", "value": theme, "url": server.url},
        ]
    )
    page.goto(f"{server.url}{address}")
    # What a page still asks for shares the database of the test, which goes on writing.
    page.wait_for_load_state("networkidle")
    return page


def picture(page, name: str) -> None:
    """Take a picture for people to look at, into the folder that ``BIHUAN_PICTURES`` names."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def too_wide(page) -> list[str]:
    """Name what sticks out on the right, so that a failure can be read."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .slice(0, 5).map((one) => one.className || one.tagName)"""
    )


@pytest.mark.looked_at
@pytest.mark.parametrize(("size", "look"), list(zip(SIZES, LOOKS, strict=True)), ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, live_server, axe, name, size, look):
    page = visit(open_page, live_server, PAGES[name], SIZES[size], look)
    picture(page, f"{name}-{size}-{'-'.join(look)}")
    assert too_wide(page) == []
    assert size not in LOOKED_AT or axe(page) == []
    assert page.locator("html").get_attribute("lang") == ("en" if look[0] == "en" else "zh-CN")


@pytest.mark.looked_at
def test_an_error_page_is_whole(open_page, live_server, axe, complaints):
    page = visit(open_page, live_server, "/nowhere", PHONE, LOOKS[0])
    complaints.clear()  # the browser itself reports the 404 that was asked for
    picture(page, "error-phone")
    assert axe(page) == []
    assert too_wide(page) == []


def test_forced_colours_and_paper_keep_every_clock_readable(open_page, live_server):
    page = visit(
        open_page, live_server, "/styleguide", {**DESK, "forced_colors": "active"}, LOOKS[0]
    )
    picture(page, "styleguide-forced")
    assert page.locator(".clock--over .clock__text").first.is_visible()
    page.emulate_media(media="print", forced_colors="none")
    picture(page, "styleguide-paper")
    assert not page.locator(".top").is_visible()
    assert page.locator(".clock--over .clock__text").first.is_visible()


def test_the_language_and_the_theme_change_with_one_click_on_the_same_page(open_page, live_server):
    page = visit(open_page, live_server, "/styleguide?severity=1", DESK, LOOKS[0])
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/styleguide?severity=1")
    assert page.locator("h1").inner_text() == "Style guide"
    page.get_by_role("button", name="Dark theme").click()
    page.wait_for_selector("html[data-theme=dark]")
    page.wait_for_load_state("load")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
