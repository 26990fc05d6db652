"""Civil calendars: service hours, working hours, holidays and make-up days (调休).

A day of the calendar is a civil day of its time zone. Its windows are returned as integer
microseconds since 1970 in UTC, so a change of summer time never adds or loses time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bihuan.domain.chain.canonical import MICROSECOND, instant_of, micros

DAY_MICROS = 86_400_000_000

Window = tuple[int, int]


def micros_of(instant: datetime) -> int:
    """Return an aware instant as microseconds since 1970 in UTC.

    Raises
    ------
    ValueError
        The instant has no time zone: nobody can say when it was.
    """
    if instant.tzinfo is None:
        raise ValueError("Expected an instant with a time zone.")
    return micros(instant)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Hours and days of a city's offices.

    Parameters
    ----------
    zone
        IANA time zone of the civil days.
    opens, closes
        Working hours; the shipped ones are unconfirmed.
    service_opens, service_closes
        Hours of the service clock, every day.
    workdays
        Working weekdays, Monday is 0.
    holidays, makeup_days
        Dates off although a workday; dates worked although none.
    years
        Years whose holidays are known; in others the weekday rule stands alone.
    """

    zone: str = "Asia/Shanghai"
    opens: time = time(8, 30)
    closes: time = time(17, 30)
    service_opens: time = time(7, 0)
    service_closes: time = time(22, 0)
    workdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    # A memo of day windows: the same dates are asked thousands of times a second.
    _memo: dict[tuple[bool, int], Window | None] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        if not self.workdays or not self.workdays <= set(range(7)):
            raise ValueError("Expected at least one workday, as numbers 0 (Monday) to 6.")
        if self.opens >= self.closes or self.service_opens >= self.service_closes:
            raise ValueError("Expected hours that open before they close on the same day.")
        both = self.holidays & self.makeup_days
        if both:
            raise ValueError(f"Expected {min(both)} as a holiday or a make-up day, not both.")

    @property
    def tz(self) -> ZoneInfo:
        """Return the time zone of the civil days."""
        return ZoneInfo(self.zone)

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a civil date."""
        if day in self.makeup_days:
            return True
        return day.weekday() in self.workdays and day not in self.holidays

    def knows(self, year: int) -> bool:
        """Tell whether the holidays of a year have been entered."""
        return year in self.years

    def date_of(self, instant: datetime) -> date:
        """Return the civil date of an instant."""
        return instant.astimezone(self.tz).date()

    def at(self, day: date, clock_time: time) -> datetime:
        """Return the UTC instant of a local time on a civil date."""
        return datetime.combine(day, clock_time, tzinfo=self.tz).astimezone(UTC)

    @property
    def day_micros(self) -> int:
        """Return the length of one full working day in microseconds."""
        return _gap_micros(self.opens, self.closes)

    def windows(self, start: int, *, working: bool) -> Iterator[Window]:
        """Yield the (open, close) windows that end after ``start``, in order, without end."""
        ordinal = self.date_of(instant_of(start)).toordinal()
        while True:
            window = self._window(working, ordinal)
            if window is not None and window[1] > start:
                yield window
            ordinal += 1

    def _window(self, working: bool, ordinal: int) -> Window | None:  # noqa: FBT001
        key = (working, ordinal)
        if key not in self._memo:
            self._memo[key] = self._compute(date.fromordinal(ordinal), key)
        return self._memo[key]

    def _compute(self, day: date, key: tuple[bool, int]) -> Window | None:
        working = key[0]
        if working and not self.is_working(day):
            return None
        opens = self.opens if working else self.service_opens
        closes = self.closes if working else self.service_closes
        return micros_of(self.at(day, opens)), micros_of(self.at(day, closes))


def _gap_micros(opens: time, closes: time) -> int:
    day = date(2000, 1, 1)
    return (datetime.combine(day, closes) - datetime.combine(day, opens)) // MICROSECOND
