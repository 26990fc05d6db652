"""The twin in a real browser: a fit that waits for approval, plans by the renewal model."""

import re

import pytest
from tests.browser.test_pages import LOOKS, SIZES, picture, too_wide, visit
from tests.factories.kernels import compile_once
from tests.factories.review import EPIDEMIOLOGIST, NORTH
from tests.features.scenarios.conftest import adopt_vector, begin
from tests.features.scenarios.test_fits import JUMP, fill, fit

from bihuan.features.posts.api import posts_held_now
from bihuan.features.scenarios import api
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account

WORDS = {
    "zh-hans": ("更新模型，可信度低", "本模型不知", "此处略去的内容及原因"),
    "en": ("Renewal model, low confidence", "not known to this model", "What is left out here"),
}
CUT_OFF = """() => [...document.querySelectorAll(".scroll-x > table > caption")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.innerText)"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incident(settings, tmp_path):
    return begin(settings, tmp_path)


@pytest.fixture
def fitted(incident, tmp_path_factory):
    compile_once(tmp_path_factory)
    fill(incident, JUMP)
    fit(incident)
    api.work(lambda: False)


@pytest.fixture
def session(client, incident):
    Account.objects.create_user(username="u", password="p" * 20, person=9001)
    provide_posts(lambda person, instant: [EPIDEMIOLOGIST])
    client.force_login(Account.objects.get(username="u"))
    yield client.cookies["bihuan"].value
    provide_posts(posts_held_now)


@pytest.fixture
def opened(open_page, live_server, session):
    def opened(**settings):
        page = open_page(**settings)
        page.context.add_cookies([{"name": "bihuan", "value": session, "url": live_server.url}])
        return page

    return opened


@pytest.mark.usefixtures("fitted")
def test_axe_finds_nothing_on_a_fit_and_all_of_it_lies_in_landmarks(
    opened, live_server, axe, complaints
):
    pages = ("/scenarios/1", "/scenarios/fit", f"/scenarios/new?zone={NORTH}")
    for number, address in enumerate(pages):
        look = LOOKS[number % len(LOOKS)]
        for size in ("phone", "desk"):
            page = visit(opened, live_server, address, SIZES[size], look)
            picture(page, f"scenarios-{number}-{size}")
            assert too_wide(page) == [], address
            assert axe(page, "region") == [], address
            if address == "/scenarios/1":
                page.locator("form[action$=approve] button").click()
                page.locator("#id_reason_error").wait_for()
                picture(page, f"scenarios-refused-{size}")
                assert axe(page, "region") == []
                complaints.clear()  # the browser itself reports the refusal that was asked for
            page.context.close()


def test_plans_of_a_vector_borne_profile_are_asked_watched_and_labelled(
    opened, live_server, axe, incident, complaints
):
    adopt_vector(incident)
    for look, size in zip(LOOKS, ("phone", "desk", "desk", "phone"), strict=True):
        page = visit(opened, live_server, f"/scenarios/new?zone={NORTH}", SIZES[size], look)
        picture(page, f"renewal-new-{size}-{'-'.join(look)}")
        assert too_wide(page) == []
        assert axe(page, "region") == []
        page.fill("#id_days", "400")
        page.locator("form[data-form] button").click()
        page.locator("#id_days_error").wait_for()
        complaints.clear()  # the browser itself reports the refusal that was asked for
        page.fill("#id_days", "30")
        page.locator("form[data-form] button").click()
        page.wait_for_url(re.compile(r"/scenarios/\d+$"))
        assert page.locator("table.table--plans").count() == 0
        page.wait_for_load_state("networkidle")
        api.work(lambda: False)
        page.locator("table.table--plans").wait_for()
        told = page.locator("main").inner_text()
        for words in WORDS[look[0]]:
            assert words in told
        picture(page, f"renewal-run-{size}-{'-'.join(look)}")
        assert too_wide(page) == []
        assert axe(page, "region") == []
        page.context.close()


QUEUE = {
    "zh-hans": ("采样与检测", "受采样点限制", "超过 85 %", "检测能力利用率超过 85 %"),
    "en": ("Sampling and laboratory", "as many as the sites take", "above 85 %", "Used above 85 %"),
}


def test_few_sites_and_a_small_laboratory_are_chosen_and_their_queue_is_told(
    opened, live_server, axe, complaints, tmp_path_factory
):
    compile_once(tmp_path_factory)
    for look, size in zip(LOOKS, ("desk", "phone", "phone", "desk"), strict=True):
        page = visit(opened, live_server, f"/scenarios/new?zone={NORTH}", SIZES[size], look)
        page.locator("input[name=kinds][value=renew]").uncheck()
        page.locator("input[name=kinds][value=samplers]").check()
        for name, value in {"sites": "0", "tubes": "300", "days": "7", "beds": "1"}.items():
            page.fill(f"#id_{name}", value)
        page.locator("form[data-form] button").click()
        page.locator("#id_sites_error").wait_for()
        complaints.clear()  # the browser itself reports the refusal that was asked for
        assert page.input_value("#id_tubes") == "300"
        picture(page, f"sampling-refused-{size}-{'-'.join(look)}")
        assert axe(page, "region") == []
        page.fill("#id_sites", "2")
        page.locator("form[data-form] button").click()
        page.wait_for_url(re.compile(r"/scenarios/\d+$"))
        page.wait_for_load_state("networkidle")
        api.work(lambda: False)
        page.locator("table.table--plans").first.wait_for()
        told = page.locator("main").inner_text()
        for words in QUEUE[look[0]]:
            assert words in told
        picture(page, f"sampling-run-{size}-{'-'.join(look)}")
        assert too_wide(page) == []
        assert page.evaluate(CUT_OFF) == [], "what stands above a table ends at the window"
        assert axe(page, "region") == []
        page.context.close()
