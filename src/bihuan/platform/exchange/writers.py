"""Workbooks that go out: headers that stay, drop-downs, and no cell that computes."""

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
WIDEST, NARROWEST = 40, 8
LAST_ROW = 20_000
LONGEST_LIST = 250
HIDDEN = "_lists"
NOTES = "说明 Notes"
BESIDE = frozenset({HIDDEN, NOTES})
"""Sheets of ours that hold no rows; whoever reads a workbook back passes them over."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet of a workbook.

    Parameters
    ----------
    name
        Name of the sheet.
    columns
        The header.
    rows
        Cells in that order: texts, whole numbers or None.
    choices
        Column → the values that its drop-down offers.
    wrong
        Row as a spreadsheet counts it → the columns that are wrong: their cells become red.
    widths
        How wide each column is; left out, as its head needs.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wrong: Mapping[int, Collection[str]] = field(default_factory=dict)
    widths: Sequence[int] = ()


def harmless(value: Any) -> Any:
    """Return a cell's value with whatever a spreadsheet would compute made plain text.

    Formulas begin with one of a few characters. An apostrophe before them is what
    spreadsheets themselves use to say "this is a text".
    """
    if isinstance(value, str) and value.lstrip().startswith(DANGEROUS):
        return f"'{value}"
    return value


def notes_sheet(rows: Iterable[tuple[str, str, str, str]]) -> OutSheet:
    """Return the sheet that explains a workbook: sheet, column, value, what it says."""
    from django.utils.translation import gettext as _

    columns = (_("Sheet"), _("Column"), _("Value"), _("What it says"))
    return OutSheet(NOTES, columns, rows, widths=(18, 18, 20, 70))


def write_workbook(sheets: Sequence[OutSheet]) -> bytes:
    """Return an Excel file of the sheets, each with a frozen header and its drop-downs."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        page = book.create_sheet(one.name)
        page.append(list(one.columns))
        for row in one.rows:
            page.append([harmless(cell) for cell in row])
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E6F0FA")
            cell.alignment = Alignment(wrap_text=True)
        for index, column in enumerate(one.columns, start=1):
            width = min(WIDEST, max(NARROWEST, len(column) + 4))
            width = one.widths[index - 1] if one.widths else width
            page.column_dimensions[get_column_letter(index)].width = width
        page.freeze_panes = "A2"
        _redden(page, one)
        _drop_downs(book, page, one)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _redden(page: Any, one: OutSheet) -> None:
    from openpyxl.styles import PatternFill

    red = PatternFill("solid", fgColor="FFC7CE")
    for row, columns in one.wrong.items():
        for index, column in enumerate(one.columns, start=1):
            if column in columns:
                page.cell(row, index).fill = red


def _drop_downs(book: Any, page: Any, one: OutSheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, values in one.choices.items():
        if column not in one.columns or not values:
            continue
        letter = get_column_letter(one.columns.index(column) + 1)
        source = _listed(book, f"{one.name}.{column}", values)
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.showErrorMessage = True
        page.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _listed(book: Any, title: str, values: Sequence[str]) -> str:
    """Return the source of a drop-down: in place when short, else a column of a hidden sheet."""
    from openpyxl.utils import get_column_letter

    in_place = ",".join(values)
    if len(in_place) <= LONGEST_LIST:
        return f'"{in_place}"'
    if HIDDEN not in book.sheetnames:
        book.create_sheet(HIDDEN).sheet_state = "hidden"
    page = book[HIDDEN]
    column = page.max_column + (1 if page.cell(1, 1).value else 0)
    for row, value in enumerate((title, *values), start=1):
        page.cell(row, column, value)
    letter = get_column_letter(column)
    return f"{HIDDEN}!${letter}$2:${letter}${len(values) + 1}"


def read_back(value: str) -> str:
    """Return a cell as it was before ``harmless``: the apostrophe is no part of the text."""
    return (
        value[1:] if value.startswith("'") and value[1:].lstrip().startswith(DANGEROUS) else value
    )
