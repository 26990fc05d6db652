"""The browser itself: it starts, draws Chinese, and hears complaints."""

import pytest
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
# Characters of Linfen place names that many Chinese fonts lack.
NAMES = "临汾洪洞隰窊虒迴遆枆沄洰磑"


def page_of(body: str) -> str:
    style = "body{font:16px sans-serif} i{font-style:normal;display:inline-block}"
    head = f"<meta charset=utf-8><title>闭环</title><style>{style}</style>"
    return f"<!doctype html><html lang=zh-CN>{head}<main>{body}</main></html>"


def test_chinese_place_names_are_drawn_with_glyphs_of_their_own(open_page, tmp_path):
    page = open_page(**PHONE)
    page.set_content(page_of("<h1>闭环</h1>" + "".join(f"<i>{name}</i>" for name in NAMES)))
    pictures = [page.locator("i").nth(n).screenshot() for n in range(len(NAMES))]
    page.screenshot(path=tmp_path / "names.png")
    assert len(set(pictures)) == len(NAMES)
    missing = open_page(**PHONE)
    missing.set_content(page_of("<i>\U000e1234</i>"))
    assert missing.locator("i").screenshot() not in pictures


def test_axe_finds_nothing_on_a_plain_page(page, axe):
    page.set_content(page_of("<h1>闭环</h1><p>整改台账</p>"))
    assert axe(page) == []


def test_axe_names_what_is_wrong(page, axe):
    page.set_content(page_of("<h1>闭环</h1><img src='data:,'><input>"))
    assert {line.split(":")[0] for line in axe(page)} == {"image-alt", "label"}


def test_axe_looks_again_at_what_differs_and_at_what_was_wrong(page, axe):
    frame, wrong = "<nav><a href='/'>首页</a></nav>", "<p><img src='data:,'></p>"
    page.set_content(page_of(f"{frame}<p>整改台账</p>"))
    assert axe(page) == []
    for _ in range(2):
        page.set_content(page_of(f"{frame}<p>整改台账</p>{wrong}"))
        assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]
    page.set_content(page_of(f"{frame}<p>夜间复盘</p>{wrong.replace('<p>', '<p class=x>')}"))
    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]
    page.set_content(page_of(f"{frame}<p>整改台账</p>{wrong}"))
    page.add_style_tag(content="body{color:#bbb}")
    assert "color-contrast" in {line.split(":")[0] for line in axe(page)}


@pytest.mark.looked_at
def test_a_page_that_is_never_drawn_is_looked_at_and_measured_alike(page, axe):
    pale = "<p style='color:#bbb;width:3000px'>整改台账</p><img src='data:,'><input>"
    page.set_content(page_of(f"<h1>闭环</h1>{pale}"))
    found = {line.split(":")[0] for line in axe(page)}
    assert found == {"color-contrast", "image-alt", "label"}
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") > 1000


def test_a_script_error_is_heard(page, complaints):
    page.set_content(page_of("<script>throw new Error('heard')</script>"))
    assert complaints == ["heard"]
    complaints.clear()


def test_a_service_worker_and_a_database_are_there_for_the_field_page(page):
    page.route("http://localhost:9/**", lambda route: route.fulfill(body="ok"))
    page.goto("http://localhost:9/")
    assert page.evaluate("'serviceWorker' in navigator && 'indexedDB' in window")
