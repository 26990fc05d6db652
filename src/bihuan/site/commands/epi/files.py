"""Read and write the tables of ``bihuan epi``; every error names the row of the file.

Rows are counted as a spreadsheet counts them: the header is row 1.
"""

import csv
import errno
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bihuan.site.commands.epi.sentences import InputError, sentence
from bihuan.site.installation.faults import in_words

_WHOLE = re.compile(r"[+-]?[0-9]+(\.0*)?")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LARGEST_COUNT = 10**10
_LARGEST_NUMBER = 1e100  # the fan of the largest counts stays far below
_EXACT_INTEGERS = 2**53
_LARGEST_FILE = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table with its number, so that complaints can name it."""

    file: str
    number: int
    cells: dict[str, str]

    def complain(self, code: str, **said: object) -> InputError:
        """Return the error for this row."""
        return InputError(code, self.file, self.number, **said)

    def day(self, column: str) -> date:
        """Return an ISO date of the city's own calendar."""
        text = self.cells[column]
        if not _DAY.fullmatch(text):
            raise self.complain("not_a_day_text", column=column, text=text)
        with suppress(ValueError):
            return date.fromisoformat(text)
        raise self.complain("no_day_of_the_calendar", column=column, text=text)

    def count(self, column: str) -> float:
        """Return a whole number, ``nan`` when the cell is empty."""
        text = self.cells[column]
        if not text:
            return float("nan")
        if not _WHOLE.fullmatch(text):
            raise self.complain("not_whole", column=column, text=text)
        if abs(float(text)) > LARGEST_COUNT:
            raise self.complain("more_than_people", column=column, text=text)
        return float(text)

    def whole(self, column: str) -> int:
        """Return a whole number that must be there."""
        text = self.cells[column]
        if not _WHOLE.fullmatch(text):
            raise self.complain("not_whole_days", column=column, text=text)
        if abs(float(text)) > LARGEST_COUNT:
            raise self.complain("more_than_people", column=column, text=text)
        return int(float(text))

    def number_of(self, column: str) -> float:
        """Return a finite number, ``nan`` when the cell is empty."""
        text = self.cells[column]
        if not text:
            return float("nan")
        value = float(text) if _NUMBER.fullmatch(text) else float("nan")
        if not np.isfinite(value):
            raise self.complain("not_a_number", column=column, text=text)
        if abs(value) > _LARGEST_NUMBER:
            raise self.complain("more_than_people", column=column, text=text)
        return value if abs(value) > 1.0 / _LARGEST_NUMBER else 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file and the names of its columns; ``header`` is the row of the names."""

    file: str
    header: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def complain(self, code: str, **said: object) -> InputError:
        """Return the error for the names of the columns."""
        return InputError(code, self.file, self.header, **said)

    def require(self, *columns: str) -> None:
        """Complain when a column is missing."""
        missing = [name for name in columns if name not in self.columns]
        if missing and len(self.columns) == 1 and re.search(r"[;\t|，；]", self.columns[0]):
            raise self.complain("not_commas")
        if missing:
            wanted, found = ",".join(columns), ",".join(self.columns)
            raise self.complain("column_missing", missing=missing[0], wanted=wanted, found=found)

    def require_rows(self) -> None:
        """Complain when nothing stands below the header."""
        if not self.rows:
            raise InputError("no_rows", self.file, self.header + 1)


def read_table(path: str) -> Table:
    """Read a CSV file in UTF-8, with or without a byte-order mark; ``-`` is standard input."""
    lines: list[tuple[int, list[str]]] = []
    try:
        # A cell may hold line breaks; a spreadsheet still counts one row.
        lines.extend(enumerate(csv.reader(io.StringIO(_text(path), newline=""), strict=True), 1))
    except csv.Error as problem:
        if "limit" in str(problem):
            raise InputError("cell_too_long", path, len(lines) + 1) from problem
        raise InputError("not_csv", path, len(lines) + 1) from problem
    stripped = [(number, [c.strip() for c in line]) for number, line in lines]
    filled = [(number, line) for number, line in stripped if any(line)]
    if not filled:
        raise InputError("empty_file", path, 1)
    header, columns = filled[0][0], tuple(filled[0][1])
    twice = [name for name in columns if name and columns.count(name) > 1]
    if twice:
        raise InputError("column_twice", path, header, name=twice[0])
    rows = tuple(_row(path, columns, number, line) for number, line in filled[1:])
    return Table(path, header, columns, rows)


def _text(path: str) -> str:
    try:
        if path != "-" and Path(path).stat().st_size > _LARGEST_FILE:
            raise InputError("too_large", path)
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as fault:
        if fault.errno == errno.ENOENT:
            raise InputError("no_such_file", path=path) from fault
        raise InputError("cannot_read", path=path, reason=in_words(fault)) from fault
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = raw[: problem.start].count(b"\n") + 1
        raise InputError("not_utf8", path, row) from problem
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise InputError("zero_byte", path, row)
    return text


def _row(file: str, columns: tuple[str, ...], number: int, line: list[str]) -> Row:
    if len(line) != len(columns):
        raise InputError("cells_differ", file, number, cells=len(line), wanted=len(columns))
    return Row(file, number, dict(zip(columns, line, strict=True)))


def number_text(value: float) -> str:
    """Return a number with 12 significant digits, nothing for ``nan``."""
    if np.isnan(value):
        return ""
    return (
        str(int(value)) if value == int(value) and abs(value) < _EXACT_INTEGERS else f"{value:.12g}"
    )


def write_table(path: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file in UTF-8, whole or not at all; ``-`` is standard output."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    if path == "-":
        _print(text.getvalue())
        return
    target = Path(path)
    try:
        if target.exists() and not target.is_file():  # a pipe or a device is written through
            target.write_text(text.getvalue(), encoding="utf-8", newline="")
            return
        _publish(text.getvalue(), target)
    except OSError as fault:
        raise InputError("cannot_write", path=path, reason=in_words(fault)) from fault


def _print(text: str) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())  # UTF-8 whatever the terminal speaks
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough
        raise
    except OSError as fault:
        with suppress(OSError):  # what is left unwritten would be tried again at the very end
            sys.stdout.close()
        raise InputError("cannot_print", reason=in_words(fault)) from fault


def _publish(text: str, target: Path) -> None:
    """Write beside the target and take its place; what was begun and failed is removed."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        umask = os.umask(0)
        os.umask(umask)
        made.chmod(0o666 & ~umask)
        made.replace(target)
    except OSError:
        made.unlink(missing_ok=True)
        raise


def note(code: str, **said: object) -> None:
    """Say something beside the result in both languages, on standard error."""
    print(f"说明：{sentence(code, 'zh', said)}", file=sys.stderr)
    print(f"note: {sentence(code, 'en', said)}", file=sys.stderr)
