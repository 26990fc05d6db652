"""A table of case aggregates, row by row: what it says, or which row and field is wrong."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bihuan.domain.registers.cells import (
    LOCAL,
    NOT_TAKEN,
    Cells,
    Line,
    RowProblem,
    first_rows,
    header_problems,
    parse_rows,
)
from bihuan.domain.registers.personal import About, holds_personal_number
from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.domain.zones import DIGITS, ZoneCodeError, level_of

SHEET = "cases"
NEEDED = ("day", "zone", "count")
COLUMNS = (
    "day", "zone", "origin", "route", "status", "count", "converted", "window_start",
    "window_end", "source", "reason",
)  # fmt: skip
LARGEST = 10**8
SHORTEST_CODE = 4
LONGEST_WINDOW = timedelta(days=7)
Kind = TypeVar("Kind", bound=StrEnum)
_ORIGINS = {one.value: one for one in Origin}
_ROUTES = {one.value: one for one in Route}
_STATUSES = {one.value: one for one in CaseStatus}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One row: a count with its window; the window is None where the table does not say.

    ``row`` is its number in the table, 0 where it comes from none.
    """

    zone: int
    day: str
    origin: Origin
    route: Route
    status: CaseStatus
    count: int
    converted: int = 0
    window: tuple[datetime, datetime] | None = None
    source: str = ""
    reason: str = ""
    row: int = field(default=0, compare=False)

    @property
    def place(self) -> tuple[int, str, str, str, str]:
        """What names the count: zone, day, origin, route, status."""
        return (self.zone, self.day, self.origin.value, self.route.value, self.status.value)


def parse_cases(
    lines: Sequence[Line],
    header: Iterable[str],
    *,
    today: date,
    zones: Collection[int],
) -> tuple[list[CaseLine], list[RowProblem]]:
    """Read rows of case aggregates.

    Parameters
    ----------
    lines, header
        The table. A row of hashtags (``#date``) under the header is passed over; a row without
        a count says nothing was reported and is passed over too.
    today
        The last day that may have counts.
    zones
        The codes that exist.
    """
    listed = tuple(header)
    problems = column_problems(SHEET, listed, NEEDED, COLUMNS)
    if problems:
        return [], problems
    found, wrong = parse_rows(SHEET, lines, lambda cells: _line(cells, today, zones))
    wrong += first_rows(SHEET, "", "case_row_twice", [(row, one.place) for row, one in found])
    return [replace(one, row=row) for row, one in found], sorted(
        wrong, key=lambda one: (one.row, one.column)
    )


def column_problems(
    sheet: str,
    header: Sequence[str],
    needed: Sequence[str],
    known: Collection[str],
    fine: Collection[About] = (),
) -> list[RowProblem]:
    """Return what is wrong with a header: personal columns first, then missing and unknown."""
    told = header_problems(sheet, header, needed, known, fine)
    named = {one.column for one in told}
    params = {"known": ", ".join(known)}
    unknown = (
        RowProblem(sheet, 1, name, NOT_TAKEN, {"name": name, **params})
        for name in header
        if name not in known and name not in named
    )
    return [*told, *unknown]


def _line(cells: Cells, today: date, zones: Collection[int]) -> CaseLine | None:
    if cells.text("day").startswith("#"):
        return None
    day = day_cell(cells, "day", today)
    zone = zone_cell(cells, zones)
    origin = _choice(cells, "origin", Origin, _ORIGINS, Origin.NOT_GIVEN)
    route = _choice(cells, "route", Route, _ROUTES, Route.NOT_GIVEN)
    status = _choice(cells, "status", CaseStatus, _STATUSES, CaseStatus.NOT_GIVEN)
    count = cells.integer("count", largest=LARGEST)
    converted = cells.integer("converted", largest=LARGEST) or 0
    window = _window(cells, day)
    texts = [_plain(cells, name) for name in ("source", "reason")]
    if count is not None and converted > count:
        params = {"converted": converted, "count": count}
        cells.fault("converted", "case_converted_exceeds_count", params)
    if day is None or zone is None or count is None:
        return None
    if origin is None or route is None or status is None:
        return None
    source, reason = texts
    return CaseLine(
        zone, day.isoformat(), origin, route, status, count, converted, window, source, reason
    )


def _choice(
    cells: Cells, column: str, kinds: type[Kind], words: Mapping[str, Kind], open_: Kind
) -> Kind | None:
    """Return the member of a cell; an empty one leaves the dimension open."""
    return cells.choice(column, kinds, words) if cells.given(column) else open_


def _plain(cells: Cells, column: str) -> str:
    said = cells.text(column)
    if holds_personal_number(said):
        cells.fault(column, "cell_holds_personal_number")
    return said


def day_cell(cells: Cells, column: str, today: date) -> date | None:
    """Return a civil day that is not in the future; a time of day or a time zone is refused.

    An instant with a zone of its own does not say which day it closes: whoever sends it decides.
    """
    said = cells.required(column)
    instant = cells.instant(column) if said else None
    if instant is None:
        return None
    local = instant.astimezone(LOCAL)
    if instant.tzinfo is not LOCAL or local.hour or local.minute or local.second:
        cells.fault(column, "day_has_a_time", {"value": said})
        return None
    if local.date() > today:
        params = {"value": said, "today": today.isoformat()}
        cells.fault(column, "day_in_the_future", params)
        return None
    return local.date()


def zone_cell(cells: Cells, zones: Collection[int]) -> int | None:
    """Return a zone's code; a short one (six digits of a county) is filled with zeros."""
    said = cells.required("zone")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and SHORTEST_CODE <= len(said) <= DIGITS):
        cells.fault("zone", "case_zone_unknown", {"value": said})
        return None
    code = int(said.ljust(DIGITS, "0"))
    try:
        level_of(code)
    except ZoneCodeError:
        code = 0
    if code not in zones:
        cells.fault("zone", "case_zone_unknown", {"value": said})
        return None
    return code


def _window(cells: Cells, day: date | None) -> tuple[datetime, datetime] | None:
    start, end = cells.instant("window_start"), cells.instant("window_end")
    if start is None or end is None:
        if cells.given("window_start") != cells.given("window_end"):
            cells.fault("window_end", "window_half_given")
        return None
    if not timedelta(0) < end - start <= LONGEST_WINDOW:
        cells.fault("window_end", "window_impossible", {"value": cells.text("window_end")})
        return None
    last = (end.astimezone(LOCAL) - timedelta(microseconds=1)).date()
    if day is not None and last != day:
        params = {"value": cells.text("window_end"), "day": day.isoformat()}
        cells.fault("window_end", "window_of_another_day", params)
        return None
    return start, end
