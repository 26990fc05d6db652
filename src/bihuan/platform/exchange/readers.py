"""Tables from files that people save: CSV and Excel, with limits and clear refusals."""

import codecs
import csv
import io
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange import sheets
from bihuan.platform.exchange.confined import sheets_of
from bihuan.platform.exchange.sheets import Sheet, sheet_of

__all__ = ["Sheet", "TableFile", "read_file"]

MEGABYTE = 2**20
MOST_BYTES = 10 * MEGABYTE
ENCODINGS = ("utf-8-sig", "gb18030")
EXCEL = b"PK\x03\x04"


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
    tables = sheets_of(content) if content.startswith(EXCEL) else _csv(content, name)
    if isinstance(tables, Refusal):
        return tables
    if not any(sheet.lines for sheet in tables):
        return Refusal("file_empty")
    return TableFile(sha256(content).hexdigest(), tuple(tables))


def _csv(content: bytes, name: str) -> list[Sheet] | Refusal:
    text = _text(content)
    if text is None:
        return Refusal("file_encoding", {"row": _first_bad_line(content)})
    if "\x00" in text:
        return Refusal("file_not_readable")
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline="")), sheets.MOST_ROWS + 2))
    except csv.Error:
        return Refusal("file_not_readable")
    sheet = sheet_of(name, rows)
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
