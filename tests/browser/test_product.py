"""Every screen of the demo city, as its own process serves it, in both languages and sizes."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browser.conftest import DESK, PHONE, ROOT

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


def bihuan(*words: str, data: Path) -> list[str]:
    return [sys.executable, "-m", "bihuan", words[0], "--data", str(data), *words[1:]]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def city(tmp_path_factory) -> Iterator[str]:
    """The address of a demo city that runs in its own process."""
    data = tmp_path_factory.mktemp("demo")
    made = subprocess.run(
        bihuan("demo", "--no-serve", data=data),
        env=environment(), capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = bihuan("serve", "--only", "web", "--port", str(port), data=data)
    with subprocess.Popen(words, env=environment()) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def enter(page, city: str, account: str, language: str) -> None:
    """Sign in with one click, as the demo allows, and choose the language."""
    page.goto(f"{city}/accounts/login/")
    token = page.eval_on_selector("input[name=csrfmiddlewaretoken]", "one => one.value")
    headers = {"Referer": city}
    form = {"csrfmiddlewaretoken": token, "account": account, "next": "/healthz"}
    assert page.request.post(f"{city}/demo/switch", form=form, headers=headers).ok
    page.goto(f"{city}/accounts/password/change/")
    token = page.eval_on_selector("input[name=csrfmiddlewaretoken]", "one => one.value")
    form = {"csrfmiddlewaretoken": token, "language": language, "next": "/healthz"}
    assert page.request.post(f"{city}/language", form=form, headers=headers).ok


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_screen(city, open_page, axe, size, language):
    found = []
    page = open_page(**SIZES[size])
    entered = ""
    for account, address in SCREENS:
        if account != entered:
            page.context.clear_cookies()
            enter(page, city, account, language)
            entered = account
        answer = page.goto(city + address)
        assert answer is not None
        if answer.status != 200:
            found.append(f"{address}: status {answer.status}")
            continue
        found += [f"{address}: {line}" for line in axe(page)]
        if overflow(page) > 0 and "print" not in address:
            found.append(f"{address}: {overflow(page)} px too wide")
    assert found == []


def test_an_order_is_read_and_worked_by_the_unit_that_answers(city, open_page, axe):
    page = open_page()
    enter(page, city, "demo-community", "zh-hans")
    page.goto(f"{city}/now")
    page.locator("a.table__number").first.click()
    assert page.locator("main").inner_text()
    assert axe(page) == []
