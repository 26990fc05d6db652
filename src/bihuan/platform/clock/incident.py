"""An incident's own time. A live one uses the wall; nothing else knows the difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.domain.chain.canonical import instant_of, micros

LOCAL = ZoneInfo("Asia/Shanghai")
THOUSAND = 1000
COLUMNS = ("chain", "wall_at", "incident_at", "speed", "cut_off_minutes")

_played: ContextVar[dict[int, datetime] | None] = ContextVar("played_incident_times", default=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant, seen on the wall and on the incident's clock; both are stored."""

    wall: datetime
    incident: datetime


@dataclass(frozen=True, slots=True)
class IncidentClock:
    """The clock of one incident; ``chain`` is 0 when it is live."""

    incident: int
    chain: int
    wall_at: datetime
    incident_at: datetime
    speed: int
    cut_off_minutes: int

    @property
    def drill(self) -> bool:
        """Tell whether this incident is a drill (演练)."""
        return self.chain != 0

    def moment(self, wall: datetime) -> Moment:
        """Return the incident's time at a wall time."""
        if not self.drill:
            return Moment(wall, wall)
        played = (_played.get() or {}).get(self.incident)
        if played is not None:
            return Moment(wall, played)
        passed = (wall - self.wall_at) * self.speed // THOUSAND
        return Moment(wall, self.incident_at + passed)

    def review_day(self, instant: datetime) -> date:
        """Return the review day an instant belongs to: the day of the next cut-off."""
        local = instant.astimezone(LOCAL)
        shifted = local - timedelta(minutes=self.cut_off_minutes, microseconds=1)
        return (shifted + timedelta(days=1)).date()


LIVE_WALL = IncidentClock(
    0, 0, datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), 1000, 1080
)


def clock_of(incident: int, row: tuple[int, int, int, int, int] | None) -> IncidentClock:
    """Build the clock from its row (``COLUMNS``); without a row it is the wall's."""
    if row is None:
        return LIVE_WALL
    chain, wall_at, incident_at, speed, cut_off = row
    return IncidentClock(
        incident, chain, instant_of(wall_at), instant_of(incident_at), speed, cut_off
    )


@contextmanager
def playing(incident: int, instant: datetime) -> Iterator[None]:
    """Set the time of a drill for this context, so that a past or future day can be played.

    Live incidents do not look here.
    """
    times = dict(_played.get() or {})
    times[incident] = instant
    token = _played.set(times)
    try:
        yield
    finally:
        _played.reset(token)


def stored(instant: datetime) -> int:
    """Return the number under which a clock row keeps an instant."""
    return micros(instant)
