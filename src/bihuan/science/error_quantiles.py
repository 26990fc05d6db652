"""Quantiles of past errors taken together with their mirror images: up and down alike."""

import numpy as np

from bihuan.science.provenance import BoolArray, FloatArray, IntArray

FEWEST_ERRORS = 10


def mirrored_quantiles(size: FloatArray, levels: FloatArray) -> FloatArray:
    """Return quantiles of errors and their mirror images, by linear interpolation (type 7).

    Parameters
    ----------
    size
        Shape (..., errors): absolute errors, ``nan`` for none.
    levels
        Shape (levels,) in (0, 1).

    Returns
    -------
    FloatArray
        Shape (..., levels); ``nan`` where fewer than ten errors are known.
    """
    ordered = np.sort(size, axis=-1)  # nan last
    number = np.isfinite(ordered).sum(axis=-1)[..., None]
    place = np.asarray(levels, float) * (2 * number - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, 2 * number - 1)
    first, second = (_mirrored(ordered, number, index) for index in (low, high))
    values = first + (place - low) * (second - first)
    return np.asarray(np.where(number >= FEWEST_ERRORS, values, np.nan), dtype=float)


def _mirrored(ordered: FloatArray, number: IntArray, index: IntArray) -> FloatArray:
    """Return the entry of the row -e_n .. -e_1, e_1 .. e_n with this index."""
    up = index - number
    place = np.clip(np.where(up >= 0, up, -up - 1), 0, ordered.shape[-1] - 1)
    size = np.take_along_axis(ordered, place, axis=-1)
    return np.asarray(np.where(up >= 0, size, -size), dtype=float)


def weighted_mirror(size: FloatArray, memory: float, levels: FloatArray) -> FloatArray:
    """Return quantiles of weighted errors and their mirror images.

    Parameters
    ----------
    size
        Shape (..., errors): absolute errors, the newest last, ``nan`` for none.
    memory
        Weight of an error against the one a day younger.
    levels
        Levels that mirror each other around one half, or any others in (0, 1).

    Returns
    -------
    FloatArray
        Shape (..., levels); ``nan`` where fewer than ten errors are known.
    """
    known = np.isfinite(size)
    order = np.argsort(np.where(known, size, np.inf), axis=-1)
    ordered = np.take_along_axis(np.nan_to_num(size), order, axis=-1)
    weights = np.where(known, memory ** np.arange(size.shape[-1] - 1, -1, -1), 0.0)
    sorted_weights = np.take_along_axis(weights, order, axis=-1)
    total = sorted_weights.sum(axis=-1, keepdims=True)
    share = (sorted_weights.cumsum(axis=-1) - 0.5 * sorted_weights) / np.maximum(total, 1e-300)
    folded = np.round(np.abs(2.0 * np.asarray(levels, np.float64) - 1.0), 12)
    wanted: FloatArray = np.unique(folded).astype(np.float64)
    sizes = _interpolated(share, ordered, known, wanted)
    at = np.searchsorted(wanted, folded)
    values = sizes[..., at] * np.sign(np.asarray(levels, float) - 0.5)
    enough = known.sum(axis=-1)[..., None] >= FEWEST_ERRORS
    return np.asarray(np.where(enough, values, np.nan), dtype=float)


def _interpolated(
    share: FloatArray, ordered: FloatArray, known: BoolArray, wanted: FloatArray
) -> FloatArray:
    """Return the sizes at cumulative shares, straight between neighbours, from zero at zero."""
    number = known.sum(axis=-1, keepdims=True)
    rising = np.where(np.arange(share.shape[-1]) < number, share, np.inf)
    # One share at a time: all at once would be a table of levels times errors for each origin.
    passed = np.stack([(rising < level).sum(axis=-1) for level in wanted], axis=-1)
    above = np.maximum(np.minimum(passed, number - 1), 0)
    below = np.maximum(above - 1, 0)
    s1, s2 = (np.take_along_axis(share, i, axis=-1) for i in (below, above))
    e1, e2 = (np.take_along_axis(ordered, i, axis=-1) for i in (below, above))
    s1, e1 = np.where(above == 0, 0.0, s1), np.where(above == 0, 0.0, e1)
    rise = np.clip((wanted - s1) / np.where(s2 > s1, s2 - s1, 1.0), 0.0, 1.0)
    return np.asarray(e1 + rise * (e2 - e1), dtype=float)
