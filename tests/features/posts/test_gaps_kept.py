"""The gap report is kept, and never served once anything it depends on has changed."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories.posts import (
    BRIDGE,
    DAY,
    LEADER,
    NOON,
    SECRETARY,
    appointment,
    enter_posts,
    holding,
)
from tests.factories.territory import CITY, RIVER, enter_city

from bihuan.domain.zones import range_of
from bihuan.features.posts import api
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        yield


@pytest.fixture
def statements():
    """Every statement that the connection carries out."""
    seen = []
    connection.connection.set_trace_callback(seen.append)
    yield seen
    connection.connection.set_trace_callback(None)


def kept(at, zone=CITY):
    report = api.gaps_kept(at=at, scope=range_of(zone))
    assert report == api.gaps(at=at, scope=range_of(zone))
    return report


def test_a_kept_report_reads_no_register_and_names_the_instant_asked_for(statements):
    enter_posts()
    first = kept(NOON + HOUR)
    statements.clear()
    again = api.gaps_kept(at=NOON + 2 * HOUR, scope=range_of(CITY))
    assert (again.at, again.unowned) == (NOON + 2 * HOUR, first.unowned)
    assert len(statements) == 1  # what the ledger has come to


def test_a_change_of_the_register_is_seen_at_once():
    enter_posts()
    assert kept(NOON + DAY).unowned == ()
    gone = api.Assignment(api.DutyFunction.COMMUNITY_CONTROL, BRIDGE, None)
    with fixed_at(NOON + DAY):
        answer = api.set_responsibility(by=holding(SECRETARY), assignment=gone, key="g")
    assert isinstance(answer, Outcome)
    assert [one.zone for one in kept(NOON + DAY).unowned] == [BRIDGE]
    assert [one.zone for one in kept(NOON + DAY, RIVER).unowned] == [BRIDGE]
    # An instant before it is another question.
    assert kept(NOON).unowned == ()


def test_a_term_that_ends_by_itself_is_seen_when_it_ends():
    ends = f"{NOON + DAY:%Y-%m-%d}"
    enter_posts(appointments=[appointment(LEADER, end=ends)])
    before = kept(NOON)
    after = kept(NOON + 3 * DAY)
    assert {one.post for one in after.unreachable} > {one.post for one in before.unreachable}
