"""The counts of a day as they stood after each arrival and revision."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from bihuan.domain.surveillance.cases import CaseCell
from bihuan.domain.zones import ZoneRange
from bihuan.features.surveillance.models import CaseAggregate, CaseChange
from bihuan.features.surveillance.selectors.cases import FIELDS, cell_of

CHANGE_FIELDS = ("day", "case", "entered_at", "old_count", "new_count", "new_converted")


@dataclass(frozen=True, slots=True)
class _Change:
    case: str
    at: datetime
    old: int | None
    count: int
    converted: int

    @property
    def step(self) -> tuple[datetime, bool]:
        """The instant; what came first with it, before what was revised."""
        return self.at, self.old is not None


@dataclass(frozen=True, slots=True)
class States:
    """How the counts of a day came in and were revised; equal where they did so alike."""

    changes: tuple[_Change, ...]
    cells: Mapping[str, CaseCell] = field(compare=False)

    def listed(self) -> Iterator[Sequence[CaseCell]]:
        """Yield the counts as they stood after each step, the oldest first, then as they stand."""
        known: dict[str, CaseCell] = {}
        steps = [list(group) for _, group in groupby(self.changes, key=lambda one: one.step)]
        for group in steps[:-1]:
            for one in group:
                now = replace(self.cells[one.case], count=one.count, converted=one.converted)
                known[one.case] = now
            yield list(known.values())
        yield list(self.cells.values())


def states_by_day(
    *, incident: int, scope: ZoneRange, first: str, last: str
) -> Mapping[str, States]:
    """Return the states of each day in a span that has counts.

    Those of days with a revision are read from the record of all values, in one more query for
    them all.
    """
    found = CaseAggregate.objects.filter(
        incident=incident, day__range=(first, last), zone__range=(scope.lo, scope.hi)
    )
    days: dict[str, dict[str, CaseCell]] = defaultdict(dict)
    changes: dict[str, list[_Change]] = defaultdict(list)
    revised: set[str] = set()
    for row in found.values_list("id", "version", "entered_at", *FIELDS):
        cell = cell_of(row[3:])
        days[cell.day][row[0]] = cell
        changes[cell.day].append(_Change(row[0], row[2], None, cell.count, cell.converted))
        if row[1] > 1:
            revised.add(cell.day)
    if revised:
        changes |= _changes(incident, scope, revised)
    return {
        day: States(tuple(sorted(changes[day], key=lambda one: (one.step, one.case))), cells)
        for day, cells in days.items()
    }


def _changes(incident: int, scope: ZoneRange, days: set[str]) -> Mapping[str, list[_Change]]:
    found = CaseChange.objects.filter(
        incident=incident, day__in=days, zone__range=(scope.lo, scope.hi)
    )
    listed: dict[str, list[_Change]] = defaultdict(list)
    for row in found.values_list(*CHANGE_FIELDS):
        listed[row[0]].append(_Change(*row[1:]))
    return listed
