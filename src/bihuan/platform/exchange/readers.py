"""Tables from files that people save: CSV and Excel, with limits and clear refusals."""

from dataclasses import dataclass
from hashlib import sha256

from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange.confined import sheets_of
from bihuan.platform.exchange.sheets import Sheet

__all__ = ["Sheet", "TableFile", "read_file"]

MEGABYTE = 2**20
MOST_BYTES = 10 * MEGABYTE
# What Excel wrote until 2003, and what it writes when a workbook has a password.
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = b"PK"


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
    if content.startswith(OLD_WORKBOOK):
        return Refusal("file_old_workbook")
    tables = sheets_of(content, name)
    if isinstance(tables, Refusal):
        return tables
    if not any(sheet.lines for sheet in tables):
        is_text = content and not content.startswith(PACKED)
        return Refusal("file_text_empty" if is_text else "file_empty")
    return TableFile(sha256(content).hexdigest(), tuple(tables))
