"""The database of an installation: SQLite, durable at every commit."""

from typing import Any

from bihuan.site.settings.environment import Installation

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
)


def database(installation: Installation) -> dict[str, Any]:
    """Return Django's database settings for an installation."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": installation.data / DATABASE_FILE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": ";".join(PRAGMAS),
        },
    }
