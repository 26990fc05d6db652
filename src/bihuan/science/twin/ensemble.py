"""Many replicates of several plans through one executor, with the same figures on any machine.

A task is one replicate under every plan, so that differences are paired. Results are kept as
they come, so a killed ensemble goes on where it stopped and gives the same figures.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from bihuan.science.twin.calibrate import Calibration, calibrate
from bihuan.science.twin.city import City, ZoneTable, synthesise_city
from bihuan.science.twin.costs import run_figures
from bihuan.science.twin.disease import Disease, draw_between
from bihuan.science.twin.layout import F64, I64, U32, State
from bihuan.science.twin.plan import Plan, build_policy, largest_multipliers
from bihuan.science.twin.simulate import Run, new_world, result_of, run_until
from bihuan.science.twin.tables import course_of

CITY_SEED = 1


class Task(NamedTuple):
    """Everything that decides the figures of an ensemble, but the replicate."""

    zones: ZoneTable
    low: Disease
    high: Disease
    plans: tuple[Plan, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One replicate under one plan; ``zones_by_day`` holds new infections, shape (days, zones)."""

    replicate: int
    plan: int
    figures: dict[str, int]
    infected: I64
    found_community: I64
    beds: I64
    zones_by_day: U32
    inputs: dict[str, float]
    digest: str

    @property
    def by_zone(self) -> I64:
        """Return the infections of each zone over the whole run."""
        total: I64 = self.zones_by_day.sum(axis=0, dtype=np.int64)
        return total


class Executor(Protocol):
    """Runs replicates somewhere and yields them as they come, in any order."""

    def map(self, task: Task, replicates: list[int]) -> Iterator[tuple[int, tuple[Outcome, ...]]]:
        """Yield each replicate with its outcomes."""
        ...


_CITY: dict[int, City] = {}


def city_of(task: Task) -> City:
    """Return the city of a task; one is kept in each process."""
    mark = hash((task.zones.code.tobytes(), task.zones.residents.tobytes()))
    if mark not in _CITY:
        _CITY.clear()
        _CITY[mark] = synthesise_city(task.zones, CITY_SEED)
    return _CITY[mark]


def replicate(task: Task, number: int, threads: int = 1) -> tuple[Outcome, ...]:
    """Run one replicate under every plan, with the same disease, people and chances."""
    city, key = city_of(task), (task.seed, number)
    disease = draw_between(task.low, task.high, task.seed, number)
    rates = calibrate(city, disease, task.seed)
    largest = largest_multipliers(task.plans)
    out = []
    for i, plan in enumerate(task.plans):
        run = run_plan(city, disease, rates, plan, (largest, key), threads)
        out.append(_outcome((number, i), plan, run, (rates, disease)))
    return tuple(out)


def run_plan(
    city: City,
    disease: Disease,
    rates: Calibration,
    plan: Plan,
    how: tuple[F64, tuple[int, int]],
    threads: int = 1,
) -> Run:
    """Run one plan; ``how`` holds the largest multipliers and the key (seed, replicate)."""
    largest, key = how
    course = course_of(disease, np.array(rates.rate), largest)
    policy = build_policy(city, plan, largest, len(disease.bands), key)
    world = new_world(city, course, policy, plan.days, key)
    return result_of(run_until(world, plan.days, threads))


def _outcome(
    at: tuple[int, int], plan: Plan, run: Run, drawn: tuple[Calibration, Disease]
) -> Outcome:
    rates, disease = drawn
    return Outcome(
        replicate=at[0],
        plan=at[1],
        figures=run_figures(run, plan),
        infected=run.infected.sum(axis=1, dtype=np.int64),
        found_community=run.found[:, :, 0].sum(axis=1, dtype=np.int64),
        beds=run.states[State.H],
        zones_by_day=run.infected,
        inputs={
            "reproduction_number": rates.reproduction_number,
            "household_share": rates.household_share,
            "generation_days": rates.generation_days,
            "dispersion": disease.dispersion,
            "asymptomatic_infectiousness": disease.asymptomatic_infectiousness,
        },
        digest=run.digest,
    )


def run_ensemble(
    task: Task,
    replicates: list[int],
    executor: Executor,
    keep: Callable[[int, tuple[Outcome, ...]], None],
) -> None:
    """Run the replicates and hand each to ``keep`` as soon as it is there."""
    for number, outcomes in executor.map(task, replicates):
        keep(number, outcomes)
