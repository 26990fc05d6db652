"""History is only appended: the database file itself refuses, whatever program opens it."""

import sqlite3

import pytest
from django.db import connection
from tests.factories.tampering import remove_triggers
from tests.platform.conftest import COUNTY, MakeClock

from bihuan.platform.commands import execute
from bihuan.platform.commands.command import Written
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.append_only import TRIGGERS, lost_triggers
from bihuan.site.installation.safety import concerns

CHAIN = COUNTY // 10**9
COPY = (
    "INSERT OR REPLACE INTO ledger_event (chain, n, at, incident_at, kind, subject, zone, post,"
    " person, key, head, body, body_hash, hash) SELECT chain, n, at, incident_at, 'forged',"
    " subject, zone, post, person, key, head, body, body_hash, hash FROM ledger_event WHERE n=2"
)
ATTACKS = {
    "an entry removed": "DELETE FROM ledger_event WHERE n=2",
    "all entries removed": "DELETE FROM ledger_event",
    "the end cut off": "DELETE FROM ledger_event WHERE n>1",
    "a time changed": "UPDATE ledger_event SET at=at-1 WHERE n=2",
    "a body changed": "UPDATE ledger_event SET body=x'7b7d' WHERE n=2",
    "a body erased with its hash": "UPDATE ledger_event SET body=NULL, body_hash=x'00' WHERE n=2",
    "an entry moved": "UPDATE ledger_event SET n=99 WHERE n=2",
    "an entry replaced": COPY,
    "an entry pushed out by its row number": COPY.replace("(chain", "(rowid, chain")
    .replace("SELECT chain, n,", "SELECT rowid, chain, 77,"),
    "a head set back": "UPDATE ledger_head SET n=1",
    "a head turned": "UPDATE ledger_head SET hash=x'00'",
    "a head replaced": "REPLACE INTO ledger_head SELECT chain, 1, hash, wall_at, incident_at"
    " FROM ledger_head",
    "a head removed": "DELETE FROM ledger_head",
    "a root removed": "DELETE FROM ledger_root",
    "a root changed": "UPDATE ledger_root SET signature=x'00'",
    "a root replaced": "REPLACE INTO ledger_root SELECT series, day, entries, x'00', algorithm,"
    " signature, key_id FROM ledger_root",
    "a number given back": "DELETE FROM ledger_number",
    "a number given to another": "UPDATE ledger_number SET subject='other'",
    "a number replaced": "REPLACE INTO ledger_number SELECT series, year, n, 'x'"
    " FROM ledger_number",
}  # fmt: skip


class Seal:
    """Seals a day of the live series."""

    kind = "test.seal"
    incident = 0

    def payload(self):
        return {}

    def load(self, read):
        return None

    def check(self, by, facts):
        return None

    def decide(self, by, facts, now):
        return None

    def write(self, step, facts, registrar):
        registrar.seal(0, "2026-08-02")
        return Written([Entry("test.sealed", "day", COUNTY)])


@pytest.fixture
def stranger(transactional_db, author, signing_key, tmp_path):
    """Another program's connection to a file that holds three entries, numbers and a root."""
    for n in range(1, 4):
        execute(MakeClock(n), by=author, key=f"k{n}")
    execute(Seal(), by=author, key="seal")
    file = sqlite3.connect(tmp_path / "bihuan.sqlite3")
    connection.connection.backup(file)
    yield file
    file.close()


pytestmark = pytest.mark.django_db(transaction=True)


def everything(file):
    tables = ("ledger_event", "ledger_head", "ledger_root", "ledger_number")
    return [file.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_another_program_cannot_change_history(stranger, attack):
    before = everything(stranger)
    assert all(before)
    with pytest.raises(sqlite3.IntegrityError, match="is append-only"):
        stranger.execute(attack)
    stranger.commit()
    assert everything(stranger) == before


def test_a_body_can_be_erased_on_its_date(stranger):
    assert stranger.execute("UPDATE ledger_event SET body=NULL WHERE n=2").rowcount == 1
    (body, kept) = stranger.execute(
        "SELECT body, length(hash) FROM ledger_event WHERE n=2"
    ).fetchone()
    assert (body, kept) == (None, 32)


def test_a_new_entry_is_still_written(stranger):
    stranger.execute(COPY.replace("SELECT chain, n,", "SELECT chain, 500,"))
    assert stranger.execute("SELECT count(*) FROM ledger_event WHERE n=500").fetchone() == (1,)


def test_an_installation_without_its_triggers_is_reported(stranger):
    session = Session()
    assert list(lost_triggers(session)) == []
    try:
        session.run("DROP TRIGGER ledger_event_update")
        session.run(
            "CREATE TRIGGER ledger_event_update BEFORE UPDATE ON ledger_event BEGIN SELECT 1; END"
        )
        found = [one for one in concerns() if one.code == "history_unguarded"]
        assert [one.grave for one in found] == [True]
        assert "ledger_event_update" in found[0].en
        remove_triggers(session)
        assert set(lost_triggers(session)) == set(TRIGGERS)
    finally:
        remove_triggers(session)
        for statement in TRIGGERS.values():
            session.run(statement)
