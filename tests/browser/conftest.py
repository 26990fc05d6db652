"""A real browser for the tests: one Chromium per process, one clean profile per test."""

import os
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserType,
    ConsoleMessage,
    Page,
    Request,
    TimeoutError,  # noqa: A004  (this one alone is asked for here)
    sync_playwright,
)
from tests.browser.running import Running, demo_city

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / ".cache" / "browser" / "chromium"
AXE = ROOT / ".cache" / "axe" / "axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})
# Rows of a list repeat each other, and pages their frame: of those that differ in words alone the
# first is looked at. Alike are elements below the same kinds of elements with the same tags, names
# of attributes, and values of those that a style or a rule may ask for, in the same look.
MARK_REPEATS = """([looked, rules]) => {
  const asked = new Set(["class", "role", "type", "style", "lang", "tabindex", "aria-hidden",
    "hidden", "open", "disabled", "autocomplete", "scope"])
  const points = new Set(["for", "aria-labelledby", "aria-describedby", "aria-controls"])
  const seen = new Set(looked), fresh = [], shapes = new Map()
  const resolves = (value) => value.split(" ").every((id) => document.getElementById(id))
  const named = ({ name, value }) => `${name}=${asked.has(name) ? value
    : points.has(name) ? resolves(value) : value !== ""}`
  const open = (one) => `<${one.tagName} ${[...one.attributes].map(named).join(" ")}>`
  const shape = (one) => {
    const words = [...one.childNodes].map((part) => part.nodeType === 3
      ? (part.data.trim() ? "words" : "") : part.nodeType === 1 ? shape(part) : "")
    const whole = open(one) + words.join("")
    shapes.set(one, whole)
    return whole
  }
  const digest = (text) => {
    let one = 5381, other = 52711
    for (let place = 0; place < text.length; place++) {
      one = (one * 33) ^ text.charCodeAt(place)
      other = (other * 31) ^ text.charCodeAt(place)
    }
    return (one >>> 0) * 2 ** 20 + (other >>> 12)
  }
  const mark = (one, above) => {
    const key = digest(above + shapes.get(one))
    if (one.childElementCount && seen.has(key)) return one.setAttribute("data-repeats", "")
    seen.add(key)
    fresh.push(key)
    const here = `${above}${one.tagName} ${one.getAttribute("class")} > `
    for (const part of one.children) mark(part, here)
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches
  const styles = [...document.querySelectorAll("link[rel=stylesheet], style")].map((one) =>
    one.getAttribute("href") ?? one.textContent)
  const whole = [document.documentElement, document.body].map(open)
  const look = [innerWidth, dark, rules, ...whole, ...styles]
  for (const part of document.body.children) {
    shape(part)
    mark(part, look.join(" "))
  }
  return fresh
}"""
LOOKED_AT: set[int] = set()
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (said) =>
  console.error(`policy: ${said.effectiveDirective} stopped ${said.blockedURI}`))"""
DESK = {"viewport": {"width": 1440, "height": 900}}

# The folder for pictures that people look at; without one no page is drawn for its own sake.
PICTURES = os.environ.get("BIHUAN_PICTURES", "")

# Playwright runs an event loop in this thread; fixtures may still use the database in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """What starts browsers."""
    if not STARTER.exists():
        pytest.fail("There is no browser for the tests yet: run `make browser`.", pytrace=False)
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """One Chromium for all browser tests of this process."""
    started = chromium.launch(executable_path=STARTER)
    yield started
    started.close()


@pytest.fixture(scope="session")
def undrawn(chromium: BrowserType) -> Iterator[Browser]:
    """A Chromium that lays pages out and never draws them, which takes a third less.

    For tests that look and measure only: a click would wait for a picture that never comes.
    """
    started = chromium.launch(executable_path=STARTER, args=["--disable-threaded-compositing"])
    yield started
    started.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo city, once for all tests of this process."""
    own = tmp_path_factory.getbasetemp()
    # Under pytest-xdist every process has a folder of its own inside one that they share.
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    with demo_city(shared, tmp_path_factory.mktemp("demo") / "city") as city:
        yield city


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test complained about; a test that expects some clears the list."""
    return []


# What the pages of this process asked for and have not yet got.
WAITED_FOR: set[Request] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say with a page that never came what it waited for, and what each thread was doing."""
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(TimeoutError):
        asked = [f"{one.method} {one.url}" for one in WAITED_FOR]
        report.sections.append(("requests without an answer", "\n".join(asked) or "none"))
        stacks = ["".join(traceback.format_stack(one)) for one in sys._current_frames().values()]
        report.sections.append(("threads of the server and the test", "\n".join(stacks)))
    return report


def watch(page: Page, complaints: list[str]) -> None:
    """Write down script errors, breaches of the content policy and requests to other machines."""

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def answered(request: Request) -> None:
        WAITED_FOR.discard(request)

    def asked(request: Request) -> None:
        WAITED_FOR.add(request)
        if urlsplit(request.url).scheme in {"http", "https", "ws", "wss"}:
            host = urlsplit(request.url).hostname
            if host not in OWN_HOSTS:
                complaints.append(f"asked another machine: {request.url}")

    page.context.on("request", asked)
    page.context.on("requestfinished", answered)
    page.context.on("requestfailed", answered)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", heard)


@pytest.fixture
def open_page(
    complaints: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open a page in a clean profile: `open_page(**PHONE, locale="en", color_scheme="dark")`.

    Script errors, breaches of the content policy and requests to other machines fail the test
    at its end.
    """
    contexts = []
    only_looked_at = request.node.get_closest_marker("looked_at") and not PICTURES
    browser = request.getfixturevalue("undrawn" if only_looked_at else "browser")
    # With the page, since sending it for each look takes as long as looking.
    scripts = [TELL_VIOLATIONS, *([axe_source()] if "axe" in request.fixturenames else [])]

    def opened(**options: Any) -> Page:
        settings = {**DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        # What the policy stops is told by the browser itself, also where no script runs.
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        watch(page, complaints)
        return page

    yield opened
    for context in contexts:
        context.close()
    WAITED_FOR.clear()
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page at a desk, in Chinese."""
    return open_page()


def axe_source() -> str:
    """Read the program that looks at pages."""
    if not AXE.exists():
        pytest.fail("axe is not there yet: run `make vendor`.", pytrace=False)
    return AXE.read_text("utf-8")


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Check a page with axe: returns one line for each violation of WCAG 2.0-2.2 A and AA.

    Good practice beside it is asked by name: `axe(page, "region")`. What a page shares with one
    that was found in order is not looked at again.
    """

    def violations(page: Page, *rules: str) -> list[str]:
        fresh = page.evaluate(MARK_REPEATS, [list(LOOKED_AT), rules])
        levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        # What passes is neither described nor carried over: that was most of a check's time.
        found = page.evaluate(
            """async ([levels, rules]) => (await axe.run({ exclude: ["[data-repeats]"] }, {
              runOnly: levels, resultTypes: ["violations"],
              rules: Object.fromEntries(rules.map((name) => [name, { enabled: true }])),
            })).violations""",
            [levels, rules],
        )
        LOOKED_AT.update(() if found else fresh)
        return [
            f"{rule['id']}: {rule['help']}: {node['html'][:200]}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations
