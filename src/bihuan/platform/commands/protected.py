"""Which tables only the executor writes, and the guard that holds everybody else off."""

from typing import Any

from bihuan.platform.commands.models import ReactionRow
from bihuan.platform.db import guard
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.models import LEDGER_TABLES
from bihuan.platform.rollups.models import ROLLUP_TABLES

# The worker removes reactions it has carried out and the purge removes old keys: see their rooms.
OWN_HOUSEKEEPING = frozenset({ReactionRow._meta.db_table, "command"})


def protected_tables() -> frozenset[str]:
    """Return every table that nothing but a command may write."""
    return (LEDGER_TABLES | ROLLUP_TABLES | ledgered_tables()) - OWN_HOUSEKEEPING


def guard_connection(*, connection: Any, **_: Any) -> None:
    """Put the guard around a new connection."""
    guard.install(connection, guard.Guard(protected_tables()))
