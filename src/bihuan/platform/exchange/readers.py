"""Tables from files that people save: CSV and Excel, with limits and clear refusals."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import Line
from bihuan.platform.exchange.writers import HIDDEN, read_back

MEGABYTE = 2**20
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_ROWS = 120_000
MOST_COLUMNS = 64
MOST_MEMBERS = 1000
PROLOGUE = 65_536
DATES_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
ENCODINGS = ("utf-8-sig", "gb18030")
BROKEN_PACKING = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # an unknown compression, a password
)
EXCEL = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name, its header, its rows as mappings from column to cell."""

    name: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """All tables of a file, and its fingerprint."""

    fingerprint: str
    sheets: tuple[Sheet, ...]


def read_file(content: bytes, *, name: str) -> TableFile | Refusal:
    """Read a CSV or Excel file.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        Name of the only table of a CSV file.

    Returns
    -------
    TableFile or Refusal
        Cells are texts without outer spaces; numbers without a fraction are written as whole
        numbers and dates as ISO dates. A file that cannot be read is refused with the reason.
    """
    if len(content) > MOST_BYTES:
        size = -(-len(content) // MEGABYTE)
        return Refusal("file_too_large", {"megabytes": size, "most": MOST_BYTES // MEGABYTE})
    sheets = _excel(content) if content.startswith(EXCEL) else _csv(content, name)
    if isinstance(sheets, Refusal):
        return sheets
    if not any(sheet.lines for sheet in sheets):
        return Refusal("file_empty")
    return TableFile(sha256(content).hexdigest(), tuple(sheets))


def _csv(content: bytes, name: str) -> list[Sheet] | Refusal:
    text = _text(content)
    if text is None:
        return Refusal("file_encoding", {"row": _first_bad_line(content)})
    if "\x00" in text:
        return Refusal("file_not_readable")
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline="")), MOST_ROWS + 2))
    except csv.Error:
        return Refusal("file_not_readable")
    sheet = _sheet(name, rows)
    return sheet if isinstance(sheet, Refusal) else [sheet]


def _text(content: bytes) -> str | None:
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _first_bad_line(content: bytes) -> int:
    """Return the number of the first line that no encoding reads; the first one of all for all."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if not any(_reads(line, encoding) for encoding in ENCODINGS):
            return number
    return 1


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _excel(content: bytes) -> list[Sheet] | Refusal:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            fault = _packing_fault(packed)
            if fault is not None:
                return fault
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        fault = _unseen(book)
        if fault is not None:
            return fault
        tables = [(name, _rows(book, name)) for name in book.sheet_names if name != HIDDEN]
    except (CalamineError, *BROKEN_PACKING):
        return Refusal("file_not_readable")
    sheets = []
    for name, rows in tables:
        sheet = _sheet(name, rows)
        if isinstance(sheet, Refusal):
            return sheet
        sheets.append(sheet)
    return sheets


def _packing_fault(packed: zipfile.ZipFile) -> Refusal | None:
    """Say why an archive must not be unpacked; sizes are measured, since a header may lie."""
    entries = packed.infolist()
    if len(entries) > MOST_MEMBERS or sum(one.file_size for one in entries) > MOST_UNPACKED:
        return Refusal("file_not_readable")
    for entry in entries:
        with packed.open(entry) as member:
            head = member.read(PROLOGUE)
            if b"<!DOCTYPE" in head.upper():
                return Refusal("file_with_definitions")
            if entry.filename == "xl/workbook.xml" and DATES_FROM_1904.search(head):
                return Refusal("file_dates_1904")
            while member.read(MEGABYTE):
                pass  # to the end: the library compares size and checksum there
    return None


def _unseen(book: Any) -> Refusal | None:
    """Refuse what a person at the screen does not see: a hidden sheet could hold anything."""
    for sheet in book.sheets_metadata:
        if sheet.name != HIDDEN and not str(sheet.visible).endswith("Visible"):
            return Refusal("file_sheet_hidden", {"sheet": sheet.name})
    return None


def _rows(book: Any, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    # Leading empty rows count: a problem names the row that the spreadsheet shows.
    table = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    return [[cell_text(cell) for cell in row[:MOST_COLUMNS]] for row in table]


def cell_text(cell: object) -> str:
    """Return a cell as a text: 3.0 as 3, a date as 2026-08-02."""
    for kind, form in _FORMS:
        if isinstance(cell, kind):
            return form(cell)
    return read_back(str(cell).strip())


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _instant_text(instant: datetime) -> str:
    return (instant.date() if instant.time() == time() else instant).isoformat()


# In order: a truth value is a whole number of a special kind, an instant a date of one.
_FORMS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (type(None), lambda _: ""),
    (bool, lambda truth: str(int(truth))),
    (float, _number_text),
    (datetime, _instant_text),
    (date, date.isoformat),
)


def _sheet(name: str, rows: Sequence[Sequence[str]]) -> Sheet | Refusal:
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


def _lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    for row in rows:
        cells = zip(header, (cell.strip() for cell in row), strict=False)
        yield {column: cell for column, cell in cells if column}
