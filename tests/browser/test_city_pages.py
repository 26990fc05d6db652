"""Zone, map and duty book in a real browser: axe, widths, both languages and themes."""

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_pages import LOOKS, picture, too_wide
from tests.factories.acting import acting
from tests.factories.posts import ADMIN, HOLDERS, SECRETARY, enter_posts
from tests.factories.territory import BRIDGE, CITY, HILL, NORTH, RIVER, SOUTH, enter_city
from tests.factories.visiting import visitor

from bihuan.domain.roles import Role
from bihuan.features.territory import api as territory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"viewport": {"width": 1440, "height": 900}}
PAGES = {
    "zone": f"/zones/{BRIDGE}",
    "rename": f"/zones/{BRIDGE}/rename",
    "map": "/map",
    "map-picked": f"/map?layer=gates&pick={NORTH}",
    "zone-city": f"/zones/{CITY}",
    "map-below": f"/map?zone={NORTH}&layer=unowned",
    "duty": "/duty",
    "duty-gap": f"/duty?zone={RIVER}",
    "assign": f"/duty/assign?zone={BRIDGE}&function=traffic",
    "post": f"/posts/{SECRETARY}",
    "appoint": f"/posts/{SECRETARY}/appoint",
    "book": "/duty/book",
    "register": "/setup/zones",
}


def box(left, top, width):
    ring = [[left, top], [left + width, top], [left + width, top - 1], [left, top - 1], [left, top]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def city():
    enter_city()
    gap = [("fire_egress", BRIDGE, 503, "", "", "2026-08-01", "")]
    enter_posts(responsibilities=gap)
    system = acting(Role.SYSTEM, CITY, post=0, person=0)
    shapes = [
        territory.Drawing(NORTH, box(111, 37, 1)),
        territory.Drawing(SOUTH, box(112, 36.5, 0.6)),
        territory.Drawing(RIVER, box(111, 37, 0.5), schematic=True),
        territory.Drawing(HILL, box(111.5, 37, 0.5), schematic=True),
    ]
    territory.load_shapes(by=system, drawings=shapes, key="x")


def signed_in(open_page, server, size, look, session=None):
    page = open_page(**size)
    language, theme = look
    session = session or visitor(HOLDERS[ADMIN]).cookies["bihuan"].value
    values = {"bihuan": session, "language": language, "theme": theme}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in values.items()]
    )
    return page


@pytest.mark.parametrize(("size", "look"), [("phone", LOOKS[0]), ("desk", LOOKS[1])])
def test_axe_finds_nothing_and_nothing_sticks_out(city, open_page, live_server, axe, size, look):
    session = visitor(HOLDERS[ADMIN]).cookies["bihuan"].value
    found = {}
    # Each as a first visit: in one window that only looked at all, a page now and then never came.
    for name, address in PAGES.items():
        page = signed_in(
            open_page, live_server, {"phone": PHONE, "desk": DESK}[size], look, session
        )
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        picture(page, f"{name}-{size}-{'-'.join(look)}")
        problems = too_wide(page) + axe(page)
        if problems:
            found[name] = problems
        page.context.close()
    assert found == {}


def test_the_map_is_walked_and_moved_with_the_keyboard(city, open_page, live_server):
    page = signed_in(open_page, live_server, DESK, LOOKS[0])
    page.goto(f"{live_server.url}/map")
    page.wait_for_load_state("networkidle")
    page.locator("a.map__zone").first.focus()
    before = page.locator("svg.map").get_attribute("viewBox")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert page.locator("svg.map").get_attribute("viewBox") != before
    page.keyboard.press("0")
    assert page.locator("svg.map").get_attribute("viewBox") == before
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/map?*pick={NORTH}")
    assert page.evaluate("document.activeElement.matches('a.map__zone.is-picked')")
    panel = page.locator("#picked")
    assert "北门区" in panel.inner_text()
    assert panel.locator("li").count() == 6
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/map?*pick={SOUTH}")
    assert page.locator("a.map__zone.is-picked").count() == 1
    panel.get_by_role("link", name="打开辖区页").click()
    page.wait_for_url(f"**/zones/{SOUTH}")


def test_a_phone_shows_the_list_first_and_the_map_behind_a_button(city, open_page, live_server):
    page = signed_in(open_page, live_server, PHONE, LOOKS[0])
    page.goto(f"{live_server.url}/map")
    assert page.locator(".atlas__layers tbody tr").count() == 7
    assert not page.locator("svg.map").is_visible()
    page.locator("a.atlas__open").click()
    assert page.locator("svg.map").is_visible()
    page.locator("a.map__zone").first.click()
    page.wait_for_url(f"**/map?*pick={NORTH}#sketch")
    assert page.locator("svg.map").is_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ["/setup/accounts", "/setup/calendar?propose=1", "/map"])
def test_no_table_lies_beside_a_phone(city, open_page, live_server, address, language):
    page = signed_in(open_page, live_server, PHONE, (language, "light"))
    page.goto(f"{live_server.url}{address}")
    page.wait_for_load_state("networkidle")
    cut = """() => [...document.querySelectorAll(".scroll-x")]
      .map((one) => one.scrollWidth - one.clientWidth).filter((beyond) => beyond > 0)"""
    assert page.locator(".scroll-x tbody tr").count() > 0
    assert page.evaluate(cut) == []


def test_on_a_phone_what_is_wrong_with_a_row_is_read_without_pushing(city, open_page, live_server):
    page = signed_in(open_page, live_server, PHONE, ("en", "light"))
    page.goto(f"{live_server.url}/setup/zones")
    wrong = b"code,level,parent,name_zh\n999999999999999,village,149999000000000,X\n"
    file = {"name": "zones.csv", "mimeType": "text/csv", "buffer": wrong}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Try the file").click()
    table = page.locator(".scroll-x")
    assert "“village” is not known here" in table.inner_text()
    assert table.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0
