"""An incident's own time. A live one uses the wall; nothing else knows the difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.civil_days import CLOCKS_BEGIN, CLOCKS_STAND_STILL

LOCAL = ZoneInfo("Asia/Shanghai")
THOUSAND = 1000
COLUMNS = ("chain", "wall_at", "incident_at", "speed", "cut_off_minutes", "earlier_cut_offs")
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
Earlier = tuple[tuple[date, int], ...]

_played: ContextVar[dict[int, datetime] | None] = ContextVar("played_incident_times", default=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant, seen on the wall and on the incident's clock; both are stored."""

    wall: datetime
    incident: datetime


@dataclass(frozen=True, slots=True)
class IncidentClock:
    """The clock of one incident; ``chain`` is 0 when it is live.

    ``earlier`` are the cut-offs before the present one, each with the last review day it ended.
    """

    incident: int
    chain: int
    wall_at: datetime
    incident_at: datetime
    speed: int
    cut_off_minutes: int
    earlier: Earlier = ()

    @property
    def drill(self) -> bool:
        """Tell whether this incident is a drill (演练)."""
        return self.chain != 0

    def moment(self, wall: datetime) -> Moment:
        """Return the incident's time at a wall time; a drill's runs to the end of its range."""
        if not self.drill:
            return Moment(wall, wall)
        played = (_played.get() or {}).get(self.incident)
        if played is not None:
            return Moment(wall, min(played, CLOCKS_STAND_STILL))
        # In whole numbers: a phone's clock that is decades off, times the speed, is no timedelta.
        passed = (wall - self.wall_at) // MICROSECOND * self.speed // THOUSAND
        begins = min(self.incident_at, CLOCKS_STAND_STILL)
        left = (CLOCKS_STAND_STILL - begins) // MICROSECOND
        gone = (begins - CLOCKS_BEGIN) // MICROSECOND
        return Moment(wall, begins + max(min(passed, left), -gone) * MICROSECOND)

    def wall(self, instant: datetime) -> datetime:
        """Return the wall time at which this clock shows an instant, as it runs now."""
        if not self.drill:
            return instant
        passed = (
            (instant - self.incident_at) * THOUSAND // self.speed if self.speed else timedelta(0)
        )
        return self.wall_at + passed

    def review_day(self, instant: datetime) -> date:
        """Return the review day an instant belongs to: the day of the next cut-off."""
        local = instant.astimezone(LOCAL)
        shifted = local - timedelta(minutes=self.cut_off_minutes, microseconds=1)
        day = (shifted + DAY).date()
        if not self.earlier:
            return day
        while instant > self.cut_off_of(day):
            day += DAY
        while instant <= self.cut_off_of(day - DAY):
            day -= DAY
        return day

    def cut_off_of(self, day: date) -> datetime:
        """Return when a review day ends, by the cut-off that was valid for it."""
        minutes = next((own for last, own in self.earlier if day <= last), self.cut_off_minutes)
        return datetime.combine(day, time(0), LOCAL) + timedelta(minutes=minutes)

    def with_cut_off(self, minutes: int, now: datetime) -> Earlier:
        """Return the earlier cut-offs when another one is set: nights that have ended keep theirs.

        The night now running ends at the new cut-off if that is still to come, else at the old.
        """
        tonight = self.review_day(now)
        coming = datetime.combine(tonight, time(0), LOCAL) + timedelta(minutes=minutes) > now
        last = tonight - DAY if coming else tonight
        kept = [one for one in self.earlier if one[0] < last]
        valid = next((own for until, own in self.earlier if last <= until), self.cut_off_minutes)
        return (*kept, (last, valid))


LIVE_WALL = IncidentClock(
    0, 0, datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), 1000, 1080
)


def clock_of(
    incident: int, row: tuple[int, int, int, int, int, str | None] | None
) -> IncidentClock:
    """Build the clock from its row (``COLUMNS``); without a row it is the wall's."""
    if row is None:
        return LIVE_WALL
    chain, wall_at, incident_at, speed, cut_off, earlier = row
    return IncidentClock(
        incident, chain, instant_of(wall_at), instant_of(incident_at), speed, cut_off,
        read_earlier(earlier),
    )  # fmt: skip


def read_earlier(text: str | None) -> Earlier:
    """Return earlier cut-offs from their text, the oldest first."""
    pairs = (one.split("=") for one in (text or "").split())
    return tuple((date.fromisoformat(day), int(minutes)) for day, minutes in pairs)


def write_earlier(earlier: Earlier) -> str:
    """Return earlier cut-offs as the text that a clock row keeps."""
    return " ".join(f"{day.isoformat()}={minutes}" for day, minutes in earlier)


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
