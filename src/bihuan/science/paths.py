"""Median paths of the next days: flat, damped growth, smoothed, with and without weekdays."""

import numpy as np

from bihuan.science.baseline import carried
from bihuan.science.provenance import FloatArray, IntArray

WEEK = 7
GROWTH_DAYS = 3
_DAMPING = 0.9
_SHRINKAGE = 0.5
_CASES_FOR_HALF = 50.0
_LARGEST_GROWTH = 0.25
_SMOOTHING = 0.5
_MEMORY = 0.97
_FEWEST_DAYS = 14.0
_CENTRE = WEEK // 2
_ROOM = 20_000


def candidate_paths(logs: FloatArray, horizons: int) -> FloatArray:
    """Return the paths of every candidate from every day; the first candidate is flat.

    Parameters
    ----------
    logs
        Shape (zones, days): log(1 + count), ``nan`` where missing.
    horizons
        Days ahead.

    Returns
    -------
    FloatArray
        Shape (candidates, zones, days, horizons) on the log scale. Each path uses nothing that
        came after its day.
    """
    known = carried(logs)
    rhythm = weekday_rhythm(logs)
    day = np.arange(logs.shape[1])
    # A missing day keeps the level of the last known one, freed of that day's own weekday.
    calm = carried(logs - rhythm[:, day, day % WEEK])
    ahead = (day[:, None] + np.arange(1, horizons + 1)[None, :]) % WEEK
    back = np.take_along_axis(rhythm, np.broadcast_to(ahead, (*rhythm.shape[:2], horizons)), 2)
    steps = (_DAMPING ** np.arange(1, horizons + 1)).cumsum()
    flat: FloatArray = np.zeros_like(known)
    smooth, growth, calm_growth = _smooth(known), _growth(known), _growth(calm)
    parts = [
        (known, flat, 0.0),
        (known, growth, 0.0),
        (smooth, flat, 0.0),
        (smooth, growth, 0.0),
        (calm, calm_growth, back),
        (_smooth(calm), calm_growth, back),
    ]
    return np.stack([level[..., None] + g[..., None] * steps + b for level, g, b in parts])


def _smooth(logs: FloatArray) -> FloatArray:
    """Return the exponentially smoothed level of each day."""
    level = logs.copy()
    for day in range(1, logs.shape[1]):
        before, now = level[:, day - 1], logs[:, day]
        smooth = (1 - _SMOOTHING) * before + _SMOOTHING * now
        level[:, day] = np.where(np.isnan(before), now, smooth)
    return np.asarray(level, dtype=float)


def _growth(logs: FloatArray) -> FloatArray:
    """Return the daily growth of the log level, clipped and shrunk where cases are few."""
    counts = np.expm1(np.maximum(logs, 0.0))
    out: FloatArray = np.zeros_like(logs)
    span = GROWTH_DAYS
    if logs.shape[1] < 2 * span:
        return out
    running = np.nan_to_num(counts).cumsum(axis=1)
    running = np.pad(running, ((0, 0), (1, 0)))
    late = running[:, 2 * span :] - running[:, span:-span]
    early = running[:, span:-span] - running[:, : -2 * span]
    rise = (np.log1p(late / span) - np.log1p(early / span)) / span
    cases = late + early
    trust = _SHRINKAGE * cases / (cases + _CASES_FOR_HALF)
    out[:, 2 * span - 1 :] = np.clip(rise, -_LARGEST_GROWTH, _LARGEST_GROWTH) * trust
    return np.where(np.isnan(logs), 0.0, out)


def weekday_rhythm(logs: FloatArray) -> FloatArray:
    """Return how far each weekday lies off its week, as known on each day.

    Returns
    -------
    FloatArray
        Shape (zones, days, 7), index 0 is the weekday of the first day; sums to zero. Effects
        are shrunk by their own uncertainty, so a series without a rhythm gets none.
    """
    zones, days = logs.shape
    rhythm = np.zeros((zones, days, WEEK))
    if days < 2 * WEEK:
        return rhythm
    residual = _off_week(logs)
    known = np.isfinite(residual).astype(float)
    value = np.nan_to_num(residual)
    added = np.stack([known, known, value, value**2])
    fading = np.array([_MEMORY, _MEMORY**2, _MEMORY, _MEMORY])[:, None, None]
    sums = np.zeros((4, zones, WEEK))  # weights, their squares, residuals, their squares
    # Some days at a time: each for itself calls much for little, all together take much room.
    block = max(_ROOM // zones, 1)
    for first in range(0, days, block):
        last = min(first + block, days)
        running = np.empty((4, zones, last - first, WEEK))
        for day in range(first, last):
            sums *= fading
            seen = day - _CENTRE
            if seen >= 0:
                sums[:, :, seen % WEEK] += added[:, :, seen]
            running[:, :, day - first] = sums
        rhythm[:, first:last] = _shrunk(running)
    return rhythm


def _off_week(logs: FloatArray) -> FloatArray:
    """Return each day minus the mean of the seven days around it; known three days later."""
    padded = np.pad(logs.cumsum(axis=1), ((0, 0), (1, 0)))
    if np.isnan(logs).any():
        window = np.lib.stride_tricks.sliding_window_view(logs, WEEK, axis=1)
        mean = window.mean(axis=-1)
    else:
        mean = (padded[:, WEEK:] - padded[:, :-WEEK]) / WEEK
    out = np.full(logs.shape, np.nan)
    out[:, _CENTRE:-_CENTRE] = logs[:, _CENTRE:-_CENTRE] - mean
    return out


def _shrunk(sums: FloatArray) -> FloatArray:
    weight, squares, total, total_squares = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / weight
        size = weight**2 / squares
        spread = np.maximum(total_squares / weight - mean**2, 0.0)
        error = spread / np.maximum(size - 1.0, 0.5)
        effect = mean * np.maximum(0.0, 1.0 - error / (mean**2 + 1e-12))
    effect = np.where(np.isfinite(effect), effect, 0.0)
    centred = effect - effect.mean(axis=-1, keepdims=True)
    enough = weight.sum(axis=-1, keepdims=True) >= _FEWEST_DAYS * _MEMORY**WEEK
    return np.asarray(np.where(enough, centred, 0.0), dtype=float)


def origins_of(days: int, number: int) -> IntArray:
    """Return the last ``number`` days as origins, oldest first."""
    return np.arange(max(days - number, 0), days, dtype=np.int64)
