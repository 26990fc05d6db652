"""The review's window (T0 − 24 h, T0] as a value that is passed around, never "today"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.platform.clock.incident import LOCAL, IncidentClock

LENGTH = timedelta(hours=24)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """24 hours that end at a cut-off (截止时点); open at the start, closed at the end.

    Raises
    ------
    ValueError
        "Expected an aware cut-off."
    """

    until: datetime

    def __post_init__(self) -> None:
        if self.until.tzinfo is None:
            raise ValueError("Expected an aware cut-off.")

    @property
    def since(self) -> datetime:
        """Return the instant after which the window begins."""
        return self.until - LENGTH

    @property
    def day(self) -> date:
        """Return the review day: the local date of the cut-off."""
        local = self.until.astimezone(LOCAL)
        # A cut-off at midnight ends the day before it.
        return (local - timedelta(microseconds=1)).date()

    @property
    def before(self) -> "Window":
        """Return the window of the night before."""
        return Window(self.until - LENGTH)

    def __contains__(self, instant: object) -> bool:
        return isinstance(instant, datetime) and self.since < instant <= self.until


def window_of_day(clock: IncidentClock, day: date) -> Window:
    """Return the window of a review day on an incident's clock, by that night's own cut-off."""
    return Window(clock.cut_off_of(day))


def window_at(clock: IncidentClock, instant: datetime) -> Window:
    """Return the last window that has ended by ``instant``."""
    window = window_of_day(clock, clock.review_day(instant))
    if window.until <= instant:
        return window
    return window_of_day(clock, window.day - timedelta(days=1))
