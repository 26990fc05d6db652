"""Many threads on a real file: every answer is on the disk, nothing is doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.platform.conftest import Author, MakeClock

from bihuan.platform.commands import Outcome, execute
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(work, count=32):
    barrier = Barrier(count)

    def one(number):
        try:
            barrier.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def run_five(number):
    author = Author(number + 1, number + 1)
    commands = [MakeClock(number * 5 + i, refused=i == 4) for i in range(5)]
    return [execute(c, by=author, key=f"{number}:{i}") for i, c in enumerate(commands)]


def test_thirty_two_callers_share_commits_and_lose_nothing():
    answers = [answer for five in in_threads(run_five) for answer in five]
    done = [answer for answer in answers if isinstance(answer, Outcome)]
    assert len(done) == 32 * 4
    session = Session()
    assert session.one("SELECT count(*) FROM ledger_event") == (128,)
    assert sorted(a.number for a in done) == list(range(1, 129))
    assert verify(session).faults == ()
    assert check(session, frozenset({"incident_clock"}))[1] == []


def test_twenty_parallel_repeats_are_one_record_and_twenty_equal_answers():
    author = Author()
    answers = in_threads(lambda _: execute(MakeClock(1), by=author, key="same"), 20)
    assert {(a.chain, a.number, a.result["number"]) for a in answers} == {(141002, 1, 1)}
    assert sum(not a.repeated for a in answers) == 1
