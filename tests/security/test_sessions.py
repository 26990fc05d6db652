"""R26 and R31: how sessions begin and end, and that a lost post acts no more."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from tests.security.town import browser, made_up

from bihuan.domain.roles import Role
from bihuan.domain.zones import Level
from bihuan.features.posts.api import posts_held, posts_held_now
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account, OpenSession
from bihuan.platform.auth.own_sessions import own_sessions
from bihuan.platform.clock.system import fixed_at, now
from bihuan.platform.db.dialects import Session as Chain

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet geese at dawn"
MINUTE = timedelta(minutes=1)
OWN = "/accounts/own/"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"


@pytest.fixture
def account(town):
    return Account.objects.create_user("holder", PASSWORD, person=town.of(Role.GRID_WORKER).person)


@pytest.fixture
def held():
    """Posts by person that a test may change at once."""
    given = {}
    provide_posts(lambda person, at: given.get(person) or posts_held(person, at))
    yield given
    provide_posts(posts_held_now)


def signed_in(password=PASSWORD, client=None):
    client = client or Client()
    answer = client.post("/accounts/login/", {"login": "holder", "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def inside(client, path="/now"):
    answer = client.get(path)
    return answer.status_code == 200


def with_cookie(value):
    client = Client()
    client.cookies["bihuan"] = value
    return client


def test_signing_in_gives_a_new_session_and_the_one_planted_before_is_worth_nothing(account):
    client = Client()
    client.post("/language", {"language": "en"})
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies["bihuan"] = planted.session_key
    signed_in(client=client)
    assert client.cookies["bihuan"].value != planted.session_key
    assert inside(client)
    assert not inside(with_cookie(planted.session_key))
    assert not inside(with_cookie("f" * 32))


def test_after_signing_out_the_old_cookie_opens_nothing(account):
    client = signed_in()
    stolen = client.cookies["bihuan"].value
    client.post("/accounts/logout/")
    assert not inside(with_cookie(stolen))
    assert not Session.objects.filter(session_key=stolen).exists()


def test_a_changed_password_ends_every_other_session(account):
    first, second = signed_in(), signed_in()
    changed = {"oldpassword": PASSWORD, "password1": "nine loud crows at dusk",
               "password2": "nine loud crows at dusk"}  # fmt: skip
    assert first.post("/accounts/password/change/", changed).status_code == 302
    assert not inside(second)
    assert inside(first)
    assert inside(signed_in("nine loud crows at dusk"))


def test_a_session_ends_after_half_an_hour_without_a_request(account):
    begun = now()
    client = signed_in()
    with fixed_at(begun + 29 * MINUTE):
        assert inside(client)
    with fixed_at(begun + 55 * MINUTE):
        assert inside(client)
    with fixed_at(begun + 91 * MINUTE):
        assert not inside(client)
    with fixed_at(begun + 56 * MINUTE):
        assert not inside(client)


def test_a_session_ends_after_twelve_hours_however_busy(account):
    begun = now()
    client = signed_in()
    open_for = []
    for step in range(40):
        with fixed_at(begun + 20 * step * MINUTE):
            open_for.append(inside(client))
    assert all(open_for[:36])
    assert not any(open_for[37:])


def test_a_clock_set_back_neither_ends_nor_lengthens_a_session(account):
    begun = now()
    client = signed_in()
    with fixed_at(begun - timedelta(days=1)):
        assert inside(client)
    with fixed_at(begun + timedelta(hours=13)):
        assert not inside(client)


def test_a_lost_post_acts_no_more_from_the_very_next_request_on(town, held):
    """A hundred times: reading, acting, and the page that was open before."""
    for person in range(800_001, 800_101):
        post = made_up(Role.CLERK, Level.CITY, town.root, person)
        held[person] = [post]
        client = browser(person)
        assert client.get("/now").status_code == 200
        held[person] = [made_up(Role.GRID_WORKER, Level.GRID, town.zones_of(Level.GRID)[0], person)]
        answer = client.post("/duty/call", {"key": "1"}) if person % 2 else client.get("/calls")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_a_post_in_addition_ends_nothing(town, held):
    person = 810_001
    first = made_up(Role.GRID_WORKER, Level.GRID, town.zones_of(Level.GRID)[0], person)
    held[person] = [first]
    client = browser(person)
    assert client.get("/now").status_code == 200
    held[person] = [first, made_up(Role.CLERK, Level.CITY, town.root, person + 1)]
    assert client.get("/now").status_code == 200
    held[person] = [first]
    assert client.get("/now").status_code == 302


def test_an_account_that_was_switched_off_is_out_at_once(account):
    client = signed_in()
    assert inside(client)
    Account.objects.update(is_active=False)
    assert not inside(client)


def test_a_password_kept_in_a_weaker_form_does_not_end_the_session_that_asks_for_it(
    account, settings
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    weaker = Argon2PasswordHasher()
    weaker.time_cost, weaker.memory_cost, weaker.parallelism = 1, 64, 1
    stored = weaker.encode(PASSWORD, weaker.salt())
    Account.objects.filter(pk=account.pk).update(password=stored)
    account.refresh_from_db()
    client = Client()
    client.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    asked = client.get("/accounts/2fa/totp/activate/")
    answer = client.post(asked.url, {"password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    account.refresh_from_db()
    assert account.password != stored


def ends_of(client):
    return re.findall(r'name="session" value="(\w+)"', client.get(OWN).content.decode())


def recorded():
    rows = Chain().all("SELECT body FROM ledger_event WHERE kind='posts.sessions_ended' ORDER BY n")
    return [json.loads(bytes(body))["facts"]["sessions"] for (body,) in rows]


def test_somebody_sees_the_own_sessions_and_ends_one_of_them(account):
    here, there = Client(headers={"user-agent": PHONE}), signed_in()
    signed_in(client=here)
    assert inside(here)
    assert inside(there)
    page = there.get(OWN).content.decode()
    assert "Firefox · Android" in page
    assert page.count("本次登录") == 1
    assert here.cookies["bihuan"].value not in page, "what is shown opens nothing"
    (mark,) = ends_of(there)
    assert there.post(OWN, {"session": mark, "key": "1"}).status_code == 303
    assert not inside(here)
    assert inside(there)
    assert ends_of(there) == []
    assert recorded() == ["one"]
    stranger = there.post(OWN, {"session": "f" * 32, "key": "2"}, follow=True)
    assert "已经结束" in stranger.content.decode()


def test_signing_out_everywhere_ends_every_session_this_one_too(account):
    here, there = signed_in(), signed_in()
    assert inside(here)
    stolen = there.cookies["bihuan"].value
    answer = here.post(OWN, {"everywhere": "1", "key": "1"}, follow=True)
    assert "已在所有设备上退出" in answer.content.decode()
    assert not inside(here)
    assert not inside(with_cookie(stolen))
    assert recorded() == ["all"]
    assert inside(signed_in())


def test_nobody_sees_or_ends_the_sessions_of_others(town, account):
    mine, other = signed_in(), browser(town.of(Role.CLERK))
    assert inside(mine)
    other.get("/now")
    assert ends_of(other) == []
    mark = own_sessions(account, None)[0].mark
    other.post(OWN, {"session": mark, "key": "1"})
    other.post(OWN, {"everywhere": "1", "key": "2"})
    assert inside(mine)
    answer = Client().get(OWN)
    assert answer["Location"].startswith("/accounts/login/")


def test_sessions_that_ran_out_are_swept_when_somebody_signs_in(account):
    with fixed_at(now() - timedelta(days=3)):
        signed_in()
    Session.objects.update(expire_date=now() - timedelta(days=2))
    signed_in()
    assert Session.objects.count() == OpenSession.objects.count() == 1
    assert len(own_sessions(account, None)) == 1
