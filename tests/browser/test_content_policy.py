"""R29: a real browser reports no breach of the content policy and asks nobody else, on the pages of
the demo city as the roles see them; and what it would report is heard."""

import html
import re
from urllib.parse import urlsplit

import pytest
from tests.browser.test_product import MORE_SCREENS, SCREENS, enter

pytestmark = pytest.mark.browser
# Each walks from its own first screen; what an earlier one has seen is not looked at again.
WALKS = ("demo-clerk", "demo-leader", "demo-community", "demo-admin")
MOST, FEWEST = 22, 28
LEFT_OUT = re.compile(
    r"/accounts/logout|\.pdf|\.xlsx|\.csv|\.ics|\.jpg|\.json|/static/|/healthz|/pulse|#|/pdf$|/cap$"
)


LINK = re.compile(r'<a\b[^>]*\shref="(/[^"]*)"')


def shape_of(address: str) -> str:
    """An address without its numbers: pages of one kind are visited once."""
    return re.sub(r"[0-9a-f]{32}|\d+", "N", urlsplit(address).path)


# Every page that a test opens is watched: those of `test_product` are not drawn a second time.
DRAWN_THERE = {shape_of(address) for _, address in (*SCREENS, *MORE_SCREENS)}


@pytest.mark.looked_at
def test_no_page_breaks_the_content_policy_or_asks_another_machine(demo, open_page, complaints):
    page, seen = open_page(), set()
    for account in WALKS:
        page.context.clear_cookies()
        enter(page, demo.address, account, "zh-hans")
        walk(page, demo.address, complaints, seen)
    assert len(seen) >= FEWEST, (len(seen), sorted(seen))


def walk(page, address, complaints, seen):
    """Follow the links of the pages from the first screens on, to pages of kinds not yet seen."""
    waiting, until = ["/now", "/ledger", "/map", "/duty", "/review"], len(seen) + MOST
    tried = set()
    while waiting and len(seen) < until:
        path = waiting.pop(0)
        kind = shape_of(path)
        if kind in tried or (kind in seen and path != "/now"):
            continue
        tried.add(kind)
        answer = page.request.get(address + path, max_redirects=0)
        if answer.status != 200:
            continue
        seen.add(kind)
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        links = [html.unescape(link) for link in LINK.findall(answer.text())]
        waiting += [
            urlsplit(link).path for link in links if not LEFT_OUT.search(link.partition("?")[0])
        ]
        if kind not in DRAWN_THERE:
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert complaints == [], path


def test_a_breach_and_a_foreign_request_would_be_heard(demo, open_page, complaints):
    """A watch that hears nothing proves nothing."""
    page = open_page()
    page.goto(f"{demo.address}/accounts/login/")
    page.evaluate(
        """() => { const one = document.createElement("script"); one.textContent = "1";
        document.head.append(one); }"""
    )
    page.wait_for_timeout(200)
    assert any("policy: script-src" in one for one in complaints), complaints
    complaints.clear()
    page.evaluate("""() => fetch("http://192.0.2.1/x").catch(() => 0)""")
    page.wait_for_timeout(200)
    assert any("connect-src" in one for one in complaints), complaints
    complaints.clear()
