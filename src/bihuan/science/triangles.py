"""Reporting triangles: reference days by delay, and the plain chain ladder that fills them.

Sources: England and Verrall 2002, Br Actuar J 8:443; the estimator of the R package
baselinenowcast, with which the points agree.
"""

from dataclasses import dataclass

import numpy as np

from bihuan.science.provenance import FloatArray


@dataclass(frozen=True, slots=True)
class Triangle:
    """A filled triangle.

    Parameters
    ----------
    total
        Shape (..., rows): count expected in the end, by reference day, oldest first.
    delay_pmf
        Shape (..., delays): share of the reports that arrive with each delay.
    completeness
        Shape (..., delays): share that has arrived by each age; ``nan`` without any count.
    """

    total: FloatArray
    delay_pmf: FloatArray
    completeness: FloatArray


def ages(rows: int) -> FloatArray:
    """Return the age of each row at the last row's day, oldest first."""
    return np.arange(rows - 1, -1, -1, dtype=float)


def mask_unknown(cells: FloatArray, later: int = 0) -> FloatArray:
    """Return the triangle as it was known ``later`` rows ago: that many rows fewer.

    Parameters
    ----------
    cells
        Shape (..., rows, delays), every cell that is known by now.
    later
        Rows by which the cut-off lies back.
    """
    kept = cells[..., : cells.shape[-2] - later, :]
    hidden = np.arange(cells.shape[-1])[None, :] > ages(kept.shape[-2])[:, None]
    return np.asarray(np.where(hidden, np.nan, kept), dtype=float)


def reallocate_negatives(cells: FloatArray) -> FloatArray:
    """Return a triangle without negative cells: a correction is taken from earlier delays.

    What remains when a whole row is negative becomes zero.
    """
    out = cells.copy()
    with np.errstate(invalid="ignore"):
        for j in range(cells.shape[-1] - 1, 0, -1):
            debt = np.where(out[..., j] < 0.0, out[..., j], 0.0)
            out[..., j] -= debt
            out[..., j - 1] += debt
        out[..., 0] = np.where(out[..., 0] < 0.0, 0.0, out[..., 0])
    return out


def sound_rows(cells: FloatArray) -> FloatArray:
    """Return 1 for rows whose known cells are all given, 0 for rows with a missing cell."""
    known = np.arange(cells.shape[-1])[None, :] <= ages(cells.shape[-2])[:, None]
    return np.asarray(~(np.isnan(cells) & known).any(axis=-1), dtype=float)


def fill_triangle(cells: FloatArray) -> Triangle:
    """Fill a triangle with the multiplicative chain ladder.

    Parameters
    ----------
    cells
        Shape (..., rows, delays), oldest reference day first, the last row has age 0; ``nan``
        where a cell is not reportable yet. A row with a missing cell takes no part and gets no
        total. No cell is negative.

    Returns
    -------
    Triangle
        ``nan`` completeness and the known sum as total where no count has come at all.
    """
    sound = sound_rows(cells)
    known = np.where(np.isnan(cells), 0.0, cells) * sound[..., None]
    pmf = _delay_pmf(known, sound)
    completeness = pmf.cumsum(axis=-1)
    total = _refill(known, pmf, completeness)
    return Triangle(np.where(sound > 0.0, total, np.nan), pmf, completeness)


def _delay_pmf(known: FloatArray, sound: FloatArray) -> FloatArray:
    rows, delays = known.shape[-2:]
    sums = np.empty((*known.shape[:-2], delays))
    filled = known[..., 0].copy()  # row sums of the columns filled so far
    sums[..., 0] = filled.sum(axis=-1)
    for j in range(1, delays):
        complete = max(rows - j, 0)
        top = known[..., :complete, j].sum(axis=-1)
        bottom = filled[..., :complete].sum(axis=-1)
        factor = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0.0)
        added = np.empty_like(filled)
        added[..., :complete] = known[..., :complete, j]
        added[..., complete:] = factor[..., None] * filled[..., complete:]
        filled += added * sound
        sums[..., j] = (added * sound).sum(axis=-1)
    total = sums.sum(axis=-1, keepdims=True)
    pmf = np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0.0)
    return np.asarray(pmf, dtype=float)


def _refill(known: FloatArray, pmf: FloatArray, completeness: FloatArray) -> FloatArray:
    """Return row totals: the missing cells of each row left to right, from its own counts."""
    rows, delays = known.shape[-2:]
    total = known.sum(axis=-1)
    for j in range(1, delays):
        young = slice(max(rows - j, 0), rows)
        before = completeness[..., j - 1, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            cell = (total[..., young] + 1.0 - before) / before * pmf[..., j, None]
        total[..., young] += np.where(np.isfinite(cell), cell, 0.0)
    return np.asarray(total, dtype=float)
