"""R6: a clock that jumps changes nothing that has happened and doubles nothing that was issued."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import posts as duty
from tests.factories.orders import MORNING, Town

from bihuan.domain.calendars import WorkingCalendar
from bihuan.domain.clocks import Clock, due, is_overdue, used
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.incidents import api as incidents
from bihuan.platform.clock import incident as incident_clock
from bihuan.platform.clock.incident import LIVE_WALL, IncidentClock
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.jobs import ticks
from bihuan.platform.jobs.loops import LEAP, LeapWatch, worker_loop
from bihuan.platform.jobs.ticks import run_tick
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify
from bihuan.platform.registry.discovery import modules

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
JUMPS = {
    "a day back": -DAY,
    "an hour back": -HOUR,
    "an hour ahead": HOUR,
    "four hundred days ahead": 400 * DAY,
    "a leap second taken out": -SECOND,
    "a leap second put in": SECOND,
}
# The nights on which these zones set their clocks, forward and back.
TURNS = {
    "Asia/Shanghai": (date(1988, 4, 17), date(1988, 9, 11)),
    "America/New_York": (date(2022, 3, 13), date(2022, 11, 6)),
    "Australia/Lord_Howe": (date(2022, 10, 2), date(2023, 4, 2)),
}
turns = st.sampled_from([(zone, day) for zone, days in TURNS.items() for day in days])


class Minutes:
    """The clock process of an installation whose wall clock somebody moves."""

    def __init__(self, wall: datetime) -> None:
        self.wall, self.steady = wall, 0.0
        self.watch = LeapWatch(wall, 0.0)

    def tick(self, jump: timedelta = timedelta(0)) -> None:
        self.wall += MINUTE + jump
        self.steady += 60
        leapt = self.watch.leapt(self.wall, self.steady)
        with fixed_at(self.wall):
            run_tick(self.wall, leapt=leapt)


@pytest.fixture
def late(db, settings, tmp_path):
    """A city with a grave order that is overdue and was escalated."""
    settings.DATA_DIR = tmp_path
    town = Town()
    finding = town.to_rectifying()
    minutes = Minutes(town.facts(finding).rectify_due_at)
    for _ in range(3):
        minutes.tick()
    assert town.facts(finding).level > 0
    return town, finding, minutes


def overdue(town, finding, wall):
    """What a page reads: the finding's deadline against the incident's time."""
    with fixed_at(wall):
        return is_overdue(
            town.facts(finding).rectify_due_at, now=incidents.incident(town.incident).now()
        )


def issued(finding):
    rows = Session().all(
        "SELECT id FROM supervision_record WHERE finding=? ORDER BY id", (finding,)
    )
    return [row[0] for row in rows]


@pytest.mark.django_db
def test_a_drills_clock_may_leap_and_a_leap_closes_no_live_day(monkeypatch):
    modules("jobs")  # registered before they are put aside, or lost for the tests that follow
    told = []
    every = {"tests.jump": lambda minute: told.append(("tick", minute)) or 1}
    timely = {"tests.jump": (time(0), lambda minute: told.append(("daily", minute)) or 1)}
    monkeypatch.setattr(ticks, "_ticks", every)
    monkeypatch.setattr(ticks, "_daily", timely)
    drill = IncidentClock(2, 10**6, MORNING, MORNING, 60_000, 1080)
    monkeypatch.setattr(ticks, "open_clocks", lambda: [LIVE_WALL, drill])
    run_tick(MORNING, leapt=True)
    assert [(what, minute.clock.drill, minute.leapt) for what, minute in told] == [
        ("tick", False, True),
        ("tick", True, False),
        ("daily", True, False),
    ]


def test_after_a_jump_back_what_follows_an_act_does_not_wait_for_the_record_to_be_past(late):
    town, finding, _ = late
    town.tick_all(finding)
    with town.later(minutes=1):
        said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
        town.send(duty.LEADER, finding, LoopAct.RECTIFY, **said)
    assert town.facts(finding).state == "RECTIFIED"
    rounds = iter((False, False, True, True))
    with fixed_at(town.wall - 3 * HOUR):
        worker_loop(lambda: next(rounds), idle=0)
    assert town.facts(finding).state == "VERIFYING"


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_a_jump_changes_no_overdue_flag_and_doubles_no_escalation(late, jump):
    town, finding, minutes = late
    before = issued(finding)
    assert overdue(town, finding, minutes.wall)
    minutes.tick(jump)
    assert overdue(town, finding, minutes.wall), "what was overdue is so still"
    assert issued(finding) == before, "nothing is issued by a clock that has just jumped"
    minutes.tick(-jump)
    for _ in range(3):
        minutes.tick()
    after = issued(finding)
    assert set(before) <= set(after)
    assert len(set(after)) == len(after)
    escalations = [one for one in after if one.startswith("escalate:")]
    assert [one for one in before if one.startswith("escalate:")] == escalations
    assert verify(Session()).faults == ()
    assert check(Session(), ledgered_tables())[1] == []


def test_a_leap_ahead_escalates_when_a_second_tick_agrees_with_it(late):
    town, finding, minutes = late
    before, level = issued(finding), town.facts(finding).level
    minutes.tick(400 * DAY)
    assert (issued(finding), town.facts(finding).level) == (before, level)
    minutes.tick()
    assert town.facts(finding).level > level
    once = issued(finding)
    minutes.tick(-400 * DAY)
    minutes.tick()
    assert issued(finding) == once


def test_what_is_done_under_a_clock_set_back_is_held_at_the_last_entry(late):
    town, finding, minutes = late
    (last,) = Session().one("SELECT max(at) FROM ledger_event")
    town.wall = minutes.wall - DAY
    with fixed_at(town.wall):
        town.report()
    held = Session().all("SELECT at FROM ledger_event WHERE kind='clock.held'")
    assert {at for (at,) in held} == {last}  # the report, and the exit that it says is blocked
    rows = Session().all("SELECT chain, at FROM ledger_event ORDER BY chain, n")
    for (chain, at), (following, later) in pairwise(rows):
        assert chain != following or at <= later
    assert overdue(town, finding, town.wall)


steps = st.lists(st.sampled_from([timedelta(0), *JUMPS.values()]), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(steps=steps)
def test_a_tick_is_held_exactly_when_the_wall_clock_ran_ahead_of_the_steady_one(steps):
    wall, steady = MORNING, 0.0
    watch = LeapWatch(wall, steady)
    for jump in steps:
        wall, steady = wall + MINUTE + jump, steady + 60
        assert watch.leapt(wall, steady) == (jump > LEAP)


def open_minutes(start, end, zone, opens, closes, *, weekdays):
    """Count the minutes of open offices one by one, by what a clock on the wall there shows."""
    count, instant = 0, start
    while instant < end:
        local = instant.astimezone(ZoneInfo(zone))
        works = local.weekday() < 5 or not weekdays
        count += works and opens <= local.time() < closes
        instant += MINUTE
    return count


@settings(max_examples=40, deadline=None)
@given(turn=turns, before=st.integers(0, 2 * 1440), length=st.integers(1, 3 * 1440))
def test_service_time_across_a_change_of_the_clocks_is_what_a_clock_there_shows(
    turn, before, length
):
    zone, day = turn
    midday = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    start = midday - before * MINUTE
    end = start + length * MINUTE
    calendar = WorkingCalendar(zone=zone)
    counted = open_minutes(start, end, zone, time(7), time(22), weekdays=False)
    assert used(start, end, Clock.SERVICE, calendar) == counted * MINUTE


@settings(max_examples=40, deadline=None)
@given(turn=turns, minute=st.integers(510, 1049), days=st.integers(1, 8))
def test_working_days_across_a_change_of_the_clocks_end_at_the_same_time_of_day(turn, minute, days):
    zone, day = turn
    place = ZoneInfo(zone)
    friday = day - timedelta(days=(day.weekday() - 4) % 7)
    start = datetime.combine(friday, time(minute // 60, minute % 60), place)
    end = due(start.astimezone(UTC), days * DAY, Clock.WORKING, WorkingCalendar(zone=zone))
    expected, left = friday, days
    while left:
        expected += DAY
        left -= expected.weekday() < 5
    assert end.astimezone(place).replace(tzinfo=None) == datetime.combine(expected, start.time())


@pytest.mark.parametrize("zone", TURNS)
def test_each_instant_belongs_to_one_review_day_in_a_city_that_sets_its_clocks(monkeypatch, zone):
    place = ZoneInfo(zone)
    monkeypatch.setattr(incident_clock, "LOCAL", place)
    for day in TURNS[zone]:
        start = datetime.combine(day - 2 * DAY, time(12), place).astimezone(UTC)
        days = [LIVE_WALL.review_day(start + n * MINUTE) for n in range(4 * 1440)]
        assert days == sorted(days), "no instant falls back into a closed day"
        for number, (one, following) in enumerate(pairwise(days)):
            if one != following:
                local = (start + number * MINUTE).astimezone(place)
                assert (local.hour, local.minute) == (18, 0), "a day ends at the cut-off"
