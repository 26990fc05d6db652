"""Years of the working-day calendar as an office enters them, and the calendar made of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.domain.calendars import WorkingCalendar
from bihuan.domain.refusals import Refusal


class DayKind(StrEnum):
    """How a day differs from its weekday."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True, order=True)
class CalendarDay:
    """One day that differs from its weekday, and why."""

    day: date
    kind: DayKind
    name: str = ""


def wrong_day(year: int, days: Sequence[CalendarDay]) -> Refusal | None:
    """Return the first thing that is wrong with a year's days, or None."""
    usual = WorkingCalendar()
    seen: set[date] = set()
    for one in days:
        said = one.day.isoformat()
        if one.day.year != year:
            return Refusal("calendar_day_of_another_year", {"day": said, "year": year})
        if one.day in seen:
            return Refusal("calendar_day_twice", {"day": said})
        if one.kind is DayKind.MAKE_UP and usual.is_working(one.day):
            return Refusal("calendar_make_up_on_a_workday", {"day": said})
        seen.add(one.day)
    return None


def days_of(text: str) -> list[CalendarDay]:
    """Read the stored days of a year."""
    return [
        CalendarDay(date.fromisoformat(day), DayKind(kind), name)
        for day, kind, name in json.loads(text)
    ]


def calendar_of(years: Mapping[int, Iterable[CalendarDay]]) -> WorkingCalendar:
    """Return the calendar of the years entered; in others the weekday rule stands alone."""
    days = [one for listed in years.values() for one in listed]
    return WorkingCalendar(
        holidays=frozenset(one.day for one in days if one.kind is DayKind.HOLIDAY),
        makeup_days=frozenset(one.day for one in days if one.kind is DayKind.MAKE_UP),
        years=frozenset(years),
    )
