"""Surveillance regimes (监测口径): when and where counts stopped meaning the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.domain.zones import range_of


class Effect(StrEnum):
    """What a change of testing or definition does to the counts."""

    COMPARABLE = "comparable"
    LEVEL_SHIFT = "level_shift"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Regime:
    """A change in force from a first day; ``last`` is None while it lasts."""

    zone: int
    first: date
    last: date | None
    effect: Effect
    zh: str
    en: str


def touching(regimes: Iterable[Regime], zone: int) -> list[Regime]:
    """Return the regimes that break the series of a zone: its own, those above and below."""
    own = range_of(zone)
    found = []
    for one in regimes:
        reach = range_of(one.zone)
        if one.effect is not Effect.COMPARABLE and (reach.covers(own) or own.covers(reach)):
            found.append(one)
    return sorted(found, key=lambda one: one.first)


def blank_days(regimes: Iterable[Regime], days: list[date]) -> list[bool]:
    """Tell for each day whether no count of it can be used."""
    shut = [one for one in regimes if one.effect is Effect.BLANK]
    return [any(_holds(one, day) for one in shut) for day in days]


def comparable_from(regimes: Iterable[Regime], last: date) -> date | None:
    """Return the first day whose counts can be compared with those of ``last``.

    None means that every day can; a day after ``last`` means that ``last`` itself lies in a
    blank regime.
    """
    starts: list[date] = []
    for one in regimes:
        if one.effect is Effect.LEVEL_SHIFT:
            # Counts move at both ends: where the shift begins and where it is undone.
            starts += [one.first] if one.first <= last else []
            if one.last is not None and one.last < last:
                starts.append(date.fromordinal(one.last.toordinal() + 1))
        elif one.effect is Effect.BLANK and one.first <= last:
            end = one.last or last
            starts.append(date.fromordinal(end.toordinal() + 1))
    return max(starts, default=None)


def _holds(one: Regime, day: date) -> bool:
    return one.first <= day and (one.last is None or day <= one.last)
