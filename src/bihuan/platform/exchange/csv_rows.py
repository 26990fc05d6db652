"""Rows of a CSV file. It may be anything at all, so this runs confined: see there."""

import codecs
import csv
import io
from itertools import islice

from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange.sheets import MOST_COLUMNS, MOST_ROWS

ENCODINGS = ("utf-8-sig", "gb18030")
# As many characters as a cell of a spreadsheet holds.
MOST_CELL = 32_767
TOO_LONG = "field larger than field limit"


def rows_of(content: bytes) -> list[list[str]] | Refusal:
    """Return the raw rows, or the reason why the file is not read."""
    text = _text(content)
    if text is None:
        return Refusal("file_encoding", {"row": _first_bad_line(content)})
    if "\x00" in text:
        return Refusal("file_not_readable")
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return [row[:MOST_COLUMNS] for row in islice(reader, MOST_ROWS + 2)]
    except csv.Error as fault:
        if TOO_LONG in str(fault):
            return Refusal("file_cell_too_long", {"row": reader.line_num, "most": MOST_CELL})
        return Refusal("file_not_readable")


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
