"""R10: of two who change the same order at the same moment one wins, and nothing is lost."""

import json
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from tests.factories import posts as duty
from tests.factories.orders import address_of, hidden

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.supervision import api
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS, ROUNDS, ON_THE_WEB = 8, 15, 5


def race(calls):
    """Start all calls at one moment, each in a thread of its own; return their answers."""
    gate, answers = Barrier(len(calls)), [None] * len(calls)

    def run(place):
        try:
            gate.wait()
            answers[place] = calls[place]()
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def window(client):
    """Another window of the same person's browser."""
    other = Client()
    other.cookies = client.cookies
    other.handler.load_middleware()  # once, before threads would each begin with it
    return other


def needs(finding):
    """The words of every request for help that is kept, in order."""
    rows = Session().all(
        "SELECT body FROM supervision_record WHERE finding=? AND kind='help' ORDER BY at, id",
        (finding,),
    )
    return [json.loads(body)["need"] for (body,) in rows]


def test_in_every_round_exactly_one_of_each_pair_wins(city):
    town = city.town
    by = town.by(duty.LEADER)
    orders = [town.to_rectifying() for _ in range(PAIRS)]
    won = {finding: [] for finding in orders}
    for number in range(ROUNDS):
        calls, said = [], []
        for finding in orders:
            seen = api.Seen(finding, town.incident, town.facts(finding).version)
            for who in "ab":
                need = f"{number}{who}"
                said.append((finding, need))
                sent = {"by": by, "act": A.ASK_HELP, "seen": seen, "said": {"need": need}}
                key = f"{finding}{need}"
                calls.append(lambda sent=sent, key=key: api.act_on(**sent, key=key))
        answers = race(calls)
        for (finding, need), answer in zip(said, answers, strict=True):
            if isinstance(answer, Outcome):
                won[finding].append(need)
            else:
                assert answer.code == "changed_meanwhile"
    assert {len(words) for words in won.values()} == {ROUNDS}
    assert {finding: sorted(needs(finding)) for finding in orders} == {
        finding: sorted(words) for finding, words in won.items()
    }
    assert verify(Session()).faults == ()
    assert check(Session(), ledgered_tables())[1] == []


def test_on_the_web_the_loser_is_shown_both_texts(city):
    town = city.town
    finding = town.to_rectifying()
    client, address = town.client(duty.LEADER), address_of(finding, A.ASK_HELP)
    for number in range(ON_THE_WEB):
        pages = [hidden(client.get(address).content.decode()) for _ in range(2)]
        sent = [
            {**page, "need": f"第{number}次{who}"} for page, who in zip(pages, "甲乙", strict=True)
        ]
        windows = [window(client) for _ in sent]
        pairs = zip(windows, sent, strict=True)
        answers = race([lambda w=w, one=one: w.post(address, one) for w, one in pairs])
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        (loser,) = [answer for answer in answers if answer.status_code == 409]
        body = loser.content.decode()
        assert all(one["need"] in body for one in sent)
    assert len(needs(finding)) == ON_THE_WEB
