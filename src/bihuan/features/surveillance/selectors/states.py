"""The counts of a day as they stood before each revision of it, and as they stand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from bihuan.domain.surveillance.cases import CaseCell
from bihuan.domain.zones import ZoneRange
from bihuan.features.surveillance.models import CaseAggregate, CaseChange
from bihuan.features.surveillance.selectors.cases import FIELDS, cell_of

States = Sequence[Sequence[CaseCell]]
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


def states_by_day(
    *, incident: int, scope: ZoneRange, first: str, last: str
) -> Mapping[str, States]:
    """Return the states of each day in a span that has counts, the oldest first.

    Days without a revision have one state. Those with one are read from the record of all values,
    in one more query for them all.
    """
    found = CaseAggregate.objects.filter(
        incident=incident, day__range=(first, last), zone__range=(scope.lo, scope.hi)
    )
    days: dict[str, dict[str, CaseCell]] = defaultdict(dict)
    revised: set[str] = set()
    for row in found.values_list("id", "version", *FIELDS):
        cell = cell_of(row[2:])
        days[cell.day][row[0]] = cell
        if row[1] > 1:
            revised.add(cell.day)
    changes = _changes(incident, scope, revised) if revised else {}
    return {
        day: [*_before(cells, changes.get(day, ())), list(cells.values())]
        for day, cells in days.items()
    }


def _changes(incident: int, scope: ZoneRange, days: set[str]) -> Mapping[str, Sequence[_Change]]:
    found = CaseChange.objects.filter(
        incident=incident, day__in=days, zone__range=(scope.lo, scope.hi)
    )
    listed: dict[str, list[_Change]] = defaultdict(list)
    for row in found.values_list(*CHANGE_FIELDS):
        listed[row[0]].append(_Change(*row[1:]))
    for changes in listed.values():
        changes.sort(key=lambda one: one.step)
    return listed


def _before(cells: Mapping[str, CaseCell], changes: Sequence[_Change]) -> Iterator[list[CaseCell]]:
    """Yield the counts that were known before each revision."""
    known: dict[str, CaseCell] = {}
    for (_, revision), group in groupby(changes, key=lambda one: one.step):
        if revision:
            yield list(known.values())
        for one in group:
            known[one.case] = replace(cells[one.case], count=one.count, converted=one.converted)
