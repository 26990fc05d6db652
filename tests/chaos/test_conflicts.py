"""R10: of two who change the same order at the same moment one wins, and nothing is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

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
ORDERS, PAIRS, ROUNDS, ON_THE_WEB = 5, 50, 15, 10


@contextmanager
def racers(count):
    """Give a function that starts so many calls at one moment, each in a thread of its own."""
    gate = Barrier(count)

    def run(call):
        gate.wait()  # so that each thread takes exactly one
        return call()

    with ThreadPoolExecutor(count) as pool:
        try:
            yield lambda calls: list(pool.map(run, calls))
        finally:
            list(pool.map(run, [connections.close_all] * count))


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


def test_of_fifty_pairs_in_fifteen_rounds_exactly_one_of_each_pair_wins(city):
    """Pairs take turns at the orders: at any moment one pair races on each of them."""
    town = city.town
    by = town.by(duty.LEADER)
    orders = [town.to_rectifying() for _ in range(ORDERS)]
    won = {finding: [] for finding in orders}
    with racers(2 * ORDERS) as race:
        for turn in range(ROUNDS * PAIRS // ORDERS):
            calls, said = [], []
            for finding in orders:
                seen = api.Seen(finding, town.incident, town.facts(finding).version)
                for who in "ab":
                    need = f"{turn}{who}"
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
            assert {len(words) for words in won.values()} == {turn + 1}
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
        with racers(2) as race:
            answers = race([lambda w=w, one=one: w.post(address, one) for w, one in pairs])
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        (loser,) = [answer for answer in answers if answer.status_code == 409]
        body = loser.content.decode()
        assert all(one["need"] in body for one in sent)
    assert len(needs(finding)) == ON_THE_WEB
