"""Serial interval by whole days, and how infectious the past makes each day."""

import numpy as np

from bihuan.science.provenance import FloatArray

WEIGHT_TOLERANCE = 1e-3
LONGEST_MEAN, SMALLEST_SD = 1000.0, 0.001  # days; beyond them it is a slip of the pen
_LARGEST_MATRIX = 800  # days; longer series are convolved row by row
_NEGLIGIBLE = 1e-17
_LARGEST_LOSS = 0.5  # of the weight, beyond which the rest cannot stand for the whole
_FEWEST_WEIGHTS = 2


def discretise_si(mean: float, sd: float, days: int) -> FloatArray:
    """Return the weights of a shifted gamma serial interval on whole days.

    Parameters
    ----------
    mean, sd
        Days; the mean is above 1 (the gamma is shifted by one day) and up to 1000, the sd 0.001
        to 1000.
    days
        Number of weights, lags 0 to ``days - 1``.

    Returns
    -------
    FloatArray
        Shape (days,); lag 0 weighs nothing. The sum is below 1 where the tail is cut.

    Raises
    ------
    ValueError
        When mean or sd lie outside their range.

    Notes
    -----
    Source: Cori 2013, Am J Epidemiol 178:1505, web appendix 11.
    """
    from scipy.special import gammainc

    _check_interval(mean, sd)
    shape, scale = ((mean - 1.0) / sd) ** 2, sd**2 / (mean - 1.0)
    lag = np.arange(days, dtype=float)

    def cdf(extra: float, shift: float) -> FloatArray:
        value = gammainc(shape + extra, np.maximum(lag - shift, 0.0) / scale)
        return np.asarray(value, dtype=float)

    weights = lag * cdf(0, 0) + (lag - 2) * cdf(0, 2) - 2 * (lag - 1) * cdf(0, 1)
    weights += shape * scale * (2 * cdf(1, 1) - cdf(1, 2) - cdf(1, 0))
    return np.asarray(np.maximum(weights, 0.0), dtype=float)


def _check_interval(mean: float, sd: float) -> None:
    if not 1.0 < mean <= LONGEST_MEAN:
        raise ValueError(f"Expected a mean serial interval above 1 day, up to 1000, got {mean}.")
    if not SMALLEST_SD <= sd <= LONGEST_MEAN:
        raise ValueError(f"Expected a standard deviation of 0.001 to 1000 days, got {sd}.")


def check_weights(weights: FloatArray) -> FloatArray:
    """Return explicit weights by lag, or raise ``ValueError`` with what is wrong."""
    values = np.asarray(weights, float)
    if values.ndim != 1 or values.size < _FEWEST_WEIGHTS or not np.isfinite(values).all():
        raise ValueError("Expected at least two finite weights in one row.")
    if values[0] != 0.0 or (values < 0.0).any():
        raise ValueError("Expected weight 0 at lag 0 and no negative weight.")
    if abs(values.sum() - 1.0) > WEIGHT_TOLERANCE:
        raise ValueError(f"Expected weights that sum to 1, got {values.sum():.6g}.")
    return values


def mean_lag(weights: FloatArray) -> float:
    """Return the mean of the discretised serial interval in days."""
    return float(np.arange(weights.size) @ weights)


def _spread(counts: FloatArray, weights: FloatArray) -> FloatArray:
    """Return sum over lags of weight times the count so many days ago, shape of ``counts``."""
    days = counts.shape[-1]
    if days > _LARGEST_MATRIX:
        kept = weights[: int(np.flatnonzero(weights > _NEGLIGIBLE).max(initial=0)) + 1]
        rows = [np.convolve(row, kept)[:days] for row in counts.reshape(-1, days)]
        return np.asarray(np.reshape(rows, counts.shape), dtype=float)
    padded = np.zeros(days)
    padded[: min(days, weights.size)] = weights[:days]
    lag = np.arange(days)[None, :] - np.arange(days)[:, None]
    return np.asarray(counts @ np.where(lag > 0, padded[np.maximum(lag, 0)], 0.0), dtype=float)


def infectivity(total: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the overall infectivity of each day.

    Parameters
    ----------
    total
        Shape (..., days): all cases, local and imported; ``nan`` is a missing day.
    weights
        Shape (lags,), lag 0 first.

    Returns
    -------
    FloatArray
        Same shape; ``nan`` on the first day, which nobody precedes. Missing days take no part:
        the weights of the days that were reported are scaled up to stand for them, and a day
        for which more than half of the weight is missing is ``nan``.
    """
    counts, by_lag = np.asarray(total, float), np.asarray(weights, float)
    observed = ~np.isnan(counts)
    values = _spread(np.where(observed, counts, 0.0), by_lag)
    if not observed.all():
        lost = _spread((~observed).astype(float), by_lag)
        values = np.where(lost > _LARGEST_LOSS, np.nan, values / np.maximum(1.0 - lost, 1e-9))
    values[..., :1] = np.nan
    return np.asarray(values, dtype=float)
