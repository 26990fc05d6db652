"""Rows of an Excel workbook. It may be anything at all, so this runs confined: see there."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import FORMULA
from bihuan.platform.exchange.formulas import Place, formulas_of
from bihuan.platform.exchange.sheets import MOST_COLUMNS, MOST_ROWS
from bihuan.platform.exchange.writers import BESIDE, HIDDEN, read_back

MEGABYTE = 2**20
MOST_UNPACKED = 200 * MEGABYTE
MOST_MEMBERS = 1000
PROLOGUE = 65_536
LETTERS = 26
DATES_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
BROKEN_PACKING = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # an unknown compression, a password
)
Table = tuple[str, list[list[str]]]


def tables_of(content: bytes) -> list[Table] | Refusal:
    """Return the name and the raw rows of every sheet, or the reason why it is not read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            fault = _packing_fault(packed)
            if fault is not None:
                return fault
            formulas = formulas_of(packed)
            if isinstance(formulas, Refusal):
                return formulas
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        fault = _unseen(book) or _merged(book)
        if fault is not None:
            return fault
        return [
            (name, _marked(_rows(book, name), formulas.get(name, ())))
            for name in book.sheet_names
            if name not in BESIDE
        ]
    except (CalamineError, *BROKEN_PACKING):
        return Refusal("file_not_readable")


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


def _merged(book: Any) -> Refusal | None:
    """Refuse merged cells: only the first of them holds the value, the others look filled in."""
    for name in book.sheet_names:
        for first, last in () if name in BESIDE else _merges(book, name):
            cells = f"{_reference(*first)}:{_reference(*last)}"
            return Refusal("file_cells_merged", {"sheet": name, "cells": cells})
    return None


def _merges(book: Any, name: str) -> list[Any]:
    return sorted(book.get_sheet_by_name(name).merged_cell_ranges or ())


def _reference(row: int, column: int) -> str:
    """Return a cell's name as the spreadsheet shows it: row 2, column 2 is C3."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _rows(book: Any, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    # Leading empty rows count: a problem names the row that the spreadsheet shows.
    table = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    return [[cell_text(cell) for cell in row[:MOST_COLUMNS]] for row in table]


def _marked(rows: list[list[str]], formulas: Iterable[Place]) -> list[list[str]]:
    """Mark below the header each formula without a result, which would look like an empty cell."""
    for row, column in formulas:
        if row == 0:
            continue
        rows += [[] for _ in range(row + 1 - len(rows))]
        cells = rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = cells[column] or FORMULA
    return rows


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
