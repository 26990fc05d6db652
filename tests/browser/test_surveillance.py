"""Surveillance in a real browser: axe, widths, the charts drawn and looked at closer."""

import pytest
from tests.browser.test_pages import LOOKS, SIZES, picture, too_wide, visit
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, open_drill
from tests.features.surveillance.test_pages import fill

from bihuan.features.posts.api import posts_held_now
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("", "/record", f"/record/{DAY}", "/signals", "/blind-spots", "/scores", "/timeline")


@pytest.fixture
def enter(client, live_server):
    """Fill the record, sign in as the epidemiologist, return the function that opens a page."""
    fill(open_drill(EVENING))
    Account.objects.create_user(username="u", password="p" * 20, person=9001)
    provide_posts(lambda person, instant: [EPIDEMIOLOGIST])
    client.force_login(Account.objects.get(username="u"))
    session = client.cookies["bihuan"].value

    def entered(open_page, address, size, look):
        def opened(**settings):
            page = open_page(**settings)
            page.context.add_cookies([{"name": "bihuan", "value": session, "url": live_server.url}])
            return page

        return visit(opened, live_server, address, size, look)

    yield entered
    provide_posts(posts_held_now)


@pytest.mark.looked_at
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, enter, axe):
    looks = [*LOOKS, *LOOKS]
    for number, name in enumerate(PAGES):
        size = list(SIZES.values())[number % len(SIZES)]
        page = enter(open_page, f"/surveillance{name}", size, looks[number % len(looks)])
        picture(page, f"surveillance{name.replace('/', '-')}")
        assert too_wide(page) == [], name
        assert axe(page) == [], name
        page.context.close()
    page = enter(open_page, "/capacity", SIZES["phone"], LOOKS[0])
    assert too_wide(page) == []
    assert axe(page) == []


def test_a_chart_is_there_as_a_picture_and_can_be_looked_at_closer(open_page, enter):
    page = enter(open_page, "/surveillance", SIZES["desk"], LOOKS[0])
    chart = page.locator("#chart-series")
    chart.scroll_into_view_if_needed()
    image = chart.locator("img")
    image.wait_for()
    page.wait_for_function("document.querySelector('#chart-series img').naturalWidth > 0")
    chart.locator("[data-chart-open]").click()
    chart.locator("canvas").first.wait_for()
    assert image.is_hidden()


def test_on_a_phone_the_tab_of_the_page_and_every_number_are_in_view(open_page, enter):
    for number, name in enumerate(("/timeline", "/regimes", f"/record/{DAY}", "/signals")):
        page = enter(open_page, f"/surveillance{name}", SIZES["phone"], LOOKS[number])
        outside = """names => [...document.querySelectorAll(names)].filter((one) => {
            const seen = one.getBoundingClientRect();
            return seen.left < 0 || seen.right > innerWidth;
        }).map((one) => one.textContent)"""
        page.wait_for_function(
            """() => [...document.querySelectorAll('.tabs [aria-current]')]
            .every((one) => one.getBoundingClientRect().right <= innerWidth)"""
        )
        assert page.evaluate(outside, ".tabs [aria-current], td.number") == [], name
        page.context.close()
