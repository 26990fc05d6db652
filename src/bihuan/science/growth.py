"""Growth rate and doubling time, and the closed forms that tie growth to reproduction."""

from dataclasses import dataclass

import numpy as np

from bihuan.science.descriptive import BLANK, Interval
from bihuan.science.provenance import FloatArray

WINDOW = 14
_FEWEST_DAYS = 7
_ROUNDS = 50
_LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of cases.

    Parameters
    ----------
    rate
        Per day, with its interval.
    doubling_days
        ln 2 / rate with the interval of the rate turned round; negative is halving. Blank
        when the interval of the rate holds zero.
    trend
        1 rising, -1 falling, 0 no clear trend, None when nothing can be said.
    """

    rate: Interval
    doubling_days: Interval
    trend: int | None


NOTHING = Growth(BLANK, BLANK, None)


def growth_rate(counts: FloatArray, window: int = WINDOW, level: float = _LEVEL) -> Growth:
    """Fit a quasi-Poisson log-linear trend to the last days.

    Parameters
    ----------
    counts
        Shape (days,), ``nan`` where missing; the last ``window`` days are used.
    window
        Days, at least 7.
    level
        Coverage of the interval.

    Returns
    -------
    Growth
        Nothing when fewer than seven days or fewer than five cases are known.
    """
    from scipy.special import stdtrit

    values = np.asarray(counts, float)[-window:]
    if (values < 0.0).any():
        return NOTHING
    known = ~np.isnan(values)
    y, x = values[known], np.flatnonzero(known).astype(float)
    if y.size < _FEWEST_DAYS or y.sum() < 5.0 or (y > 0).sum() < 2:  # noqa: PLR2004
        return NOTHING
    slope, error = _quasi_poisson(y, x - x.mean())
    half = float(stdtrit(y.size - 2, 0.5 + level / 2.0)) * error
    rate = Interval(slope, slope - half, slope + half)
    if not np.isfinite(half) or rate.low <= 0.0 <= rate.high:
        return Growth(rate, BLANK, 0)
    ends = sorted(np.log(2.0) / end for end in (rate.low, rate.high))
    return Growth(rate, Interval(np.log(2.0) / slope, *ends), 1 if slope > 0 else -1)


def _quasi_poisson(y: FloatArray, x: FloatArray) -> tuple[float, float]:
    """Return slope and standard error, the variance at least that of Poisson counts."""
    design = np.stack([np.ones_like(x), x], axis=1)
    beta = np.array([np.log(y.mean()), 0.0])
    for _ in range(_ROUNDS):
        mean = np.exp(np.clip(design @ beta, -30.0, 30.0))
        step = np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (y - mean))
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-12:  # noqa: PLR2004
            break
    mean = np.exp(np.clip(design @ beta, -30.0, 30.0))
    phi = max(1.0, float(((y - mean) ** 2 / mean).sum() / (y.size - 2)))
    covariance = np.linalg.inv(design.T @ (mean[:, None] * design))
    return float(beta[1]), float(np.sqrt(phi * covariance[1, 1]))


def growth_from_r(r: float, mean: float, sd: float) -> float:
    """Return the growth per day of a reproduction number with a gamma generation interval.

    Source: Wallinga and Lipsitch 2007, Proc R Soc B 274:599. ``sd`` equal to ``mean`` is the
    exponential interval of a simple epidemic; ``sd`` 0 is a fixed interval.
    """
    if not (r > 0.0 and mean > 0.0 and sd >= 0.0):
        raise ValueError("Expected r and mean above 0 and sd not below 0.")
    if sd == 0.0:
        return float(np.log(r) / mean)
    return float(np.expm1(np.log(r) * (sd / mean) ** 2) * mean / sd**2)


def r_from_growth(growth: float, mean: float, sd: float) -> float:
    """Return the reproduction number of a growth per day; the inverse of ``growth_from_r``."""
    if sd == 0.0:
        return float(np.exp(growth * mean))
    inside = 1.0 + growth * sd**2 / mean
    if inside <= 0.0:
        raise ValueError("Expected a growth that this generation interval allows.")
    return float(np.exp((mean / sd) ** 2 * np.log(inside)))


def growth_from_r_latent(r: float, latent: float, infectious: float) -> float:
    """Return the growth per day with exponential latent and infectious periods, in days."""
    total, product = latent + infectious, latent * infectious
    return float((np.sqrt(total**2 + 4.0 * product * (r - 1.0)) - total) / (2.0 * product))
