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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return [row[:MOST_COLUMNS] for row in islice(reader, MOST_ROWS + 2)]
    except csv.Error as fault:
        if TOO_LONG in str(fault):
            return Refusal("file_cell_too_long", {"row": reader.line_num, "most": MOST_CELL})
        return Refusal("file_not_readable")


def _delimiter(text: str) -> str:
    """Return what separates the cells: a comma, or what spreadsheets write where it is none."""
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    return next((one for one in ",\t;" if one in header), ",")


def _text(content: bytes) -> str | None:
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if encoding != ENCODINGS[0] and not marked and _mixed(content) else text
    return None


def _mixed(content: bytes) -> bool:
    """Tell whether a file that is not UTF-8 has lines which are: it would be read as nonsense."""
    return any(_chinese_in_utf8(line) for line in content.split(b"\n"))


def _chinese_in_utf8(line: bytes) -> bool:
    """Tell whether a line says something Chinese in UTF-8; two bytes alone may be either."""
    try:
        return any("\u2e80" <= one <= "\uffef" for one in line.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _first_bad_line(content: bytes) -> int:
    """Return the number of the first line that no encoding reads, or that is of another one.

    The first of all when none stands out.
    """
    lines = content.split(b"\n")
    mixed = _mixed(content)
    for number, line in enumerate(lines, 1):
        encodings = ENCODINGS[:1] if mixed else ENCODINGS
        if not any(_reads(line, encoding) for encoding in encodings):
            return number
    return 1


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
