"""Put dated rows on a complete calendar: a day nobody reported is missing, never zero."""

import argparse
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bihuan.science.provenance import BoolArray, FloatArray
from bihuan.site.commands.epi.files import Row, Table
from bihuan.site.commands.epi.sentences import both

CITY_ZONE = ZoneInfo("Asia/Shanghai")
LONGEST = 20_000
_RANGE = 2
_LAST_YEAR = 2999


@dataclass(frozen=True, slots=True)
class Series:
    """Counts on a complete calendar, ``nan`` where missing; shape (columns, days)."""

    first: date
    counts: FloatArray

    @property
    def n_days(self) -> int:
        """Number of days of the calendar."""
        return int(self.counts.shape[-1])

    def day(self, index: int) -> date:
        """Return the date of a column."""
        return self.first + timedelta(days=index)

    @property
    def last(self) -> date:
        """Last day of the calendar."""
        return self.day(self.n_days - 1)


def iso_day(text: str) -> date:
    """Parse a date given on the command line."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        day = None
    if day and day.year <= _LAST_YEAR:
        return day
    raise argparse.ArgumentTypeError(both("not_a_day", text=text))


def add_today(parser: argparse.ArgumentParser) -> None:
    """Declare ``--today``: the last day that may stand in the file."""
    parser.add_argument(
        "--today",
        type=iso_day,
        default=None,
        metavar="DATE",
        help="rows after this day are an error (default: today in Asia/Shanghai)",
    )


def today(args: argparse.Namespace) -> date:
    """Return the day given, or the city's today."""
    given: date | None = args.today
    return given or datetime.now(tz=CITY_ZONE).date()


def not_future(row: Row, day: date, limit: date) -> None:
    """Complain about a day that has not come yet."""
    if day > limit:
        raise row.complain("future_day", day=day, limit=limit)


def read_series(table: Table, columns: tuple[str, ...], limit: date) -> Series:
    """Return the named columns by day.

    Days between the first and the last that have no row are missing; a day that has two rows is
    an error, since nobody can say which one counts.
    """
    table.require("date", *columns)
    table.require_rows()
    seen: dict[date, Row] = {}
    for row in table.rows:
        day = row.day("date")
        not_future(row, day, limit)
        if day in seen:
            raise row.complain("day_twice", day=day, other=seen[day].number)
        seen[day] = row
    first, last = min(seen), max(seen)
    if (last - first).days >= LONGEST:
        raise seen[first].complain("span_too_long", first=first, last=last)
    counts = np.full((len(columns), (last - first).days + 1), np.nan)
    for day, row in seen.items():
        counts[:, (day - first).days] = [row.count(name) for name in columns]
    return Series(first, counts)


def add_regimes(parser: argparse.ArgumentParser) -> None:
    """Declare ``--regime``: days on which testing or definition differed."""
    parser.add_argument(
        "--regime",
        type=_regime,
        action="append",
        default=[],
        metavar="FROM..TO",
        help="days of another testing or definition; an empty TO means until further notice;"
        " may be repeated",
    )


def _regime(text: str) -> tuple[date, date]:
    parts = text.split("..")
    if len(parts) != _RANGE:
        raise argparse.ArgumentTypeError(both("not_a_span", text=text))
    start = iso_day(parts[0])
    end = iso_day(parts[1]) if parts[1] else date.max
    if end < start:
        raise argparse.ArgumentTypeError(both("ends_before", text=text))
    return start, end


def span_of(first: date, last: date) -> tuple[str, str]:
    """Return a regime as it is said: one until further notice has no last day."""
    if last == date.max:
        return f"{first} 起", f"{first} on"
    return f"{first} 至 {last}", f"{first}..{last}"


def regime_days(regimes: list[tuple[date, date]], first: date, n_days: int) -> BoolArray:
    """Return the days of the calendar that lie in a regime of their own."""
    days = [first + timedelta(days=i) for i in range(n_days)]
    return np.array([any(a <= day <= b for a, b in regimes) for day in days], dtype=bool)
