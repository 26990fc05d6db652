"""A form that came too late says so, and what was typed is kept and can be sent again."""

import re
from html import escape, unescape

import pytest
from django.test import Client
from tests.factories import posts as duty
from tests.factories.orders import Town, address_of, hidden, text_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
WORDS = "逃生锁 1 套，“西门” <b>"
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
OURS = {"origin": "http://testserver"}
FORM = re.compile(r'<form method="post" action="([^"]+)"(?: data-renew)?>(.*?)</form>', re.DOTALL)


@pytest.fixture
def town(db):
    return Town()


def strict(client, **headers):
    """The same browser, with the tokens of its forms looked at."""
    other = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-hans", **headers})
    other.cookies = client.cookies
    return other


def filled(town, post):
    """A form that was opened in time, with something typed into it."""
    finding = town.to_rectifying()
    address = address_of(finding, A.ASK_HELP)
    client = town.client(post)
    return finding, client, address, {**hidden(client.get(address).content.decode()), "need": WORDS}


def asked(finding):
    row = Session().one(
        "SELECT count(*) FROM ledger_event WHERE subject=? AND kind='supervision.help_asked'",
        (finding,),
    )
    return row[0]


def sent_again(client, page):
    """Press the button of the page that says it came too late."""
    address, form = FORM.search(page)[1], FORM.search(page)[2]
    fields = {unescape(name): unescape(value) for name, value in FIELD.findall(form)}
    return client.post(unescape(address), fields, headers=OURS)


def test_a_form_without_its_token_keeps_the_words_and_is_sent_again_with_one_press(town):
    finding, client, address, said = filled(town, duty.LEADER)
    browser = strict(client)
    with town.later(minutes=1):
        late = browser.post(address, {**said, "csrfmiddlewaretoken": "x" * 64}, headers=OURS)
        page = late.content.decode()
        assert late.status_code == 403
        assert "表单" in page
        assert "逃生锁 1 套，“西门” &lt;b&gt;" in page
        assert '<label for="kept-1">需要的人员、物资或者决定</label>' in page
        assert asked(finding) == 0
        done = sent_again(browser, page)
    assert done.status_code == 303, done.content.decode()
    assert asked(finding) == 1


def test_a_form_sent_after_the_session_ended_says_so_and_waits_for_the_sign_in(town):
    finding, client, address, said = filled(town, duty.LEADER)
    gone = Client(headers={"accept-language": "zh-hans"})
    late = gone.post(address, said, headers=OURS)
    page = late.content.decode()
    assert late.status_code == 403
    assert 'href="/accounts/login/"' in page
    assert "逃生锁 1 套，“西门” &lt;b&gt;" in page
    assert asked(finding) == 0
    with town.later(minutes=1):
        assert sent_again(client, page).status_code == 303  # signed in again meanwhile
    assert asked(finding) == 1


def test_a_form_of_another_site_is_shown_without_a_button_to_send_it(town):
    finding, client, address, said = filled(town, duty.LEADER)
    for headers in ({"origin": "https://elsewhere.example"}, {"origin": "null"}, {}):
        late = strict(client).post(address, {**said, "csrfmiddlewaretoken": ""}, headers=headers)
        page = late.content.decode()
        assert late.status_code == 403
        assert FORM.search(page) is None
        assert "逃生锁" in text_of(late)
    assert asked(finding) == 0


def test_a_password_is_never_shown_again():
    browser = Client(enforce_csrf_checks=True)
    secret = "seven quiet geese at dawn"
    for path, field in (("/accounts/login/", "password"), ("/preference", "new_password1")):
        late = browser.post(path, {field: secret, "words": secret}, headers=OURS)
        assert late.status_code == 403
        assert secret not in late.content.decode()


def test_triage_that_came_too_late_keeps_its_words_though_it_names_the_code_of_a_type(town):
    finding = town.to_reported()
    address, client = address_of(finding, A.FILE), town.client(duty.CLERK)
    with town.later(minutes=1):
        said = hidden(client.get(address).content.decode())
        said |= {"type_code": "X02", "severity": "1", "clause": "消防法", "reason": WORDS}
        late = {**said, "csrfmiddlewaretoken": "x" * 64}
        page = strict(client).post(address, late, headers=OURS)
        shown = page.content.decode()
        assert page.status_code == 403
        assert escape(WORDS) in shown
        assert sent_again(strict(client), shown).status_code == 303
    assert town.facts(finding).state == "FILED"
