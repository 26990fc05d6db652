from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from tests.factories.tampering import without_triggers
from tests.platform.conftest import COUNTY, Author, MakeClock, SetSpeed

from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange, range_of
from bihuan.platform.clock.models import IncidentClockRow
from bihuan.platform.commands import Outcome, execute, execute_all, together
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.guard import WriteOutsideCommand
from bihuan.platform.ledger.models import Event
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.registry.discovery import modules
from bihuan.platform.rollups.reader import totals

pytestmark = pytest.mark.django_db
TABLES = frozenset({"incident_clock"})


@contextmanager
def statements():
    """Every statement that the plain connection runs."""
    connection.ensure_connection()
    seen = []
    connection.connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.connection.set_trace_callback(None)


def count(table: str) -> int:
    return Session().one(f"SELECT count(*) FROM {table}")[0]


def test_a_command_writes_entry_row_counter_and_key_together(author):
    outcome = execute(MakeClock(1), by=author, key="a")
    assert isinstance(outcome, Outcome)
    assert (outcome.chain, outcome.number, outcome.result) == (141002, 1, {"number": 1})
    assert [count(t) for t in ("ledger_event", "incident_clock", "command")] == [1, 1, 1]
    assert totals(incident=0, metrics=["made"], scope=range_of(COUNTY)) == {"made": 1}


def test_the_same_key_returns_the_first_outcome(author):
    first = execute(MakeClock(1), by=author, key="a")
    second = execute(MakeClock(1), by=author, key="a")
    assert second.repeated
    assert (second.chain, second.number, second.at) == (first.chain, first.number, first.at)
    assert dict(second.result) == dict(first.result)
    assert count("ledger_event") == 1


class Watching(MakeClock):
    def load(self, read):
        assert modules.cache_info().currsize == 1, "the handlers are there already"
        return super().load(read)


def test_what_reacts_is_imported_before_the_write_lock_is_taken(author):
    modules.cache_clear()
    assert isinstance(execute(Watching(1), by=author, key="a"), Outcome)
    modules.cache_clear()
    with together():
        assert modules.cache_info().currsize == 1


@dataclass(frozen=True)
class Saying(MakeClock):
    said: str = ""

    def payload(self):
        return {**super().payload(), "said": {"reason": [self.said]}}


def test_what_a_person_wrote_and_nobody_can_read_is_refused_whoever_sends_it(author):
    turned = Saying(1, said="西门\u202e已开")
    good, bad = execute_all([(Saying(2, said="西门"), "g"), (turned, "b")], by=author)
    assert (isinstance(good, Outcome), bad.code, bad.params["place"]) == (
        True, "text_unprintable", 3,
    )  # fmt: skip
    assert execute(Saying(3, said="\u200b"), by=author, key="c").code == "text_invisible"
    assert count("ledger_event") == 1
    assert isinstance(execute(turned, by=Author(0, 0), key="s"), Outcome)


def test_the_same_key_with_another_body_is_refused(author):
    execute(MakeClock(1), by=author, key="a")
    answer = execute(MakeClock(2), by=author, key="a")
    assert answer == Refusal("key_used_for_something_else")


def test_an_older_version_is_refused_and_nothing_is_written(author):
    execute(MakeClock(1), by=author, key="a")
    assert isinstance(execute(SetSpeed(1, 1000, 0, 1), by=author, key="b"), Outcome)
    answer = execute(SetSpeed(1, 1000, 60, 1), by=author, key="c")
    assert isinstance(answer, Refusal)
    assert answer.code == "changed_meanwhile"
    assert count("ledger_event") == 2


def test_in_a_batch_only_the_refused_and_the_broken_leave_no_trace(author):
    commands = [
        (MakeClock(n, broken=n % 3 == 1, refused=n % 3 == 2), f"k{n}") for n in range(1, 91)
    ]
    good = [pair for pair in commands if not pair[0].broken]
    answers = execute_all(good, by=author)
    assert sum(isinstance(a, Outcome) for a in answers) == 30
    with pytest.raises(RuntimeError, match="planted"):
        execute_all(commands[:3], by=author)
    assert count("ledger_event") == count("incident_clock") == count("command") == 30
    assert count("ledger_number") == 30
    assert check(Session(), TABLES)[1] == []


def test_numbers_have_no_gaps_after_refusals(author):
    for n in range(10):
        execute(MakeClock(n, refused=n % 2 == 0), by=author, key=f"k{n}")
    rows = Session().all("SELECT n FROM ledger_number ORDER BY n")
    assert [n for (n,) in rows] == [1, 2, 3, 4, 5]
    assert check(Session(), TABLES)[1] == []


def test_a_number_that_the_ledger_does_not_know_so_is_found(author):
    execute_all([(MakeClock(n), f"k{n}") for n in range(1, 4)], by=author)
    with without_triggers():
        for change in (
            "UPDATE ledger_number SET subject='another' WHERE n=1",
            "DELETE FROM ledger_number WHERE n=2",
            "INSERT INTO ledger_number VALUES ('T', 2026, 9, 'made up')",
        ):
            Session().run(change, ())
    found = check(Session(), TABLES)[1]
    assert sorted((one.table, one.row, one.ledger, one.stored) for one in found) == [
        ("ledger_number", "T/2026/1", "1", "another"),
        ("ledger_number", "T/2026/2", "2", "no such number"),
        ("ledger_number", "T/2026/9", "no such number", "made up"),
    ]


def test_writes_from_anywhere_else_fail(author):
    execute(MakeClock(1), by=author, key="a")
    with pytest.raises(WriteOutsideCommand):
        IncidentClockRow.objects.filter(id=1).update(speed=3)
    with pytest.raises(WriteOutsideCommand):
        Event.objects.all().delete()
    with pytest.raises(WriteOutsideCommand):
        IncidentClockRow.objects.create(
            id=2, chain=0, wall_at=0, incident_at=0, speed=1, cut_off_minutes=1080
        )


@pytest.mark.parametrize("grain", [0, 1])
@pytest.mark.parametrize("spoiled", ["UPDATE rollup SET n=9", "DELETE FROM rollup"])
def test_an_altered_row_and_an_altered_counter_are_found(author, grain, spoiled):
    execute(MakeClock(1), by=author, key="a")
    session = Session()
    session.run("UPDATE incident_clock SET speed=5 WHERE id=1")
    session.run(f"{spoiled} WHERE grain=?", (grain,))
    found = {(d.table, d.column) for d in check(session, TABLES)[1]}
    assert found == {("incident_clock", "speed"), ("rollup", "n")}


def test_counters_can_go_down(author):
    scope = ZoneRange(0, 10**15)
    assert totals(incident=0, metrics=["made"], scope=scope) == {"made": 0}


def test_a_batch_without_a_broken_command_needs_no_savepoint(author):
    with statements() as seen:
        execute_all([(MakeClock(n, refused=n == 2), f"k{n}") for n in range(1, 5)], by=author)
    assert [sql for sql in seen if sql.startswith("SAVEPOINT command")] == []
    assert count("ledger_event") == 3


def test_who_stops_after_having_written_leaves_the_others_whole(author):
    execute(MakeClock(1), by=author, key="a")
    commands = [(MakeClock(2), "b"), (SetSpeed(1, 1000, 0, 7), "late"), (MakeClock(3), "c")]
    answers = execute_all(commands, by=author)
    assert [isinstance(a, Outcome) for a in answers] == [True, False, True]
    assert answers[1].code == "changed_meanwhile"
    assert [count(t) for t in ("ledger_event", "command", "ledger_number")] == [3, 3, 3]
    assert check(Session(), TABLES)[1] == []
