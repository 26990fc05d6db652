"""Plans against a vector-borne disease as numbers of the renewal model: no people, no places."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

import bihuan
from bihuan.domain.profiles import DiseaseProfile, Range, VectorModel
from bihuan.domain.scenarios import Scenario
from bihuan.science.twin.compiling import engine_digest
from bihuan.science.twin.ensemble import Outcome
from bihuan.science.twin.layout import F64, I64
from bihuan.science.twin.philox import Purpose, draws
from bihuan.science.twin.vector import VectorDisease, simulate_vector
from bihuan.science.vector_generations import extrinsic_days, mean_generation

LAYER = "community"
NONE = np.zeros(0, dtype=np.int64)

Ends = tuple[float, float]


class NumbersMissingError(ValueError):
    """The profile lacks a number that the renewal model needs."""


class Campaign(NamedTuple):
    """What a measure leaves of transmission on some days where people keep to it, as a range."""

    left: Ends
    first_day: int
    until: int
    adherence: float


class Phases(NamedTuple):
    """The phases that make up the days from case to case, each as a range of its mean."""

    intrinsic: Ends
    viraemia: Ends
    extrinsic: Ends


class RenewalPlan(NamedTuple):
    """What one plan changes."""

    days: int
    cases: int
    campaigns: tuple[Campaign, ...]


class RenewalTask(NamedTuple):
    """Everything that decides the figures of an ensemble, but the replicate.

    ``vector_index`` is what was found in the area; None where nobody looked, and then the
    reproduction number stands as the profile has it. ``phases`` are those at the temperature of
    the area; None where nobody said it, and then the serial interval stands.
    """

    serial_mean: Ends
    serial_sd: Ends
    reproduction_number: Ends
    dispersion: Ends
    reference_index: Ends
    vector_index: float | None
    phases: Phases | None
    plans: tuple[RenewalPlan, ...]
    seed: int


def renewal_task(profile: DiseaseProfile, scenarios: Sequence[Scenario], seed: int) -> RenewalTask:
    """Return the task of scenarios that differ in nothing but their measures.

    Raises
    ------
    NumbersMissingError
        When the profile lacks one of the model's numbers.
    """
    e = profile.epidemiology
    if e.vector is None:
        raise NumbersMissingError(profile.reference)
    ranges = (e.serial_interval_mean, e.serial_interval_sd, e.reproduction_number, e.dispersion_k)
    mean, sd, r, k = (_ends(one, profile) for one in ranges)
    return RenewalTask(
        serial_mean=mean,
        serial_sd=sd,
        reproduction_number=scenarios[0].reproduction_number or r,
        dispersion=k,
        reference_index=_ends(e.vector.index_at_reference, profile),
        vector_index=scenarios[0].vector_index,
        phases=_phases(e.vector, scenarios[0].temperature),
        plans=tuple(_plan(one, profile) for one in scenarios),
        seed=seed,
    )


def _phases(vector: VectorModel, celsius: float | None) -> Phases | None:
    if celsius is None:
        return None
    rows = sorted(vector.extrinsic_days_at_celsius, key=lambda row: row[0])
    lo = extrinsic_days([(at, r.lo) for at, r in rows], celsius)
    hi = extrinsic_days([(at, r.hi) for at, r in rows], celsius)
    intrinsic, viraemia = vector.intrinsic_days.mean, vector.viraemia_days
    return Phases((intrinsic.lo, intrinsic.hi), (viraemia.lo, viraemia.hi), (lo, hi))


def _ends(found: Range | None, profile: DiseaseProfile) -> Ends:
    if found is None:
        raise NumbersMissingError(profile.reference)
    return found.lo, found.hi


def _plan(scenario: Scenario, profile: DiseaseProfile) -> RenewalPlan:
    campaigns = []
    for one in scenario.measures:
        effect = profile.epidemiology.effects.get(one.code, {}).get(one.tier, {}).get(LAYER)
        if effect is not None:
            left = effect.lo, effect.hi
            campaigns.append(Campaign(left, one.first_day, one.until, one.adherence))
    return RenewalPlan(scenario.days, scenario.seeds.cases, tuple(campaigns))


def renewal_digest(task: RenewalTask) -> str:
    """Return a digest of everything that decides the figures, the engine's sources included."""
    told = f"{bihuan.__version__} {engine_digest()} renewal {tuple(task)!r}"
    return sha256(told.encode()).hexdigest()


def renewal_replicate(task: RenewalTask, number: int) -> tuple[Outcome, ...]:
    """Run one replicate under every plan, with the same disease and the same chances.

    What the model does not know, beds or places, is empty in the outcome.

    Raises
    ------
    BeyondModelError
        When more are infected than the model can follow.
    """
    u = draws(np.arange(2, dtype=np.uint64), Purpose.PARAMETER, (task.seed, number)).ravel()
    ranges = (task.serial_mean, task.serial_sd, task.reproduction_number, task.dispersion)
    mean, sd, r, k = (_between(ends, u[i]) for i, ends in enumerate(ranges))
    if task.phases is not None:
        of = zip(task.phases, (u[0], u[6], u[7]), strict=True)
        mean = mean_generation(*(_between(ends, draw) for ends, draw in of))
    reference = _between(task.reference_index, u[4])
    disease = VectorDisease(mean, sd, r, k, reference)
    index = reference if task.vector_index is None else task.vector_index
    inputs = {
        "serial_interval": mean,
        "reproduction_number": r * index / reference,
        "dispersion": k,
    }
    made = []
    for place, plan in enumerate(task.plans):
        key = task.seed, number
        new = simulate_vector(disease, index, _campaign(plan, u[5]), plan.cases, key)
        drawn = {"campaign": float(u[5])} if plan.campaigns else {}
        made.append(_outcome((number, place), new, inputs | drawn))
    return tuple(made)


def _campaign(plan: RenewalPlan, u: float) -> F64:
    """Return by day what the plan leaves of transmission; all effects are drawn together."""
    left = np.ones(plan.days)
    for one in plan.campaigns:
        left[one.first_day : one.until] *= 1 - one.adherence * (1 - _between(one.left, u))
    return left


def _outcome(at: tuple[int, int], new: I64, inputs: dict[str, float]) -> Outcome:
    return Outcome(
        replicate=at[0],
        plan=at[1],
        figures={"infections": int(new.sum())},
        infected=new,
        found_community=NONE,
        beds=NONE,
        zones_by_day=np.zeros((len(new), 0), dtype=np.uint32),
        inputs=inputs,
        digest=sha256(new.astype("<i8").tobytes()).hexdigest(),
    )


def _between(ends: Ends, u: float) -> float:
    return ends[0] + float(u) * (ends[1] - ends[0])
