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
    a drill's clock may leap. ``ended`` tells that the incident is closed; only work that follows
    it then is asked.
    """

    clock: IncidentClock
    now: datetime
    leapt: bool = False
    ended: bool = False


Work = Callable[[Tick], int]
Incidents = Callable[[], Iterable[IncidentClock]]
_ticks: dict[str, Work] = {}
_daily: dict[str, tuple[time, Work]] = {}
_incidents: list[Incidents] = []
_ended: list[Incidents] = []
_after: set[str] = set()


def tick(name: str, *, after: bool = False) -> Callable[[Work], Work]:
    """Register work for every minute; it returns how many things it did.

    Parameters
    ----------
    name
        The work's name.
    after
        Whether it goes on when the incident has ended.
    """

    def register(work: Work) -> Work:
        _ticks[name] = work
        if after:
            _after.add(name)
        return work

    return register


def daily(name: str, at: time) -> Callable[[Work], Work]:
    """Register work for every minute after a local time of day; idempotent by its day."""

    def register(work: Work) -> Work:
        _daily[name] = (at, work)
        return work

    return register


def provide_incidents(incidents: Incidents, ended: Incidents) -> None:
    """Register who knows the incidents, open and ended; the feature that owns them calls it."""
    _incidents[:], _ended[:] = [incidents], [ended]


def open_clocks() -> list[IncidentClock]:
    """Return the clocks of all open incidents."""
    return [clock for incidents in _incidents for clock in incidents()]


def run_tick(wall: datetime, *, leapt: bool = False) -> int:
    """Do everything that this minute asks for; one broken job or incident stops no other.

    Time never runs behind what is recorded: what fell due before a clock was set back stays due.
    """
    modules("jobs")
    done = 0
    wall = max(wall, recorded(Session()))
    ended = [clock for incidents in _ended for clock in incidents()] if _after else []
    for clock in [*open_clocks(), *ended]:
        try:
            leaps = leapt and not clock.drill
            minute = Tick(clock, clock.moment(wall).incident, leaps, clock in ended)
            done += _worked(minute)
        except Exception:
            log.exception("incident's minute failed", incident=clock.incident)
    return done


def _worked(minute: Tick) -> int:
    done = 0
    for name, work in _due(minute):
        try:
            done += work(minute)
        except Exception:
            log.exception("job failed", job=name, incident=minute.clock.incident)
    return done


def _due(minute: Tick) -> list[tuple[str, Work]]:
    """List the work of a minute; no day is closed by a clock that may be wrong."""
    if minute.ended:
        return [(name, work) for name, work in _ticks.items() if name in _after]
    local = minute.now.astimezone(LOCAL).time()
    timely = [(name, work) for name, (at, work) in _daily.items() if local >= at]
    return [*_ticks.items(), *(() if minute.leapt else timely)]
