"""One table of a file from outside: a header, and rows as mappings from column to cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import Line

MOST_ROWS = 120_000
MOST_COLUMNS = 64
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name, its header, its rows as mappings from column to cell."""

    name: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]


def sheet_of(name: str, rows: Rows) -> Sheet | Refusal:
    """Return the table of raw rows; too many of them or a column twice is refused."""
    if len(rows) > MOST_ROWS + 1:
        return Refusal("file_too_many_rows", {"most": MOST_ROWS})
    if not rows:
        return Sheet(name, (), ())
    header = [cell.strip() for cell in rows[0]][:MOST_COLUMNS]
    named = [cell for cell in header if cell]
    for column in named:
        if named.count(column) > 1:
            return Refusal("file_header_twice", {"column": column})
    return Sheet(name, tuple(named), tuple(_lines(header, rows[1:])))


def _lines(header: Sequence[str], rows: Rows) -> Iterator[Line]:
    for row in rows:
        cells = zip(header, (cell.strip() for cell in row), strict=False)
        yield {column: cell for column, cell in cells if column}
