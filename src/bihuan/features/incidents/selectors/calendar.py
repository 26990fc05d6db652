"""The working-day calendar as it is entered, and a proposal for a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bihuan.domain.calendar_years import CalendarDay, DayKind, calendar_of, days_of
from bihuan.domain.calendars import WorkingCalendar
from bihuan.features.incidents.models import CalendarYear
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import once

_YEARS = "SELECT id, days FROM incidents_calendar_year ORDER BY id"


@dataclass(frozen=True, slots=True)
class YearView:
    """A year as it is entered."""

    year: int
    days: Sequence[CalendarDay]
    source: str


@once
def working_calendar() -> WorkingCalendar:
    """Return the calendar that deadlines in working days follow from now on."""
    return _made_of(tuple(Session().all(_YEARS)))


@lru_cache(maxsize=4)
def _made_of(rows: tuple[tuple[int, str], ...]) -> WorkingCalendar:
    return calendar_of({year: days_of(text) for year, text in rows})


def calendar_year(year: int) -> YearView | None:
    """Return what is entered for a year, None when nothing is."""
    row = CalendarYear.objects.filter(id=year).values_list("days", "source").first()
    return None if row is None else YearView(year, days_of(row[0]), row[1])


def calendar_years() -> Sequence[int]:
    """Return the years that are entered."""
    return list(CalendarYear.objects.order_by("id").values_list("id", flat=True))


def proposed_year(year: int) -> Sequence[CalendarDay]:
    """Return the public holidays and make-up days of a year as a library knows them.

    A proposal to be compared with the notice: of years to come only the days that the law
    fixes are known.
    """
    import holidays

    listed = holidays.country_holidays("CN", years=year, language="zh_CN")
    off = [CalendarDay(day, DayKind.HOLIDAY, str(name)) for day, name in sorted(listed.items())]
    worked: set[date] = getattr(listed, "weekend_workdays", set())
    makeup = [CalendarDay(day, DayKind.MAKE_UP) for day in sorted(worked) if day.year == year]
    return sorted([*(one for one in off if one.day.year == year), *makeup])
