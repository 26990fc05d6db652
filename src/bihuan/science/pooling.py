"""Pooled tests after Dorfman 1943, Ann Math Stat 14:436."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Pooling:
    """Expected tests of one pool size; no loss by dilution is assumed.

    Parameters
    ----------
    p_pool_positive
        Probability that a pool must be taken apart.
    tests_per_person
        Expected tests per person, pools and retests.
    found_share
        Share of the infected found: both tests must see them.
    """

    p_pool_positive: float
    tests_per_person: float
    found_share: float


def dorfman(p: float, n: int, sensitivity: float = 1.0) -> Pooling:
    """Return the expected tests per person at prevalence ``p`` with ``n`` samples a pool."""
    if not 0.0 <= p <= 1.0 or n < 1 or not 0.0 < sensitivity <= 1.0:
        raise ValueError("Expected p in [0, 1], n >= 1 and a sensitivity in (0, 1].")
    infected = -np.expm1(n * np.log1p(-p)) if p < 1.0 else 1.0
    positive = float(sensitivity * infected)
    if n == 1:
        return Pooling(positive, 1.0, sensitivity)
    return Pooling(positive, 1.0 / n + positive, sensitivity**2)


def crossover(small: int, large: int) -> float:
    """Return the prevalence below which the larger pool needs fewer tests."""
    from scipy.optimize import brentq

    if not 1 <= small < large:
        raise ValueError("Expected two pool sizes, the smaller first.")
    if small == 1:  # nobody is tested twice without a pool
        return float(-np.expm1(-np.log(large) / large))

    def gap(q: float) -> float:
        return float(1.0 / small - q**small - 1.0 / large + q**large)

    # Near prevalence 0 the larger pool wins; the sign turns once before the curves' minimum.
    turn = (small / large) ** (1.0 / (large - small))
    return float(1.0 - brentq(gap, turn, 1.0, xtol=1e-15, rtol=1e-14))


def best_pool(p: float, sizes: tuple[int, ...]) -> int:
    """Return the pool size that needs the fewest tests at prevalence ``p``."""
    return min(sizes, key=lambda n: dorfman(p, n).tests_per_person)
