"""Effective reproduction number after Cori, with the interval that data of this kind deserve."""

from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bihuan.science.gamma_quantiles import gamma_quantiles
from bihuan.science.provenance import BoolArray, Context, FloatArray, IntArray, Meta, hash_inputs
from bihuan.science.serial_interval import infectivity, mean_lag

VERSION = "1"
DISPERSION_DAYS = 28
FEW_CASES = 12
PLAIN_LEVELS = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
WIDE_LEVELS = (0.025, 0.975)
_SMALLEST_MEAN = 0.5

GIVEN, EARLY, MISSING, REGIME, NO_SOURCE, NEGATIVE = 0, 1, 2, 3, 4, 5
REASONS = (
    "",
    "before_mean_serial_interval",
    "missing_day",
    "regime_break",
    "no_earlier_case",
    "negative_count",
)


@dataclass(frozen=True, slots=True)
class RtSettings:
    """Window in days, gamma prior (shape, scale) and the levels of the quantiles."""

    window: int = 7
    prior_shape: float = 1.0
    prior_scale: float = 5.0
    levels: tuple[float, ...] = PLAIN_LEVELS
    wide_levels: tuple[float, ...] = WIDE_LEVELS

    def __post_init__(self) -> None:
        if self.window < 1:
            raise ValueError("Expected a window of at least 1 day.")
        if self.prior_shape <= 0.0 or self.prior_scale <= 0.0:
            raise ValueError("Expected a prior with positive shape and scale.")


@dataclass(frozen=True, slots=True)
class RtResult:
    """Reproduction number of each window; ``nan`` where none is given, with the reason.

    Parameters
    ----------
    t_end
        Shape (windows,): index of the last day of each window, 0-based.
    mean, sd
        Shape (..., windows): moments of the plain posterior.
    plain_quantiles
        Shape (..., windows, levels): quantiles of the plain posterior.
    quantiles
        Shape (..., windows, wide levels): quantiles after overdispersion, the ones to show.
    phi
        Shape (..., windows): variance over mean around the estimate, at least 1.
    cases_in_window
        Shape (..., windows): local cases counted in the window.
    reason
        Shape (..., windows): index into ``REASONS``, 0 where a value is given.
    meta
        Method, inputs and warnings.
    """

    t_end: IntArray
    mean: FloatArray
    sd: FloatArray
    plain_quantiles: FloatArray
    quantiles: FloatArray
    phi: FloatArray
    cases_in_window: FloatArray
    reason: IntArray
    meta: Meta = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Series:
    local: FloatArray
    imported: FloatArray
    blank: BoolArray


@dataclass(frozen=True, slots=True)
class _Windows:
    local: FloatArray
    source: FloatArray


def estimate_rt(
    local: FloatArray,
    imported: FloatArray,
    weights: FloatArray,
    *,
    settings: RtSettings | None = None,
    blank: BoolArray | None = None,
    context: Context | None = None,
) -> RtResult:
    """Estimate the reproduction number of every window of days.

    Parameters
    ----------
    local, imported
        Shape (days,) or (zones, days), oldest first, ``nan`` where nothing was reported.
        Imported cases infect others and are infected elsewhere.
    weights
        Serial interval by lag in days, lag 0 first.
    settings, context
        Window, prior and levels; cut-off and profile stored with the result.
    blank
        Same shape or (days,): days of a surveillance regime that cannot be compared.

    Returns
    -------
    RtResult
        One window per last day, the first window begins on the second day.

    Notes
    -----
    Posterior: Cori 2013, Am J Epidemiol 178:1505. The wide interval divides counts and
    infectivity by the variance over mean seen in the last 28 days.
    """
    home, away = np.broadcast_arrays(np.asarray(local, float), np.asarray(imported, float))
    shut = np.broadcast_to(np.zeros(1, bool) if blank is None else blank, home.shape)
    by_lag = np.asarray(weights, float)
    return _estimate(_Series(home, away, shut), by_lag, settings or RtSettings(), context)


def _estimate(
    given: _Series, weights: FloatArray, settings: RtSettings, context: Context | None
) -> RtResult:
    negative = (given.local < 0.0) | (given.imported < 0.0)
    total = given.local + given.imported
    usable = ~(np.isnan(total) | given.blank | negative)
    counts = np.where(usable, given.local, np.nan)
    lam = infectivity(np.where(usable, total, np.nan), weights)
    windows, t_end = _window_sums(counts, lam, settings.window)
    marks = ((NEGATIVE, negative), (REGIME, given.blank))
    reason = _reasons(windows, marks, t_end, settings.window)
    reason[..., t_end + 1 <= mean_lag(weights)] = EARLY
    phi = _overdispersion(counts, lam, settings.window)
    plain = _posterior(windows, np.ones_like(phi), settings, settings.levels, reason)
    wide = _posterior(windows, phi, settings, settings.wide_levels, reason)
    few = bool(((windows.local < FEW_CASES) & (reason == GIVEN)).any())
    told = context or Context()
    digest = hash_inputs(given.local, given.imported, weights, given.blank, settings)
    warnings = ("few_cases",) if few else ()
    return RtResult(
        t_end=t_end,
        mean=plain[0],
        sd=plain[1],
        plain_quantiles=plain[2],
        quantiles=wide[2],
        phi=np.where(reason == GIVEN, phi, np.nan),
        cases_in_window=windows.local,
        reason=reason,
        meta=Meta("rt_cori", VERSION, digest, told.as_of, told.profile, warnings),
    )


def _window_sums(counts: FloatArray, lam: FloatArray, window: int) -> tuple[_Windows, IntArray]:
    days = counts.shape[-1]
    t_end = np.arange(window, days, dtype=np.int64)
    if not t_end.size:
        empty = np.empty((*counts.shape[:-1], 0))
        return _Windows(empty, empty), t_end
    sums = [
        np.asarray(sliding_window_view(row, window, axis=-1)[..., 1:, :].sum(axis=-1), dtype=float)
        for row in (counts, lam)
    ]
    return _Windows(*sums), t_end


def _reasons(
    windows: _Windows, marks: tuple[tuple[int, BoolArray], ...], t_end: IntArray, window: int
) -> IntArray:
    reason = np.where(windows.source <= 0.0, NO_SOURCE, GIVEN).astype(np.int64)
    reason[np.isnan(windows.local) | np.isnan(windows.source)] = MISSING
    for code, days in marks:
        if days.any() and t_end.size:
            reason[sliding_window_view(days, window, axis=-1)[..., 1:, :].any(axis=-1)] = code
    return reason


def _overdispersion(counts: FloatArray, lam: FloatArray, window: int) -> FloatArray:
    """Return variance over mean around the estimate, over the usable ones of the last 28 days."""
    span = max(window, 2)  # a window of one day fits itself and leaves nothing to measure
    windows, t_end = _window_sums(counts, lam, span)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = windows.local / windows.source
        expected = np.maximum(_SMALLEST_MEAN, lam[..., t_end] * ratio)
        square = (counts[..., t_end] - expected) ** 2 / expected
    usable = np.isfinite(square)
    total, number = _trailing(np.where(usable, square, 0.0)), _trailing(usable.astype(float))
    phi = np.maximum(1.0, total / (np.maximum(number, 1.0) * (1.0 - 1.0 / span)))
    missing = counts.shape[-1] - window - phi.shape[-1] if counts.shape[-1] > window else 0
    lead = np.ones((*phi.shape[:-1], max(missing, 0)))
    return np.concatenate([lead, phi], axis=-1)


def _trailing(values: FloatArray) -> FloatArray:
    """Return sums over the last 28 entries, fewer at the start."""
    lead = np.zeros((*values.shape[:-1], 1))
    running = np.concatenate([lead, values.cumsum(axis=-1)], axis=-1)
    last = np.arange(1, values.shape[-1] + 1)
    return np.asarray(
        running[..., last] - running[..., np.maximum(last - DISPERSION_DAYS, 0)], dtype=float
    )


def _posterior(
    windows: _Windows,
    phi: FloatArray,
    settings: RtSettings,
    levels: tuple[float, ...],
    reason: IntArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    given = reason == GIVEN
    shape = np.where(given, settings.prior_shape + windows.local / phi, np.nan)
    rate = 1.0 / settings.prior_scale + windows.source / phi
    quantiles = gamma_quantiles(shape, levels) / rate[..., None]
    return shape / rate, np.sqrt(shape) / rate, quantiles
