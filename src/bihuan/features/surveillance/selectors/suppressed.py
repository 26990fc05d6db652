"""Tables of counts as a post may see them: small cells hidden, and what would betray them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.figures import shown as shown_count

HIDDEN = f"<{SMALL_CELL}"
COVERED = "×"


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Cells as printed, with totals last; ``covered`` tells that a larger cell hides too."""

    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    covered: bool


def shown_table(
    counts: Sequence[Sequence[int | None]], *, sees_small_cells: bool, small: int = SMALL_CELL
) -> ShownTable:
    """Return a table of counts with its totals.

    Parameters
    ----------
    counts
        Rows of counts, None for what was not reported: such a cell is a dash, and its row and
        column have no total.
    sees_small_cells
        Whether the reader works with cases.
    small
        Counts from 1 to ``small`` - 1 are small.
    """
    import numpy as np

    from bihuan.science.suppression import hidden, with_totals

    if not counts:
        return ShownTable((), (), covered=False)
    filled = np.array([[value or 0 for value in row] for row in counts], dtype=np.int64)
    table = with_totals(filled)
    known = np.array([[value is not None for value in row] for row in counts])
    whole = np.concatenate([known, known.all(axis=1, keepdims=True)], axis=1)
    whole = np.concatenate([whole, whole.all(axis=0, keepdims=True)], axis=0)
    masked = np.zeros(table.shape, bool) if sees_small_cells else hidden(filled, small)
    texts = [
        tuple(
            _text(int(n), known=bool(k), masked=bool(m), small=small)
            for n, k, m in zip(*line, strict=True)
        )
        for line in zip(table, whole, masked, strict=True)
    ]
    covered = bool((masked & (table >= small) & whole).any())
    return ShownTable(tuple(texts[:-1]), texts[-1], covered)


def _text(n: int, *, known: bool, masked: bool, small: int) -> str:
    if not known:
        return shown_count(None)
    if masked:
        return f"<{small}" if 0 < n < small else COVERED
    return shown_count(n)
