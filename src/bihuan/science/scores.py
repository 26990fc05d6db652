"""Scores of forecasts given as quantiles: proper, and comparable between sizes of epidemics.

Sources: Bracher 2021, PLoS Comput Biol 17:e1008618 (weighted interval score); Bosse 2023,
PLoS Comput Biol 19:e1011393 (scores on the log scale).
"""

import numpy as np

from bihuan.science.provenance import FloatArray

HUB_LEVELS = (
    0.01,
    0.025,
    *(round(0.05 * i, 2) for i in range(1, 20)),
    0.975,
    0.99,
)
_MATCH = 1e-9


def _checked(quantiles: FloatArray, levels: FloatArray) -> tuple[FloatArray, FloatArray]:
    values, probability = np.asarray(quantiles, float), np.asarray(levels, float)
    if probability.ndim != 1 or not probability.size:
        raise ValueError("Expected at least one level.")
    if not ((probability > 0.0) & (probability < 1.0)).all() or (np.diff(probability) <= 0).any():
        raise ValueError("Expected rising levels between 0 and 1.")
    if values.shape[-1] != probability.size:
        raise ValueError("Expected one quantile for each level.")
    return values, probability


def pinball(y: FloatArray, quantiles: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the pinball loss of each quantile.

    Parameters
    ----------
    y
        Shape (...,): what came.
    quantiles
        Shape (..., levels).
    levels
        Shape (levels,), rising, in (0, 1).

    Returns
    -------
    FloatArray
        Shape (..., levels), in the unit of ``y``.
    """
    values, probability = _checked(quantiles, levels)
    gap = np.asarray(y, float)[..., None] - values
    return np.asarray(np.maximum(probability * gap, (probability - 1.0) * gap), dtype=float)


def wis(y: FloatArray, quantiles: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the weighted interval score, twice the mean pinball loss over the levels.

    Parameters and shapes as in ``pinball``; for levels that mirror each other around a median it
    equals the usual sum over central intervals.
    """
    return np.asarray(2.0 * pinball(y, quantiles, levels).mean(axis=-1), dtype=float)


def wis_log(y: FloatArray, quantiles: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the weighted interval score of ``log(1 + count)``; ``nan`` for a negative truth."""
    truth = np.asarray(y, float)
    logs = np.log1p(np.maximum(np.asarray(quantiles, float), 0.0))
    return wis(np.log1p(np.where(truth < 0.0, np.nan, truth)), logs, levels)


def crps(y: FloatArray, quantiles: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the continuous ranked probability score of the drawn-out distribution.

    The quantile function is taken as straight between the levels and as flat beyond the outermost
    two, and the integral of twice the pinball loss over all probabilities is exact. Unlike the
    weighted interval score it does not depend on how densely the levels lie.
    """
    values, probability = _checked(quantiles, levels)
    values = np.sort(values, axis=-1)
    knots = np.concatenate([[0.0], probability, [1.0]])
    heights = np.concatenate([values[..., :1], values, values[..., -1:]], axis=-1)
    truth = np.asarray(y, float)[..., None]
    low, high = heights[..., :-1], heights[..., 1:]
    rise = np.where(high > low, high - low, 1.0)
    share = np.clip((truth - low) / rise, 0.0, 1.0)
    share = np.where(high > low, share, np.where(truth > low, 1.0, 0.0))
    cut = knots[:-1] + share * np.diff(knots)
    at_cut = low + share * (high - low)
    under = _simpson(truth, (knots[:-1], cut), (low, at_cut))
    over = _simpson(truth, (cut, knots[1:] + 0.0 * cut), (at_cut, high))
    return np.asarray((under + over).sum(axis=-1), dtype=float)


def _simpson(
    truth: FloatArray, ends: tuple[FloatArray, FloatArray], heights: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """Integrate twice the pinball loss over one straight piece on one side of the truth."""
    (start, stop), (low, high) = ends, heights
    total: FloatArray = np.zeros(np.broadcast(truth, low).shape)
    for weight, place in ((1.0, 0.0), (4.0, 0.5), (1.0, 1.0)):
        level = start + place * (stop - start)
        gap = truth - (low + place * (high - low))
        total = total + weight * np.maximum(level * gap, (level - 1.0) * gap)
    return np.asarray(2.0 * total * (stop - start) / 6.0, dtype=float)


def covered(y: FloatArray, quantiles: FloatArray, levels: FloatArray, central: float) -> FloatArray:
    """Return 1 where the central interval holds the truth, else 0; ``nan`` without its levels.

    Parameters
    ----------
    y, quantiles, levels
        As in ``pinball``.
    central
        Probability of the interval, e.g. 0.9 for the levels 0.05 and 0.95.
    """
    values, probability = _checked(quantiles, levels)
    truth = np.asarray(y, float)
    edges = [
        np.flatnonzero(np.abs(probability - p) < _MATCH)
        for p in ((1.0 - central) / 2.0, (1.0 + central) / 2.0)
    ]
    if not all(edge.size for edge in edges):
        return np.full(truth.shape, np.nan)
    low, high = (values[..., int(edge[0])] for edge in edges)
    inside = (low <= truth) & (truth <= high)
    return np.asarray(
        np.where(np.isnan(truth + low + high), np.nan, inside.astype(float)), dtype=float
    )


def coverage(y: FloatArray, low: FloatArray, high: FloatArray) -> float:
    """Return the share of truths inside their interval; ``nan`` without any."""
    truth, lower, upper = (np.asarray(part, float) for part in (y, low, high))
    known = ~np.isnan(truth + lower + upper)
    if not known.any():
        return float("nan")
    return float(((lower <= truth) & (truth <= upper))[known].mean())


def bias(y: FloatArray, quantiles: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the bias in [-1, 1]: positive when the forecast lay above what came."""
    values, _ = _checked(quantiles, levels)
    truth = np.asarray(y, float)[..., None]
    above = (values > truth).mean(axis=-1) - (values < truth).mean(axis=-1)
    return np.asarray(above, dtype=float)


def relative_score(own: FloatArray, other: FloatArray) -> float:
    """Return the ratio of mean scores over the forecasts that both gave; ``nan`` without any."""
    first, second = np.asarray(own, float), np.asarray(other, float)
    both = ~np.isnan(first + second)
    if not both.any() or second[both].sum() <= 0.0:
        return float("nan")
    return float(first[both].sum() / second[both].sum())
