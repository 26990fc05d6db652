"""Counts that leave the product: a table whose second row names its columns for machines."""

import csv
import io
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from bihuan.domain.figures import SMALL_CELL
from bihuan.features.surveillance.selectors.cases import CaseRow
from bihuan.features.surveillance.selectors.covers import Covers
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


def case_lines(
    rows: Sequence[CaseRow], *, sees_small_cells: bool, covers: Covers = MappingProxyType({})
) -> Iterator[list[str]]:
    """Yield the cells of each row; small counts are hidden from who may not see them.

    ``covers`` names for each day the cells that hide with them: of ``covers_of``, which knows the
    whole territory, so that asking for another zone or day shows nothing more.
    """
    for row in rows:
        cell = row.cell
        key = (cell.origin.value, cell.route.value, cell.status.value)
        small = 0 < cell.count < SMALL_CELL
        hides = small or (cell.zone, key) in covers.get(cell.day, ())
        hides = hides and not sees_small_cells
        count = (HIDDEN if small else COVERED) if hides else str(cell.count)
        converted = "" if hides else str(cell.converted)
        ends = (row.window_start, row.window_end)
        yield [
            cell.day, str(cell.zone), *key, count, converted,
            *(end.astimezone(LOCAL).isoformat() for end in ends), neutral(row.source),
        ]  # fmt: skip


def case_table(
    rows: Sequence[CaseRow], *, sees_small_cells: bool, covers: Covers = MappingProxyType({})
) -> str:
    """Return the rows as CSV with the hashtags under the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows((COLUMNS, HASHTAGS))
    writer.writerows(case_lines(rows, sees_small_cells=sees_small_cells, covers=covers))
    return out.getvalue()
