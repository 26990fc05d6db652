"""Households: sizes that meet the city's totals exactly, laid along the communities."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bihuan.science.twin.blocks import uniforms
from bihuan.science.twin.layout import F64, I64

MOST_IN_HOUSEHOLD = 255
SORT_DRAW = 2


@dataclass(frozen=True, slots=True)
class Marginals:
    """Totals and tables of the synthesis. What is not a census figure is an assumption.

    Parameters
    ----------
    persons_per_household
        Mean of family households; the 2020 census of the city gives 3,749,104 persons in
        1,402,579 family households.
    collective_share, collective_size
        Share of residents in collective households and their size; the census gives 227,377
        persons in 48,009.
    size_weights
        Prior weights of family households of 1, 2, … persons; assumed, tilted to the mean.
    child_share, elder_share
        Residents of 0-14 and of 60 and more; from one county's census, assumed for all.
    others
        School ages, class size, employment, commuting, workplace sizes, compounds: assumed.
    """

    persons_per_household: float = 3_749_104 / 1_402_579
    collective_share: float = 227_377 / 3_976_481
    collective_size: float = 227_377 / 48_009
    size_weights: tuple[float, ...] = (0.25, 0.29, 0.21, 0.13, 0.07, 0.03, 0.02)
    child_share: float = 0.1909
    elder_share: float = 0.1834
    school_ages: tuple[int, int] = (3, 17)
    class_size: int = 40
    employed_share: float = 0.68
    commute: tuple[float, float] = (0.65, 0.25)
    workplace_sizes: tuple[int, ...] = (2, 3, 4, 5, 8, 12, 20, 35, 60, 120)
    residents_per_compound: int = 700
    residents_per_gate: int = 600
    residents_per_market: int = 3000


class Units(NamedTuple):
    """Households in order of the zones: sizes, shape (units,); families and the rest mixed."""

    sizes: I64
    n_family: int


def household_sizes(residents: I64, marginals: Marginals, seed: int) -> Units:
    """Return the sizes of all households; they add up to all residents exactly."""
    total = int(residents.sum())
    collective = round(total * marginals.collective_share)
    n_collective = round(collective / marginals.collective_size)
    if n_collective == 0:
        collective = 0
    family = total - collective
    n_family = max(1, min(family, round(family / marginals.persons_per_household)))
    sizes = np.concatenate(
        (
            _exact(family, n_family, marginals.size_weights),
            _even(collective, n_collective),
        )
    )
    order = np.argsort(uniforms(len(sizes), seed, SORT_DRAW)[:, 0], kind="stable")
    return Units(sizes[order], n_family)


def _exact(persons: int, households: int, weights: tuple[float, ...]) -> I64:
    """Return sizes of so many households with exactly so many persons, near the weights."""
    size = np.arange(1, len(weights) + 1)
    if persons >= households * len(weights):
        return _even(persons, households)
    share = _tilted(np.array(weights), size, persons / households)
    count = np.floor(share * households).astype(np.int64)
    count[np.argsort(-(share * households - count), kind="stable")[: households - count.sum()]] += 1
    gap = persons - int((count * size).sum())
    while gap != 0:  # a few moves of one household to the next size
        step = 1 if gap > 0 else -1
        movable = np.flatnonzero(count[:-1] if step > 0 else count[1:]) + (step < 0)
        at = movable[np.argmax(count[movable])]
        moved = min(abs(gap), int(count[at] + 1) // 2)
        count[at] -= moved
        count[at + step] += moved
        gap -= step * moved
    return np.repeat(size, count)


def _tilted(weights: F64, size: I64, mean: float) -> F64:
    """Return the weights tilted exponentially until their mean is the wanted one."""
    lo, hi = -20.0, 20.0
    share: F64 = weights / weights.sum()
    for _ in range(200):
        tilt = (lo + hi) / 2
        raw = np.log(weights) + tilt * size
        share = np.exp(raw - raw.max())
        share /= share.sum()
        lo, hi = (tilt, hi) if (share * size).sum() < mean else (lo, tilt)
    return share


def _even(persons: int, units: int) -> I64:
    if units == 0:
        return np.empty(0, dtype=np.int64)
    units = max(units, -(-persons // MOST_IN_HOUSEHOLD))
    out = np.full(units, persons // units, dtype=np.int64)
    out[: persons % units] += 1
    return out


def household_starts(units: Units, residents: I64) -> tuple[I64, I64]:
    """Lay households along the zones.

    Returns
    -------
    starts
        Shape (households + 1,): first person of each household.
    zone_start
        Shape (zones + 1,): first person of each zone, moved to the nearest household start, so
        a zone may differ from its figure by part of a household; the city's total is exact.
    """
    starts = np.concatenate(([0], np.cumsum(units.sizes)))
    goal = np.concatenate(([0], np.cumsum(residents)))
    at = np.searchsorted(starts, goal, side="left")
    zone_start = starts[at]
    for i in np.flatnonzero(np.diff(zone_start) <= 0):  # a tiny zone keeps one household
        raise ValueError(f"Expected room for a household in every zone; zone {i} is too small.")
    return starts, zone_start
