"""Counts that leave the product: a table whose second row names its columns for machines."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from types import MappingProxyType

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.zones import parent_of
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
    whole territory, so that asking for another zone or day shows nothing more. Where a split of
    several rows hides, all have one mark: which of them is small would follow from its sums. So has
    a zone of which a part has rows: of four parts below five each would have one.
    """
    alone = Counter(map(_split, rows))
    wholes = {(row.cell.day, code) for row in rows for code in _above(row.cell.zone)}
    for row in rows:
        cell = row.cell
        key = (cell.origin.value, cell.route.value, cell.status.value)
        small = 0 < cell.count < SMALL_CELL
        hides = small or (cell.zone, key) in covers.get(cell.day, ())
        hides = hides and not sees_small_cells
        whole = (cell.day, cell.zone) in wholes
        few = small and alone[_split(row)] == 1 and not whole
        count = (HIDDEN if few else COVERED) if hides else str(cell.count)
        converted = "" if hides else str(cell.converted)
        ends = (row.window_start, row.window_end)
        yield [
            cell.day, str(cell.zone), *key, count, converted,
            *(end.astimezone(LOCAL).isoformat() for end in ends), neutral(row.source),
        ]  # fmt: skip


def _split(row: CaseRow) -> tuple[str, int, tuple[bool, bool, bool]]:
    return row.cell.day, row.cell.zone, row.cell.split


@cache
def _above(zone: int) -> tuple[int, ...]:
    found, code = [], parent_of(zone)
    while code is not None:
        found.append(code)
        code = parent_of(code)
    return tuple(found)


def case_table(
    rows: Sequence[CaseRow], *, sees_small_cells: bool, covers: Covers = MappingProxyType({})
) -> str:
    """Return the rows as CSV with the hashtags under the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows((COLUMNS, HASHTAGS))
    writer.writerows(case_lines(rows, sees_small_cells=sees_small_cells, covers=covers))
    return out.getvalue()
