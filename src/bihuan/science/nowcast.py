"""Nowcast of late reports: chain ladder, weekday term, and spread from past nowcast errors."""

from dataclasses import dataclass, field

import numpy as np

from bihuan.science.gamma_quantiles import gamma_quantiles
from bihuan.science.provenance import BoolArray, Context, FloatArray, IntArray, Meta, hash_inputs
from bihuan.science.scores import HUB_LEVELS
from bihuan.science.triangles import (
    fill_triangle,
    mask_unknown,
    reallocate_negatives,
    sound_rows,
)

VERSION = "1"
GIVEN, TOO_SHORT, NO_COUNTS = 0, 1, 2
REASONS = ("", "too_few_complete_rows", "no_counts")
WEEK = 7
_PULL = 6.0  # past errors of none that the mean error is weighed against
_FEW_ERRORS, _PRIOR_VARIANCE = 6.0, 0.25  # spread taken until that many errors are known
_WIDENING = 1.2  # a mean square of a dozen errors is itself uncertain
_LEAST_VARIANCE, _LARGEST_VARIANCE = 1e-3, 1.0


@dataclass(frozen=True, slots=True)
class NowcastSettings:
    """How a nowcast is made.

    Parameters
    ----------
    rows
        Reference days the chain ladder looks back on; None: three times the number of delays.
    season
        7 for the weekday term on daily rows, 1 for none (weekly rows, or no weekday effect).
    levels
        Probabilities of the quantiles.
    same_weekdays, discount
        Reference days of the same weekday in the weekday term, and the weight of each against
        the one a week younger.
    past
        Past nowcasts of the same weekday from which the spread is taken.
    least_completeness
        Below this share the result is not fit to be shown for that age.
    """

    rows: int | None = None
    season: int = WEEK
    levels: tuple[float, ...] = HUB_LEVELS
    same_weekdays: int = 8
    discount: float = 0.75
    past: int = 12
    least_completeness: float = 0.05


@dataclass(frozen=True, slots=True)
class Nowcast:
    """Counts expected in the end; all arrays oldest reference day first.

    Parameters
    ----------
    observed, point
        Shape (..., rows); ``nan`` point where none is given.
    quantiles
        Shape (..., rows, levels), never below what is observed. They are moved by the mean of
        the past errors, so their median is not the point.
    completeness
        Shape (..., delays): share that has usually arrived by each age.
    shown
        Shape (..., rows): enough has usually arrived by that age to show the nowcast.
    weekday
        Shape (...,): the weekday term was used, because it did better on past nowcasts.
    reason
        Shape (...,): index into ``REASONS``.
    meta
        Method, inputs and warnings.
    """

    observed: FloatArray
    point: FloatArray
    quantiles: FloatArray
    completeness: FloatArray
    shown: BoolArray
    weekday: BoolArray
    reason: IntArray
    meta: Meta = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Ladder:
    """One nowcast by age, age 0 first: shape (..., rows)."""

    observed: FloatArray
    plain: FloatArray
    by_weekday: FloatArray
    completeness: FloatArray


@dataclass(frozen=True, slots=True)
class _Errors:
    """Past errors of both methods: shape (past as-of days, ..., ages)."""

    plain: FloatArray
    by_weekday: FloatArray


def least_complete_rows(delays: int) -> int:
    """Return how many complete reference days a nowcast needs at the very least."""
    return max(1, delays // 4)


def nowcast(
    cells: FloatArray,
    *,
    settings: NowcastSettings | None = None,
    context: Context | None = None,
) -> Nowcast:
    """Estimate what each reference day will count once all reports are in.

    Parameters
    ----------
    cells
        Shape (rows, delays) or (zones, rows, delays): new reports by reference day, oldest
        first, and delay; the last row is the as-of day. Cells that cannot have come yet are
        ignored; ``nan`` in a cell that could have come makes its row unusable. Negative cells
        are corrections.
    settings, context
        How, and what is stored with the result.

    Returns
    -------
    Nowcast
        Rows older than the last delay are complete: point and quantiles are what is observed.

    Notes
    -----
    Past errors are log(came / expected) of the part that was missing, for the same age and, with
    the weekday term, the same weekday. Their mean, drawn towards none, moves the quantiles; their
    mean square is the extra variance of a gamma-Poisson count of what is missing now. The weekday
    term is used where its own past errors are no larger than those of the plain chain ladder.
    """
    return _nowcast(np.asarray(cells, float), settings or NowcastSettings(), context or Context())


def _nowcast(raw: FloatArray, settings: NowcastSettings, context: Context) -> Nowcast:
    known = reallocate_negatives(mask_unknown(raw))
    now = _ladder(known, settings)
    past = _past_errors(known, now, settings)
    weekday = _weekday_is_better(past)
    point = np.where(weekday[..., None], now.by_weekday, now.plain)
    errors = np.where(weekday[..., None], past.by_weekday, past.plain)
    reason = _reason(known, now)
    young = errors.shape[-1]
    blank = (reason > GIVEN)[..., None] | ~(now.completeness[..., :young] > 0.0)
    point[..., :young] = np.where(blank, np.nan, point[..., :young])
    quantiles = _quantiles(now.observed, point, errors, settings)
    shown = ~np.isnan(point)
    shown[..., :young] &= now.completeness[..., :young] >= settings.least_completeness
    warnings = ("negative_corrections",) if bool((raw < 0.0).any()) else ()
    digest, by_row = hash_inputs(raw, settings), slice(None, None, -1)
    return Nowcast(
        observed=now.observed[..., by_row],
        point=point[..., by_row],
        quantiles=quantiles[..., by_row, :],
        completeness=now.completeness,
        shown=shown[..., by_row],
        weekday=weekday,
        reason=reason,
        meta=Meta("nowcast", VERSION, digest, context.as_of, context.profile, warnings),
    )


def _reason(known: FloatArray, now: _Ladder) -> IntArray:
    rows, delays = known.shape[-2:]
    complete = sound_rows(known)[..., : max(rows - delays + 1, 0)].sum(axis=-1)
    reason = np.where(np.isnan(now.completeness[..., 0]), NO_COUNTS, GIVEN)
    return np.where(complete < least_complete_rows(delays), TOO_SHORT, reason).astype(np.int64)


def _ladder(known: FloatArray, settings: NowcastSettings) -> _Ladder:
    delays = known.shape[-1]
    used = min(settings.rows or 3 * delays, known.shape[-2])
    filled = fill_triangle(known[..., known.shape[-2] - used :, :])
    sound = sound_rows(known)[..., ::-1]
    observed = np.where(sound > 0.0, np.nansum(known, axis=-1)[..., ::-1], np.nan)
    plain = observed.copy()
    plain[..., :used] = filled.total[..., ::-1]
    by_weekday = plain
    if settings.season > 1:
        by_weekday = _weekday_points(known, plain, filled.completeness, settings)
    return _Ladder(observed, plain, by_weekday, filled.completeness)


def _weekday_points(
    known: FloatArray, plain: FloatArray, completeness: FloatArray, settings: NowcastSettings
) -> FloatArray:
    """Return points whose completeness is that of the same weekday in the weeks before."""
    rows, delays = known.shape[-2:]
    young = min(delays - 1, rows)
    if young < 1:
        return plain
    age = np.arange(young)
    arrived = np.nan_to_num(known[..., ::-1, :]).cumsum(axis=-1)
    came: FloatArray = np.zeros((*plain.shape[:-1], young))
    seen = came.copy()
    for k in range(1, settings.same_weekdays + 1):
        older = age + settings.season * k
        place = np.minimum(older, rows - 1)
        weight = settings.discount ** (k - 1) * (older < rows)
        usable = weight * ~np.isnan(plain[..., place])
        came = came + usable * np.nan_to_num(plain[..., place])
        seen = seen + usable * arrived[..., place, age]
    # Ten cases at the usual completeness: a handful of cases cannot make a weekday effect.
    share = (seen + 10.0 * completeness[..., :young]) / (came + 10.0)
    point = plain.copy()
    x = np.nansum(known, axis=-1)[..., ::-1][..., :young]
    with np.errstate(invalid="ignore", divide="ignore"):
        late = (x + 1.0 - share) / share * (1.0 - share)
    late = np.where(np.isfinite(late), np.maximum(late, 0.0), 0.0)
    point[..., :young] = np.where(np.isnan(plain[..., :young]), np.nan, x + late)
    return point


def _past_errors(known: FloatArray, now: _Ladder, settings: NowcastSettings) -> _Errors:
    """Return log(came / expected) of the missing part at past as-of days, by age."""
    rows, delays = known.shape[-2:]
    young = min(delays - 1, rows)
    past = settings.past if settings.season > 1 else 2 * settings.past
    least = delays + least_complete_rows(delays)
    backs = [settings.season * k for k in range(1, past + 1) if rows - settings.season * k >= least]
    shape = (2, len(backs), *now.plain.shape[:-1], young)
    errors = np.full(shape, np.nan)
    for i, back in enumerate(backs):
        then = _ladder(mask_unknown(known, back), settings)
        width = min(young, rows - back)
        seen = then.observed[..., :width]
        came = np.maximum(now.plain[..., back : back + width] - seen, 0.0)
        for method, point in enumerate((then.plain, then.by_weekday)):
            expected = np.maximum(point[..., :width] - seen, 0.0)
            errors[method, i, ..., :width] = np.log((came + 0.5) / (expected + 0.5))
    return _Errors(plain=errors[0], by_weekday=errors[1])


def _weekday_is_better(past: _Errors) -> BoolArray:
    """Compare both methods on past nowcasts; without any the weekday term is unproven."""
    plain, by_weekday = (
        np.nansum(errors**2, axis=(0, -1)) for errors in (past.plain, past.by_weekday)
    )
    return np.asarray(by_weekday < plain, dtype=bool)


def _quantiles(
    observed: FloatArray, point: FloatArray, errors: FloatArray, settings: NowcastSettings
) -> FloatArray:
    young = errors.shape[-1]
    quantiles = np.repeat(observed[..., None], len(settings.levels), axis=-1)
    quantiles[np.isnan(point)] = np.nan
    if young < 1:
        return quantiles
    number = np.sum(np.isfinite(errors), axis=0)
    move = np.nansum(errors, axis=0) / (number + _PULL)
    square = np.nansum((errors - move) ** 2, axis=0)
    few = np.maximum(_FEW_ERRORS - number, 0.0)
    spread = (square + few * _PRIOR_VARIANCE) / (number + few)
    extra = np.expm1(np.clip(_WIDENING * spread, _LEAST_VARIANCE, _LARGEST_VARIANCE))
    expected = np.maximum(point - observed, 0.0)[..., :young] + 0.5
    mean = expected * np.exp(move)
    scale = 1.0 + extra * mean
    late = gamma_quantiles(mean / scale, settings.levels) * scale[..., None]
    quantiles[..., :young, :] += np.floor(late)
    return quantiles
