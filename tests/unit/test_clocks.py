"""The three clocks: literal cases, round trips, summer time, pauses."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.domain.calendars import WorkingCalendar
from bihuan.domain.clocks import (
    Clock,
    due,
    is_overdue,
    read_pauses,
    remaining,
    share,
    used,
    write_pauses,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = WorkingCalendar()
NATIONAL_DAY = WorkingCalendar(
    holidays=frozenset(date(2022, 10, day) for day in range(1, 8)),
    makeup_days=frozenset({date(2022, 10, 8), date(2022, 10, 9)}),
    years=frozenset({2022}),
)


def local(month: int, day: int, hour: int, minute: int = 0, year: int = 2022) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


H = timedelta(hours=1)
D = timedelta(days=1)

LITERAL = [
    # A service day has 15 hours: 24 service hours from 20:00 are 2 + 15 + 7.
    (local(11, 28, 20), 24 * H, Clock.SERVICE, PLAIN, local(11, 30, 14)),
    (local(11, 28, 23), 4 * H, Clock.SERVICE, PLAIN, local(11, 29, 11)),
    (local(11, 28, 18), 4 * H, Clock.SERVICE, PLAIN, local(11, 28, 22)),
    (local(11, 28, 2, 40), 2 * H, Clock.ELAPSED, PLAIN, local(11, 28, 4, 40)),
    # Working days: Friday 16:00 to Monday 16:00; in the evening and morning the same time too.
    (local(11, 25, 16), 1 * D, Clock.WORKING, PLAIN, local(11, 28, 16)),
    (local(11, 25, 20), 1 * D, Clock.WORKING, PLAIN, local(11, 28, 20)),
    (local(11, 25, 6), 1 * D, Clock.WORKING, PLAIN, local(11, 28, 6)),
    (local(11, 25, 8, 30), 3 * D, Clock.WORKING, PLAIN, local(11, 30, 8, 30)),
    # A start on a day off counts from the next opening.
    (local(11, 26, 10), 1 * D, Clock.WORKING, PLAIN, local(11, 28, 17, 30)),
    (local(11, 25, 16), 1.5 * D, Clock.WORKING, PLAIN, local(11, 29, 11, 30)),
    # Holidays are skipped, make-up days count.
    (local(9, 30, 10), 1 * D, Clock.WORKING, NATIONAL_DAY, local(10, 8, 10)),
    (local(9, 30, 10), 3 * D, Clock.WORKING, NATIONAL_DAY, local(10, 10, 10)),
    (local(9, 30, 10), 0 * D, Clock.WORKING, NATIONAL_DAY, local(9, 30, 10)),
]


@pytest.mark.parametrize(("start", "budget", "clock", "calendar", "expected"), LITERAL)
def test_a_budget_ends_where_the_calendar_says(start, budget, clock, calendar, expected):
    assert due(start, budget, clock, calendar) == expected
    assert used(start, expected, clock, calendar) == budget


def test_a_pause_moves_the_deadline_by_its_running_time_only():
    start = local(11, 28, 20)
    pauses = [(local(11, 28, 21), local(11, 29, 8))]
    assert due(start, 3 * H, Clock.ELAPSED, PLAIN, pauses) == local(11, 29, 10)
    assert due(start, 3 * H, Clock.SERVICE, PLAIN, pauses) == local(11, 29, 10)
    assert used(start, local(11, 29, 8), Clock.SERVICE, PLAIN, pauses) == H


def test_a_pause_outside_working_hours_moves_no_working_deadline():
    start, pauses = local(11, 28, 20, 10), [(local(11, 28, 20, 20), local(11, 28, 21))]
    assert due(start, 3 * D, Clock.WORKING, PLAIN, pauses) == local(12, 1, 20, 10)


def test_overlapping_pauses_count_once():
    start = local(11, 28, 8)
    pauses = [(local(11, 28, 9), local(11, 28, 12)), (local(11, 28, 11), local(11, 28, 13))]
    assert due(start, 2 * H, Clock.ELAPSED, PLAIN, pauses) == local(11, 28, 14)


def test_a_deadline_is_kept_at_its_own_instant_and_missed_after_it():
    at = local(11, 28, 20)
    assert not is_overdue(at, now=at)
    assert is_overdue(at, now=at + timedelta(microseconds=1))
    assert not is_overdue(None, now=at)


def test_an_instant_without_zone_is_refused():
    naive = datetime(2022, 11, 28, 8)
    for clock in Clock:
        with pytest.raises(ValueError, match="time zone"):
            due(naive, H, clock, PLAIN)
    with pytest.raises(ValueError, match="zero or more"):
        due(local(11, 28, 8), -H, Clock.ELAPSED, PLAIN)


def test_share_and_remaining_read_the_same_clock():
    assert share(2 * H, H) == 0.5
    assert share(timedelta(0), H) is None
    assert remaining(2 * H, 3 * H) == -H


def test_a_calendar_that_cannot_work_is_refused():
    with pytest.raises(ValueError, match="workday"):
        WorkingCalendar(workdays=frozenset())
    with pytest.raises(ValueError, match="open before"):
        WorkingCalendar(opens=time(18), closes=time(9))
    with pytest.raises(ValueError, match="not both"):
        WorkingCalendar(
            holidays=frozenset({date(2022, 1, 1)}), makeup_days=frozenset({date(2022, 1, 1)})
        )
    assert NATIONAL_DAY.knows(2022)
    assert not PLAIN.knows(2022)


def test_summer_time_neither_adds_nor_loses_time():
    # Shanghai 1988: clocks went forward on 17 April at 02:00 local standard time.
    shanghai_start = datetime(1988, 4, 16, 20, tzinfo=SHANGHAI)
    end = due(shanghai_start, 12 * H, Clock.ELAPSED, PLAIN)
    assert end - shanghai_start.astimezone(UTC) == 12 * H
    assert end.astimezone(SHANGHAI).hour == 9
    new_york = WorkingCalendar(zone="America/New_York")
    start = datetime(2022, 3, 12, 21, tzinfo=ZoneInfo("America/New_York"))
    assert due(start, 2 * H, Clock.SERVICE, new_york) == datetime(
        2022, 3, 13, 8, tzinfo=ZoneInfo("America/New_York")
    )
    friday = datetime(2022, 3, 11, 16, tzinfo=ZoneInfo("America/New_York"))
    assert due(friday, D, Clock.WORKING, new_york).astimezone(ZoneInfo("America/New_York")) == (
        datetime(2022, 3, 14, 16, tzinfo=ZoneInfo("America/New_York"))
    )


ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC"]
instants = st.datetimes(
    min_value=datetime(1986, 1, 1),
    max_value=datetime(2035, 1, 1),
    timezones=st.just(UTC),
)
budgets = st.integers(min_value=0, max_value=20 * 86_400).map(lambda s: timedelta(seconds=s))


@settings(max_examples=300, deadline=None)
@given(start=instants, budget=budgets, clock=st.sampled_from(Clock), zone=st.sampled_from(ZONES))
def test_what_is_used_when_due_is_the_budget(start, budget, clock, zone):
    calendar = WorkingCalendar(zone=zone)
    end = due(start, budget, clock, calendar)
    assert end >= start
    assert used(start, end, clock, calendar) == budget


@settings(max_examples=200, deadline=None)
@given(
    start=instants,
    budget=budgets,
    clock=st.sampled_from(Clock),
    pauses=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 90)), max_size=3),
)
def test_pauses_only_ever_move_a_deadline_later(start, budget, clock, pauses):
    spans = [(start + a * H, start + (a + b) * H) for a, b in pauses]
    end = due(start, budget, clock, PLAIN, spans)
    assert used(start, end, clock, PLAIN, spans) == budget
    assert end >= due(start, budget, clock, PLAIN)
    assert end >= due(start, budget, clock, PLAIN, spans[1:])
    assert read_pauses(write_pauses(spans)) == tuple(spans)


@settings(max_examples=200, deadline=None)
@given(start=instants, gaps=st.lists(st.integers(0, 400_000), min_size=2, max_size=2))
def test_time_used_adds_up(start, gaps):
    middle = start + timedelta(seconds=gaps[0])
    end = middle + timedelta(seconds=gaps[1])
    for clock in (Clock.ELAPSED, Clock.SERVICE):
        parts = used(start, middle, clock, PLAIN) + used(middle, end, clock, PLAIN)
        assert parts == used(start, end, clock, PLAIN)
