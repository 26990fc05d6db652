"""The flat forecast that every other method must beat before it is shown.

Median: the last count. Spread: how much counts changed over as many days in the six weeks before,
up and down alike, on the log scale (Cramer 2022, PNAS 119:e2113561119, uses the same idea).
"""

import numpy as np

from bihuan.science.error_quantiles import mirrored_quantiles
from bihuan.science.provenance import FloatArray, IntArray

WINDOW = 42


def carried(logs: FloatArray) -> FloatArray:
    """Return the last value known on each day; leading missing days stay ``nan``."""
    days = np.arange(logs.shape[-1])
    last = np.maximum.accumulate(np.where(np.isnan(logs), -1, days), axis=-1)
    values = np.take_along_axis(logs, np.maximum(last, 0), axis=-1)
    return np.asarray(np.where(last < 0, np.nan, values), dtype=float)


def changes(logs: FloatArray, path: FloatArray, horizon: int) -> FloatArray:
    """Return what came minus what was expected, by target day.

    Parameters
    ----------
    logs
        Shape (zones, days): log(1 + count), ``nan`` where missing.
    path
        Shape (zones, days): value expected ``horizon`` days after each day.
    horizon
        Days ahead.

    Returns
    -------
    FloatArray
        Shape (zones, days); entry t belongs to the origin t - horizon; ``nan`` before that.
    """
    out = np.full(logs.shape, np.nan)
    known = max(logs.shape[1] - horizon, 0)
    out[:, horizon:] = logs[:, horizon:] - path[:, :known]
    return out


def recent(errors: FloatArray, origins: IntArray, window: int) -> FloatArray:
    """Return the errors known at each origin, the oldest of the window first.

    Parameters
    ----------
    errors
        Shape (zones, days) by target day.
    origins
        Shape (origins,): indices of days.
    window
        Days looked back on.

    Returns
    -------
    FloatArray
        Shape (zones, origins, window), ``nan`` before the start.
    """
    padded = np.pad(errors, ((0, 0), (window, 0)), constant_values=np.nan)
    at = origins[:, None] + np.arange(1, window + 1)[None, :]
    return np.asarray(padded[:, at], dtype=float)


def baseline_logs(
    logs: FloatArray, horizon: int, origins: IntArray, levels: FloatArray
) -> FloatArray:
    """Return baseline quantiles of log(1 + count), shape (zones, origins, levels)."""
    last = carried(logs)
    size = np.abs(recent(changes(logs, logs, horizon), origins, WINDOW))
    spread = mirrored_quantiles(size, levels)
    centre = last[:, origins, None]
    return np.asarray(np.maximum(centre + spread, 0.0), dtype=float)
