"""The minute tick and the daily timetable of each open incident, on the incident's clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time

import structlog

from bihuan.platform.clock.incident import LOCAL, IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.recorded import recorded
from bihuan.platform.registry.discovery import modules

log = structlog.get_logger("bihuan.jobs")


@dataclass(frozen=True, slots=True)
class Tick:
    """One minute of one incident.

    ``leapt`` tells that the wall clock has just jumped ahead, and that this incident goes by it:
    a drill's clock may leap.
    """

    clock: IncidentClock
    now: datetime
    leapt: bool = False


Work = Callable[[Tick], int]
Incidents = Callable[[], Iterable[IncidentClock]]
_ticks: dict[str, Work] = {}
_daily: dict[str, tuple[time, Work]] = {}
_incidents: list[Incidents] = []


def tick(name: str) -> Callable[[Work], Work]:
    """Register work for every minute; it returns how many things it did."""

    def register(work: Work) -> Work:
        _ticks[name] = work
        return work

    return register


def daily(name: str, at: time) -> Callable[[Work], Work]:
    """Register work for every minute after a local time of day; idempotent by its day."""

    def register(work: Work) -> Work:
        _daily[name] = (at, work)
        return work

    return register


def provide_incidents(incidents: Incidents) -> None:
    """Register who knows the open incidents; the feature that owns them calls it."""
    _incidents[:] = [incidents]


def open_clocks() -> list[IncidentClock]:
    """Return the clocks of all open incidents."""
    return [clock for incidents in _incidents for clock in incidents()]


def run_tick(wall: datetime, *, leapt: bool = False) -> int:
    """Do everything that this minute asks for; one broken job does not stop the others.

    Time never runs behind what is recorded: what fell due before a clock was set back stays due.
    """
    modules("jobs")
    done = 0
    wall = max(wall, recorded(Session()))
    for clock in open_clocks():
        minute = Tick(clock, clock.moment(wall).incident, leapt and not clock.drill)
        for name, work in _due(minute):
            try:
                done += work(minute)
            except Exception:
                log.exception("job failed", job=name, incident=clock.incident)
    return done


def _due(minute: Tick) -> list[tuple[str, Work]]:
    """List the work of a minute; no day is closed by a clock that may be wrong."""
    local = minute.now.astimezone(LOCAL).time()
    timely = [(name, work) for name, (at, work) in _daily.items() if local >= at]
    return [*_ticks.items(), *(() if minute.leapt else timely)]
