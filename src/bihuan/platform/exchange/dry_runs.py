"""The dry run of a file as a page shows it: what is wrong, in which cell, in words."""

from collections.abc import Iterable, Mapping, Sequence

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import FORMULA, Line, RowProblem
from bihuan.platform.exchange.register import Comparison
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.parts import CellProblem, DryRun

MOST_SHOWN = 200


def shown(
    comparison: Comparison,
    problems: Iterable[RowProblem],
    sheets: Mapping[str, Sequence[Line]],
) -> DryRun:
    """Return a dry run for the page, with what stands in each bad cell."""
    cells = [_cell(problem, sheets.get(problem.sheet, ())) for problem in problems]
    return DryRun(comparison.new, comparison.changed, comparison.unchanged, cells[:MOST_SHOWN])


def _cell(problem: RowProblem, lines: Sequence[Line]) -> CellProblem:
    place = problem.row - 2
    line = lines[place] if 0 <= place < len(lines) else {}
    message = sentence(Refusal(problem.code, problem.params))
    proposal = str(problem.params.get("expected", ""))
    found = line.get(problem.column, "").removeprefix(FORMULA)[:MOST_SHOWN]
    return CellProblem(problem.sheet, problem.row, problem.column, found, message, proposal)
