"""A fit of the twin in a real browser: asked, refused, answered, waiting for its approval."""

import pytest
from tests.browser.test_pages import LOOKS, SIZES, picture, too_wide, visit
from tests.factories.kernels import compile_once
from tests.factories.review import EPIDEMIOLOGIST, NORTH
from tests.features.scenarios.conftest import begin
from tests.features.scenarios.test_fits import JUMP, fill, fit

from bihuan.features.posts.api import posts_held_now
from bihuan.features.scenarios import api
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(client, settings, tmp_path, tmp_path_factory):
    compile_once(tmp_path_factory)
    incident = begin(settings, tmp_path)
    fill(incident, JUMP)
    fit(incident)
    api.work(lambda: False)
    Account.objects.create_user(username="u", password="p" * 20, person=9001)
    provide_posts(lambda person, instant: [EPIDEMIOLOGIST])
    client.force_login(Account.objects.get(username="u"))
    yield client.cookies["bihuan"].value
    provide_posts(posts_held_now)


def test_axe_finds_nothing_on_a_fit_and_all_of_it_lies_in_landmarks(
    open_page, live_server, session, axe, complaints
):
    def opened(**settings):
        page = open_page(**settings)
        page.context.add_cookies([{"name": "bihuan", "value": session, "url": live_server.url}])
        return page

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
