"""The review in a real browser: before, in and after the meeting; timer, keys, axe, widths."""

import pytest
from tests.browser.test_pages import LOOKS, SIZES, WIDTHS, picture, too_wide, visit
from tests.factories import review as night
from tests.factories.review import DAY, EVENING, HOUR

from bihuan.features.posts.api import posts_held_now
from bihuan.features.review import api
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account
from bihuan.platform.ledger import signing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAGES = ("draft", "frozen", "meeting", "minutes", "decision", "figures", "nights")
NOW = EVENING + HOUR
WHO = {"meeting": night.LEADER, "figures": night.EPIDEMIOLOGIST}


@pytest.fixture
def evening(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)
    yield night.open_drill(NOW)
    provide_posts(posts_held_now)


@pytest.fixture
def enter(evening, client, live_server):
    """Sign in for a post and return the function that opens an address."""
    account = Account.objects.create_user(username="u", password="p" * 20)
    Account.objects.filter(pk=account.pk).update(person=9001)

    def entered(open_page, by, address, size=None, look=LOOKS[0]):
        provide_posts(lambda person, instant: [by])
        client.force_login(Account.objects.get(pk=account.pk))
        session = client.cookies["bihuan"].value
        options = size or SIZES["desk"]

        def opened(**settings):
            page = open_page(**settings)
            page.context.add_cookies([{"name": "bihuan", "value": session, "url": live_server.url}])
            return page

        return visit(opened, live_server, address, options, look)

    return entered


def prepare(incident, stage):
    """Bring the night to a stage; return the address to look at."""
    night.enter(incident, when=NOW)
    if stage in {"figures", "draft"}:
        return f"/review/{DAY}" + ("/figures" if stage == "figures" else "")
    night.freeze(incident, when=NOW)
    night.enter(incident, [night.row(value=9)], when=NOW, key="late")
    if stage == "frozen":
        return f"/review/{DAY}"
    night.call(incident, when=NOW)
    night.decide(incident, when=NOW, due_at=NOW + 9 * HOUR)
    return {
        "meeting": f"/review/{DAY}",
        "minutes": f"/review/{DAY}/minutes",
        "decision": "/review/decisions/1",
        "nights": "/review",
    }[stage]


@pytest.mark.looked_at
@pytest.mark.parametrize("stage", STAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, evening, enter, axe, stage):
    address = prepare(evening, stage)
    # English on the phone and at the desk by turns.
    looks = LOOKS[:2] if STAGES.index(stage) % 2 else LOOKS[:1:-1]
    for size, look in zip(WIDTHS, looks, strict=True):
        page = enter(open_page, WHO.get(stage, night.HEAD), address, SIZES[size], look)
        for width in WIDTHS[size]:
            page.set_viewport_size(SIZES[width]["viewport"])
            picture(page, f"review-{stage}-{width}")
            assert too_wide(page) == []
        assert axe(page) == []


def test_the_timer_is_written_in_words_and_runs(open_page, evening, enter):
    page = enter(open_page, night.HEAD, prepare(evening, "meeting"))
    timer = page.locator("[data-timer]")
    assert timer.inner_text().startswith("剩 ")
    assert " 分 " in timer.inner_text()


def test_one_enter_goes_to_the_next_field_of_a_decision(open_page, evening, enter):
    page = enter(open_page, night.LEADER, prepare(evening, "meeting"))
    page.locator("#id_title").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_situation"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_risks"


def test_the_arrow_keys_go_through_the_agenda(open_page, evening, enter):
    page = enter(open_page, night.HEAD, prepare(evening, "meeting"))
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    items = api.items_of(api.night_of(incident=evening, day=DAY))
    assert [item.position for item in items if item.current] == [2]


def test_windows_of_one_meeting_show_the_same_item_and_the_projector_no_draft(
    evening, enter, open_page
):
    address = prepare(evening, "meeting")
    scribe = enter(open_page, night.HEAD, address)
    projector = enter(open_page, night.HEAD, f"{address}?view=projector")
    assert projector.locator("form.decide").count() == 0
    scribe.fill("#id_title", "今晚增派 3 人")
    scribe.locator("form.decide button").click()
    scribe.get_by_text("今晚增派 3 人").first.wait_for()
    assert projector.get_by_text("今晚增派 3 人").count() == 0
    before = projector.locator("#item").inner_text()
    scribe.get_by_role("button", name="→").click()
    projector.wait_for_function(
        "text => document.querySelector('#item').innerText !== text", arg=before
    )
    assert projector.locator("#item").inner_text() == scribe.locator("#item").inner_text()
