"""Set the rates so that the first cases infect as many as the disease says, and no city data.

The mean number infected by a first case is written down in closed form for a fixed sample of
synthetic people and quantiles of individual infectiousness, so that the search is smooth and the
same on every machine. What was reached is always reported.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bihuan.science.twin.city import City
from bihuan.science.twin.disease import Disease
from bihuan.science.twin.layout import F64, I64, NO_PLACE, Layer
from bihuan.science.twin.philox import Purpose, draws
from bihuan.science.twin.tables import band_of_age, delay_weights, nu_table

SAMPLE = 4096
GROUPS = 48
ROUNDS = 60
EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """Rates by layer and what they give among the first cases, without any measure.

    ``rate`` has shape (5,): expected transmissions per day of full infectiousness; of one pair
    in the household, of one contact in school and at work, of the whole community and gate.
    """

    rate: tuple[float, ...]
    reproduction_number: float
    household_share: float
    generation_days: float
    household_reduced: bool


@dataclass(frozen=True, slots=True)
class _Sample:
    strength: F64
    day: F64
    household: I64
    place: I64
    kind: I64
    near: F64
    taken: float


def calibrate(city: City, disease: Disease, seed: int) -> Calibration:
    """Find the rates at which a first case infects ``reproduction_number`` people on average.

    The household's rate comes from the share of members infected; it is lowered, and the result
    says so, when households alone would exceed the reproduction number.
    """
    sample = _sample(city, disease, seed)
    points, goal = _nu_points(disease.dispersion), disease.reproduction_number
    pair = _root(lambda x: _attack(sample, points, x), disease.household_attack)
    reduced = _total(sample, points, disease, (pair, 0.0)) > goal
    scale = 0.0
    if reduced:
        pair = _root(lambda x: _total(sample, points, disease, (x, 0.0)), goal)
    else:
        scale = _root(lambda x: _total(sample, points, disease, (pair, x)), goal)
    parts = _offspring(sample, points, disease, (pair, scale))
    c = disease.contacts
    rate = (pair, scale, scale, scale * c.community, scale * c.gate)
    total = float(parts.sum())
    day = float((sample.strength * sample.day).sum() / sample.strength.sum())
    share = float(parts[Layer.HOUSEHOLD] / total) if total else 0.0
    return Calibration(rate, total, share, day, reduced)


def _root(rising: Callable[[float], float], goal: float) -> float:
    """Return where a rising function that starts at 0 reaches the goal, by false position.

    The end that stays twice counts half (the Illinois rule), so both ends close in.
    """
    if goal <= 0:
        return 0.0
    lo, hi, below, above = 0.0, 1e-3, -goal, rising(1e-3) - goal
    while above < 0 and hi < 1e6:  # noqa: PLR2004 - no rate is that large
        lo, below, hi = hi, above, hi * 4
        above = rising(hi) - goal
    side = 0
    for _ in range(ROUNDS):
        middle = (lo * above - hi * below) / (above - below)
        found = rising(middle) - goal
        if abs(found) <= EXACT * goal:
            return middle
        if found < 0:
            lo, below, above, side = middle, found, above / 2 if side < 0 else above, -1
        else:
            hi, above, below, side = middle, found, below / 2 if side > 0 else below, 1
    return (lo + hi) / 2


def _attack(s: _Sample, points: tuple[F64, F64], pair: float) -> float:
    """Return the share of household members infected by a first case."""
    others = np.maximum(s.household - 1, 0)
    hit = _mean_infected(s, points, others, np.full(len(others), pair))
    return float(hit.sum() / max(1, others.sum()))


def _total(s: _Sample, points: tuple[F64, F64], disease: Disease, at: tuple[float, float]) -> float:
    return float(_offspring(s, points, disease, at).sum())


def _offspring(
    s: _Sample, points: tuple[F64, F64], disease: Disease, at: tuple[float, float]
) -> F64:
    """Return mean distinct people infected by a first case, by layer, shape (5,)."""
    pair, scale = at
    c = disease.contacts
    met = np.where(s.kind == Layer.SCHOOL, c.school, c.work)
    others = np.maximum(s.place - 1, 0)
    per_person = (
        (s.household - 1, np.full(len(s.strength), pair)),
        (others, scale * np.minimum(met, others) / np.maximum(others, 1)),
        (s.near, scale * (c.community + c.gate) / s.near),
    )
    means = [_mean_infected(s, points, n, rate) for n, rate in per_person]
    out = np.zeros(5)
    out[Layer.HOUSEHOLD] = means[0].mean()
    for layer in (Layer.SCHOOL, Layer.WORK):
        out[layer] = float((means[1] * (s.kind == layer)).mean())
    both = c.community + c.gate
    out[Layer.COMMUNITY] = means[2].mean() * c.community / both if both else 0.0
    out[Layer.GATE] = means[2].mean() - out[Layer.COMMUNITY]
    return out


def _mean_infected(s: _Sample, points: tuple[F64, F64], n: F64 | I64, rate: F64) -> F64:
    """Return, for each first case, the mean of n people infected at a rate for each of them."""
    nu, weight = points
    hit = 1 - np.exp(-np.outer(s.strength * rate * s.taken, nu))
    out: F64 = (hit @ weight) * n
    return out


def _nu_points(k: float) -> tuple[F64, F64]:
    """Return individual infectiousness at grouped quantiles with weights that add up to 1."""
    table = nu_table(k)
    coarse = np.array_split(table[0, :-1], GROUPS)
    fine = np.array_split(table[1], GROUPS // 3)
    n = table.shape[1]
    points = [p.mean() for p in (*coarse, *fine)]
    weights = [len(p) / n for p in coarse] + [len(p) / n**2 for p in fine]
    return np.array(points), np.array(weights)


def _sample(city: City, disease: Disease, seed: int) -> _Sample:
    """Draw the people and the courses on which the rates are set."""
    u = draws(np.arange(SAMPLE, dtype=np.uint64), Purpose.PARAMETER, (seed, 0), 1)
    v = draws(np.arange(SAMPLE, dtype=np.uint64), Purpose.PARAMETER, (seed, 0), 2)
    person = city.people.person[(u[:, 0] * city.n).astype(np.int64)]
    band = band_of_age(disease.bands)[(person[:, 2] >> 16) & 0xFF]
    symptomatic = v[:, 0] < np.array([b.symptomatic for b in disease.bands])[band]
    latent, before, ill, silent = (
        np.searchsorted(np.cumsum(w), x)
        for w, x in zip(
            delay_weights(disease)[:4], (u[:, 1], u[:, 2], u[:, 3], v[:, 1]), strict=True
        )
    )
    days = np.where(symptomatic, before + ill, silent)
    factor = np.where(symptomatic, 1.0, disease.asymptomatic_infectiousness)
    place = person[:, 1].astype(np.int64)
    has = place != NO_PLACE
    at = np.where(has, place, 0)
    start = np.append(city.people.place_start.astype(np.int64), 0)
    size = np.where(has, start[at + 1] - start[at], 0)
    kinds = np.append(city.people.place_kind, 0).astype(np.int64)
    zone = person[:, 2] & 0xFFFF
    reach = city.people.reach.astype(np.int64)
    return _Sample(
        strength=days * factor,
        day=latent + (days - 1) / 2,
        household=(person[:, 2] >> 24).astype(np.int64),
        place=size,
        kind=np.where(has, kinds[at], 0),
        near=(reach[1, zone, 1] - reach[1, zone, 0]).astype(np.float64),
        taken=float(np.array([b.susceptibility for b in disease.bands])[band].mean()),
    )
