"""A test's day on a fixed clock, at whose end every table follows from the ledger."""

from contextlib import contextmanager

from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check


@contextmanager
def rebuilt_after(instant):
    """Stand at an instant; afterwards the tables are compared with what the ledger gives."""
    with fixed_at(instant):
        yield
    assert check(Session(), ledgered_tables())[1] == []
