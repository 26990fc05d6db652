"""Closed forms and exact recursions that the engine is checked against; no code is shared."""

from math import comb, exp, inf

import numpy as np

from bihuan.science.twin.layout import F64


def chain_binomial(size: int, pair: float) -> F64:
    """Return the law of further infections in a household with one first case.

    Reed-Frost; see Longini I, Koopman J 1982, Biometrics 38:115.

    Returns
    -------
    ndarray
        Shape (size,): probability of 0, 1, …, size - 1 further infections.
    """
    out = np.zeros(size)
    states = {(size - 1, 1): 1.0}
    while states:
        (susceptible, infectious), weight = states.popitem()
        escape = (1 - pair) ** infectious
        for new in range(susceptible + 1):
            chance = comb(susceptible, new) * (1 - escape) ** new * escape ** (susceptible - new)
            if new == 0:
                out[size - 1 - susceptible] += weight * chance
            elif chance > 0:
                at = (susceptible - new, new)
                states[at] = states.get(at, 0.0) + weight * chance
    return out


def renewal(n: int, seeds: int, reproduction: float, weights: F64, days: int) -> F64:
    """Return new infections by day of the day-step renewal epidemic with depletion.

    Parameters
    ----------
    weights
        Shape (lags,): weights of days 1, 2, …; sum 1.
    """
    new = np.zeros(days)
    new[0] = seeds
    left = float(n - seeds)
    for t in range(1, days):
        past = new[max(0, t - len(weights)) : t][::-1]
        force = reproduction * float(past @ weights[: len(past)]) / n
        new[t] = left * -np.expm1(-force)
        left -= new[t]
    return new


def final_size(reproduction: float, seed_share: float) -> float:
    """Return the share newly infected of a well-mixed epidemic, by bisection."""
    lo, hi = 0.0, 1.0 - seed_share
    for _ in range(200):
        z = (lo + hi) / 2
        more = (1 - seed_share) * (1 - exp(-reproduction * (z + seed_share))) > z
        lo, hi = (z, hi) if more else (lo, z)
    return (lo + hi) / 2


def extinction(reproduction: float, k: float) -> float:
    """Return the chance that one case starts no lasting outbreak.

    Offspring are negative binomial with mean ``reproduction`` and dispersion k; see
    Lloyd-Smith J 2005, Nature 438:355.
    """
    q = 0.0
    for _ in range(200_000):
        if k == inf:
            following = exp(-reproduction * (1 - q))
        else:
            following = (1 + reproduction * (1 - q) / k) ** -k
        if abs(following - q) < 1e-15:  # noqa: PLR2004 - beyond the last digit
            break
        q = following
    return q


def growth_rate(reproduction: float, weights: F64) -> float:
    """Return the daily growth rate of a renewal process with weights by lag from day 1."""
    lags = np.arange(1, len(weights) + 1)
    lo, hi = -3.0, 3.0
    for _ in range(200):
        r = (lo + hi) / 2
        lo, hi = (r, hi) if reproduction * (weights * np.exp(-r * lags)).sum() > 1 else (lo, r)
    return (lo + hi) / 2
