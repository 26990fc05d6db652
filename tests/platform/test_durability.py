"""What was acknowledged is on the disk: the settings hold on every connection, not on one."""

import threading

import pytest
from django.db.utils import ConnectionHandler

from bihuan.site.environment import read_installation
from bihuan.site.settings import databases
from bihuan.site.settings.databases import DATABASE_FILE, database, sqlite_is_sound

WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "mmap_size": 0,
    "busy_timeout": 20_000,
}


@pytest.fixture
def handler(db, tmp_path):
    settings = database(read_installation({"BIHUAN_DATA": str(tmp_path)}))
    assert settings["NAME"] == tmp_path / DATABASE_FILE
    return ConnectionHandler({"default": settings})


def stands(connection, name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def look(handler, found):
    connection = handler["default"]
    found.append({name: stands(connection, name) for name in WANTED})
    found[-1]["transaction_mode"] = connection.transaction_mode
    found[-1]["checkpoint"] = stands(connection, "wal_autocheckpoint")
    connection.close()


def test_every_connection_of_every_thread_is_durable(handler):
    found = []
    look(handler, found)
    look(handler, found)  # closed and opened again
    for _ in range(4):
        thread = threading.Thread(target=look, args=(handler, found))
        thread.start()
        thread.join()
    assert len(found) == 6
    for one in found:
        assert {name: one[name] for name in WANTED} == WANTED
        assert one["transaction_mode"] == "IMMEDIATE"
        assert (one["checkpoint"] == 0) == (not sqlite_is_sound())


@pytest.mark.parametrize(("sound", "pages"), [(True, 1000), (False, 0)])
def test_with_a_flawed_library_no_connection_checkpoints_by_itself(
    db, tmp_path, monkeypatch, sound, pages
):
    monkeypatch.setattr(databases, "sqlite_is_sound", lambda: sound)
    settings = database(read_installation({"BIHUAN_DATA": str(tmp_path)}))
    connection = ConnectionHandler({"default": settings})["default"]
    assert stands(connection, "wal_autocheckpoint") == pages
    connection.close()


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 52, 1), True),
    ],
)
def test_the_library_versions_with_the_flaw_are_known(version, sound):
    assert sqlite_is_sound(version) is sound
