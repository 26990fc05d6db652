"""A program enters figures for a post: its token, and everything that ends it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.territory import CITY, NORTH, enter_city

from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.posts import api
from bihuan.platform.auth import system_post
from bihuan.platform.auth.models import Account
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
EPI, PERSON = 701, 1701
ADDRESS = "/surveillance/api/cases"
SECRET = "a-secret-of-the-reporting-program"
DRAFT = api.TokenDraft(PERSON, EPI, "疾控直报接口", 30)


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(duty.NOON):
        enter_city()
        post = (EPI, "流调岗", "Epidemiologist", duty.OFFICE, "epidemiologist", CITY, "0350-301")
        duty.enter_posts(
            posts=(*duty.POSTS, post),
            people=[*((p, f"工作人员{p}", f"0350-{p}") for p in duty.HOLDERS.values()),
                    (PERSON, "流调员", "0350-302")],
            appointments=[duty.appointment(n, person=p) for n, p in duty.HOLDERS.items()]
            + [duty.appointment(EPI, person=PERSON)],
        )  # fmt: skip
        draft = incidents.IncidentDraft(
            name_zh="应急", name_en="Emergency", zone=CITY, level=2,
            day_zero=duty.NOON.date() - timedelta(days=3), drill_at=None,
        )  # fmt: skip
        leader = acting(Role.CITY_LEADER, CITY)
        assert isinstance(incidents.open_incident(by=leader, draft=draft, key="open"), Outcome)
        Account.objects.create_user("epi", "p" * 20, person=PERSON)
        api.record_access(by=system_post(), person=PERSON, account="epi", key="access")
        yield
    assert check(Session(), ledgered_tables())[1] == []


@pytest.fixture
def token():
    made = api.make_token(by=system_post(), draft=DRAFT, token=SECRET, key="make")
    assert isinstance(made, Outcome)
    return made.result["token"]


def send(secret=SECRET, *, address=ADDRESS, key="k1", browser=None):
    day = (duty.NOON.date() - timedelta(days=1)).isoformat()
    body = {"rows": [{"day": day, "zone": NORTH, "count": 6}], "source": "直报", "key": key}
    browser = browser or Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    said = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}
    return browser.post(address, json.dumps(body), content_type="application/json", **said)


def test_a_program_enters_and_reads_counts_without_a_session(token):
    entered = send()
    assert (entered.status_code, entered.json()) == (201, {"new": 1, "revised": 0, "unchanged": 0})
    asked = Client().get(ADDRESS, HTTP_AUTHORIZATION=f"Bearer {SECRET}").json()
    assert [row["count"] for row in asked["rows"]] == ["6"]
    assert len(token) == 12
    dump = "\n".join(Session()._driver.iterdump())
    assert SECRET not in dump


@pytest.mark.parametrize("secret", ["wrong", "x" * 500, " ", "a\x00b"])
def test_an_unknown_token_is_told_so_and_enters_nothing(token, secret):
    answer = send(secret)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert "not valid" in answer.json()["refused"]["message"]


def test_a_token_opens_nothing_but_the_addresses_made_for_programs(token):
    for path in ("/now", "/ledger", "/surveillance/record", "/setup/accounts"):
        answer = Client().get(path, HTTP_AUTHORIZATION=f"Bearer {SECRET}")
        assert answer.status_code == 302, path


def test_a_session_still_needs_its_csrf_token(token):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(Account.objects.get(username="epi"))
    assert send("", browser=browser).status_code == 403


def asks():
    return Client().get(ADDRESS, HTTP_AUTHORIZATION=f"Bearer {SECRET}").status_code


def test_it_ends_with_its_time_its_account_and_when_it_is_taken_back(token):
    assert asks() == 200
    with fixed_at(duty.NOON + timedelta(days=31)):
        assert asks() == 401
    api.disable(by=system_post(), person=PERSON, key="off")
    assert asks() == 401
    api.record_access(by=system_post(), person=PERSON, account="epi", key="on")
    assert asks() == 200
    assert isinstance(api.revoke_token(by=system_post(), handle=token, key="r"), Outcome)
    assert asks() == 401
    again = api.revoke_token(by=system_post(), handle=token, key="r2")
    assert isinstance(again, Refusal)
    assert again.code == "token_revoked"
    assert [one.handle for one in api.tokens_made()] == [token]


def test_a_lost_post_ends_it(token):
    held = api.holdings_of([EPI], at=duty.NOON)[EPI][0]
    by = acting(Role.ADMINISTRATOR, CITY, person=9)
    ended = api.end_appointment(by=by, appointment=held.appointment, key="end")
    assert isinstance(ended, Outcome), ended
    with fixed_at(duty.NOON + timedelta(minutes=1)):
        assert asks() == 401


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (api.TokenDraft(PERSON, duty.CLERK, "x", 30), "token_post_not_held"),
        (api.TokenDraft(PERSON, EPI, "  ", 30), "token_label_missing"),
        (api.TokenDraft(PERSON, EPI, "x", 0), "token_days_out_of_range"),
        (api.TokenDraft(PERSON, EPI, "x", 10**9), "token_days_out_of_range"),
        (api.TokenDraft(duty.HOLDERS[duty.CLERK], duty.CLERK, "x", 9), "account_not_open"),
    ],
)
def test_a_token_that_nobody_answers_for_is_not_made(draft, code):
    refused = api.make_token(by=system_post(), draft=draft, token=SECRET, key="make")
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_only_who_gives_accounts_gives_tokens_and_never_to_himself():
    def made_by(by):
        return api.make_token(by=by, draft=DRAFT, token=SECRET, key=f"make{by.person}").code

    assert made_by(acting(Role.CLERK, CITY)) == "act_not_granted"
    assert made_by(acting(Role.ADMINISTRATOR, CITY, person=PERSON)) == "account_of_oneself"
