"""The renewal model for diseases carried by vectors: low confidence, and labelled so.

Mosquitoes are not simulated. Each case has a negative-binomial number of further cases, spread
over days by the serial interval; the vector index and the vector campaign scale the mean.
"""

from dataclasses import dataclass

import numpy as np

from bihuan.science.serial_interval import discretise_si
from bihuan.science.twin.layout import F64, I64

LAGS = 90
MOST = 10**8


class BeyondModelError(ValueError):
    """More infections than any city has people: the renewal model knows no one who is immune."""


@dataclass(frozen=True, slots=True)
class VectorDisease:
    """A vector-borne disease for one replicate; the reproduction number at the reference index."""

    serial_mean: float
    serial_sd: float
    reproduction_number: float
    dispersion: float
    reference_index: float


def simulate_vector(
    disease: VectorDisease, index: float, campaign: F64, cases: int, key: tuple[int, int]
) -> I64:
    """Return new infections by day.

    Parameters
    ----------
    index
        Breteau index of the area; the mean number of further cases is proportional to it.
    campaign
        Shape (days,): what the vector campaign leaves of transmission, 1 without one.
    cases
        Cases of day 0.
    key
        Seed and replicate.

    Raises
    ------
    BeyondModelError
        When infections pass a hundred million.
    """
    days = len(campaign)
    weights = np.asarray(discretise_si(disease.serial_mean, disease.serial_sd, LAGS))[1:]
    weights = weights / weights.sum()
    rng = np.random.Generator(np.random.Philox(key=np.array(key, dtype=np.uint64)))
    mean = disease.reproduction_number * index / disease.reference_index
    new = np.zeros(days, dtype=np.int64)
    expected = np.zeros(days + LAGS + 1)
    new[0] = cases
    for day in range(days):
        if day > 0:
            new[day] = rng.poisson(min(expected[day] * campaign[day], 2.0 * MOST))
        if new[: day + 1].sum() > MOST:
            raise BeyondModelError("Expected fewer than 100,000,000 infections.")
        if new[day]:
            shape = new[day] * disease.dispersion
            offspring = mean * rng.gamma(shape, 1 / disease.dispersion)
            expected[day + 1 : day + 1 + len(weights)] += offspring * weights
    return new
