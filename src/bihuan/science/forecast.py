"""Forecast of counts for one to fourteen days, shown only while it beats the flat baseline.

The mix averages six paths (flat, damped growth, smoothed, some with a weekday rhythm where there is
one) with weights from their own past errors. Its spread, and that of ``flat``, is their own past
errors at the same horizon, up and down alike, the recent ones weighing more.
"""

from dataclasses import dataclass, field

import numpy as np

from bihuan.science.baseline import baseline_logs, carried, changes, recent
from bihuan.science.error_quantiles import weighted_mirror
from bihuan.science.paths import candidate_paths, origins_of
from bihuan.science.provenance import BoolArray, Context, FloatArray, IntArray, Meta, hash_inputs
from bihuan.science.scores import HUB_LEVELS, wis

VERSION = "3"
BASELINE, FLAT, MIX = 0, 1, 2
METHODS = ("baseline", "flat", "mix")
LONGEST_HORIZON = 14
FEWEST_CASES = 50.0
_CASES_DAYS = 14
_RELEASE_ORIGINS = 28
_RELEASE_HORIZONS = (1, 3, 7, 14)
_FEWEST_SCORED = 14
_MEMORY = 0.97
_WINDOW = 90
_SHARPNESS = 10.0
_PRIOR_LOSSES = 5.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Quantiles of the next days.

    Parameters
    ----------
    quantiles
        Shape (zones, horizons, levels): counts; ``nan`` where fewer than ten changes from day to
        day tell how far counts move.
    shown_method
        Shape (zones,): index into ``METHODS``.
    rel_wis
        Shape (methods, zones): log score over that of the baseline on the last 28 origins; 1 for
        the baseline itself, ``nan`` when too few could be scored.
    enough_cases
        Shape (zones,): at least 50 cases in the last 14 days.
    meta
        Method, inputs and warnings.
    """

    quantiles: FloatArray
    shown_method: IntArray
    rel_wis: FloatArray
    enough_cases: BoolArray
    meta: Meta = field(compare=False)


def forecast(
    counts: FloatArray,
    horizons: int = LONGEST_HORIZON,
    *,
    levels: tuple[float, ...] = HUB_LEVELS,
    context: Context | None = None,
) -> Forecast:
    """Forecast the days after the last one.

    Parameters
    ----------
    counts
        Shape (zones, days), oldest first, ``nan`` where nothing was reported; all days belong
        to one surveillance regime.
    horizons
        Days ahead, 1 to 14.
    levels
        Probabilities of the quantiles.
    context
        Cut-off and profile, stored with the result.

    Returns
    -------
    Forecast
        The method that did best on the last origins, if it did better than the baseline and
        cases suffice; else the baseline.

    Raises
    ------
    ValueError
        When ``horizons`` lies outside 1 to 14 or a count is negative.
    """
    if not 1 <= horizons <= LONGEST_HORIZON:
        raise ValueError(f"Expected 1 to {LONGEST_HORIZON} horizons, got {horizons}.")
    given = np.atleast_2d(np.asarray(counts, float))
    if (given < 0.0).any():
        raise ValueError("Expected no negative count.")
    return _forecast(given, horizons, levels, context or Context())


def _forecast(
    given: FloatArray, horizons: int, levels: tuple[float, ...], context: Context
) -> Forecast:
    logs, probability = np.log1p(given), np.asarray(levels, float)
    known = carried(logs)[..., None]
    paths = (np.repeat(known, LONGEST_HORIZON, axis=2), _mixed(logs, LONGEST_HORIZON))
    ones: FloatArray = np.ones(given.shape[0])
    rel_wis = np.stack([ones, *(_relative(logs, path, probability) for path in paths)])
    enough = np.nansum(given[:, -_CASES_DAYS:], axis=1) >= FEWEST_CASES
    shown = np.where(enough, _released(rel_wis), BASELINE)
    gap = _days_without(given)
    computed = LONGEST_HORIZON if gap.any() else horizons
    quantiles = _shown_quantiles(logs, paths, shown, (computed, probability))
    quantiles = _widened(quantiles, known[:, -1])
    if gap.any():
        middle = np.stack(
            [np.repeat(known[:, -1], LONGEST_HORIZON, axis=1), *(p[:, -1] for p in paths)]
        )
        quantiles = _aged(quantiles, middle[shown, np.arange(shown.size)], gap)[:, :horizons]
    digest = hash_inputs(given, horizons, levels)
    return Forecast(
        quantiles=np.expm1(quantiles),
        shown_method=shown,
        rel_wis=rel_wis,
        enough_cases=enough,
        meta=Meta("forecast", VERSION, digest, context.as_of, context.profile),
    )


def _released(rel_wis: FloatArray) -> IntArray:
    """Return the first of mix, flat and baseline that has been no worse than the baseline."""
    released = rel_wis <= 1.0
    best = np.where(released[MIX], MIX, np.where(released[FLAT], FLAT, BASELINE))
    return best.astype(np.int64)


def _shown_quantiles(
    logs: FloatArray,
    paths: tuple[FloatArray, ...],
    shown: IntArray,
    wanted: tuple[int, FloatArray],
) -> FloatArray:
    """Return log quantiles of the method shown, shape (zones, horizons, levels)."""
    horizons, levels = wanted
    last = origins_of(logs.shape[1], 1)
    out = np.empty((logs.shape[0], horizons, levels.size))
    for method in np.unique(shown):
        here = shown == method
        for h in range(1, horizons + 1):
            if method == BASELINE:
                found = baseline_logs(logs[here], h, last, levels)
            else:
                found = _own_logs(logs[here], paths[method - 1][here], h, last, levels)
            out[here, h - 1] = found[:, 0]
    return out


def _widened(quantiles: FloatArray, centre: FloatArray) -> FloatArray:
    """Give horizons without ten past errors the spread of the last one that has, grown by time."""
    for h in range(1, quantiles.shape[1]):
        spread = (quantiles[:, h - 1] - centre) * np.sqrt((h + 1) / h)
        wider = np.maximum(centre + spread, 0.0)
        quantiles[:, h] = np.where(np.isnan(quantiles[:, h]), wider, quantiles[:, h])
    return quantiles


def _days_without(given: FloatArray) -> IntArray:
    """Return how many days at the end of each row are missing."""
    backwards = np.isnan(given[:, ::-1])
    return np.asarray(np.logical_and.accumulate(backwards, axis=1).sum(axis=1), dtype=np.int64)


def _aged(quantiles: FloatArray, middle: FloatArray, gap: IntArray) -> FloatArray:
    """Return the spread of as many days as have passed since the last known count.

    Beyond the longest horizon it grows with the root of time.
    """
    since = gap[:, None] + np.arange(1, quantiles.shape[1] + 1)
    place = np.minimum(since, LONGEST_HORIZON) - 1
    spread = quantiles - middle[..., None]
    spread = np.take_along_axis(spread, place[..., None], axis=1)
    spread *= np.sqrt(np.maximum(since / LONGEST_HORIZON, 1.0))[..., None]
    return np.asarray(np.maximum(middle[..., None] + spread, 0.0), dtype=float)


def _mixed(logs: FloatArray, horizons: int) -> FloatArray:
    """Return the weighted mean of the candidates, shape (zones, days, horizons)."""
    paths = candidate_paths(logs, horizons)
    losses, number = _losses_by_day(logs, paths)
    total = np.zeros(losses.shape[:2])
    seen = np.zeros(losses.shape[1])
    mixed = np.empty(paths.shape[1:])
    for day in range(logs.shape[1]):
        total = _MEMORY * total + losses[:, :, day]
        seen = _MEMORY * seen + number[:, day]
        prior = _PRIOR_LOSSES * total.mean(axis=0) / np.maximum(seen, 1e-9)
        mean = (total + prior) / (seen + _PRIOR_LOSSES) + 1e-3
        weight = (mean / mean[0]) ** -_SHARPNESS
        weight /= weight.sum(axis=0)
        mixed[:, day] = np.einsum("mz,mzh->zh", weight, paths[:, :, day])
    return mixed


def _losses_by_day(logs: FloatArray, paths: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return absolute errors by the day on which they are known, far horizons weighing less."""
    losses = np.zeros(paths.shape[:3])
    number = np.zeros(logs.shape)
    for h in range(1, paths.shape[3] + 1):
        if h >= logs.shape[1]:
            break
        error = np.abs(logs[None, :, h:] - paths[:, :, :-h, h - 1]) / np.sqrt(h)
        known = np.isfinite(error[0])
        losses[:, :, h:] += np.where(known, error, 0.0)
        number[:, h:] += known / np.sqrt(h)
    return losses, number


def _own_logs(
    logs: FloatArray, path: FloatArray, horizon: int, origins: IntArray, levels: FloatArray
) -> FloatArray:
    """Return quantiles of log(1 + count) of a method, shape (zones, origins, levels)."""
    errors = changes(logs, path[..., horizon - 1], horizon)
    size = np.abs(recent(errors, origins, _WINDOW))
    spread = weighted_mirror(size, _MEMORY, levels)
    centre = path[:, origins, horizon - 1, None]
    return np.asarray(np.maximum(centre + spread, 0.0), dtype=float)


def _relative(logs: FloatArray, path: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the rolling log score of a method over the baseline's, by zone."""
    days = logs.shape[1]
    own: FloatArray = np.zeros(logs.shape[0])
    other, scored = own.copy(), own.copy()
    for h in _RELEASE_HORIZONS:
        if days <= h:
            continue
        origins = origins_of(days - h, _RELEASE_ORIGINS)
        truth = logs[:, origins + h]
        first = wis(truth, _own_logs(logs, path, h, origins, levels), levels)
        second = wis(truth, baseline_logs(logs, h, origins, levels), levels)
        both = np.isfinite(first + second)
        own += np.where(both, first, 0.0).sum(axis=1)
        other += np.where(both, second, 0.0).sum(axis=1)
        scored += both.sum(axis=1)
    enough = (scored >= _FEWEST_SCORED) & (other > 0.0)
    return np.asarray(np.divide(own, other, out=np.full_like(own, np.nan), where=enough))
