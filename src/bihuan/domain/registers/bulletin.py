"""A published bulletin as a table: counts of one window by county, route and classification.

Two forms are read: the bulletin itself, a row for each count, and its summary, a row for each
total. Every row says which window it is about; another night's rows are refused.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bihuan.domain.registers.cells import (
    Cells,
    Line,
    RowProblem,
    first_rows,
    header_problems,
    parse_rows,
)

SHEET = "bulletin"
COLUMNS = (
    "window_start", "window_end", "dimension", "key", "name_zh", "name_en", "new_infections",
    "detection_mode",
)  # fmt: skip
SUMMARY_COLUMNS = ("quantity", "value", "unit", "from", "to")
LARGEST = 10**9
COUNTY_DIGITS = 6


class Dimension(StrEnum):
    """By what a count is split."""

    TOTAL = "total"
    COUNTY = "county"
    ROUTE = "route"
    STATUS = "status"


class Mode(StrEnum):
    """Where a route of detection lies."""

    MANAGED = "managed"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """One published count."""

    dimension: Dimension
    key: str
    name_zh: str
    name_en: str
    value: int
    mode: str = ""


DIMENSION_WORDS = {one.value: one for one in Dimension}
MODE_WORDS = {one.value: one for one in Mode}
# Totals that a night's report quotes, by the beginning of their name.
TOTALS = {
    "new_infections_in_window": ("窗口新增", "new infections in the window"),
    "cumulative_infections": ("累计", "cumulative infections"),
    "high_risk_areas": ("高风险区", "high-risk areas"),
}


def is_summary(header: Iterable[str]) -> bool:
    """Tell whether a table is a summary of totals."""
    return {"quantity", "value"} <= set(header)


def parse_bulletin(
    lines: Sequence[Line],
    header: Iterable[str],
    *,
    until: datetime,
    counties: Collection[int],
) -> tuple[list[BulletinLine], list[RowProblem]]:
    """Read the rows of a bulletin or a summary.

    Parameters
    ----------
    lines, header
        The table.
    until
        The cut-off of the night the rows must be about.
    counties
        Codes of the counties that exist, six digits.

    Returns
    -------
    list of BulletinLine, list of RowProblem
        A summary's rows about other times or quantities are left out.
    """
    listed = tuple(header)
    needed = SUMMARY_COLUMNS if is_summary(listed) else COLUMNS
    wrong = header_problems(SHEET, listed, needed, needed)
    if wrong:
        return [], list(wrong)
    if is_summary(listed):
        summed, problems = parse_rows(SHEET, lines, lambda cells: _total(cells, until))
        return [line for _, line in summed], problems
    found, problems = parse_rows(SHEET, lines, lambda cells: _line(cells, until, counties))
    keys = [(row, (line.dimension, line.key)) for row, line in found]
    problems += first_rows(SHEET, "key", "bulletin_row_twice", keys)
    return [line for _, line in found], sorted(problems, key=lambda one: one.row)


def _line(cells: Cells, until: datetime, counties: Collection[int]) -> BulletinLine | None:
    _same_window(cells, "window_end", until)
    dimension = cells.choice("dimension", Dimension, DIMENSION_WORDS)
    key = cells.required("key", longest=60)
    value = cells.integer("new_infections", largest=LARGEST)
    mode = ""
    if cells.given("detection_mode"):
        found = cells.choice("detection_mode", Mode, MODE_WORDS)
        mode = found.value if found else ""
    if value is None and not cells.given("new_infections"):
        cells.fault("new_infections", "cell_missing")
    if dimension is Dimension.COUNTY and key and not _known(key, counties):
        cells.fault("key", "bulletin_county_unknown", {"value": key})
    name = cells.required("name_zh", longest=60)
    english = cells.text("name_en", longest=80) or name
    if dimension is None or value is None:
        return None
    return BulletinLine(dimension, key, name, english, value, mode)


def _known(key: str, counties: Collection[int]) -> bool:
    return key.isascii() and key.isdecimal() and int(key) in counties


def _total(cells: Cells, until: datetime) -> BulletinLine | None:
    quantity = cells.required("quantity", longest=60)
    names = next((words for name, words in TOTALS.items() if quantity.startswith(name)), None)
    if names is None or cells.instant("to") != until:
        return None
    value = cells.integer("value", largest=LARGEST)
    if value is None:
        if not cells.given("value"):
            cells.fault("value", "cell_missing")
        return None
    return BulletinLine(Dimension.TOTAL, quantity, *names, value)


def _same_window(cells: Cells, column: str, until: datetime) -> None:
    said = cells.instant(column)
    if not cells.given(column):
        cells.fault(column, "cell_missing")
    elif said is not None and said != until:
        params = {"value": cells.text(column), "expected": until.isoformat()}
        cells.fault(column, "bulletin_of_another_window", params)
