"""Knowing cheaply that an answer still holds: marks on the chains, and entries of a period."""

from datetime import timedelta

import pytest
from tests.platform.conftest import COUNTY, START, MakeClock, SetSpeed

from bihuan.domain.zones import range_of
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import execute
from bihuan.platform.db.changes import counted_on
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import Mark, mark_now, since
from bihuan.platform.ledger.periods import spans_of
from bihuan.platform.rollups.reader import by_zone, totals

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
OTHER = COUNTY + 10**9


def test_nothing_came_when_nothing_was_written(author):
    execute(MakeClock(1), by=author, key="a")
    mark = mark_now(Session())
    after = since(Session(), mark)
    assert after.kinds == frozenset()
    assert not after.concerns("test")


def test_what_came_is_told_by_its_kinds_and_only_once(author):
    execute(MakeClock(1), by=author, key="a")
    mark = mark_now(Session())
    execute(MakeClock(2, zone=OTHER), by=author, key="b")
    execute(SetSpeed(1, 1000, 0, 1), by=author, key="c")
    after = since(Session(), mark)
    assert after.concerns("test")
    assert not after.concerns("posts", "tests")
    assert since(Session(), after.mark).kinds == frozenset()


def test_another_history_of_the_same_length_is_never_taken_for_the_same(author):
    execute(MakeClock(1), by=author, key="a")
    mark = mark_now(Session())
    other = Mark({chain: (n, b"x" * 32) for chain, (n, _) in mark.heads.items()})
    assert since(Session(), other).kinds is None
    execute(MakeClock(2), by=author, key="b")
    assert since(Session(), other).kinds is None
    assert since(Session(), Mark({**mark.heads, 999: (4, b"y")})).kinds is None


def test_the_entries_of_a_period_are_found_by_halving(author):
    for minute in range(20):
        with fixed_at(START + minute * MINUTE):
            execute(MakeClock(minute + 1), by=author, key=f"k{minute}")
            if minute % 5 == 0:
                execute(MakeClock(minute + 101, zone=OTHER), by=author, key=f"o{minute}")
    chain, other = COUNTY // 10**9, OTHER // 10**9
    session = Session()
    assert spans_of(session, START - MINUTE, START + 60 * MINUTE, chain=0) == {
        chain: (0, 20),
        other: (0, 4),
    }
    # Open at the start, closed at the end.
    assert spans_of(session, START + 3 * MINUTE, START + 5 * MINUTE, chain=0) == {
        chain: (4, 6),
        other: (1, 2),
    }
    assert spans_of(session, START + 6 * MINUTE, START + 7 * MINUTE, chain=0) == {chain: (7, 8)}
    assert spans_of(session, START + 3 * MINUTE, START + 5 * MINUTE, chain=10**6 + 1) == {}


def test_a_flow_is_counted_by_day_and_a_stock_has_none():
    assert counted_on("finding.flow.reported", "2026-08-02") == "2026-08-02"
    assert counted_on("finding.stock.open", "2026-08-02") == ""


def test_flows_are_summed_over_the_days_asked_for_and_stocks_as_they_stand():
    rows = [
        (1, "a.flow.x", day, grain, zone, n)
        for day, n in (("2026-08-01", 1), ("2026-08-02", 10), ("2026-08-04", 100))
        for grain, zone in ((0, COUNTY + 10**6), (1, COUNTY))
    ]
    rows += [(1, "a.stock.y", "", 0, COUNTY + 10**6, 7), (1, "a.stock.y", "", 1, COUNTY, 7)]
    Session().run_many("INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?)", rows)
    asked = {"incident": 1, "metrics": ["a.stock.y", "a.flow.x", "a.flow.never"]}
    scope = range_of(COUNTY)
    assert totals(**asked, scope=scope) == {"a.stock.y": 7, "a.flow.x": 111, "a.flow.never": 0}
    some = totals(**asked, scope=scope, days=("2026-08-02", "2026-08-03"))
    assert some == {"a.stock.y": 7, "a.flow.x": 10, "a.flow.never": 0}
    assert by_zone(**asked, scope=scope)["a.flow.x"] == {COUNTY: 111}
    assert by_zone(**asked, scope=scope, own=True)["a.stock.y"] == {COUNTY + 10**6: 7}
    assert totals(**asked, scope=range_of(COUNTY + 10**6))["a.flow.x"] == 111
    assert totals(**asked, scope=range_of(COUNTY + 2 * 10**6))["a.stock.y"] == 0
