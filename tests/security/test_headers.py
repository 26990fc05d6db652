"""R29 and R30: headers, content policy, tokens and cookies on every answer, errors included."""

import re

import pytest
from django.test import Client, override_settings
from tests.security.addresses import addresses, filled, library_addresses
from tests.security.test_matrix import values
from tests.security.town import browser

from bihuan.domain.roles import Role
from bihuan.platform.auth.models import Account
from bihuan.site.security import CONTENT_POLICY, HEADERS, MOST_BYTES

pytestmark = pytest.mark.django_db
STATIC = "/static/css/tokens.css"


def paths(town):
    kept = values(town.root, town.of(Role.CLERK).post)
    own = [filled(address, kept)[0] for address in addresses()]
    return [*own, *library_addresses_of(), STATIC, "/nowhere", "/static/nowhere.css"]


def library_addresses_of():
    return [f"/{route}" for route in library_addresses()]


def test_every_answer_carries_every_header(town):
    for client in (Client(), browser(town.of(Role.CLERK)), browser(town.of(Role.AUDITOR))):
        for path in paths(town):
            if path.startswith(("/zones/", "/setup")) and client.cookies:
                continue  # large pages, asked once as nobody
            answer = client.get(path)
            missing = {name for name, value in HEADERS.items() if answer.get(name) != value}
            answer.close()
            assert missing == set(), path
            if not path.startswith(("/static/", "/pulse")):  # the pulse is a number with an ETag
                assert "no-store" in answer["Cache-Control"], path


def test_the_content_policy_lets_nothing_in_from_elsewhere_and_nothing_inline():
    said = dict(part.split(" ", 1) for part in CONTENT_POLICY.split("; "))
    assert said["default-src"] == "'none'"
    assert {said[name] for name in ("base-uri", "object-src", "frame-ancestors")} == {"'none'"}
    assert all("unsafe" not in value and "http" not in value for value in said.values())
    assert set(" ".join(said.values()).split()) == {"'none'", "'self'", "data:", "blob:"}


def test_no_page_has_inline_script_style_or_handlers(town):
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    client = browser(town.of(Role.CLERK))
    for path in ["/now", "/ledger", "/calls", "/f/report", "/duty", "/map", "/review", "/nowhere"]:
        page = client.get(path).content.decode()
        assert inline.search(page) is None, (path, inline.search(page))


def test_every_unsafe_method_without_a_token_is_refused(town):
    kept = values(town.root, town.of(Role.CLERK).post)
    client = browser(town.of(Role.CLERK))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for path in [*(filled(one, kept)[0] for one in addresses()), *library_addresses_of()]:
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(strict, method)(path)
            assert answer.status_code == 403, (method, path)
            assert answer["Content-Security-Policy"] == CONTENT_POLICY


def test_cookies_are_kept_from_scripts_and_other_sites(town, nobody):
    nobody.get("/accounts/login/")
    nobody.post("/language", {"language": "en"})
    nobody.post("/preference", {"theme": "dark"})
    person = town.of(Role.CLERK).person
    Account.objects.create_user("holder", "seven quiet geese at dawn", person=person)
    signed = Client()
    said = {"login": "holder", "password": "seven quiet geese at dawn"}
    assert signed.post("/accounts/login/", said).status_code == 302
    cookies = [*nobody.cookies.values(), *signed.cookies.values()]
    assert {cookie.key for cookie in cookies} >= {"bihuan", "csrf", "language", "theme"}
    for cookie in cookies:
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
        assert cookie["path"] == "/", cookie.key
        assert not cookie["domain"], cookie.key


@override_settings(SECURE_TLS=True, SECURE_HSTS_SECONDS=31536000)
def test_under_tls_browsers_are_told_to_stay_with_it():
    answer = Client().get("/accounts/login/")
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "备查代码"), ("en", "Reference code")])
@pytest.mark.parametrize("status", [400, 403, 404, 413, 500])
def test_errors_are_told_in_both_languages(town, language, said, status, settings):
    client = browser(town.of(Role.GRID_WORKER), language=language)
    if status == 400:
        answer = client.get("/now", headers={"host": "elsewhere.example"})
    elif status == 403:
        answer = client.get("/setup/zones")
    elif status == 404:
        answer = client.get("/nowhere")
    elif status == 413:
        answer = client.post("/f/report", {"text": "x"}, CONTENT_LENGTH=str(MOST_BYTES + 1))
    else:
        settings.ROOT_URLCONF = "tests.security.broken_urls"
        answer = client.get("/broken")
    assert answer.status_code == status
    assert {name for name, value in HEADERS.items() if answer[name] != value} == set()
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "表单"), ("en", "The form has expired")]
)
def test_an_expired_form_says_so(town, language, said):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    answer = client.post("/preference", {"theme": "dark"})
    assert answer.status_code == 403
    assert said in answer.content.decode()
