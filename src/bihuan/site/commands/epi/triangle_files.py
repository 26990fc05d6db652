"""Read a reporting triangle as it was known on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bihuan.science.provenance import FloatArray
from bihuan.site.commands.epi.calendar import LONGEST, not_future
from bihuan.site.commands.epi.files import Row, Table

WEEK = 7
LONGEST_DELAY = 400
_LARGEST = 8_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of new reports, with the row it stands in."""

    row: Row
    reference: date
    delay: int
    count: float

    @property
    def reported(self) -> date:
        """The day on which the count was reported."""
        return self.reference + timedelta(days=self.delay)


@dataclass(frozen=True, slots=True)
class KnownTriangle:
    """What was known on the as-of day.

    Parameters
    ----------
    first
        Reference day of the first row.
    step
        Days between rows and between delays: 1, or 7 for a weekly triangle.
    cells
        Shape (rows, delays), up to the longest delay seen, ``nan`` where an empty cell stood.
    last_report
        Latest report known, for the reader who wonders whether the file is up to date.
    """

    first: date
    step: int
    cells: FloatArray
    last_report: date

    def day(self, index: int) -> date:
        """Return the reference day of a row."""
        return self.first + timedelta(days=index * self.step)


def read_triangle(table: Table, at: date, limit: date) -> KnownTriangle:
    """Return the triangle of the reports made up to ``at``.

    A cell that is not listed is zero: no new report. A cell that is listed and empty is missing.
    """
    if "report_date" in table.columns:
        table.require("reference_date", "report_date", "count")
    else:
        table.require("reference_date", "delay_days", "count")
    table.require_rows()
    every = list(_cells(table, limit))
    known = [c for c in every if c.reported <= at]
    if not known:
        oldest = min(every, key=lambda cell: cell.reported)
        raise oldest.row.complain("none_known", at=at, first=oldest.reported)
    return _grid(known, _step(every), at)


def _cells(table: Table, limit: date) -> Iterator[Cell]:
    seen: dict[tuple[date, int], Row] = {}
    for row in table.rows:
        reference = row.day("reference_date")
        not_future(row, reference, limit)
        delay = _delay(row, reference)
        not_future(row, reference + timedelta(days=delay), limit)
        if (reference, delay) in seen:
            first = seen[reference, delay].number
            raise row.complain("cell_twice", other=first)
        seen[reference, delay] = row
        yield Cell(row, reference, delay, row.count("count"))


def _delay(row: Row, reference: date) -> int:
    if "report_date" in row.cells:
        delay = (row.day("report_date") - reference).days
        if row.cells.get("delay_days") and row.whole("delay_days") != delay:
            raise row.complain("delay_differs", delay=delay)
    else:
        delay = row.whole("delay_days")
    if delay < 0:
        raise row.complain("report_before")
    if delay > LONGEST_DELAY:
        raise row.complain("delay_beyond", delay=delay, most=LONGEST_DELAY)
    return delay


def _step(cells: list[Cell]) -> int:
    """Return 7 for a triangle by weeks: one weekday only, and delays of whole weeks."""
    weekdays = {cell.reference.weekday() for cell in cells}
    whole = all(cell.delay % WEEK == 0 for cell in cells)
    several = len({cell.reference for cell in cells}) > 1
    return WEEK if several and len(weekdays) == 1 and whole else 1


def _grid(known: list[Cell], step: int, at: date) -> KnownTriangle:
    first = min(cell.reference for cell in known)
    longest = max((cell.delay // step for cell in known), default=0)
    n_rows = (at - first).days // step + 1
    if (at - first).days > LONGEST or n_rows * (longest + 1) > _LARGEST:
        oldest = min(known, key=lambda cell: cell.reference)
        raise oldest.row.complain("span_too_long", first=first, last=at)
    grid = np.zeros((n_rows, longest + 1))
    for cell in known:
        grid[(cell.reference - first).days // step, cell.delay // step] = cell.count
    last = max(cell.reported for cell in known)
    return KnownTriangle(first, step, grid, last)
