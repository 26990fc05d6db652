import re

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from tests.factories.posts import (
    ADMIN,
    CLERK,
    DAY,
    HOLDERS,
    LEADER,
    NOON,
    SECRETARY,
    enter_posts,
    holding,
    system,
)  # fmt: skip
from tests.factories.territory import enter_city
from tests.factories.visiting import visitor

from bihuan.domain.accounts import AccountState, proposed_name, well_named
from bihuan.domain.refusals import Refusal
from bihuan.features.posts import api
from bihuan.platform.auth.models import Account
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check
from bihuan.site.commands import account as console

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet geese at dawn"
LINK = re.compile(r"/i/([\w-]+)")
PERSON = HOLDERS[LEADER]


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


@pytest.fixture
def admin():
    return visitor(HOLDERS[ADMIN], english=True)


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def invited(admin, person=PERSON, name="leader", key="k"):
    answer = admin.post(f"/setup/accounts/{person}/invite", {"account": name, "key": key})
    assert answer.status_code == 200, text(answer)
    return LINK.search(text(answer))[1]


def opened(admin, person=PERSON, name="leader"):
    token = invited(admin, person, name, key=f"open:{person}")
    answer = Client().post(f"/i/{token}", {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303, text(answer)
    return token


def signed_in(name="leader"):
    client = Client(headers={"accept-language": "en"})
    said = client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    assert said.status_code == 302, text(said)
    return client


def events():
    rows = Session().all("SELECT kind FROM ledger_event ORDER BY chain, n")
    return [kind for (kind,) in rows if kind.startswith(("posts.access", "posts.second_factor"))]


def test_an_invited_person_chooses_the_password_and_signs_in(admin):
    token = invited(admin)
    assert authenticate(username="leader", password=PASSWORD) is None
    page = Client().get(f"/i/{token}")
    assert page.status_code == 200
    assert "leader" in text(page)
    assert Client().get(f"/i/{token}").status_code == 200  # looking uses nothing up
    done = Client().post(f"/i/{token}", {"password": PASSWORD, "again": PASSWORD})
    assert done["Location"] == "/accounts/login/"
    assert signed_in().get("/now").status_code == 200
    assert events() == ["posts.access_offered", "posts.access_opened"]
    assert PASSWORD not in str(Session().all("SELECT body FROM ledger_event"))
    assert token not in str(Session().all("SELECT body FROM ledger_event"))


def test_a_link_works_once_for_a_day_and_not_after_a_newer_one(admin):
    first = invited(admin, key="1")
    second = invited(admin, key="2")
    said = {"password": PASSWORD, "again": PASSWORD}
    assert Client().post(f"/i/{first}", said).status_code == 410
    with fixed_at(NOON + DAY):
        assert Client().get(f"/i/{second}").status_code == 410
        assert Client().post(f"/i/{second}", said).status_code == 410
    assert Client().post(f"/i/{second}", said).status_code == 303
    again = Client().post(f"/i/{second}", {"password": "nine loud crows at dusk", "again": "x"})
    assert again.status_code == 410
    assert authenticate(username="leader", password=PASSWORD) is not None
    assert Client().get("/i/anything").status_code == 410


def test_the_same_click_twice_makes_one_link(admin):
    assert invited(admin) == invited(admin)
    assert events() == ["posts.access_offered"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "135724683579", "again": "135724683579"}, "entirely numeric"),
        ({"password": PASSWORD, "again": "other"}, "The two passwords differ"),
        ({"password": "", "again": ""}, "required"),
    ],
)
def test_a_weak_or_mistyped_password_is_explained_and_the_link_stays(admin, said, message):
    token = invited(admin)
    answer = Client(headers={"accept-language": "en"}).post(f"/i/{token}", said)
    assert answer.status_code == 422
    assert message in text(answer)
    assert Client().get(f"/i/{token}").status_code == 200


def test_an_account_switched_off_is_out_with_its_next_request(admin):
    opened(admin)
    client = signed_in()
    assert client.get("/now").status_code == 200
    assert admin.post(f"/setup/accounts/{PERSON}/disable").status_code == 303
    assert client.get("/now")["Location"].startswith("/accounts/login/")
    assert authenticate(username="leader", password=PASSWORD) is None
    view = api.person_of(PERSON, at=NOON)
    assert view.grant.state is AccountState.DISABLED
    again = admin.post(f"/setup/accounts/{PERSON}/disable")
    assert again.status_code == 422
    opened_again = invited(admin, key="back")
    assert Client().get(f"/i/{opened_again}").status_code == 200
    assert authenticate(username="leader", password=PASSWORD) is None  # only the link opens it


def test_an_invitation_that_was_not_used_ends_with_the_account(admin):
    token = invited(admin)
    admin.post(f"/setup/accounts/{PERSON}/disable")
    assert Client().get(f"/i/{token}").status_code == 410


def test_nobody_changes_the_own_access(admin):
    own = HOLDERS[ADMIN]
    for how in ("invite", "disable", "reset-factor"):
        answer = admin.post(f"/setup/accounts/{own}/{how}", {"account": "me-too"})
        assert answer.status_code == 422
        assert "Nobody changes the own access" in text(answer)
    assert events() == []


def test_one_administrator_alone_cannot_take_an_account_over(admin):
    opened(admin)
    client = signed_in()
    refused = admin.post(f"/setup/accounts/{PERSON}/reset-factor")
    assert refused.status_code == 422
    assert "two administrators" in text(refused)
    assert client.get("/now").status_code == 200
    done = api.reset_second_factor(by=system(), person=PERSON, key="console")
    assert isinstance(done, Outcome)
    assert client.get("/now").status_code == 302
    with fixed_at(NOON + DAY):
        other = visitor(HOLDERS[ADMIN])
        assert other.post(f"/setup/accounts/{PERSON}/reset-factor").status_code == 303
        late = other.post(f"/setup/accounts/{PERSON}/invite", {"account": "leader"})
        assert late.status_code == 422


@pytest.mark.parametrize("post", [CLERK, SECRETARY, LEADER])
def test_nobody_but_the_administrator_reaches_accounts(post):
    client = visitor(HOLDERS[post])
    for path in ("/setup/accounts", "/setup/accounts/new", f"/setup/accounts/{PERSON}"):
        assert client.get(path).status_code == 403
    for path in (f"/setup/accounts/{PERSON}/invite", f"/setup/accounts/{PERSON}/disable"):
        assert client.post(path).status_code == 403
    answer = api.invite(by=holding(post), person=PERSON, account="abc", token="t", key="k")
    assert isinstance(answer, Refusal)


def test_the_administrator_reads_no_case(admin):
    for path in ("/ledger", "/review", "/f/calls", "/orders/JB-2026-0001"):
        assert admin.get(path).status_code in {403, 404}


def test_a_name_that_cannot_be_read_out_is_refused(admin):
    for name in ("Ab", "a b", "x", "名字", "-abc", "a" * 61, ""):
        answer = admin.post(f"/setup/accounts/{PERSON}/invite", {"account": name})
        assert answer.status_code == 422, name
    assert events() == []


def test_a_name_that_is_taken_is_refused(admin):
    invited(admin)
    other = admin.post(f"/setup/accounts/{HOLDERS[SECRETARY]}/invite", {"account": "leader"})
    assert other.status_code == 422
    assert "is called “leader” already" in text(other)


def test_somebody_new_is_entered_invited_and_proposed_for_a_post(admin):
    said = {"name": "新来的", "work_phone": "0350-7777", "account": "newcomer",
            "post": str(LEADER), "kind": "deputy", "key": "n"}  # fmt: skip
    answer = admin.post("/setup/accounts/new", said)
    assert answer.status_code == 200, text(answer)
    assert LINK.search(text(answer))
    assert text(answer) == text(admin.post("/setup/accounts/new", said))
    person = next(one for one in api.people_listed(at=NOON, words="newcomer"))
    assert person.posts == []  # a second person must confirm
    waiting = api.waiting_in(scope=holding(ADMIN).scope)
    assert [one.holding.person for one in waiting] == [person.id]
    own = admin.post(f"/duty/appointments/{waiting[0].holding.appointment}/confirm")
    assert own.status_code == 422
    by_another = visitor(HOLDERS[SECRETARY])
    confirm = f"/duty/appointments/{waiting[0].holding.appointment}/confirm"
    assert by_another.post(confirm).status_code == 303
    assert [one.post for one in api.posts_held(person.id, NOON)] == [LEADER]


WRONG = (
    ({"name": ""}, "required"),
    ({"work_phone": "call me"}, "digits and hyphens"),
    ({"account": "A B"}, "small letters"),
    ({"account": f"p{HOLDERS[ADMIN]}"}, "Another account is called"),
    ({"post": "999999"}, "no post with this number"),
    ({"post": "9" * 30}, "no post with this number"),
    ({"post": "x"}, "whole number"),
)


def test_what_is_wrong_with_a_new_person_is_said_beside_the_field_and_kept(admin):
    right = {"name": "新来的", "work_phone": "0350-7777", "account": "", "post": "",
             "kind": "primary"}  # fmt: skip
    for changes, message in WRONG:
        answer = admin.post("/setup/accounts/new", right | changes)
        assert answer.status_code == 422, changes
        assert message in text(answer)
        assert "name" in changes or "新来的" in text(answer)
    assert events() == []


def test_many_are_invited_on_one_sheet(admin):
    people = sorted(HOLDERS.values())
    answer = admin.post("/setup/accounts/invite", {"person": people, "key": "many"})
    page = text(answer)
    # The administrator's own access is the one line that is refused.
    assert len(set(LINK.findall(page))) == len(people) - 1
    assert "Nobody changes the own access" in page
    assert admin.post("/setup/accounts/invite", {}).status_code == 303


@pytest.mark.parametrize("person", [1, 9, 10, 2861])
def test_the_name_chosen_for_whom_none_was_chosen_is_one_that_counts(person):
    assert well_named(proposed_name(person))


@pytest.mark.parametrize("at_once", [1, 2, 5000])
def test_the_console_goes_through_everybody(monkeypatch, at_once):
    monkeypatch.setattr(console, "MOST", at_once)
    assert [one.id for one in console._everybody("")] == sorted(HOLDERS.values())


def test_the_list_finds_people_by_name_account_and_post(admin):
    opened(admin)
    for words in ("leader", "工作人员", "社区主任", "1390000"):
        assert str(PERSON) in text(admin.get(f"/setup/accounts?q={words}"))
    assert admin.get("/setup/accounts?show=open").status_code == 200
    assert admin.get("/setup/accounts?show=nonsense").status_code == 404
    assert "Nobody is listed here" in text(admin.get("/setup/accounts?q=zzzz"))


@pytest.mark.parametrize("english", [False, True])
def test_every_page_of_accounts_speaks_both_languages(english):
    client = visitor(HOLDERS[ADMIN], english=english)
    for path in ("/setup", "/setup/accounts", "/setup/accounts/new", f"/setup/accounts/{PERSON}"):
        page = client.get(path)
        assert page.status_code == 200
        assert "style=" not in text(page)
        assert ('lang="en"' if english else 'lang="zh-CN"') in text(page)
    assert Account.objects.filter(person=PERSON).count() == 0
