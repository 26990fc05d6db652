"""The database of an installation: SQLite, durable at every commit."""

import sqlite3
from typing import Any

from bihuan.site.environment import Installation

DATABASE_FILE = "bihuan.sqlite3"
BUSY_SECONDS = 20
# FULL: with NORMAL a power cut loses acknowledged commits. mmap off: an I/O error must be an
# error, not a signal. The pragmas run on every new connection.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
    # The write-ahead log is written over, not cut off; after a great import it shrinks to this.
    "PRAGMA journal_size_limit=67108864",
)


# These versions can corrupt the file when a checkpoint meets a writer: with them no connection
# checkpoints by itself, the clock process alone does.
FIXED_SQLITE = ((3, 44, 6), (3, 50, 7))
SOUND_FROM, WITHDRAWN = (3, 51, 3), (3, 52, 0)


def sqlite_is_sound(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether a SQLite library is free of the flaw in resetting the write-ahead log."""
    if version in FIXED_SQLITE:
        return True
    return version >= SOUND_FROM and version != WITHDRAWN


def database(installation: Installation) -> dict[str, Any]:
    """Return Django's database settings for an installation."""
    pragmas = PRAGMAS if sqlite_is_sound() else (*PRAGMAS, "PRAGMA wal_autocheckpoint=0")
    return {
        "ENGINE": "bihuan.platform.db.sqlite",
        "NAME": installation.data / DATABASE_FILE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": ";".join(pragmas),
        },
        # Said aloud: the test runner guesses it only for Django's own backend.
        "TEST": {"NAME": ":memory:"},
    }
