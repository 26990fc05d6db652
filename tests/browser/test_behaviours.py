"""The small scripts of the pages: clocks, keys, selection, alarm, photo."""

import base64
import io
import json
import re
from functools import cache

import pytest
from PIL import Image
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def guide(page, live_server):
    page.goto(f"{live_server.url}/styleguide")
    page.wait_for_load_state("networkidle")
    return page


def test_a_clock_runs_on_by_itself_and_changes_its_shape(page, live_server):
    page.clock.install()
    # Else the server would tell the page that no time has passed.
    page.route("**/healthz", lambda route: route.fulfill(body=""))
    page.goto(f"{live_server.url}/styleguide")
    page.wait_for_load_state("networkidle")
    near = page.locator(".clock--near").first
    assert "0:17" in near.inner_text() or "0:18" in near.inner_text()
    grave = page.locator("[data-grave]").first
    page.clock.fast_forward("10:00")
    grave.locator(".clock__text", has_text="分").wait_for()
    page.clock.fast_forward("12:00")
    page.locator("[data-grave].clock--over").first.wait_for()
    assert "超" in grave.inner_text()
    assert grave.locator("use").get_attribute("href").endswith("#octagon-alert")


def test_rows_are_walked_selected_and_opened_with_keys(guide):
    guide.keyboard.press("j")
    guide.keyboard.press("j")
    assert guide.locator("tr.is-current .table__number").inner_text() == "JB-2026-0212"
    guide.keyboard.press("x")
    assert guide.locator("[data-selected-count]").first.inner_text() == "1"
    guide.keyboard.press("Enter")
    guide.wait_for_url("**/styleguide?order=2")


def test_no_shortcut_fires_while_typing_or_when_switched_off(guide):
    guide.locator("textarea").focus()
    guide.keyboard.type("jx?")
    assert guide.locator("textarea").input_value() == "jx?"
    assert guide.locator("tr.is-current").count() == 0
    guide.locator("[data-shortcuts-open]").click()
    guide.locator("[data-shortcuts-on]").uncheck()
    guide.keyboard.press("Escape")
    guide.locator("h1").click()
    guide.keyboard.press("j")
    assert guide.locator("tr.is-current").count() == 0


def test_shift_selects_a_range_and_escape_clears_it(guide):
    boxes = guide.locator("[data-select] tbody input[type=checkbox]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    assert guide.locator("[data-selected-count]").first.inner_text() == "3"
    assert guide.locator("[data-select-all]").is_checked()
    guide.keyboard.press("Escape")
    assert not guide.locator("[data-selection]").is_visible()


def test_a_dialog_gives_the_focus_back(guide):
    opener = guide.locator("[data-dialog=sample-dialog]")
    opener.click()
    assert guide.locator("#sample-dialog").is_visible()
    guide.keyboard.press("Escape")
    assert opener.evaluate("one => one === document.activeElement")


def test_calls_to_make_stand_in_the_title(page, live_server):
    answers = iter([1, 3])
    page.route(
        "**/pulse",
        lambda route: route.fulfill(
            body=json.dumps({"calls": (calls := next(answers, 3)), "version": calls})
        ),
    )
    page.route("**/trial", lambda route: route.fulfill(body=TRIAL, content_type="text/html"))
    page.clock.install()
    page.goto(f"{live_server.url}/trial")
    page.wait_for_function("() => document.title === '(1) 闭环'")
    page.clock.fast_forward(16000)
    page.wait_for_function("() => document.title === '(3) 闭环'")
    assert page.locator("[data-alarm-count]").inner_text() == "3"


TRIAL = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>闭环</title>
<body data-now="1785674460">
<a data-alarm="/pulse" href="/now">提醒<b data-alarm-count hidden></b></a>
<script type="module" src="/static/js/start.js"></script>"""


@cache
def picture_with_a_place_in_it() -> bytes:
    image = Image.effect_noise((3000, 2000), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "Longting west gate"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_a_photo_is_scaled_stripped_and_smudged_before_it_is_sent(open_page, live_server, way):
    page = open_page(**PHONE)
    page.goto(f"{live_server.url}/styleguide")
    page.wait_for_load_state("networkidle")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture_with_a_place_in_it()}
    page.locator("#photo").set_input_files(photo)
    canvas = page.locator("[data-photo] canvas")
    canvas.wait_for(state="visible")
    page.wait_for_function("() => document.querySelector('#photo').files[0].name === 'place.jpg'")
    page.evaluate("() => { window.before = document.querySelector('#photo').files[0]; }")
    if way == "pointer":
        canvas.click(position={"x": 100, "y": 80})
    else:
        canvas.focus()
        for key in ("ArrowRight", "ArrowDown", " "):
            page.keyboard.press(key)
    page.wait_for_function("() => document.querySelector('#photo').files[0] !== window.before")
    kept = page.locator("#photo").evaluate(
        """(one) => new Promise((done) => { const reader = new FileReader();
        reader.onload = () => done(reader.result); reader.readAsDataURL(one.files[0]); })"""
    )
    image = Image.open(io.BytesIO(base64.b64decode(kept.split(",")[1])))
    assert image.size == (1280, 853)
    assert not image.getexif()
    grey = image.convert("L")
    lows_and_highs = (
        grey.crop((x, y, x + 16, y + 16)).getextrema()
        for x in range(0, 1280 - 16, 8)
        for y in range(0, 853 - 16, 8)
    )
    assert any(high - low < 8 for low, high in lows_and_highs)
    assert page.locator("[data-photo-clean]").evaluate("one => one.required && !one.checked")


def test_the_next_report_begins_without_the_picture_of_the_last_one(open_page, live_server):
    page = open_page(**PHONE)
    page.goto(f"{live_server.url}/styleguide")
    page.wait_for_load_state("networkidle")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture_with_a_place_in_it()}
    page.locator("#photo").set_input_files(photo)
    canvas = page.locator("[data-photo] canvas")
    canvas.wait_for(state="visible")
    page.locator("#photo").evaluate("one => one.form.reset()")
    assert canvas.is_hidden()
    assert page.locator("[data-photo-clean]").evaluate("one => !one.required")


def test_without_scripts_a_photo_can_still_be_said_to_show_no_face(open_page, live_server):
    page = open_page(**PHONE, java_script_enabled=False)
    page.goto(f"{live_server.url}/styleguide")
    tick = page.locator("[data-photo] noscript input[name=smudged]")
    tick.check()
    assert tick.is_visible()


def test_what_is_no_picture_is_named_and_not_kept(open_page, live_server):
    page = open_page(**PHONE)
    page.goto(f"{live_server.url}/styleguide")
    page.wait_for_load_state("networkidle")
    page.locator("#photo").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    )
    page.locator("[data-photo-fault]").wait_for(state="visible")
    assert page.locator("#photo").evaluate("one => one.files.length") == 0


def test_all_scripts_are_short_modules_without_inline_code():
    from tests.browser.conftest import ROOT

    folder = ROOT / "src" / "bihuan" / "site" / "static" / "js"
    for path in sorted(folder.glob("*.js")):
        text = path.read_text("utf-8")
        assert len(text.splitlines()) < 100, path.name
        assert not re.search(r"\beval\(|innerHTML|document\.write|new Function", text), path.name
