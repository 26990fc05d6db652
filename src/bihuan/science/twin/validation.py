"""The rows of the validation: run the engine where the answer is known, and judge it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf, log, sqrt

import numpy as np

from bihuan.science.serial_interval import discretise_si
from bihuan.science.twin import closed_forms
from bihuan.science.twin.city import City
from bihuan.science.twin.disease import Disease
from bihuan.science.twin.laboratory import first_come
from bihuan.science.twin.layout import F64, Layer
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.running import Outbreak
from bihuan.science.twin.simulate import (
    Run,
    infected_by_now,
    new_world,
    result_of,
    run_until,
)
from bihuan.science.twin.tables import course_of
from bihuan.science.twin.toy import equal_households, plain_disease, plant, well_mixed

TOOK_OFF = 300
LAGS = 40
SIGNIFICANT, HALF = 0.001, 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the validation table."""

    what: str
    reference: float
    found: float
    allowed: str
    holds: bool


def serial_weights(mean: float, sd: float) -> F64:
    """Return the weights of days 1 to 40 of a serial interval, sum 1."""
    weights = np.asarray(discretise_si(mean, sd, LAGS))[1 : LAGS + 1]
    out: F64 = weights / weights.sum()
    return out


def mixed_world(
    city: City, disease: Disease, reproduction: float, key: tuple[int, int], size: tuple[int, int]
) -> Outbreak:
    """Return a world in which only the community layer acts; size is (days, seeds)."""
    days, seeds = size
    rate = np.zeros(5)
    rate[Layer.COMMUNITY] = reproduction
    course = course_of(disease, rate, np.ones(6))
    return new_world(city, course, open_policy(days, 1, 1, city.n, seeds), days, key)


def household_rows(households: int, cases: tuple[tuple[int, float], ...]) -> tuple[Row, ...]:
    """Compare the household layer with the chain-binomial law by a chi-square test."""
    return tuple(_household_row(households, size, pair) for size, pair in cases)


def _household_row(households: int, size: int, pair: float) -> Row:
    from scipy import stats

    city = equal_households(households, size)
    rate = np.zeros(5)
    rate[Layer.HOUSEHOLD] = -log(1 - pair)
    days = size + 2
    policy = open_policy(days, 1, 1, city.n, 0)
    course = course_of(plain_disease(dispersion=inf), rate, np.ones(6))
    world = new_world(city, course, policy, days, (size, round(pair * 1e6)))
    world = run_until(plant(world, np.arange(households) * size), days)
    further = world.live.state.reshape(households, size).sum(axis=1) - 1
    expected = closed_forms.chain_binomial(size, pair) * households
    seen = np.bincount(further, minlength=size).astype(float)
    expected = _pooled(expected)
    seen = _pooled(seen, expected)
    p = float(stats.chisquare(seen, expected * seen.sum() / expected.sum()).pvalue)
    what = f"household of {size}, pair {pair:g}: p of chi-square"
    return Row(what, 1.0, p, "> 0.001", p > SIGNIFICANT)


def _pooled(values: F64, like: F64 | None = None) -> F64:
    """Pool the cells of fewer than 5 expected into one; with ``like``, pool to its length."""
    if like is not None:
        return np.append(values[: len(like) - 1], values[len(like) - 1 :].sum())
    order = len(values)
    while order > 2 and values[order - 1 :].sum() < 5:  # noqa: PLR2004 - rule of the test
        order -= 1
    return np.append(values[: order - 1], values[order - 1 :].sum())


def renewal_row(n: int, runs: int, reproduction: float) -> Row:
    """Compare the mean final count of runs that took off with the exact renewal recursion."""
    weights = serial_weights(3.3, 2.2)
    days, seeds = 240, max(20, n // 10_000)
    disease = plain_disease(dispersion=inf, weights=tuple(weights.tolist()))
    city = well_mixed(n)
    totals = []
    for replicate in range(runs):
        key = (11, replicate)
        world = run_until(mixed_world(city, disease, reproduction, key, (days, seeds)), days)
        totals.append(infected_by_now(world))
    grown = np.array([t for t in totals if t > TOOK_OFF], dtype=float)
    exact = float(closed_forms.renewal(n, seeds, reproduction, weights, days).sum())
    mean, se = float(grown.mean()), float(grown.std(ddof=1) / sqrt(len(grown)))
    holds = abs(mean - exact) <= 0.01 * exact + 3 * se
    return Row(f"homogeneous limit, R {reproduction:g}: total", exact, mean, "1 % + 3 SE", holds)


def extinction_row(runs: int, reproduction: float, k: float) -> Row:
    """Compare the share of single cases that die out with the branching process."""
    from scipy import stats

    city, days = well_mixed(200_000), 400
    disease = plain_disease(dispersion=k, weights=(1.0,))
    died = 0
    for replicate in range(runs):
        key = (7 + round(1000 * reproduction), replicate)
        world = mixed_world(city, disease, reproduction, key, (days, 1))
        died += _dies_out(world, days, TOOK_OFF if reproduction > 1 else city.n)
    exact = closed_forms.extinction(reproduction, k)
    lo, hi = stats.binom.interval(0.999, runs, exact)
    what = f"extinction from one case, R {reproduction:g}, k {k:g}"
    return Row(what, exact, died / runs, "binomial 99.9 %", bool(lo <= died <= hi))


def _dies_out(world: Outbreak, days: int, took_off: int) -> bool:
    before = 0
    for day in range(10, days, 10):
        world = run_until(world, day)
        total = infected_by_now(world)
        if total > took_off:
            return False
        if total == before:
            return True
        before = total
    return True


def growth_row(n: int, runs: int, reproduction: float) -> Row:
    """Compare the growth rate of the early epidemic with the closed form."""
    weights = serial_weights(3.3, 2.2)
    disease = plain_disease(dispersion=inf, weights=tuple(weights.tolist()))
    city, days, seeds = well_mixed(n), 40, 400
    curves = []
    for replicate in range(runs):
        world = mixed_world(city, disease, reproduction, (13, replicate), (days, seeds))
        curves.append(result_of(run_until(world, days)).infected.sum(axis=1))
    mean = np.mean(curves, axis=0)
    window = np.arange(12, days)
    window = window[np.cumsum(mean)[window] < 0.02 * n]
    slope = float(np.polyfit(window, np.log(mean[window]), 1)[0])
    exact = closed_forms.growth_rate(reproduction, weights)
    holds = abs(slope - exact) <= 0.03 * abs(exact) + 0.004
    return Row(f"growth rate per day, R {reproduction:g}", exact, slope, "3 % + 0.004", holds)


def common_numbers_row(n: int, replicates: int) -> Row:
    """Compare the variance of paired and of independent differences, two plans 5 % apart."""
    weights = tuple(serial_weights(3.3, 2.2).tolist())
    disease, city = plain_disease(dispersion=0.5, weights=weights), well_mixed(n)

    def total(factor: float, key: tuple[int, int]) -> int:
        world = mixed_world(city, disease, 1.1, key, (60, 40))
        world.policy.accept[:] = factor
        world.policy.plain[:] = 0
        return infected_by_now(run_until(world, 60))

    full = np.array([total(1.0, (3, r)) for r in range(replicates)])
    less = np.array([total(0.95, (3, r)) for r in range(replicates)])
    apart = np.array([total(0.95, (4, r)) for r in range(replicates)])
    ratio = float(np.var(full - less) / np.var(full - apart))
    small = bool(full.mean() < 0.05 * n)
    return Row("paired over independent variance", 0.5, ratio, "<= 0.5", ratio <= HALF and small)


def threads_row(make: Callable[[int], Outbreak], days: int, replicates: int) -> Row:
    """Compare the digests of the same replicates on 1, 2 and 8 threads, within runs and of runs."""

    def digest(replicate: int, threads: int = 1) -> str:
        return result_of(run_until(make(replicate), days, threads)).digest

    kinds = set()
    for threads in (1, 2, 8):
        kinds.add(tuple(digest(replicate, threads) for replicate in range(replicates)))
        with ThreadPoolExecutor(threads) as pool:
            kinds.add(tuple(pool.map(digest, range(replicates))))
    n = float(len(kinds))
    return Row("different results on 1, 2 and 8 threads", 1.0, n, "= 1", n == 1)


def resume_row(make: Callable[[int], Outbreak], days: int) -> Row:
    """Compare a run that stops every day with one that does not."""
    whole: Run = result_of(run_until(make(0), days))
    world = make(0)
    for day in range(1, days + 1):
        world = run_until(world, day)
    equal = float(result_of(world).digest == whole.digest)
    return Row("stop and resume gives the same figures", 1.0, equal, "= 1", equal == 1)


def conserved_row(run: Run, n: int) -> Row:
    """Check that the compartments add up to the residents on every day, and none is negative."""
    worst = float(np.abs(run.states.sum(axis=0) - n).max())
    holds = worst == 0 and bool((run.states >= 0).all())
    return Row("largest error of S+E+A+P+I+R+H+D", 0.0, worst, "= 0", holds)


def laboratory_rows(days: int = 21, per_day: int = 1000) -> tuple[Row, Row]:
    """Compare a laboratory at thrice its capacity with its closed form, and count its tubes.

    Of k times the capacity a day the tubes of day d wait d (k - 1) + (k - 1) / 2 days on average.
    """
    times, last = 3, days - 1
    queue = first_come(np.full(days, times * per_day), per_day, days)
    exact, late = (times - 1) * (last + 0.5), float(queue.late[last])
    lost = float(np.abs(np.cumsum(queue.tubes - per_day) - queue.waiting).max())
    what = f"laboratory at {times} times its capacity, day {last}: days late"
    return (
        Row(what, exact, late, "= closed form", late == exact),
        Row("tubes come less those done and waiting", 0.0, lost, "= 0", lost == 0),
    )
