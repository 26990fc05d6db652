"""R22: a backup made while somebody writes is whole, each time, and holds one instant."""

import json
import sqlite3
import tarfile
import threading
from contextlib import closing
from hashlib import sha256

import pytest

from bihuan.site.installation.backup import backup, restore
from bihuan.site.settings.databases import DATABASE_FILE, PRAGMAS

ROUNDS = 25
SCHEMA = (
    "CREATE TABLE ledger_event (chain, n, hash, body, PRIMARY KEY (chain, n));"
    "CREATE TABLE ledger_head (chain PRIMARY KEY, n, hash);"
)


def opened(path):
    database = sqlite3.connect(path, timeout=20, isolation_level=None)
    for pragma in PRAGMAS:
        database.execute(pragma)
    return database


def write(path, stop, written):
    """Append entries, each with its head in one commit, as fast as the disk takes them."""
    with closing(opened(path)) as database:
        while not stop.is_set():
            n = len(written) + 1
            link = sha256(b"%d" % n).digest()
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO ledger_event VALUES (1, ?, ?, ?)", (n, link, b"x" * 2000))
            database.execute("INSERT OR REPLACE INTO ledger_head VALUES (1, ?, ?)", (n, link))
            database.execute("COMMIT")
            written.append(n)


@pytest.fixture
def busy(tmp_path):
    """A data directory that somebody writes into, and what was confirmed so far."""
    data = tmp_path / "data"
    data.mkdir()
    with closing(opened(data / DATABASE_FILE)) as database:
        database.executescript(SCHEMA)
    stop, written = threading.Event(), []
    writer = threading.Thread(target=write, args=(data / DATABASE_FILE, stop, written))
    writer.start()
    yield data, written
    stop.set()
    writer.join()


def test_every_backup_under_load_restores_and_holds_all_that_was_confirmed_before_it(
    busy, tmp_path
):
    data, written = busy
    for number in range(ROUNDS):
        confirmed = len(written)
        file, place = tmp_path / f"{number}.tar.gz", tmp_path / f"{number}"
        made = backup(data, file)
        assert restore(file, place) == made
        with closing(sqlite3.connect(place / DATABASE_FILE)) as database:
            entries = database.execute("SELECT count(*) FROM ledger_event").fetchone()[0]
            head, link = database.execute("SELECT n, hash FROM ledger_head").fetchone() or (0, b"")
        assert confirmed <= entries == head == made.entries
        assert not head or link == sha256(b"%d" % head).digest()
    assert len(written) > ROUNDS


def test_the_manifest_says_how_many_rows_each_table_holds(busy, tmp_path):
    data, _written = busy
    made = backup(data, tmp_path / "city.tar.gz")
    with tarfile.open(tmp_path / "city.tar.gz") as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
    assert manifest["counts"]["ledger_event"] == made.entries
    assert set(manifest["counts"]) == {"ledger_event", "ledger_head"}
