"""Every screen of the demo city, as its own process serves it, in both languages and sizes."""

import io
import json
import re
import sqlite3
from datetime import datetime

import pytest
from pypdf import PdfReader
from tests.browser.conftest import DESK, PHONE
from tests.browser.running import Running
from tests.factories import recount

from bihuan.domain.findings.states import Dispute, Referral, Review, State
from bihuan.domain.findings.step import RecordKind
from bihuan.features.supervision.api import finding_types
from bihuan.platform.figures import Breakdown, from_json, shown

pytestmark = pytest.mark.browser
WALL = {"viewport": {"width": 1920, "height": 1080}}
SIZES = {"phone": PHONE, "desk": DESK, "wall": WALL}
# Who opens what: each screen by somebody it is made for.
SCREENS = (
    ("demo-clerk", "/now"),
    ("demo-clerk", "/ledger"),
    ("demo-clerk", "/ledger/print"),
    ("demo-clerk", "/search?q=yd"),
    ("demo-supervisor", "/f/report"),
    ("demo-county", "/map"),
    ("demo-county", "/zones/141002000000000"),
    ("demo-street", "/duty"),
    ("demo-leader", "/review"),
    ("demo-leader", "/review/2022-11-28"),
    ("demo-leader", "/review/2022-11-29"),
)
# Measured on a phone and at a desk; axe looks at every second one here, at the others there.
MORE_SCREENS = (
    ("demo-clerk", "/ledger?view=look_back&columns=ordered,received,source,verifier"),
    ("demo-clerk", "/ledger?view=grave&severity=3"),
    ("demo-duty", "/now"),
    ("demo-duty", "/calls"),
    ("demo-coordinator", "/now"),
    ("demo-verifier", "/now"),
    ("demo-community", "/now"),
    ("demo-community", "/ledger?view=mine"),
    ("demo-government", "/now"),
    ("demo-safeguards", "/now"),
    ("demo-auditor", "/ledger?view=all"),
    ("demo-grid", "/f/report"),
    ("demo-leader", "/scenarios"),
    ("demo-leader", "/scenarios/new?zone=141002001000000"),
    ("demo-leader", "/scenarios/1"),
    ("demo-leader", "/scenarios/1/days?day=9"),
    ("demo-cdc", "/scenarios/fit"),
    ("demo-county", "/measures"),
    ("demo-county", "/measures/offered"),
    ("demo-county", "/measures/packages/new"),
    ("demo-county", "/measures/law"),
    ("demo-county", "/measures/policies"),
    ("demo-government", "/safeguards"),
    ("demo-grid", "/p/"),
    ("demo-grid", "/p/appeals"),
    ("demo-grid", "/p/report?zone=141002001001000"),
)
# What a list of the demo leads to: the address, and which of its links.
LED_TO = (
    ("demo-county", "/measures", "main a[href^='/measures/packages/']:not([href$=new])"),
    ("demo-county", "/measures", "main th a[href^='/measures/']"),
    ("demo-government", "/safeguards", "main table a"),
    ("demo-grid", "/p/", "main .lines a[href^='/p/measures/']"),
)
STATES = (
    "REPORTED", "FILED", "ASSIGNED", "RECEIVED", "RETURN_REQ", "RECTIFYING", "EXT_REQ", "BLOCKED",
    "RECTIFIED", "VERIFYING", "FAILED", "PASSED", "CLOSED", "REJECTED", "MERGED", "WITHDRAWN",
    "SUSPENDED", "LOOKBACK",
)  # fmt: skip
FEWEST_STATES = 16
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def city(demo: Running) -> str:
    """The address of the demo city."""
    return demo.address


def enter(page, city: str, account: str, language: str) -> None:
    """Sign in with one click, as the demo allows, and choose the language."""
    for before, path, said in (
        ("/accounts/login/", "/demo/switch", {"account": account}),
        ("/accounts/password/change/", "/language", {"language": language}),
    ):
        # What the last page keeps for the way still asks, and its answer may bring another token.
        for _ in range(3):
            token = TOKEN.search(page.request.get(city + before).text())
            form = {"csrfmiddlewaretoken": token[1], "next": "/healthz", **said}
            answer = page.request.post(city + path, form=form, headers={"Referer": city})
            if answer.ok:
                break
        assert answer.ok


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


# A desk's page is the wall's too, only wider; a phone asks for pages of its own.
WIDTHS = {"phone": ("phone",), "desk": ("desk", "wall")}


@pytest.mark.looked_at
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", WIDTHS)
def test_axe_finds_nothing_on_any_screen(city, open_page, axe, size, language):
    """Each size in each language sticks out nowhere; axe looks on a phone, at a desk or a wall."""
    found = []
    page = open_page(**SIZES[size])
    entered = ""
    once = (size, language) in (("phone", "zh-hans"), ("desk", "en"))
    turn = {"phone": 0, "desk": 1}[size]
    skipped = set(MORE_SCREENS[turn::2])
    for account, address in (*SCREENS, *MORE_SCREENS) if once else SCREENS:
        if account != entered:
            page.context.clear_cookies()
            enter(page, city, account, language)
            entered = account
        answer = page.goto(city + address)
        assert answer is not None
        if answer.status != 200:
            found.append(f"{address}: status {answer.status}")
            continue
        look = once and (account, address) not in skipped
        found += [f"{address}: {line}" for line in (axe(page) if look else [])]
        found += [f"{address}: {line}" for line in too_wide(page, size, address)]
    assert found == []


CUT = """() => [".demo__text", ".incident-choice__name"].map((name) => {
  const one = document.querySelector(name)
  return Math.max(one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight)
})"""
LONG = "Emergency drill of vector control in the counties along the river, second night"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_head_shows_the_banner_and_the_incidents_name_whole(city, open_page, language):
    page = open_page()
    enter(page, city, "demo-clerk", language)
    page.goto(f"{city}/now")
    name = page.locator(".incident-choice__name")
    assert page.locator("#incident option:checked").inner_text().strip() in name.inner_text()
    assert page.evaluate(CUT) == [0, 0]
    page.set_viewport_size(PHONE["viewport"])
    assert page.evaluate(CUT) == [0, 0]
    name.evaluate("(one, long) => { one.firstChild.data = long }", LONG)
    assert page.evaluate(CUT) == [0, 0]
    assert overflow(page) <= 0
    page.locator("#incident").click(position={"x": 8, "y": 8}, trial=True)


def too_wide(page, size, address):
    """How far a page sticks out at each width that its size stands for, from the present one on."""
    here = page.viewport_size
    for name in sorted(WIDTHS[size], key=lambda name: SIZES[name]["viewport"] != here):
        page.set_viewport_size(SIZES[name]["viewport"])
        if overflow(page) > 0 and "print" not in address:
            yield f"{overflow(page)} px too wide at {name}"


@pytest.mark.looked_at
@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "zh-hans")])
def test_axe_finds_nothing_on_a_package_a_measure_an_appeal_and_a_notice(
    city, open_page, axe, size, language
):
    found = []
    for account, address, link in LED_TO:
        page = open_page(**SIZES[size], color_scheme="dark")
        enter(page, city, account, language)
        page.goto(city + address)
        page.goto(city + page.locator(link).first.get_attribute("href"))
        found += [f"{page.url}: {line}" for line in axe(page)]
        found += [f"{page.url}: too wide"] if overflow(page) > 0 else []
    assert found == []


def test_an_order_is_read_and_worked_by_the_unit_that_answers(city, open_page, axe):
    page = open_page()
    enter(page, city, "demo-community", "zh-hans")
    page.goto(f"{city}/now")
    page.locator("a.table__number").first.click()
    assert page.locator("main").inner_text()
    assert axe(page) == []


def order_of_state(page, city: str, state: str) -> str:
    """Return the address of the first order in a state, "" when the evening left none."""
    page.goto(f"{city}/ledger?view=all&state={state}")
    found = page.locator("a[data-open]")
    return str(found.first.get_attribute("href")) if found.count() else ""


def test_axe_finds_nothing_on_an_order_in_any_state_nor_in_its_dialogs(city, open_page, axe):
    page, found, seen, opened = open_page(), [], set(), set()
    enter(page, city, "demo-clerk", "zh-hans")
    for state in STATES:
        address = order_of_state(page, city, state)
        if not address:
            continue
        seen.add(state)
        page.goto(city + address)
        found += [f"{state}: {line}" for line in axe(page)]
        found += [f"{state}: {overflow(page)} px too wide"] if overflow(page) > 0 else []
        for button in page.locator("a[data-dialog]").all():
            name = button.inner_text()
            if name in opened:
                continue  # the form of an act is the same in every state that allows it
            opened.add(name)
            button.click()
            page.locator("#act-dialog[open] form button").first.wait_for()
            found += [f"{state}, {name}: {line}" for line in axe(page)]
            page.keyboard.press("Escape")
    assert found == []
    assert len(seen) >= FEWEST_STATES


def test_axe_finds_nothing_in_the_menus_of_the_ledger_and_on_a_confirmation(city, open_page, axe):
    page = open_page()
    enter(page, city, "demo-clerk", "zh-hans")
    page.goto(f"{city}/ledger")
    page.wait_for_load_state("networkidle")
    for key in ("f", "c", "?"):
        page.keyboard.press(key)
        assert page.locator("details[open], dialog[open]").count() == 1, key
        assert axe(page) == []
        page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator("[data-selected-count]").inner_text() == "3"
    page.set_viewport_size({"width": 1440, "height": 4000})  # the bar that follows covers no row
    assert axe(page) == []
    page.locator(".selection button[value=agenda]").click()
    page.locator("#id_reason").wait_for()
    assert axe(page) == []


def test_the_keyboard_walks_from_the_ledger_through_its_orders(city, open_page):
    page = open_page()
    enter(page, city, "demo-clerk", "zh-hans")
    page.goto(f"{city}/now")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/ledger")
    page.goto(f"{city}/ledger?view=all")
    page.wait_for_load_state("networkidle")
    rows = page.evaluate("[...document.querySelectorAll('a[data-open]')].map((one) => one.href)")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(rows[0])
    page.locator("[data-trail-next]").wait_for()
    page.keyboard.press("]")
    page.wait_for_url(rows[1])
    page.locator("[data-trail-prev]").wait_for()
    page.keyboard.press("[")
    page.wait_for_url(rows[0])
    page.locator("[data-trail-next]").wait_for()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


@pytest.mark.looked_at
@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 1280, "height": 800}])
def test_narrow_and_enlarged_pages_never_scroll_sideways(city, open_page, size):
    page = open_page(viewport=size, forced_colors="active")
    enter(page, city, "demo-clerk", "en")
    wide = []
    for address in ("/now", "/ledger", "/calls", "/search?q=yd", "/f/report", "/map"):
        page.goto(city + address)
        wide += [f"{address}: {overflow(page)}"] if overflow(page) > 0 else []
    page.goto(f"{city}/ledger")
    page.goto(city + str(page.locator("a[data-open]").first.get_attribute("href")))
    wide += [f"order: {overflow(page)}"] if overflow(page) > 0 else []
    assert wide == []


EVENINGS = ("2022-11-28", "2022-11-29")
SIDE_STATES = {
    "dispute": set(Dispute) - {Dispute.NONE, Dispute.WITHDRAWN},
    "review": set(Review) - {Review.NONE},
    "referral": {Referral.CONFIRMED, Referral.DECLINED},
}


@pytest.fixture
def ask(demo):
    """Ask the demo's database."""
    reached = sqlite3.connect(f"file:{demo.data / 'bihuan.sqlite3'}?mode=ro", uri=True)
    yield lambda sql, *values: reached.execute(sql, values).fetchall()
    reached.close()


def snapshot(ask, day):
    ((body,),) = ask("SELECT body FROM review_snapshot WHERE day=?", day)
    return json.loads(body)


def figures_in(content):
    return {one["code"]: one["value"] for one in content["figures"]}


@pytest.mark.parametrize("day", EVENINGS)
def test_the_demos_evenings_say_what_the_ledger_says(ask, day):
    content = snapshot(ask, day)
    until = datetime.fromisoformat(content["window"]["until"])
    night = recount.read_night(ask, incident=content["incident"]["id"], until=until)
    figures, counted = figures_in(content), recount.counted(night)
    assert {code: figures[code] for code in counted} == counted
    for code, rows in recount.tables(night).items():
        said = {row["key"]: tuple(row["values"]) for row in figures[code]["rows"]}
        assert {key: values for key, values in said.items() if any(values)} == rows, code


def test_the_first_evening_opens_on_the_published_figures_and_findings_of_every_kind(ask):
    content = snapshot(ask, EVENINGS[0])
    figures = figures_in(content)
    published = ("new_cases", "managed_detected", "community_detected")
    assert [figures[f"review.{name}"]["n"] for name in published] == [195, 167, 28]
    assert len([row for row in figures["review.cases_by_county"]["rows"] if row["values"]]) == 17
    assert content["sources"] == ["临汾市卫生健康委员会 2022年11月28日通报"]
    assert figures["supervision.found"]["n"] >= 300
    assert {row["key"] for row in figures["supervision.by_type"]["rows"]} == set(finding_types())
    assert all(row["values"][0] for row in figures["supervision.by_severity"]["rows"])
    counties = ask("SELECT count(DISTINCT zone / 1000000000) FROM supervision_finding")
    assert counties == [(17,)]
    # What a rule files, of a locked gate or a notice, carries the rule's own words.
    told = "SELECT count(*) FROM supervision_finding WHERE text NOT LIKE '%示意%'"
    own = "source_key NOT LIKE 'seal:%' AND source_key NOT LIKE 'fault:%'"
    assert ask(f"{told} AND {own}") == [(0,)]
    rules = ask("SELECT DISTINCT state FROM supervision_finding WHERE type_code LIKE 'R0%'")
    assert {state for (state,) in rules} <= {"CLOSED", "LOOKBACK", "ARCHIVED"}


@pytest.mark.parametrize("day", EVENINGS)
def test_each_evening_has_what_a_meeting_is_for(ask, day):
    content = snapshot(ask, day)
    figures = figures_in(content)
    assert figures["supervision.overdue"]["n"] > 0
    assert figures["supervision.rework"]["n"] > 0
    assert figures["supervision.dispute"]["n"] > 0
    assert figures["supervision.over_control_open"]["n"] > 0
    assert content["late"]
    kinds = {one["kind"] for one in content["agenda"]}
    assert {"escalated", "blocked", "over_control", "safeguards", "plan"} <= kinds


def test_last_nights_decisions_are_back_on_the_second_evening(ask):
    content = snapshot(ask, EVENINGS[1])
    back = [one["subject"] for one in content["agenda"] if one["kind"] == "decision"]
    assert back == ["D-1", "D-2", "D-3"]
    assert [one["nights"] for one in content["decisions"]] == [1, 1, 1]
    assert figures_in(content)["review.decisions_done"]["of"] == 3


def test_the_demo_holds_a_finished_run_of_plans(ask):
    states = ask("SELECT state FROM scenarios_run WHERE number = 1 AND incident = 1")
    assert states == [("finished",)]


def test_the_demo_holds_every_state_of_the_loop_and_every_side_procedure(ask):
    found = dict(ask("SELECT state, count(*) FROM supervision_finding GROUP BY state"))
    # A fix on the spot is decided, and a verifier drawn, in the same instant.
    assert set(State) - set(found) == {State.NEW, State.ON_SITE_FIXED, State.RECTIFIED}
    for column, wanted in SIDE_STATES.items():
        rows = ask(f"SELECT DISTINCT {column} FROM supervision_finding")
        assert wanted <= {value for (value,) in rows}, column
    kinds = {kind for (kind,) in ask("SELECT DISTINCT kind FROM supervision_record")}
    assert {kind.value for kind in RecordKind} - kinds == {"raise"}
    looked = "SELECT count(*) FROM supervision_finding WHERE look_back_count > 0"
    assert ask(looked) > [(10,)]
    assert ask(f"{looked} AND reopened_count > 0") == [(1,)]
    assert ask("SELECT count(*) FROM supervision_finding WHERE parent_kind = 'recurrence_of'")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_paper_and_snapshot_say_the_same_figures(city, open_page, language):
    page = open_page()
    enter(page, city, "demo-leader", language)
    for day in EVENINGS:
        content = page.request.get(f"{city}/review/{day}/review.json").json()
        paper = PdfReader(io.BytesIO(page.request.get(f"{city}/review/{day}/review.pdf").body()))
        printed = "".join("".join(one.extract_text().split()) for one in paper.pages)
        page.goto(f"{city}/review/{day}?view=pack")
        seen = "".join(page.locator("main").inner_text().split())
        for one in content["figures"]:
            value = from_json(one["value"])
            name = one["zh" if language.startswith("zh") else "en"]
            if isinstance(value, Breakdown):
                rows = [row.words.said(language) for row in value.rows]
                texts = [name, *rows]
            else:
                texts = [name + shown(value, language)]
            if one["section"] == 0:  # the cover prints the counts behind it
                whole = content["completeness"]
                assert f"{name}{whole['n']}/{whole['of']}" in printed
                continue
            for text in texts:
                assert "".join(text.split()) in seen, (day, text)
                assert "".join(text.split()) in printed, (day, text)
