"""Reproduction number, growth, nowcast, forecast and end of the outbreak of one zone."""

from typing import Any

import numpy as np

from bihuan.domain.profiles.epidemiology import Epidemiology
from bihuan.domain.surveillance.regimes import Effect
from bihuan.features.surveillance.selectors.analysis.given import FEWEST_DAYS, Given, rounded
from bihuan.science.baseline import baseline_logs
from bihuan.science.community_zero import ZeroRule, community_zero
from bihuan.science.end_of_outbreak import OutbreakRanges, p_further_case, p_further_case_within
from bihuan.science.forecast import METHODS, forecast
from bihuan.science.growth import growth_rate
from bihuan.science.nowcast import REASONS as NOWCAST_REASONS
from bihuan.science.nowcast import nowcast
from bihuan.science.provenance import FloatArray
from bihuan.science.rt import REASONS as RT_REASONS
from bihuan.science.rt import estimate_rt
from bihuan.science.scores import HUB_LEVELS
from bihuan.science.serial_interval import discretise_si

HORIZON = 14
AHEAD = (7, 14, 21)
MANAGED_PIPELINE = 0.2
BREAK = Effect.BLANK.value


def rt(given: Given) -> dict[str, Any]:
    """Return the reproduction number by day, of all cases and of those found in the community."""
    spread = given.profile.epidemiology
    if spread.serial_interval_mean is None or spread.serial_interval_sd is None:
        return {"reason": "no_serial_interval"}
    if given.broken:
        return {"reason": "regime_break"}
    mean = (spread.serial_interval_mean.lo + spread.serial_interval_mean.hi) / 2
    sd = (spread.serial_interval_sd.lo + spread.serial_interval_sd.hi) / 2
    weights = discretise_si(mean, sd, max(2, len(given.days)))
    every = _rt(given, given.new, given.imported, weights)
    last = given.community[-7:].sum() / given.new[-7:].sum() if given.new[-7:].sum() else np.nan
    pipeline = bool(last < MANAGED_PIPELINE)
    found = {"si_mean": round(mean, 2), "si_sd": round(sd, 2), **every, "pipeline": pipeline}
    if pipeline:
        found["community"] = _rt(given, given.community, given.imported, weights)
    return found


def _rt(
    given: Given, cases: FloatArray, imported: FloatArray, weights: FloatArray
) -> dict[str, Any]:
    start = given.start
    counts = cases[start:]
    away = np.minimum(np.nan_to_num(imported[start:]), np.nan_to_num(counts))
    if away.size:
        # Whoever came first was infected before the record begins.
        away[0] = np.nan_to_num(counts[0])
    result = estimate_rt(counts - away, away, weights, blank=given.blank[start:])
    return {
        "days": [given.days[start + t].isoformat() for t in result.t_end],
        "mean": rounded(result.mean),
        "plain": rounded(result.plain_quantiles[..., [0, -1]]),
        "wide": rounded(result.quantiles),
        "cases": rounded(result.cases_in_window),
        "why": [RT_REASONS[int(one)] for one in result.reason],
        "warnings": list(result.meta.warnings),
    }


def growth(given: Given) -> dict[str, Any]:
    """Return growth rate and doubling time with their intervals, and the trend."""
    if given.broken:
        return {"trend": None, "reason": "regime_break"}
    found = growth_rate(given.comparable)
    rate, doubling = found.rate, found.doubling_days
    return {
        "trend": found.trend,
        "rate": rounded([rate.value, rate.low, rate.high]),
        "doubling": rounded([doubling.value, doubling.low, doubling.high]),
    }


def late_reports(given: Given) -> dict[str, Any]:
    """Return the nowcast of the days whose reports are still coming in."""
    if given.triangle is None:
        return {"reason": "no_history"}
    delays = given.triangle.shape[1]
    rows = min(given.triangle.shape[0], len(given.days) - given.start)
    if given.broken or rows < 2 * delays:
        return {"reason": "regime_break" if given.broken else "too_few_complete_rows"}
    result = nowcast(given.triangle[-rows:])
    if int(result.reason):
        return {"reason": NOWCAST_REASONS[int(result.reason)]}
    last = slice(-delays, None)
    shown = result.shown[last]
    return {
        "days": [day.isoformat() for day in given.days[last]],
        "observed": rounded(result.observed[last]),
        "point": rounded(np.where(shown, result.point[last], np.nan)),
        "quantiles": rounded(np.where(shown[:, None], result.quantiles[last], np.nan)),
        "completeness": rounded(result.completeness),
        "weekday": bool(result.weekday),
    }


def ahead(given: Given) -> dict[str, Any]:
    """Return the forecast of the next fourteen days with the method that is shown."""
    counts = given.comparable
    known = int(np.isfinite(counts).sum())
    if given.broken or known < FEWEST_DAYS:
        return {"reason": "regime_break" if given.start else "too_few_days", "known": known}
    result = forecast(counts[None], HORIZON)
    if np.isnan(result.quantiles[0, 0]).any():
        return {"reason": "too_few_days", "known": known}
    return {
        "method": METHODS[int(result.shown_method[0])],
        "enough_cases": bool(result.enough_cases[0]),
        "relative": dict(zip(METHODS, rounded(result.rel_wis[:, 0]), strict=True)),
        "quantiles": rounded(result.quantiles[0]),
        "baseline": rounded(_flat(counts)),
    }


def _flat(counts: FloatArray) -> FloatArray:
    """Return the flat baseline's quantiles, against which the shown method is scored later."""
    levels, logs = np.array(HUB_LEVELS), np.log1p(counts)[None]
    last = np.array([counts.size - 1])
    rows = [np.expm1(baseline_logs(logs, h, last, levels)[0, 0]) for h in range(1, HORIZON + 1)]
    return np.array(rows)


def clear(given: Given) -> dict[str, Any]:
    """Return community-zero status and the range of the chance that it is over, by day ahead."""
    rule = given.profile.community_zero
    if not rule.supported:
        return {"reason": "not_supported"}
    if not given.residents:
        return {"reason": "no_residents"}
    late = late_reports(given)
    complete = late["completeness"][0] if "completeness" in late else None
    zero = ZeroRule(rule.days, rule.basic_per_100k)
    status = community_zero(given.community, given.residents, zero, completeness=complete)
    found: dict[str, Any] = {
        "state": int(status.state[-1]),
        "clear_days": int(status.clear_days[-1]),
        "needed": rule.days,
        "basically": bool(status.basically[-1]),
        "provisional": status.provisional,
    }
    ranges = _ranges(given.profile.epidemiology)
    if ranges is not None and np.nansum(given.community) > 0:
        ever = p_further_case(given.community, ranges)
        found["ever"] = rounded([ever.low[-1], ever.high[-1]])
        within = {days: p_further_case_within(given.community, ranges, days) for days in AHEAD}
        found["none_by"] = {
            str(days): rounded([1 - high, 1 - low]) for days, (low, high) in within.items()
        }
    return found


def _ranges(spread: Epidemiology) -> OutbreakRanges | None:
    parts = (
        spread.serial_interval_mean, spread.serial_interval_sd, spread.reproduction_number,
        spread.dispersion_k, spread.ascertainment,
    )  # fmt: skip
    known = [(one.lo, one.hi) for one in parts if one is not None]
    return OutbreakRanges(*known) if len(known) == len(parts) else None
