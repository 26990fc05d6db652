"""R32: guessing is slow, names are not told, nobody is locked out, the second step holds."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache, caches
from django.test import Client
from tests.security.town import browser

from bihuan.domain.policy.second_factor import NEEDS_SECOND_FACTOR
from bihuan.domain.roles import Role
from bihuan.platform.auth.attempts import AttemptCache
from bihuan.platform.auth.models import Account
from bihuan.platform.clock.system import fixed_at, now
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet geese at dawn"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_failures_yet(db):
    cache.clear()


@pytest.fixture(autouse=True)
def _one_step_of_the_clock(monkeypatch):
    """Hold the clock of codes and tries: no test runs across the end of a step of 30 seconds."""
    at = time.time()
    monkeypatch.setattr(time, "time", lambda: at)


@pytest.fixture
def account(town):
    return Account.objects.create_user("holder", PASSWORD, person=town.of(Role.CLERK).person)


def attempt(name, password, address="10.0.0.1", client=None):
    client = client or Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)
    return client.post(LOGIN, {"login": name, "password": password})


def code_of(secret):
    (counter,) = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_app(account):
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": secret}
    )
    return secret


def words(answer, name):
    return answer.content.decode().replace(name, "NAME")


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(account):
    Account.objects.create_user("gone", PASSWORD, is_active=False)
    with fixed_at(now()):  # the page shows the time
        known, unknown = attempt("holder", "wrong"), attempt("nobody", "wrong")
        inactive = attempt("gone", "wrong")
    assert known.status_code == unknown.status_code == inactive.status_code == 200
    token = "csrfmiddlewaretoken"
    plain = [words(known, "holder"), words(unknown, "nobody"), words(inactive, "gone")]
    lines = [[line for line in one.splitlines() if token not in line] for one in plain]
    assert lines[0] == lines[1] == lines[2]


def test_after_five_failures_even_the_right_password_waits_and_other_names_do_not(account):
    for turn in range(5):
        attempt("holder", "wrong", address=f"10.0.1.{turn}")
    assert attempt("holder", PASSWORD, address="10.0.9.9").status_code == 200
    for turn in range(6):
        attempt("nobody", "wrong", address=f"10.0.2.{turn}")
    Account.objects.create_user("other", PASSWORD)
    assert attempt("other", PASSWORD, address="10.0.9.9").status_code == 302


def test_the_wait_grows_and_ends_by_itself(account, monkeypatch):
    """Five failures cost a minute, ten a quarter of an hour; then the password opens again."""
    begun = time.time()
    clock = [begun]
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: clock[0])
    for turn in range(10):
        if turn == 5:
            clock[0] += 61
            assert attempt("holder", PASSWORD, address="10.0.4.1").status_code == 302
        attempt("holder", "wrong", address=f"10.0.3.{turn}")
    clock[0] += 61
    assert attempt("holder", PASSWORD, address="10.0.4.2").status_code == 200
    clock[0] += 15 * 60
    assert attempt("holder", PASSWORD, address="10.0.4.3").status_code == 302


def test_many_other_names_do_not_push_the_failures_out(account):
    for _ in range(5):
        attempt("holder", "wrong")
    for turn in range(1000):
        cache.set(f"filler:{turn}", "x", 600)
    assert attempt("holder", PASSWORD, address="10.0.9.9").status_code == 200


def test_failures_are_counted_across_processes_and_restarts(account):
    """A process that has just started knows what another one has counted."""
    for turn in range(5):
        attempt("holder", "wrong", address=f"10.0.5.{turn}")
    restarted = AttemptCache("", {})
    rows = Session().all("SELECT key, value FROM sign_in_attempt WHERE key LIKE '%login_failed%'")
    (counted,) = {key: value for key, value in rows if ":5/60" in key}.values()
    assert len(json.loads(counted)) == 5
    assert not any("10.0.5.1" not in key and "holder" in key for key, _ in rows)
    caches_before = caches["default"]
    del caches["default"]  # as a new process would, it makes its cache anew
    assert caches["default"] is not caches_before
    assert attempt("holder", PASSWORD, address="10.0.9.9").status_code == 200
    assert restarted.add("once", True, 60)
    assert not restarted.add("once", True, 60)


def test_a_used_code_stays_used_after_a_restart(account):
    secret = with_app(account)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        attempt("holder", PASSWORD, client=client)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    del caches["default"]
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_an_entry_that_has_expired_is_gone_and_its_key_free_again(monkeypatch):
    clock = [time.time()]
    monkeypatch.setattr("bihuan.platform.auth.attempts.time.time", lambda: clock[0])
    kept = AttemptCache("", {})
    assert kept.add("code", "y", 30)
    assert kept.touch("code", 30)
    clock[0] += 31
    assert kept.get("code", "free") == "free"
    assert not kept.touch("code", 30)
    assert kept.add("code", "y", 30)
    clock[0] += 31
    kept.set("other", [1.5], 60)
    assert Session().one("SELECT count(*) FROM sign_in_attempt") == (1,)
    assert kept.get("other") == [1.5]
    assert kept.delete("other")


def test_the_second_step_cannot_be_skipped_by_any_address(account):
    with_app(account)
    client = Client()
    answer = attempt("holder", PASSWORD, client=client)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    for path in ("/now", "/ledger", "/duty", "/accounts/2fa/", "/accounts/password/change/"):
        opened = client.get(path)
        assert opened.status_code == 302, path
        assert "/login" in opened["Location"], path
    assert client.post("/accounts/2fa/authenticate/", {"code": ""}).status_code == 200
    assert client.get("/now").status_code == 302


def test_a_code_opens_once(account):
    secret = with_app(account)
    first, second = Client(), Client()
    for client in (first, second):
        attempt("holder", PASSWORD, client=client)
    code = code_of(secret)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert first.get("/now").status_code == 200
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert second.get("/now").status_code == 302


def test_the_code_that_proves_a_new_app_opens_nothing_afterwards(account):
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    shown = client.get("/accounts/2fa/totp/activate/").content.decode()
    code = code_of(re.search(r"[A-Z2-7]{32}", shown)[0])
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    other = Client(headers={"accept-language": "en"})
    attempt("holder", PASSWORD, client=other)
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).count() == 1


def test_wrong_codes_are_slowed_down_too(account):
    secret = with_app(account)
    client = Client()
    attempt("holder", PASSWORD, client=client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/now").status_code == 302


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_outside_the_demo_these_roles_must_set_a_second_factor_up_first(town, settings, role):
    settings.SECOND_FACTOR = True
    post = town.of(role)
    client = browser(post)
    for path in ("/now", "/ledger", "/review", "/duty/book.xlsx"):
        assert client.get(path)["Location"] == "/accounts/2fa/totp/activate/", path
    assert client.post("/ledger/bulk", {}).status_code == 302
    account = Account.objects.get(person=post.person)
    with_app(account)
    assert client.get("/now").status_code == 200
    from allauth.mfa.adapter import get_adapter

    assert not get_adapter().can_delete_authenticator(Authenticator.objects.get(user=account))


def test_others_work_with_a_password_alone(town, settings):
    settings.SECOND_FACTOR = True
    assert browser(town.of(Role.GRID_WORKER)).get("/now").status_code == 200


def test_nobody_signs_up(nobody):
    said = {"username": "me", "password1": PASSWORD, "password2": PASSWORD}
    nobody.post("/accounts/signup/", said)
    assert not Account.objects.filter(username="me").exists()


@pytest.mark.parametrize("path", ["password/reset/", "email/", "confirm-email/", "login/code/"])
def test_no_page_promises_mail_that_is_never_sent(account, path):
    client = Client()
    client.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "a@example.org"}).status_code == 404
    assert "/password/reset/" not in client.get("/accounts/password/change/").content.decode()


def test_a_changed_password_is_said_on_the_page_that_follows(account):
    client = Client()
    client.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    new = "eight loud geese at dusk"
    said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    after = client.post("/accounts/password/change/", said, follow=True)
    assert after.redirect_chain[0][0] == "/"
    assert "密码修改成功" in after.content.decode()


def test_an_account_that_is_switched_off_is_told_so_after_the_right_password_alone(account):
    Account.objects.filter(pk=account.pk).update(is_active=False)
    client = Client(headers={"accept-language": "en"})
    answer = client.post(LOGIN, {"login": "holder", "password": PASSWORD}, follow=True)
    assert "This account is switched off" in answer.content.decode()
    wrong = Client(headers={"accept-language": "en"}).post(
        LOGIN, {"login": "holder", "password": "wrong"}, follow=True
    )
    assert "switched off" not in wrong.content.decode()
