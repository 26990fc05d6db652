"""A column that an upgrade added is no difference while it holds the value it began with."""

import pytest
from tests.factories.decided import adopted
from tests.factories.orders import Town

from bihuan.platform.db import guard
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import compared, replay

pytestmark = pytest.mark.django_db
TABLE = "incidents_adoption"


def test_a_row_from_before_the_upgrade_follows_from_the_ledger_until_somebody_changes_it():
    town = Town()
    with town.later(hours=1):
        adopted(town.incident)
    session = Session()
    state = replay(session)
    row = state.rows[TABLE, town.incident]
    row.pop("content")
    with guard.lifted():
        session.run(f"UPDATE {TABLE} SET content=''")
        assert compared(session, ledgered_tables(), state) == []
        session.run(f"UPDATE {TABLE} SET content='x'")
        (found,) = compared(session, ledgered_tables(), state)
    assert (found.table, found.column, found.stored) == (TABLE, "content", "'x'")
