"""Case aggregates as stored: by day, as cells, and how they changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.surveillance.cases import CaseCell, CaseStatus, Origin, Route
from bihuan.domain.zones import ZoneRange
from bihuan.features.surveillance.models import CaseAggregate, CaseChange

FIELDS = ("zone", "day", "origin", "route", "status", "count", "converted")
MOST_DAYS = 400
MORE = ("window_start", "window_end", "source", "version")
CHANGE_FIELDS = (
    "zone", "day", "old_count", "old_converted", "new_count", "new_converted", "reason",
    "received_on", "entered_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One stored count with its window and source; ``version`` above 1 was revised."""

    cell: CaseCell
    window_start: datetime
    window_end: datetime
    source: str
    version: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One value that became known: the first has no old one."""

    zone: int
    day: str
    old_count: int | None
    old_converted: int | None
    new_count: int
    new_converted: int
    reason: str
    received_on: str
    entered_at: datetime


def rows_of_days(*, incident: int, scope: ZoneRange, days: Sequence[str]) -> list[CaseRow]:
    """Return the counts of some days in a scope, the oldest first, in the order of zones."""
    found = CaseAggregate.objects.filter(
        incident=incident, day__in=days, zone__range=(scope.lo, scope.hi)
    ).order_by("day", "zone", "origin", "route", "status")
    return [CaseRow(cell_of(row[:7]), *row[7:]) for row in found.values_list(*FIELDS, *MORE)]


def cells_by_day(
    *, incident: int, scope: ZoneRange, first: str, last: str
) -> Mapping[str, Sequence[CaseCell]]:
    """Return the cells of each day in a span that has any."""
    found = CaseAggregate.objects.filter(
        incident=incident, day__range=(first, last), zone__range=(scope.lo, scope.hi)
    )
    days: dict[str, list[CaseCell]] = defaultdict(list)
    for row in found.values_list(*FIELDS):
        cell = cell_of(row)
        days[cell.day].append(cell)
    return days


def days_with_cases(*, incident: int, scope: ZoneRange, most: int = MOST_DAYS) -> list[str]:
    """Return the days that have counts, the newest first."""
    found = CaseAggregate.objects.filter(incident=incident, zone__range=(scope.lo, scope.hi))
    return list(found.values_list("day", flat=True).distinct().order_by("-day")[:most])


def changes_of_day(*, incident: int, scope: ZoneRange, day: str) -> list[ChangeLine]:
    """Return the revisions of a day's counts, in their order."""
    found = CaseChange.objects.filter(
        incident=incident, day=day, zone__range=(scope.lo, scope.hi), old_count__isnull=False
    ).order_by("entered_at", "id")
    return [ChangeLine(*row) for row in found.values_list(*CHANGE_FIELDS)]


def arrivals(*, incident: int, scope: ZoneRange, first: str, last: str) -> list[ChangeLine]:
    """Return how the counted infections of a span became known, value by value, in that order.

    Of several splits of one zone and day the finest counts, as in its series: what stands in
    two splits arrived once.
    """
    kept = _finest(incident, scope, (first, last))
    found = CaseChange.objects.filter(
        incident=incident, day__range=(first, last), zone__range=(scope.lo, scope.hi)
    ).order_by("entered_at", "id")
    rows = found.values_list("case", *CHANGE_FIELDS)
    return [ChangeLine(*row[1:]) for row in rows if row[0] in kept]


def _finest(incident: int, scope: ZoneRange, span: tuple[str, str]) -> set[str]:
    found = CaseAggregate.objects.filter(
        incident=incident, day__range=span, zone__range=(scope.lo, scope.hi)
    )
    best: dict[tuple[int, str], tuple[tuple[int, tuple[bool, ...]], list[str]]] = {}
    for row in found.values_list("id", *FIELDS):
        cell = cell_of(row[1:])
        place, rank = (cell.zone, cell.day), (sum(cell.split), cell.split)
        if place not in best or rank > best[place][0]:
            best[place] = (rank, [])
        if rank == best[place][0] and cell.status is not CaseStatus.SUSPECTED:
            best[place][1].append(row[0])
    return {one for _, listed in best.values() for one in listed}


def changes_received(
    *, incident: int, since: datetime, until: datetime, most: int = 60
) -> list[ChangeLine]:
    """Return the values that became known in a window, the newest ``most``."""
    found = CaseChange.objects.filter(
        incident=incident, entered_at__gt=since, entered_at__lte=until
    ).order_by("-entered_at", "id")
    return [ChangeLine(*row) for row in found.values_list(*CHANGE_FIELDS)[:most]]


def windows_differ(rows: Sequence[CaseRow]) -> bool:
    """Tell whether counts of one day were taken over different windows."""
    return len({(row.window_start, row.window_end) for row in rows}) > 1


def cell_of(row: tuple) -> CaseCell:  # type: ignore[type-arg]
    """Return a count from the values of ``FIELDS``."""
    zone, day, origin, route, status, count, converted = row
    return CaseCell(zone, day, Origin(origin), Route(route), CaseStatus(status), count, converted)
