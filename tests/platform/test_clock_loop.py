import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from bihuan.platform.clock.incident import LIVE_WALL, IncidentClock
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs import loops, ticks
from bihuan.platform.jobs.leases import holder_name, last_seen, take
from bihuan.platform.jobs.loops import CLOCK, clock_loop
from bihuan.platform.jobs.ticks import run_tick
from bihuan.platform.registry.discovery import modules

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 8, 2, 4, 0, tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)


def test_an_incident_whose_minute_fails_stops_no_other(monkeypatch):
    modules("jobs")  # registered before they are put aside, or lost for the tests that follow
    told = []
    monkeypatch.setattr(ticks, "_ticks", {"tests.tick": lambda minute: told.append(minute) or 1})
    monkeypatch.setattr(ticks, "_daily", {"tests.daily": (time(0), lambda _minute: 1)})
    drill = IncidentClock(2, 10**6, NOON, END, 1000, 1080)
    broken = IncidentClock(3, 10**6 + 1, NOON.replace(tzinfo=None), NOON, 1000, 1080)
    monkeypatch.setattr(ticks, "open_clocks", lambda: [broken, drill, LIVE_WALL])
    assert run_tick(NOON) == 4
    assert [minute.clock for minute in told] == [drill, LIVE_WALL]


def test_a_loop_that_breaks_gives_its_lease_back(monkeypatch):
    modules("jobs")
    seen = []

    def incidents():
        seen.append(last_seen(Session(), CLOCK))
        raise OverflowError

    monkeypatch.setattr(ticks, "open_clocks", incidents)
    with pytest.raises(OverflowError):
        clock_loop(lambda: False, tick=0)
    assert seen[0] is not None
    assert last_seen(Session(), CLOCK) is None


def test_the_lease_of_a_process_that_was_killed_is_taken_over_at_once():
    machine = holder_name().rpartition(":")[0]
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert take(Session(), CLOCK, f"{machine}:{other.pid}", NOON)
        assert not take(Session(), CLOCK, holder_name(), NOON)
        os.kill(other.pid, signal.SIGKILL)
    assert take(Session(), CLOCK, holder_name(), NOON)


def test_nothing_is_known_of_a_process_of_another_machine():
    assert take(Session(), CLOCK, f"elsewhere:0:{2**22 + 7}", NOON)
    assert not take(Session(), CLOCK, holder_name(), NOON)
    assert take(Session(), CLOCK, holder_name(), NOON + timedelta(minutes=6))


def test_readiness_names_the_clock_when_it_has_been_silent():
    assert take(Session(), CLOCK, "here:1", NOON)
    for minutes, late in ((1, False), (4, True)):
        with fixed_at(NOON + timedelta(minutes=minutes)):
            said = Client().get("/readyz").json()
        assert ("clock" in said["look_at"]) == late
    assert said["status"] == "degraded"


def test_a_drill_at_speed_is_looked_at_as_often_as_its_own_minutes_pass(monkeypatch):
    fast = IncidentClock(2, 10**6, NOON, NOON, 20_000, 1080)
    for clocks, rest in (([LIVE_WALL], 60), ([LIVE_WALL, fast], 3),
                         ([replace(fast, speed=600_000)], 2)):  # fmt: skip
        monkeypatch.setattr(loops, "open_clocks", lambda clocks=clocks: clocks)
        assert loops._pace(60) == rest
    assert loops._pace(0.1) == 0.1
