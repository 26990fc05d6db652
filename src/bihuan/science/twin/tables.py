"""Tables from which the kernels draw: exact to one part in 2^32, small enough for the cache."""

from functools import lru_cache
from math import inf, isinf

import numpy as np
from numpy.typing import NDArray

from bihuan.science.twin.disease import Band, Disease, Duration
from bihuan.science.twin.layout import (
    F64,
    HORIZON,
    NU_BINS,
    U8,
    U32,
    Course,
    Layer,
    Scalar,
)

FULL = 4294967296.0
AGES = 128


def day_weights(duration: Duration, least: int) -> F64:
    """Return the weights of whole days 0, 1, … of a duration, at least ``least`` days.

    Returns
    -------
    ndarray
        Shape (HORIZON,), sum 1. Day d holds the probability of (d - 1/2, d + 1/2]; what lies
        below ``least`` falls on it, what lies beyond the horizon on the last day.
    """
    upper = np.arange(HORIZON, dtype=np.float64) + 0.5
    cdf = _cdf(duration, upper)
    cdf[-1] = 1.0
    weights = np.diff(cdf, prepend=0.0)
    weights[least] += weights[:least].sum()
    weights[:least] = 0.0
    return weights


def _cdf(duration: Duration, x: F64) -> F64:
    from scipy import optimize, special

    mean, sd = duration.mean, duration.sd
    if duration.family == "fixed" or sd <= 0.0:
        return np.asarray(x >= mean, dtype=np.float64)
    if duration.family == "gamma":
        return np.asarray(special.gammainc((mean / sd) ** 2, x * mean / sd**2))
    if duration.family == "lognormal":
        var = np.log1p((sd / mean) ** 2)
        z = (np.log(x) - np.log(mean) + var / 2) / np.sqrt(var)
        return np.asarray(special.ndtr(z))
    if duration.family == "weibull":
        goal = (sd / mean) ** 2 + 1
        k = optimize.brentq(
            lambda s: special.gamma(1 + 2 / s) / special.gamma(1 + 1 / s) ** 2 - goal, 0.2, 60
        )
        return np.asarray(-np.expm1(-((x * special.gamma(1 + 1 / k) / mean) ** k)))
    raise ValueError(f"Expected gamma, lognormal, weibull or fixed, got {duration.family!r}.")


def thresholds(weights: F64) -> tuple[U8, U32]:
    """Return guide and thresholds of a distribution on days.

    The day of a word is the first whose threshold is not below it; the guide holds, for each
    of the 256 leading bytes, the first day to look at.
    """
    cdf = np.cumsum(weights / weights.sum())
    cdf[np.flatnonzero(weights)[-1] :] = 1.0
    edges = np.rint(cdf * FULL).astype(np.int64) - 1
    start = np.arange(256, dtype=np.int64) << 24
    guide = np.searchsorted(edges, start, side="left").astype(np.uint8)
    return guide, np.clip(edges, 0, 0xFFFFFFFF).astype(np.uint32)


def day_shape(early_share: float, early_ratio: float) -> tuple[U8, U32]:
    """Return the tables of the day within an infectious period of each length.

    Returns
    -------
    guide, thresholds
        Shapes (2 HORIZON, 256) and (2 HORIZON, 2 HORIZON); row n for a period of n days.
    """
    rows = 2 * HORIZON
    guide = np.zeros((rows, 256), dtype=np.uint8)
    table = np.full((rows, rows), 0xFFFFFFFF, dtype=np.uint32)
    for n in range(1, rows):
        early = np.clip(early_share * n - np.arange(n), 0.0, 1.0)
        guide[n], table[n, :n] = thresholds(1.0 + (early_ratio - 1.0) * early)
    return guide, table


@lru_cache(maxsize=8)
def _flat_shape(early_share: float, early_ratio: float) -> tuple[U8, U32]:
    return day_shape(early_share, early_ratio)


def nu_table(k: float) -> F64:
    """Return the individual infectiousness by quantile bins: mean exactly 1.

    Returns
    -------
    ndarray
        Shape (2, NU_BINS): bin means of a gamma of shape k and mean 1, and the same for the
        last bin split again. All ones when k is infinite.
    """
    if isinf(k):
        return np.ones((2, NU_BINS))
    if not 0 < k < inf:
        raise ValueError(f"Expected a dispersion above 0, got {k}.")
    coarse = _bin_means(k, np.linspace(0, 1, NU_BINS + 1))
    fine = _bin_means(k, np.linspace(1 - 1 / NU_BINS, 1, NU_BINS + 1))
    return np.stack((coarse, fine))


def _bin_means(k: float, edges: F64) -> F64:
    from scipy import special

    q = special.gammaincinv(k, edges[:-1])
    partial = np.append(special.gammainc(k + 1, q), 1.0)
    means: NDArray[np.float64] = np.diff(partial) / np.diff(edges)
    return means


def course_of(disease: Disease, rate: F64, largest: F64) -> Course:
    """Return the tables of a disease.

    Parameters
    ----------
    rate
        Shape (5,): expected transmissions per day of full infectiousness and contact, by layer;
        the household's for one pair.
    largest
        Shape (6,): the largest multiplier any plan may reach, by layer.
    """
    guides, delays = zip(*(thresholds(w) for w in delay_weights(disease)), strict=True)
    shape_guide, shape = _flat_shape(disease.early_share, disease.early_ratio)
    if disease.serial_weights:
        shape_guide, shape = shape_guide.copy(), shape.copy()
        shape_guide[0], shape[0, : len(disease.serial_weights) + 1] = thresholds(
            np.array((0.0, *disease.serial_weights))
        )
    top = max(b.susceptibility for b in disease.bands)
    peak = largest.copy()
    peak[Layer.COMMUNITY] = max(largest[Layer.COMMUNITY], largest[Layer.TRAVEL])
    return Course(
        guide=np.stack(guides),
        delay=np.stack(delays),
        shape_guide=shape_guide,
        shape=shape,
        nu=nu_table(disease.dispersion),
        band=band_of_age(disease.bands),
        symptomatic=_by_band(disease, "symptomatic"),
        susceptible=_by_band(disease, "susceptibility") / top,
        hospital=_by_band(disease, "hospital"),
        death=np.array([b.death / b.hospital if b.hospital else 0.0 for b in disease.bands]),
        rate=rate * peak[:5] * top,
        contacts=np.array((disease.contacts.school, disease.contacts.work)),
        reach_cdf=np.cumsum(disease.contacts.reach),
        scalar=_scalars(disease),
    )


def delay_weights(disease: Disease) -> list[F64]:
    """Return the weights of days of the six durations, in the order of their rows."""
    return [
        day_weights(disease.latent, 1),
        day_weights(disease.presymptomatic, 0),
        day_weights(disease.symptomatic, 1),
        day_weights(disease.asymptomatic, 1),
        day_weights(disease.to_hospital, 0),
        day_weights(disease.hospital_stay, 1),
    ]


def band_of_age(bands: tuple[Band, ...]) -> U8:
    """Return the band of every age, shape (128,)."""
    firsts = np.array([b.first for b in bands])
    return (np.searchsorted(firsts, np.arange(AGES), side="right") - 1).clip(0).astype(np.uint8)


def _by_band(disease: Disease, name: str) -> F64:
    return np.array([getattr(b, name) for b in disease.bands], dtype=np.float64)


def _scalars(disease: Disease) -> F64:
    out = np.zeros(len(Scalar))
    out[Scalar.ASYMPTOMATIC] = disease.asymptomatic_infectiousness
    out[Scalar.COMMON_SHAPE] = float(bool(disease.serial_weights))
    out[Scalar.VACCINE_SUSCEPTIBLE] = disease.vaccine_susceptibility
    out[Scalar.ISOLATION_HOME] = disease.isolated_at_home
    out[Scalar.ISOLATION_ROOM] = disease.isolated_in_room
    return out
