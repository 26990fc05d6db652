"""What somebody does who holds the database file: away with the triggers, then at the rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.append_only import TRIGGERS


def remove_triggers(session: Session) -> None:
    """Take the ledger's triggers off; inside a test's transaction they come back with its end."""
    for name in TRIGGERS:
        session.run(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def without_triggers() -> Iterator[None]:
    """Take the triggers off for a while: to empty a test database is no attack."""
    session = Session()
    remove_triggers(session)
    try:
        yield
    finally:
        for statement in TRIGGERS.values():
            session.run(statement)
