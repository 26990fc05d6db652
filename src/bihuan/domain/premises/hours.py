"""Opening hours of an entrance: when everybody passes without asking.

Outside them nothing is shut: the entrance still opens from inside at once, and within a minute on
a ring for whoever comes home, cares, brings aid or is ill. No hours mean day and night.
"""

import re
from dataclasses import dataclass

DAY = 24 * 60
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–—~至]\s*([01]?\d|2[0-4]):([0-5]\d)")


class HoursError(ValueError):
    """A text that says no hours; the message shows what was expected."""


@dataclass(frozen=True, slots=True)
class Hours:
    """First and last minute of the day; they may run over midnight."""

    begin: int
    end: int

    @property
    def minutes(self) -> frozenset[int]:
        """The minutes of the day in which the entrance is open."""
        length = (self.end - self.begin) % DAY or DAY
        return frozenset((self.begin + n) % DAY for n in range(length))

    def __str__(self) -> str:
        """Return the hours as people write them; midnight at the end is 24:00."""
        return f"{_clock(self.begin)}–{_clock(self.end or DAY)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_hours(text: str) -> Hours | None:
    """Return hours such as 06:00-22:00; None for no text, and for day and night.

    Raises
    ------
    HoursError
        The text says something else.
    """
    said = text.strip()
    if not said:
        return None
    found = _HOURS.fullmatch(said)
    if found is None:
        raise HoursError("Expected hours such as 06:00-22:00.")
    first, minute, last, other = map(int, found.groups())
    end = last * 60 + other
    if end > DAY:
        raise HoursError("Expected an end no later than 24:00.")
    begin = first * 60 + minute
    if begin == end:
        raise HoursError("Expected an end that is not the beginning; day and night is no text.")
    return None if (end - begin) % DAY == 0 else Hours(begin, end % DAY)
