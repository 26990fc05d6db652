"""Two people at once, a double click, a key used twice: nothing lost, nothing doubled."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test import Client
from tests.factories import posts as duty
from tests.factories.orders import SECOND_CLERK, Town, address_of, hidden, text_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.platform.db.dialects import Session

TOGETHER = 20
REPORT = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}


def events(finding: str, kind: str) -> int:
    row = Session().one(
        "SELECT count(*) FROM ledger_event WHERE subject=? AND kind=?", (finding, kind)
    )
    return row[0]


def form_of(town, post, finding, act):
    return hidden(town.client(post).get(address_of(finding, act)).content.decode())


def test_a_double_click_acts_once_and_leads_to_the_same_page(town):
    finding = town.to_assigned()
    with town.later(minutes=1):
        client, address = town.client(duty.LEADER), address_of(finding, A.RECEIVE)
        sent = form_of(town, duty.LEADER, finding, A.RECEIVE)
        answers = [client.post(address, sent) for _ in range(3)]
    assert {(one.status_code, one["Location"]) for one in answers} == {
        (303, "/orders/JB-2026-0001")
    }
    assert events(finding, "supervision.received") == 1


def test_a_key_used_for_other_words_is_refused_and_the_words_are_kept(town):
    finding = town.to_rectifying()
    with town.later(minutes=1):
        client, address = town.client(duty.LEADER), address_of(finding, A.ASK_HELP)
        sent = form_of(town, duty.LEADER, finding, A.ASK_HELP)
        assert client.post(address, {**sent, "need": "一把锁"}).status_code == 303
        answer = client.post(address, {**sent, "need": "两把锁"})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert "两把锁" in body
        assert client.post(address, {**hidden(body), "need": "两把锁"}).status_code == 303
    assert events(finding, "supervision.help_asked") == 2


def test_who_comes_second_sees_both_texts_and_can_send_again(town):
    finding = town.to_rectifying()
    town.tick_all(finding)
    with town.later(minutes=1):
        seen = form_of(town, duty.LEADER, finding, A.RECTIFY)
    town.do(duty.LEADER, finding, A.ASK_HELP, need="逃生锁 1 套")
    with town.later(minutes=1):
        client, address = town.client(duty.LEADER), address_of(finding, A.RECTIFY)
        answer = client.post(address, {**seen, **REPORT})
        body = answer.content.decode()
        assert answer.status_code == 409
        assert "石桥社区居委会 社区主任" in text_of(answer)
        assert "请求帮助" in text_of(answer)
        for words in REPORT.values():
            assert words in body
        assert town.facts(finding).state == "RECTIFYING"
        assert client.post(address, {**hidden(body), **REPORT}).status_code == 303


def test_an_act_that_somebody_else_did_already_is_a_conflict_not_an_error(town):
    finding = town.to_passed()
    with town.later(minutes=1):
        seen = form_of(town, duty.CLERK, finding, A.CLOSE)
    town.do(SECOND_CLERK, finding, A.CLOSE)
    with town.later(minutes=1):
        answer = town.client(duty.CLERK).post(address_of(finding, A.CLOSE), seen)
    assert answer.status_code == 409
    assert "督查办公室 二文书" in text_of(answer)


@pytest.fixture
def busy_town(transactional_db, tmp_path):
    """A city on a real file: the tests' memory locks readers out instead of letting them wait."""
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = tmp_path / "city.sqlite3"
    memory.execute("VACUUM INTO ?", (str(file),))
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    connection.connect()
    yield Town()
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


committed = pytest.mark.django_db(transaction=True)


def together(*calls) -> list[int]:
    """Send requests at the same moment from threads of their own; return the answers' statuses."""
    gate, found = Barrier(len(calls)), []

    def run(call):
        try:
            gate.wait()
            found.append(call().status_code)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def browser_like(client: Client) -> Client:
    """Another window of the same person."""
    other = Client()
    other.cookies = client.cookies
    other.handler.load_middleware()  # once, before threads would each begin with it
    return other


@committed
def test_twenty_identical_posts_at_once_are_one_act(busy_town):
    finding = busy_town.to_assigned()
    sent = form_of(busy_town, duty.LEADER, finding, A.RECEIVE)
    client, address = busy_town.client(duty.LEADER), address_of(finding, A.RECEIVE)
    windows = [browser_like(client) for _ in range(TOGETHER)]
    statuses = together(*(lambda one=one: one.post(address, sent) for one in windows))
    assert statuses == [303] * TOGETHER
    assert events(finding, "supervision.received") == 1


@committed
def test_of_two_who_race_one_wins_and_the_other_is_told(busy_town):
    finding = busy_town.to_assigned()
    pairs = [(A.RECEIVE, {}), (A.ASK_HELP, {"need": "逃生锁"})]
    calls = []
    for act, fields in pairs:
        sent = form_of(busy_town, duty.LEADER, finding, act) | fields
        window = browser_like(busy_town.client(duty.LEADER))
        address = address_of(finding, act)
        calls.append(lambda w=window, a=address, s=sent: w.post(a, s))
    assert together(*calls) == [303, 409]
    done = events(finding, "supervision.received") + events(finding, "supervision.help_asked")
    assert done == 1


def test_who_assigns_second_sees_the_order_that_stands_and_no_form(town):
    finding = town.to_reported()
    town.do(duty.CLERK, finding, A.FILE, severity=1, clause="Fire Law 28")
    with town.later(minutes=1):
        seen = form_of(town, SECOND_CLERK, finding, A.ASSIGN)
    first = {"order_text": "打开西门", "items": "打开西门\n专人值守", "reply_text": "可以陈述"}
    town.do(duty.CLERK, finding, A.ASSIGN, **first)
    with town.later(minutes=1):
        said = {**seen, "order_text": "拆除链条", "items": "拆除链条", "reply_text": "可以陈述"}
        answer = town.client(SECOND_CLERK).post(address_of(finding, A.ASSIGN), said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<dd>打开西门</dd>" in page
    assert "<dd>打开西门<br>专人值守</dd>" in page
    assert page.count("<mark>拆除链条</mark>") == 2
    assert 'name="order_text"' not in page
