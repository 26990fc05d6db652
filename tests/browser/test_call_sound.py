"""A sound carries the count of calls: over pages, past the browser's silence, on the phone too."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.browser.conftest import PHONE

# Each note that really sounds is written down where a change of pages does not wipe it out.
LISTEN = """(() => {
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (...words) {
    if (this.context.state === "running")
      localStorage.setItem("notes", Number(localStorage.getItem("notes") || 0) + 1)
    return start.apply(this, words)
  }
})()"""
# Counts the looks whose answer the page has read and acted on.
COUNT = """(() => {
  const read = Response.prototype.json
  window.looked = 0
  Response.prototype.json = async function () {
    try { return await read.call(this) } finally {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => { window.looked += 1 }
      port2.postMessage("")
    }
  }
})()"""
# As a browser that lets no sound through: a channel runs once it is told to, in or after a touch.
SILENT = """(() => {
  let touched = false
  for (const name of ["click", "keydown"])
    addEventListener(name, () => { touched = true }, { capture: true })
  const states = new WeakMap()
  const resume = AudioContext.prototype.resume
  Object.defineProperty(AudioContext.prototype, "state", {
    get() { return states.get(this) || "suspended" } })
  Object.defineProperty(OscillatorNode.prototype, "context", { get() { return window.channel } })
  AudioContext.prototype.resume = function () {
    window.channel = this
    if (touched) states.set(this, "running")
    return touched ? resume.call(this) : new Promise(() => {})
  }
})()"""
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>闭环</title>
<body data-now="1785674460"><a href="/second">下一页</a>
<a data-alarm="/pulse" href="/now">提醒<b data-alarm-count hidden></b></a>
<label><input type="checkbox" data-alarm-mute>静音</label>
<p data-alarm-silent hidden>silent</p><p data-alarm-deaf hidden>deaf</p>
<script type="module" src="/static/js/start.js"></script>"""
ONE_RING = 3
LOOK = 16000


@dataclass
class Desk:
    """A page that asks for calls, and what it is told."""

    page: Any
    address: str
    calls: int = 0
    version: int = 0
    instead: tuple[str, str] | None = None

    def open(self, at: str = "/first") -> None:
        self.page.goto(f"{self.address}{at}")
        self.looked(1)
        assert self.page.title() == self.title()

    def title(self) -> str:
        return f"({self.calls}) 闭环" if self.calls else "闭环"

    def told(self, calls: int, version: int) -> None:
        self.calls, self.version = calls, version

    def looks(self) -> None:
        before = self.page.evaluate("() => window.looked")
        self.page.clock.fast_forward(LOOK)
        self.looked(before + 1)

    def looked(self, times: int) -> None:
        self.page.wait_for_function(f"() => window.looked >= {times}")

    def notes(self) -> int:
        return int(self.page.evaluate("() => Number(localStorage.getItem('notes') || 0)"))

    def rang(self, rings: int) -> None:
        self.page.wait_for_function(
            f"() => Number(localStorage.getItem('notes') || 0) >= {ONE_RING * rings}"
        )
        self.page.wait_for_timeout(200)
        assert self.notes() == ONE_RING * rings

    def answer(self, route: Any) -> None:
        if self.instead:
            route.fulfill(body=self.instead[0], content_type=self.instead[1])
            return
        body = {"calls": self.calls, "version": self.version, "of": "1-2"}
        route.fulfill(body=json.dumps(body))


@pytest.fixture
def desk(open_page, live_server) -> Callable[..., Desk]:
    def opened(*scripts: str, **options: Any) -> Desk:
        page = open_page(**options)
        for script in (LISTEN, COUNT, *scripts):
            page.add_init_script(script)
        made = Desk(page, live_server.url)
        page.route("**/pulse", made.answer)
        for name in ("first", "second"):
            page.route(
                f"**/{name}", lambda route: route.fulfill(body=PAGE, content_type="text/html")
            )
        # Time stands still but for the looks: a slow machine makes no look of its own.
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        return made

    return opened


@pytest.mark.parametrize("device", [{}, PHONE])
def test_a_call_rings_once_also_when_it_comes_between_two_pages(desk, device):
    one = desk(**device)
    one.open()
    one.page.locator("label").click()
    one.page.locator("label").click()
    one.told(1, 100)
    one.open("/second")
    one.rang(1)
    one.open("/first")
    one.looks()
    one.rang(1)


def test_one_ticked_and_one_come_since_the_last_look_rings(desk):
    one = desk()
    one.told(1, 100)
    one.open()
    one.page.locator("label").dblclick()
    one.rang(1)
    one.told(1, 200)
    one.looks()
    one.rang(2)
    one.told(0, 0)
    one.looks()
    one.told(1, 150)
    one.looks()
    one.rang(3)


@pytest.mark.parametrize("device", [{}, PHONE])
def test_a_ring_that_the_browser_stopped_comes_with_the_first_touch(desk, device):
    one = desk(SILENT, **device)
    one.told(2, 100)
    one.open()
    one.page.clock.fast_forward(1500)
    silent = one.page.locator("[data-alarm-silent]")
    silent.wait_for(state="visible")
    assert one.notes() == 0
    one.page.locator("b").click()
    one.rang(1)
    silent.wait_for(state="hidden")


def test_a_muted_device_is_still_and_stays_so_on_the_next_page(desk):
    one = desk()
    one.open()
    one.page.locator("[data-alarm-mute]").check()
    one.told(1, 100)
    one.looks()
    one.open("/second")
    one.looks()
    assert one.page.locator("[data-alarm-mute]").is_checked()
    assert one.notes() == 0
    one.page.locator("[data-alarm-mute]").uncheck()
    one.told(2, 200)
    one.looks()
    one.rang(1)


@pytest.mark.parametrize(
    "instead",
    [("<!doctype html>sign in", "text/html"), ('{"form": {}, "html": ""}', "application/json")],
)
def test_a_page_that_gets_no_answer_says_that_nothing_rings(desk, instead):
    one = desk()
    one.open()
    one.instead = instead
    deaf = one.page.locator("[data-alarm-deaf]")
    for _ in range(2):
        one.looks()
    assert deaf.is_hidden()
    one.looks()
    deaf.wait_for(state="visible")
    one.instead = None
    one.looks()
    deaf.wait_for(state="hidden")


def test_the_list_shows_new_lines_by_itself_and_keeps_the_focus(desk):
    one = desk()
    one.told(1, 100)
    line = '<form id="reached-{n}"><button type="button">{n}</button></form>'
    lines = ["1"]
    one.page.route(
        "**/list",
        lambda route: route.fulfill(
            body=f"{PAGE}<div data-fresh=''>{''.join(line.format(n=n) for n in lines)}</div>",
            content_type="text/html",
        ),
    )
    one.open("/list")
    one.page.locator("#reached-1 button").focus()
    lines.append("2")
    one.told(2, 200)
    one.looks()
    one.page.locator("#reached-2").wait_for()
    assert one.page.evaluate("() => document.activeElement.closest('form').id") == "reached-1"


def test_new_work_appears_by_itself_but_never_under_somebodys_typing(desk):
    one = desk()
    work = ["first"]
    one.page.route(
        "**/work",
        lambda route: route.fulfill(
            body=f"{PAGE}<div data-fresh=''><input id='q'><p id='work'>{' '.join(work)}</p></div>",
            content_type="text/html",
        ),
    )
    one.open("/work")
    work.append("second")
    one.page.locator("#q").fill("half a word")
    with one.page.expect_response("**/work"):
        one.page.clock.fast_forward(61000)
    one.page.wait_for_timeout(300)
    assert one.page.locator("#q").input_value() == "half a word"
    one.page.locator("#work").click()
    with one.page.expect_response("**/work"):
        one.page.clock.fast_forward(61000)
    one.page.wait_for_function(
        "() => document.querySelector('#work').textContent === 'first second'"
    )
