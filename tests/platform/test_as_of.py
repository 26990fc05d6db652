"""What rows said at an earlier instant, from the later entries of the ledger."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.platform.conftest import MakeClock, SetSpeed

from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LIVE_WALL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import execute
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import undone

pytestmark = pytest.mark.django_db


def test_the_later_entries_are_read_once_for_every_table_until_one_more_is_written(author):
    before = now()
    with fixed_at(before + timedelta(hours=1)):
        execute(MakeClock(1), by=author, key="a")
    at = before + timedelta(minutes=30)
    seen = []
    connection.connection.set_trace_callback(seen.append)
    asked = [undone(Session(), LIVE_WALL, name, at) for name in ("incident_clock", "no_table")]
    connection.connection.set_trace_callback(None)
    assert asked == [{1: None}, {}]
    assert len([sql for sql in seen if "FROM ledger_event" in sql]) == 1
    with fixed_at(before + timedelta(hours=2)):
        execute(SetSpeed(1, 1000, 2000, 1), by=author, key="b")
    late = before + timedelta(minutes=90)
    assert undone(Session(), LIVE_WALL, "incident_clock", late)[1].keys() == {"speed"}
    assert undone(Session(), LIVE_WALL, "incident_clock", at) == {1: None}
