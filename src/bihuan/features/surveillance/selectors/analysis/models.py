"""Reproduction number, growth, nowcast, forecast and end of the outbreak of one zone."""

from collections.abc import Hashable, Mapping, Sequence
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
from bihuan.science.rt import FEW_CASES, GIVEN, MISSING, RtResult, estimate_rt
from bihuan.science.rt import REASONS as RT_REASONS
from bihuan.science.scores import HUB_LEVELS
from bihuan.science.serial_interval import discretise_si

HORIZON = 14
AHEAD = (7, 14, 21)
MANAGED_PIPELINE = 0.2
MISSED = RT_REASONS[MISSING]
BREAK = Effect.BLANK.value


def no_rt(given: Given) -> dict[str, Any] | None:
    """Return why a zone gets no reproduction number, None when it gets one."""
    spread = given.profile.epidemiology
    if spread.serial_interval_mean is None or spread.serial_interval_sd is None:
        return {"reason": "no_serial_interval"}
    return {"reason": "regime_break"} if given.broken else None


def rt_shape(given: Given) -> Hashable:
    """Return what zones must share to be estimated in one call."""
    return (given.profile.reference, len(given.days), given.start, given.blank.tobytes())


def rt(givens: Sequence[Given]) -> list[dict[str, Any]]:
    """Return reproduction numbers by day, of all cases and of those found in the community."""
    mean, sd, weights = _serial_interval(givens[0])
    every = _rt(givens, [one.new for one in givens], weights)
    piped = [place for place, one in enumerate(givens) if _pipeline(one)]
    community = _rt([givens[p] for p in piped], [givens[p].community for p in piped], weights)
    told = {"si_mean": round(mean, 2), "si_sd": round(sd, 2)}
    found = [{**told, **one, "pipeline": False} for one in every]
    for place, one in zip(piped, community, strict=True):
        found[place] |= {"pipeline": True, "community": one}
    return found


def _serial_interval(given: Given) -> tuple[float, float, FloatArray]:
    spread = given.profile.epidemiology
    ends = (spread.serial_interval_mean, spread.serial_interval_sd)
    mean, sd = ((one.lo + one.hi) / 2 for one in ends if one is not None)
    return mean, sd, discretise_si(mean, sd, max(2, len(given.days)))


def _pipeline(given: Given) -> bool:
    """Tell whether most of the last week's cases were found in managed status."""
    total = given.new[-7:].sum()
    return bool(total and given.community[-7:].sum() / total < MANAGED_PIPELINE)


def _rt(
    givens: Sequence[Given], cases: Sequence[FloatArray], weights: FloatArray
) -> list[dict[str, Any]]:
    if not givens:
        return []
    start = givens[0].start
    counts = np.stack(cases)[:, start:]
    imported = np.stack([one.imported for one in givens])[:, start:]
    away = np.minimum(np.nan_to_num(imported), np.nan_to_num(counts))
    # Whoever came first was infected before the record begins.
    away[:, :1] = np.nan_to_num(counts[:, :1])
    result = estimate_rt(counts - away, away, weights, blank=givens[0].blank[start:])
    days = [givens[0].days[start + t].isoformat() for t in result.t_end]
    return [_rt_of(result, place, days, one) for place, one in enumerate(givens)]


def _rt_of(result: RtResult, place: int, days: list[str], given: Given) -> dict[str, Any]:
    cases, reason = result.cases_in_window[place], result.reason[place]
    few = given.small & (reason == GIVEN) & (cases < FEW_CASES)
    why = [
        "few_cases" if one else RT_REASONS[int(code)] for one, code in zip(few, reason, strict=True)
    ]

    still_coming = max(0, len(days) - given.withheld)
    why[still_coming:] = ["late_reports" if one == MISSED else one for one in why[still_coming:]]

    def shown(values: FloatArray) -> Any:
        return rounded(np.where(few.reshape(-1, *[1] * (values.ndim - 1)), np.nan, values))

    return {
        "days": days,
        "mean": shown(result.mean[place]),
        "plain": shown(result.plain_quantiles[place][:, [0, -1]]),
        "wide": shown(result.quantiles[place]),
        "cases": rounded(cases),
        "why": why,
        "warnings": ["few_cases"] if bool(((reason == GIVEN) & (cases < FEW_CASES)).any()) else [],
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


def no_late_reports(given: Given) -> dict[str, Any] | None:
    """Return why a zone gets no nowcast, None when its history may suffice."""
    if given.triangle is None:
        return {"reason": "no_history"}
    if given.broken:
        return {"reason": "regime_break"}
    rows, delays = late_shape(given)
    return {"reason": "too_few_complete_rows"} if rows < 2 * delays else None


def late_shape(given: Given) -> tuple[int, int]:
    """Return reference days used and delays of a zone that has a triangle."""
    rows, delays = (0, 0) if given.triangle is None else given.triangle.shape
    return min(rows, len(given.days) - given.start), delays


def late_reports(givens: Sequence[Given]) -> list[dict[str, Any]]:
    """Return the nowcasts of the days whose reports are still coming in."""
    rows, delays = late_shape(givens[0])
    triangles = [one.triangle[-rows:] for one in givens if one.triangle is not None]
    result, last = nowcast(np.stack(triangles)), slice(-delays, None)
    shown = result.shown[:, last]
    point = np.where(shown, result.point[:, last], np.nan)
    quantiles = np.where(shown[..., None], result.quantiles[:, last], np.nan)
    return [
        {"reason": NOWCAST_REASONS[int(result.reason[place])]}
        if int(result.reason[place])
        else {
            "days": [day.isoformat() for day in one.days[last]],
            "observed": rounded(result.observed[place, last]),
            "point": rounded(point[place]),
            "quantiles": rounded(quantiles[place]),
            "completeness": rounded(result.completeness[place]),
            "weekday": bool(result.weekday[place]),
        }
        for place, one in enumerate(givens)
    ]


def no_forecast(given: Given) -> dict[str, Any] | None:
    """Return why a zone gets no forecast, None when it gets one."""
    known = int(np.isfinite(given.comparable).sum())
    if given.broken or known < FEWEST_DAYS:
        return {"reason": "regime_break" if given.start else "too_few_days", "known": known}
    return None


def forecast_shape(given: Given) -> Hashable:
    """Return the number of days that may be drawn on."""
    return len(given.days) - given.start


def ahead(givens: Sequence[Given]) -> list[dict[str, Any]]:
    """Return the forecasts of the next fourteen days with the method that is shown."""
    counts = np.stack([one.comparable for one in givens])
    result, flat = forecast(counts, HORIZON), _flat(counts)
    return [
        {"reason": "too_few_days", "known": int(np.isfinite(counts[place]).sum())}
        if np.isnan(result.quantiles[place, 0]).any()
        else {
            "method": METHODS[int(result.shown_method[place])],
            "enough_cases": bool(result.enough_cases[place]),
            "relative": dict(zip(METHODS, rounded(result.rel_wis[:, place]), strict=True)),
            "quantiles": rounded(result.quantiles[place]),
            "baseline": rounded(flat[place]),
        }
        for place in range(len(givens))
    ]


def _flat(counts: FloatArray) -> FloatArray:
    """Return the flat baseline's quantiles, against which the shown method is scored later."""
    levels, logs = np.array(HUB_LEVELS), np.log1p(counts)
    last = np.array([counts.shape[1] - 1])
    rows = [np.expm1(baseline_logs(logs, h, last, levels)[:, 0]) for h in range(1, HORIZON + 1)]
    return np.stack(rows, axis=1)


def clear(given: Given, late: Mapping[str, Any]) -> dict[str, Any]:
    """Return community-zero status and the range of the chance that it is over, by day ahead.

    ``late`` is the zone's nowcast: while the last window is incomplete the status is provisional.
    """
    rule = given.profile.community_zero
    if not rule.supported:
        return {"reason": "not_supported"}
    if not given.residents:
        return {"reason": "no_residents"}
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
