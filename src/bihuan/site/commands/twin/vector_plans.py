"""Plans against a vector-borne disease: the renewal model, with low confidence on its label."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from bihuan.domain.profiles import DiseaseProfile, Range
from bihuan.domain.reading import Problem
from bihuan.domain.scenarios import Scenario
from bihuan.platform.twin.assumed import assumptions
from bihuan.platform.twin.identity import versions
from bihuan.science.twin.answers import fan, spread
from bihuan.science.twin.layout import I64
from bihuan.science.twin.philox import Purpose, draws
from bihuan.science.twin.vector import BeyondModelError, VectorDisease, simulate_vector
from bihuan.site.commands.twin.pictures import write_fans
from bihuan.site.commands.twin.results import write_table
from bihuan.site.commands.twin.scenario_files import Checked, InputError, told

LABEL = "Renewal model, low confidence. It supports discussion and does not decide."
CAMPAIGN = "M02"


CANNOT_KNOW = (
    "Mosquitoes, places and people are not simulated: there is no map, and nobody becomes immune.",
    "What a campaign leaves of transmission is an assumed range.",
    "Hours of patrol are not counted; the campaign's other costs neither.",
    "A share of runs is not a probability of what will happen, and no date is forecast.",
)
DAILY = ("plan", "replicate", "day", "infected")


def try_vector(checked: list[Checked], folder: Path, size: tuple[int, int], kind: str) -> int:
    """Run every plan and the plan without a campaign; write every file of the answer."""
    runs, seed = size
    folder.mkdir(parents=True, exist_ok=True)
    plans = [(c.scenario.names.en, c.scenario) for c in checked]
    if all(s.measures for _, s in plans):
        plans.append(("No campaign", _without(plans[0][1])))
    rows = [_rows(checked[0], scenario, (runs, seed)) for _, scenario in plans]
    least = min(range(len(plans)), key=lambda i: len(plans[i][1].measures))
    made = [_told(name, rows[i], rows[least]) for i, (name, _) in enumerate(plans)]
    profile = checked[0].profile
    answer = {
        "label": LABEL,
        "cannot_know": CANNOT_KNOW,
        "profile": profile.reference,
        "model_note": asdict(profile.epidemiology.model_note),
        "seed": seed,
        "runs": runs,
        "versions": versions(),
        "assumptions": assumptions(profile),
        "compared_with": plans[least][0],
        "plans": made,
    }
    (folder / "summary.json").write_text(json.dumps(answer, ensure_ascii=False, indent=1), "utf-8")
    lines = [
        (plan, replicate, day, int(n))
        for plan, of_plan in enumerate(rows)
        for replicate, run in enumerate(of_plan)
        for day, n in enumerate(run)
    ]
    write_table(folder / f"daily.{kind}", DAILY, lines, kind)
    write_fans(folder / "infected.svg", LABEL, [(str(m["name"]), _series(m)) for m in made])
    print(folder / "summary.json")
    return 0


def _told(name: str, rows: list[I64], least: list[I64]) -> dict[str, object]:
    """Return what a plan brings, and its difference from the least restrictive, run by run."""
    totals, others = (np.array([row.sum() for row in of], dtype=float) for of in (rows, least))
    return {
        "name": name,
        "infections": spread(totals),
        "difference": spread(totals - others),
        "infected_by_day": fan(rows),
    }


def _rows(checked: Checked, scenario: Scenario, size: tuple[int, int]) -> list[I64]:
    runs, seed = size
    try:
        return [_one(checked.profile, scenario, (seed, r)) for r in range(runs)]
    except BeyondModelError as beyond:
        problem = Problem(("days",), "beyond_the_model", {"days": scenario.days})
        raise InputError(told(checked.path, checked.lines, (problem,), "en")) from beyond


def _series(made: dict[str, object]) -> dict[str, list[float]]:
    found = made["infected_by_day"]
    if not isinstance(found, dict):
        raise TypeError("Expected a fan.")
    return found


def _without(scenario: Scenario) -> Scenario:
    return replace(scenario, measures=())


def _one(profile: DiseaseProfile, scenario: Scenario, key: tuple[int, int]) -> I64:
    e = profile.epidemiology
    ranges = (e.serial_interval_mean, e.serial_interval_sd, e.reproduction_number, e.dispersion_k)
    if e.vector is None or any(r is None for r in ranges):
        raise InputError(f"profile {profile.reference}: expected the numbers of the renewal model")
    u = draws(np.arange(2, dtype=np.uint64), Purpose.PARAMETER, key).ravel()
    mean, sd, r, k = (_between(x, u[i]) for i, x in enumerate(ranges))
    given = scenario.reproduction_number
    r = given[0] + u[2] * (given[1] - given[0]) if given else r
    reference = _between(e.vector.index_at_reference, u[4])
    campaign = np.ones(scenario.days)
    for measure in scenario.measures:
        effect = e.effects[measure.code][measure.tier].get("community")
        if measure.code == CAMPAIGN and effect is not None:
            left = 1 - measure.adherence * (1 - _between(effect, u[5]))
            campaign[measure.first_day : measure.until] *= left
    disease = VectorDisease(mean, sd, r, k, reference)
    return simulate_vector(disease, reference, campaign, scenario.seeds.cases, key)


def _between(r: Range | None, u: float) -> float:
    return 0.0 if r is None else r.lo + float(u) * (r.hi - r.lo)
