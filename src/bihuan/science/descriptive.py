"""The descriptive figures of the nightly review, exactly as it defines them."""

from dataclasses import dataclass

import numpy as np

from bihuan.science.provenance import FloatArray

PER = 100_000.0
SMALL_DENOMINATOR = 10
_LEAST_BEFORE = 5
_WEEK = 7
_LEVEL = 0.9
_LEAST_HOUSES = 50
VECTOR_BANDS = (5.0, 10.0, 20.0)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval; all ``nan`` when not shown."""

    value: float
    low: float
    high: float


BLANK = Interval(float("nan"), float("nan"), float("nan"))


def new_infections(
    confirmed: FloatArray, asymptomatic: FloatArray, converted: FloatArray
) -> FloatArray:
    """Return infections counted once: confirmed + asymptomatic - conversions, ``nan`` kept."""
    parts = (np.asarray(a, float) for a in (confirmed, asymptomatic, converted))
    first, second, counted_before = parts
    return np.asarray(first + second - counted_before, dtype=float)


def per_100k(counts: FloatArray, population: FloatArray) -> FloatArray:
    """Return counts per 100,000 residents; ``nan`` without residents."""
    people = np.asarray(population, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(people > 0.0, np.asarray(counts, float) / people * PER, np.nan)


def wilson(n: float, of: float, level: float = _LEVEL) -> Interval:
    """Return a share with its Wilson interval; blank when the denominator is below ten."""
    from scipy.special import ndtri

    if np.isnan(n + of) or of < SMALL_DENOMINATOR:
        return BLANK
    if not 0 <= n <= of:
        raise ValueError(f"Expected 0 <= n <= of, got {n} of {of}.")
    z = float(ndtri(0.5 + level / 2.0))
    share, weight = n / of, z**2 / of
    centre = (share + weight / 2.0) / (1.0 + weight)
    half = z / (1.0 + weight) * np.sqrt(share * (1.0 - share) / of + weight / (4.0 * of))
    low = 0.0 if n == 0 else float(centre - half)
    return Interval(share, low, 1.0 if n == of else float(centre + half))


def unlinked_share(linked: float, unlinked: float) -> Interval:
    """Return local-unlinked over local cases with a 90 % interval; blank below ten."""
    return wilson(unlinked, linked + unlinked)


def seven_day_ratio(counts: FloatArray) -> float:
    """Return the last seven windows over the seven before.

    ``nan`` when a window is missing or the earlier seven hold fewer than five cases.
    """
    values = np.asarray(counts, float)
    if values.size < 2 * _WEEK:
        return float("nan")
    last, before = values[-_WEEK:].sum(), values[-2 * _WEEK : -_WEEK].sum()
    return float(last / before) if before >= _LEAST_BEFORE else float("nan")


def days_since_last_case(community: FloatArray) -> int | None:
    """Return whole windows since the latest community case; None when it cannot be known."""
    values = np.asarray(community, float)
    found = np.flatnonzero(values > 0.0)
    if not found.size or np.isnan(values[found[-1] :]).any():
        return None
    return int(values.size - 1 - found[-1])


def unlinked_run(unlinked: FloatArray) -> int | None:
    """Return windows in a row, up to the last, with an unlinked case; None if one is missing."""
    run = 0
    for count in np.asarray(unlinked, float)[::-1]:
        if np.isnan(count):
            return None
        if count <= 0.0:
            break
        run += 1
    return run


def zone_quantiles(counts: FloatArray, population: FloatArray) -> tuple[float, float]:
    """Return median and P90 of the incidence per 100,000 over zones with residents."""
    rates = per_100k(counts, population)
    known = rates[~np.isnan(rates)]
    if not known.size:
        return float("nan"), float("nan")
    return float(np.quantile(known, 0.5)), float(np.quantile(known, 0.9))


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """Breteau index with its interval and band (0 below 5, then 1, 2, 3 from 20 on)."""

    index: Interval
    band: int | None


def breteau(positive_containers: int, houses: int, level: float = _LEVEL) -> VectorIndex:
    """Return positive containers per 100 houses inspected.

    The interval is the exact binomial one; a house may hold several containers, so with more
    containers than houses it is the exact Poisson one. Blank below 50 houses.
    """
    from scipy.special import betaincinv, gammaincinv

    if positive_containers < 0 or houses < 0:
        raise ValueError("Expected counts of containers and houses, not negative.")
    if houses < _LEAST_HOUSES:
        return VectorIndex(BLANK, None)
    n, tail = positive_containers, (1.0 - level) / 2.0
    if n <= houses:
        low = betaincinv(n, houses - n + 1, tail) if n else 0.0
        high = betaincinv(n + 1, houses - n, 1 - tail) if n < houses else 1.0
    else:
        low, high = (gammaincinv(n, tail) / houses, gammaincinv(n + 1, 1 - tail) / houses)
    index = 100.0 * n / houses
    band = int(np.searchsorted(VECTOR_BANDS, index, side="right"))
    return VectorIndex(Interval(index, 100.0 * float(low), 100.0 * float(high)), band)
