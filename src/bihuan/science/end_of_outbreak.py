"""How likely another case still is: a clear day is not the end.

Source: the form of Nishiura 2016, Eurosurveillance 21(4), with negative-binomial offspring
(Lloyd-Smith 2005, Nature 438:355).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from bihuan.science.provenance import FloatArray
from bihuan.science.serial_interval import discretise_si

Range = tuple[float, float]
_LONGEST_LAG = 400
_LOOK_BACK = 7


@dataclass(frozen=True, slots=True)
class OutbreakRanges:
    """What a disease profile says about spread, each as (low, high).

    Parameters
    ----------
    si_mean, si_sd
        Serial interval in days.
    reproduction_number
        People infected by one case, in the situation as it is.
    dispersion_k
        Dispersion of the offspring; infinite is Poisson.
    ascertainment
        Share of the cases that is found, in (0, 1].
    """

    si_mean: Range
    si_sd: Range
    reproduction_number: Range
    dispersion_k: Range
    ascertainment: Range = (1.0, 1.0)

    def __post_init__(self) -> None:
        for low, high in (self.si_mean, self.si_sd, self.reproduction_number, self.dispersion_k):
            if not 0.0 < low <= high:
                raise ValueError("Expected ranges of positive numbers, low first.")
        if not 0.0 < self.ascertainment[0] <= self.ascertainment[1] <= 1.0:
            raise ValueError("Expected an ascertainment range inside (0, 1].")


@dataclass(frozen=True, slots=True)
class RangeByDay:
    """A probability as a range, one entry a day."""

    low: FloatArray
    high: FloatArray


@lru_cache(maxsize=64)
def still_to_come(mean: float, sd: float, days: int) -> FloatArray:
    """Return the share of the serial interval beyond each lag 0..days-1, not to be written to."""
    lags = min(max(days, 2), _LONGEST_LAG)
    beyond = np.maximum(0.0, 1.0 - discretise_si(mean, sd, lags).cumsum())
    share = np.concatenate([beyond, np.zeros(max(days - lags, 0))])[:days]
    share.flags.writeable = False
    return share


def log_none(share: FloatArray, r: float, k: float) -> FloatArray:
    """Return minus the log of the chance that one case infects nobody more.

    Parameters
    ----------
    share
        Share of its serial interval still to come.
    r, k
        Reproduction number and dispersion.
    """
    mean = r * np.asarray(share, float)
    if np.isinf(k):
        return mean
    return np.asarray(k * np.log1p(mean / k), dtype=float)


def p_further_case(cases: FloatArray, ranges: OutbreakRanges) -> RangeByDay:
    """Return, as known on each day, the probability of any further case, ever.

    Parameters
    ----------
    cases
        Shape (days,): cases by day, ``nan`` where nothing was reported.
    ranges
        What the profile says.

    Returns
    -------
    RangeByDay
        Low: every parameter at its mildest, missing days without a case. High: every parameter
        at its worst, missing days with as many cases as the worst of the week before, at least
        one. ``nan`` before the first case and on missing days.
    """
    counts = np.asarray(cases, float)
    few, many = np.nan_to_num(counts), _worst_case(counts)
    low = _one_corner(few, ranges, 0)
    high = _one_corner(many, ranges, 1)
    blank = np.isnan(counts) | (few.cumsum() <= 0.0)
    return RangeByDay(np.where(blank, np.nan, low), np.where(blank, np.nan, high))


def p_further_case_within(cases: FloatArray, ranges: OutbreakRanges, days: int) -> Range:
    """Return the range of the probability of a further case in the next ``days`` days."""
    counts = np.asarray(cases, float)
    ends = []
    for side, filled in enumerate((np.nan_to_num(counts), _worst_case(counts))):
        r, k = ranges.reproduction_number[side], ranges.dispersion_k[side]
        found = ranges.ascertainment[1 - side]
        values = []
        for mean, sd in product(ranges.si_mean, ranges.si_sd):
            beyond = still_to_come(mean, sd, counts.size + days)
            window = beyond[: counts.size] - beyond[days : counts.size + days]
            values.append(float(filled[::-1] @ log_none(window, r, k)) / found)
        ends.append(-np.expm1(-(max(values) if side else min(values))))
    return float(ends[0]), float(ends[1])


def _worst_case(counts: FloatArray) -> FloatArray:
    filled = counts.copy()
    for day in np.flatnonzero(np.isnan(counts)):
        before = filled[max(day - _LOOK_BACK, 0) : day]
        filled[day] = max(1.0, float(before.max(initial=0.0)))
    return filled


def _one_corner(counts: FloatArray, ranges: OutbreakRanges, side: int) -> FloatArray:
    r, k = ranges.reproduction_number[side], ranges.dispersion_k[side]
    found = ranges.ascertainment[1 - side]
    every = []
    for mean, sd in product(ranges.si_mean, ranges.si_sd):
        by_lag = log_none(still_to_come(mean, sd, counts.size), r, k)
        every.append(np.convolve(counts, by_lag)[: counts.size] / found)
    chosen = np.max(every, axis=0) if side else np.min(every, axis=0)
    return np.asarray(-np.expm1(-chosen), dtype=float)
