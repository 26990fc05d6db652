"""Plans against a vector-borne disease: the renewal model, with low confidence on its label."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.reading import Problem
from bihuan.domain.scenarios import Scenario
from bihuan.platform.twin.assumed import assumptions
from bihuan.platform.twin.identity import versions
from bihuan.platform.twin.renewal import (
    NumbersMissingError,
    renewal_digest,
    renewal_replicate,
    renewal_task,
)
from bihuan.science.twin.answers import fan, spread
from bihuan.science.twin.layout import I64
from bihuan.science.twin.vector import BeyondModelError
from bihuan.site.commands.twin.pictures import write_fans
from bihuan.site.commands.twin.results import titles, write_table
from bihuan.site.commands.twin.scenario_files import Checked, told
from bihuan.site.commands.twin.sentences import SENTENCES, InputError, ToldError, in_answer

CANNOT_KNOW = (
    "vector_no_map",
    "temperature_pace",
    "campaign_assumed",
    "campaign_costs",
    "share_no_probability",
)
DAILY = ("plan", "replicate", "day", "infected")


class _Tried(NamedTuple):
    """A plan, its name in the files and above its picture."""

    name: str
    shown_as: str
    scenario: Scenario


def try_vector(
    checked: list[Checked], folder: Path, size: tuple[int, int], kind: str, language: str
) -> int:
    """Run every plan and the plan without a campaign; write every file of the answer.

    Raises
    ------
    InputError
        When a plan is longer than the model can follow, in the language that is asked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plans = _plans(checked)
    try:
        rows = _rows(checked[0].profile, [plan.scenario for plan in plans], size)
    except NumbersMissingError as missing:
        raise ToldError("renewal_numbers_missing", profile=str(missing)) from missing
    except BeyondModelError as beyond:
        first = checked[0]
        problem = Problem(("days",), "beyond_the_model", {"days": first.scenario.days})
        raise InputError(told(first.path, first.lines, (problem,), language)) from beyond
    _write(folder, checked[0].profile, (plans, rows), size, kind)
    print(folder / "summary.json")
    return 0


def _plans(checked: list[Checked]) -> list[_Tried]:
    plans = []
    for scenario in (one.scenario for one in checked):
        names = scenario.names
        plans.append(_Tried(names.en, f"{names.zh} {names.en}", scenario))
    if all(plan.scenario.measures for plan in plans):
        name = SENTENCES.say("no_campaign", "en", {})
        plans.append(_Tried(name, in_answer("no_campaign"), _without(plans[0].scenario)))
    return plans


def _write(
    folder: Path,
    profile: DiseaseProfile,
    found: tuple[list[_Tried], list[list[I64]]],
    size: tuple[int, int],
    kind: str,
) -> None:
    plans, rows = found
    runs, seed = size
    least = min(range(len(plans)), key=lambda i: len(plans[i].scenario.measures))
    answer = {
        "label": in_answer("label_vector"),
        "cannot_know": [in_answer(code) for code in CANNOT_KNOW],
        "profile": profile.reference,
        "model_note": asdict(profile.epidemiology.model_note),
        "vector_index": plans[0].scenario.vector_index,
        "temperature": plans[0].scenario.temperature,
        "seed": seed,
        "runs": runs,
        "task": renewal_digest(renewal_task(profile, [one.scenario for one in plans], seed)),
        "versions": versions(),
        "assumptions": assumptions(profile),
        "compared_with": plans[least].name,
        "plans": [_told(plan, rows[i], rows[least]) for i, plan in enumerate(plans)],
    }
    (folder / "summary.json").write_text(json.dumps(answer, ensure_ascii=False, indent=1), "utf-8")
    lines = [
        (plan, replicate, day, int(n))
        for plan, of_plan in enumerate(rows)
        for replicate, run in enumerate(of_plan)
        for day, n in enumerate(run)
    ]
    write_table(folder / f"daily.{kind}", DAILY, lines, kind)
    fans = [(plan.shown_as, fan(rows[i])) for i, plan in enumerate(plans)]
    write_fans(folder / "infected.svg", titles("label_vector", runs, "infected"), fans)


def _told(plan: _Tried, rows: list[I64], least: list[I64]) -> dict[str, object]:
    """Return what a plan brings, and its difference from the least restrictive, run by run."""
    totals, others = (np.array([row.sum() for row in of], dtype=float) for of in (rows, least))
    return {
        "name": plan.name,
        "shown_as": plan.shown_as,
        "infections": spread(totals),
        "difference": spread(totals - others),
        "infected_by_day": fan(rows),
    }


def _rows(
    profile: DiseaseProfile, scenarios: list[Scenario], size: tuple[int, int]
) -> list[list[I64]]:
    """Return the new infections by day of every run of every plan."""
    runs, seed = size
    task = renewal_task(profile, scenarios, seed)
    made = [renewal_replicate(task, number) for number in range(runs)]
    return [[run[place].infected for run in made] for place in range(len(scenarios))]


def _without(scenario: Scenario) -> Scenario:
    return replace(scenario, measures=())
