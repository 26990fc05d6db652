"""Counts that leave the product: a table whose second row names its columns for machines."""

import csv
import io
from collections.abc import Iterator, Sequence

from bihuan.domain.figures import SMALL_CELL, hidden_cells
from bihuan.features.surveillance.selectors.cases import CaseRow
from bihuan.features.surveillance.selectors.suppressed import COVERED, HIDDEN
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.exchange.cells import neutral

COLUMNS = (
    "day", "zone", "origin", "route", "status", "count", "converted", "window_start",
    "window_end", "source",
)  # fmt: skip
# The Humanitarian Exchange Language, 1.1: hashtags under the header (hxlstandard.org).
HASHTAGS = (
    "#date", "#adm+code", "#affected+infected+origin+code", "#affected+infected+route+code",
    "#affected+infected+status+code", "#affected+infected+num", "#affected+infected+converted+num",
    "#date+start", "#date+end", "#meta+source",
)  # fmt: skip


def case_lines(rows: Sequence[CaseRow], *, sees_small_cells: bool) -> Iterator[list[str]]:
    """Yield the cells of each row; small counts are hidden from who may not see them.

    Where a day has one hidden count its smallest other count hides too, so that no published
    total gives the first away.
    """
    masked = frozenset() if sees_small_cells else _masked(rows)
    for place, row in enumerate(rows):
        cell = row.cell
        small = 0 < cell.count < SMALL_CELL
        count = (HIDDEN if small else COVERED) if place in masked else str(cell.count)
        converted = "" if place in masked else str(cell.converted)
        ends = (row.window_start, row.window_end)
        yield [
            cell.day, str(cell.zone), cell.origin.value, cell.route.value, cell.status.value,
            count, converted, *(end.astimezone(LOCAL).isoformat() for end in ends),
            neutral(row.source),
        ]  # fmt: skip


def case_table(rows: Sequence[CaseRow], *, sees_small_cells: bool) -> str:
    """Return the rows as CSV with the hashtags under the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows((COLUMNS, HASHTAGS))
    writer.writerows(case_lines(rows, sees_small_cells=sees_small_cells))
    return out.getvalue()


def _masked(rows: Sequence[CaseRow]) -> frozenset[int]:
    """Return the places hidden: within each day and split all that a total would betray."""
    groups: dict[tuple[str, tuple[bool, bool, bool]], list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault((row.cell.day, row.cell.split), []).append(place)
    found: set[int] = set()
    for places in groups.values():
        found |= {places[one] for one in hidden_cells([rows[p].cell.count for p in places])}
    return frozenset(found)
