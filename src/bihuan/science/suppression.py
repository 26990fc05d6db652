"""Small cells in a published table, hidden so that no total gives them away."""

import numpy as np

from bihuan.science.provenance import BoolArray, FloatArray, IntArray

SMALL_CELL = 5


def with_totals(cells: IntArray) -> IntArray:
    """Return a table with a last row and a last column of totals."""
    table = np.asarray(cells, dtype=np.int64)
    wide = np.concatenate([table, table.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([wide, wide.sum(axis=0, keepdims=True)], axis=0)


def hidden(cells: IntArray, small: int = SMALL_CELL) -> BoolArray:
    """Return which cells and totals must be hidden.

    Parameters
    ----------
    cells
        Shape (rows, columns): counts of people, none negative, without totals.
    small
        Counts from 1 to ``small`` - 1 are small.

    Returns
    -------
    BoolArray
        Shape (rows + 1, columns + 1), totals last: the small ones, and others (the smallest
        first) until no hidden cell follows from the rest, neither by subtraction nor because
        the hidden cells of a line can only all be 1 or all be the largest small count.
    """
    if np.asarray(cells).min(initial=0) < 0:
        raise ValueError("Expected counts that are not negative.")
    table = with_totals(cells)
    tiny = (table > 0) & (table < small)
    masked = tiny.copy()
    while True:
        exposed = _derivable(masked) | _forced(table, masked, tiny, small)
        if not exposed.any():
            return masked
        place = _next_to_hide(table, masked, exposed)
        if place is None:
            return np.ones_like(masked)
        masked[place] = True


def _equations(masked: BoolArray) -> FloatArray:
    """Return one equation per line over the hidden cells: parts plus, total minus."""
    rows, columns = masked.shape
    places = np.argwhere(masked)
    equations = np.zeros((rows + columns, len(places)))
    for i, (row, column) in enumerate(places):
        equations[row, i] = -1.0 if column == columns - 1 else 1.0
        equations[rows + column, i] = -1.0 if row == rows - 1 else 1.0
    return equations


def _derivable(masked: BoolArray) -> BoolArray:
    """Return the hidden cells that the equations of the table fix."""
    out = np.zeros_like(masked)
    if not masked.any():
        return out
    equations = _equations(masked)
    _, sizes, directions = np.linalg.svd(equations)
    rank = int((sizes > 1e-9).sum())  # noqa: PLR2004
    freedom = directions[rank:]
    out[masked] = np.abs(freedom).max(axis=0, initial=0.0) < 1e-9  # noqa: PLR2004
    return out


def _forced(table: IntArray, masked: BoolArray, tiny: BoolArray, small: int) -> BoolArray:
    """Return small cells of lines whose hidden parts can take one combination only."""
    out = np.zeros_like(masked)
    for flipped in (False, True):
        views = [a.T if flipped else a for a in (table, masked, tiny, out)]
        counts, shut, little, found = views
        for line in range(counts.shape[0]):
            parts = shut[line, :-1]
            n, total = int(parts.sum()), int(counts[line, :-1][parts].sum())
            only_small = bool((little[line, :-1] == parts).all()) and not shut[line, -1]
            if n and only_small and total in {n, n * (small - 1)}:
                found[line, :-1] |= parts
    return out


def _next_to_hide(table: IntArray, masked: BoolArray, exposed: BoolArray) -> tuple[int, int] | None:
    """Return the cheapest open cell in a line with an exposed one: small counts, parts first."""
    rows_near, columns_near = (np.asarray(exposed.any(axis=a)) for a in (1, 0))
    near = rows_near[:, None] | columns_near[None, :]
    open_cells = np.argwhere(~masked & near)
    if not len(open_cells):
        open_cells = np.argwhere(~masked)
    rows, columns = table.shape
    ranked = sorted(
        (
            (r == rows - 1) + (c == columns - 1),
            table[r, c] == 0,
            table[r, c],
            r,
            c,
        )
        for r, c in open_cells
    )
    return (int(ranked[0][3]), int(ranked[0][4])) if ranked else None
