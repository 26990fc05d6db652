"""A file sent back with what is wrong in it: red cells, and a column that says it in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import FORMULA, Line, RowProblem
from bihuan.platform.exchange.writers import OutSheet
from bihuan.platform.i18n.refusal_texts import sentence

MESSAGE = "说明 what is wrong"
"""Header of the added column. Registers pass over columns they do not know: it may stay."""
Choices = Mapping[str, Sequence[str]]
Table = tuple[Iterable[str], Sequence[Line]]


def marked(
    tables: Mapping[str, Table],
    problems: Iterable[RowProblem],
    choices: Mapping[str, Choices] | None = None,
) -> list[OutSheet]:
    """Return every row of a file again, each wrong one with red cells and its reasons.

    Rows that are right stay: a wrong row may point to one of them, and the whole file is what
    comes back.

    Parameters
    ----------
    tables
        Header and lines of each sheet as they were read.
    problems
        What is wrong, by sheet, row and column.
    choices
        By sheet: column → the values that its drop-down offers.
    """
    wrong: defaultdict[str, defaultdict[int, list[RowProblem]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in problems:
        wrong[one.sheet][one.row].append(one)
    return [
        replace(_sheet(name, table, wrong[name]), choices=(choices or {}).get(name, {}))
        for name, table in tables.items()
    ]


def _sheet(name: str, table: Table, wrong: Mapping[int, list[RowProblem]]) -> OutSheet:
    header, lines = table
    columns = (MESSAGE, *(column for column in header if column != MESSAGE))
    rows = [
        [_reasons(wrong.get(number, ())), *(_standing(line, column) for column in columns[1:])]
        for number, line in enumerate(lines, start=2)
    ]
    red = {
        number: {MESSAGE, *(one.column for one in found)}
        for number, found in wrong.items()
        if number <= len(lines) + 1
    }
    return OutSheet(name, columns, rows, wrong=red)


def _standing(line: Line, column: str) -> str:
    """Return what stood in a cell; a formula without a result was not read and leaves it empty."""
    said = line.get(column, "")
    return "" if said == FORMULA else said


def _reasons(problems: Iterable[RowProblem]) -> str:
    said = (f"{one.column}: {sentence(Refusal(one.code, one.params))}" for one in problems)
    return " ".join(dict.fromkeys(said))
