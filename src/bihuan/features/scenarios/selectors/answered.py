"""The answer of a run as plain data: plans at equal rank, costs beside infections."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import numpy as np

from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.scenarios.plans import not_modelled
from bihuan.domain.scenarios.series import HELD_OUT, STARTS, Series
from bihuan.domain.zones import Level, ancestor_of, level_of
from bihuan.features.scenarios.selectors.runs import RunView
from bihuan.platform.twin.assumed import assumptions
from bihuan.platform.twin.identity import digest_of, versions
from bihuan.platform.twin.sampling import sampling_told
from bihuan.science.twin import answers
from bihuan.science.twin.costs import plan_costs
from bihuan.science.twin.ensemble import Outcome, Task, city_of
from bihuan.science.twin.fit import fit_to

CLEAR_DAYS = 3
DRAWN = ("infections", "found_community", "deaths", "peak_beds", "unmet_bed_days", "room_nights",
         "unmet_rooms")  # fmt: skip
BY_PLAN = ("restriction_person_days", "school_days", "wage_days", "closure_zone_days", "tests")
PER_MILLE = 1000
TENTHS = 10


def answer_text(run: RunView, task: Task, profile: DiseaseProfile, done: Sequence[Outcome]) -> str:
    """Return the answer of the finished replicates as canonical text."""
    if run.series is not None:
        return _fit_text(run, run.series, task, done)
    plans = answers.by_plan(done, len(task.plans))
    free = plans[-1]  # everything lifted: always the last one
    clear = profile.community_zero.days or CLEAR_DAYS
    digests = "".join(o.digest for runs in plans for o in runs)
    city = city_of(task)
    body: dict[str, Any] = {
        "runs": len(free),
        "seed": task.seed,
        "task": digest_of(task),
        "results": sha256(digests.encode()).hexdigest(),
        "versions": versions(),
        "profile": profile.reference,
        "clear_days": clear,
        "residents": city.n,
        "households": city.n_households,
        "communities": len(city.zones.code),
        "assumed": assumptions(profile),
        "synthetic": asdict(city.marginals),
        "not_modelled": not_modelled(run.tonight, profile),
        "plans": [
            {
                "kind": kind.value,
                **figures_of(runs, free, DRAWN),
                "costs": {k: v for k, v in asdict(plan_costs(city, plan)).items() if k in BY_PLAN},
                "sampling": sampling_told(city, plan),
                "infected": fan_of([o.infected for o in runs]),
                "beds": fan_of([o.beds for o in runs]),
                **_zero(runs, clear),
                "matters": matters_of(runs),
                **_zones(run.zone, task, runs),
            }
            for kind, plan, runs in zip(run.choice.plans, task.plans, plans, strict=True)
        ],
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def figures_of(
    runs: Sequence[Outcome], free: Sequence[Outcome], drawn: Sequence[str]
) -> dict[str, Any]:
    """Return 5, 50, 95 % of each figure, and the paired difference with its error."""
    spread, paired = answers.figures(runs), answers.paired(runs, free)
    names = ("q05", "q50", "q95")
    return {
        "figures": {name: [_whole(spread[name][q]) for q in names] for name in drawn},
        "difference": {
            name: [_whole(paired[name][q]) for q in ("mean", "monte_carlo_error", "q05", "q95")]
            for name in drawn
        },
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def fan_of(rows: Sequence[Any]) -> Mapping[str, list[int]]:
    """Return the daily quantiles of a series over the runs, in whole people."""
    return {name: [round(v) for v in values] for name, values in answers.fan(rows).items()}


def matters_of(runs: Sequence[Outcome]) -> dict[str, int | None]:
    """Return in per cent the share of the infections' variance that goes with each input."""
    found = answers.what_matters(runs, "infections")
    return {name: None if v is None else round(v * 100) for name, v in found.items()}


def _zero(runs: Sequence[Outcome], clear: int) -> dict[str, list[int]]:
    """Return the share of runs at community zero by day, and its range, in thousandths."""
    shares = answers.community_zero(runs, clear)
    ranges = [answers.share_range(one, len(runs)) for one in shares]
    return {
        "zero": [round(v * PER_MILLE) for v in shares],
        "zero_low": [round(low * PER_MILLE) for low, _ in ranges],
        "zero_high": [round(high * PER_MILLE) for _, high in ranges],
    }


def _zones(zone: int, task: Task, runs: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """Return the mean infections of each part of the territory: in all, and by day in tenths."""
    level = Level(min(level_of(zone) + 1, Level.COMMUNITY))
    daily = answers.zones_by_day(runs)
    parts = [str(ancestor_of(code, level)) for code in task.zones.code.tolist()]
    sums = {part: np.zeros(len(daily)) for part in dict.fromkeys(parts)}
    for at, part in enumerate(parts):
        sums[part] += daily[:, at]
    return {
        "zones": {part: round(days.sum()) for part, days in sums.items()},
        "days": {part: [round(v * TENTHS) for v in days] for part, days in sums.items()},
    }


def _fit_text(run: RunView, series: Series, task: Task, done: Sequence[Outcome]) -> str:
    """Return what a fit says: the range before and after, and the held-out week beside it."""
    counts = np.array([o.found_community for o in done])
    values = np.array([o.inputs["reproduction_number"] for o in done])
    made = fit_to(series.counts, counts, values, held_out=HELD_OUT)
    starts = [run.choice.infections * times for times in STARTS]
    kept = [starts[done[i].plan] for i in made.kept]
    body = {
        "runs": len(done) // len(starts),
        "seed": task.seed,
        "task": digest_of(task),
        "results": sha256("".join(o.digest for o in done).encode()).hexdigest(),
        "versions": versions(),
        "profile": run.profile,
        "prior": [round(task.low.reproduction_number * 100),
                  round(task.high.reproduction_number * 100)],
        "range": [round(made.low * 100), round(made.high * 100)],
        "kept": len(made.kept),
        "candidates": len(done),
        "inside": made.inside,
        "held_out": made.held_out,
        "bands": [[round(v) for v in row] for row in made.bands.tolist()],
        "starts": {str(n): kept.count(n) for n in starts},
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, sort_keys=True)
