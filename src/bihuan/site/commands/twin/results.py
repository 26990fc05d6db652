"""The files of an answer: daily counts per run, figures, summary, pictures."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import numpy as np

from bihuan.platform.twin.assumed import assumptions
from bihuan.platform.twin.identity import digest_of, versions
from bihuan.platform.twin.sampling import sampling_told
from bihuan.science.twin import answers
from bihuan.science.twin.city import City
from bihuan.science.twin.costs import plan_costs
from bihuan.science.twin.ensemble import Outcome, Task, city_of
from bihuan.science.twin.plan import Plan, sampling_of
from bihuan.site.commands.twin.pictures import write_fans
from bihuan.site.commands.twin.scenario_files import Checked
from bihuan.site.commands.twin.sentences import SENTENCES, in_answer

CANNOT_KNOW = (
    "contacts_synthetic",
    "effects_assumed",
    "quarantined_uninfected",
    "residents_spread",
    "share_no_probability",
)
SAMPLING = ("queue_first_come", "samples_wait", "retests_expected", "urgent_first")
DAILY = ("plan", "replicate", "day", "infected", "found_community", "hospital")
CLEAR_DAYS = 3


def write_results(
    folder: Path, task: Task, checked: Sequence[Checked], outcomes: Sequence[Outcome], kind: str
) -> None:
    """Write every file of the answer into the folder."""
    plans = answers.by_plan(outcomes, len(task.plans))
    _daily(folder / f"daily.{kind}", outcomes, kind)
    _figures(folder / "figures.csv", outcomes)
    _zones(folder / "zones.csv", task, plans)
    _zones_by_day(folder / "zones_by_day.csv", task, plans)
    (folder / "summary.json").write_text(
        json.dumps(summary(task, checked, plans), ensure_ascii=False, indent=1), "utf-8"
    )
    for name in ("infected", "beds"):
        fans = [
            (_name(checked, i), answers.fan([getattr(o, name) for o in runs]))
            for i, runs in enumerate(plans)
        ]
        write_fans(folder / f"{name}.svg", titles("label", len(plans[0]), name), fans)


def titles(label: str, runs: int, what: str) -> tuple[str, str]:
    """Return the two lines above a picture: Chinese, then English."""
    say = SENTENCES.say
    zh, en = (
        say(
            "fan_title",
            one,
            {"label": say(label, one, {}), "runs": runs, "what": say(what, one, {})},
        )
        for one in ("zh", "en")
    )
    return zh, en


def _name(checked: Sequence[Checked], place: int) -> str:
    """Return a plan's name in both languages; the last may be the one that was added."""
    if place < len(checked):
        names = checked[place].scenario.names
        return f"{names.zh} {names.en}"
    return in_answer("nothing_in_force")


def summary(
    task: Task, checked: Sequence[Checked], plans: list[list[Outcome]]
) -> dict[str, object]:
    """Return the answer as plain data: plans at equal rank, in the order they were given."""
    profile = checked[0].profile
    clear = profile.community_zero.days or CLEAR_DAYS
    looked = [_looked_at(city_of(task), plan, clear) for plan in task.plans]
    unseen = () if all(all(days) for days in looked) else ("nobody_looks",)
    least = _least_restrictive(task)
    sampling = [sampling_told(city_of(task), plan) for plan in task.plans]
    return {
        "label": in_answer("label"),
        "cannot_know": [in_answer(code) for code in (*CANNOT_KNOW, *unseen)],
        "profile": profile.reference,
        "model_note": asdict(profile.epidemiology.model_note),
        "seed": task.seed,
        "runs": len(plans[0]),
        "task": digest_of(task),
        "results": [o.digest for runs in plans for o in runs],
        "versions": versions(),
        "assumptions": assumptions(profile),
        "sampling_assumed": _sampling_assumed(task),
        "notes": _steep(sampling, checked),
        "city": _city(task),
        "compared_with": task.plans[least].name,
        "plans": [
            {
                "name": plan.name,
                "shown_as": _name(checked, i),
                "not_modelled": _not_modelled(checked[i]) if i < len(checked) else [],
                "costs": asdict(plan_costs(city_of(task), plan)),
                "sampling": sampling[i],
                **_outcome(runs, plans[least]),
                **_zero(runs, clear, looked[i]),
            }
            for i, (plan, runs) in enumerate(zip(task.plans, plans, strict=True))
        ],
    }


def _outcome(runs: list[Outcome], least: list[Outcome]) -> dict[str, object]:
    """Return what the runs of one plan came to, and how they differ from the least restrictive."""
    return {
        "figures": answers.figures(runs),
        "difference": answers.paired(runs, least),
        "infected_by_day": answers.fan([o.infected for o in runs]),
        "what_matters": answers.what_matters(runs, "infections"),
        "inputs": {name: [o.inputs[name] for o in runs] for name in runs[0].inputs},
    }


def _sampling_assumed(task: Task) -> list[str]:
    sampled = any(plan.rounds for plan in task.plans)
    return [in_answer(code) for code in SAMPLING] if sampled else []


def _steep(
    sampling: Sequence[dict[str, list[dict[str, object]]]], checked: Sequence[Checked]
) -> list[str]:
    """Return a note on each laboratory that is used so much that waits grow without limit."""
    return [
        in_answer("laboratory_steep", plan=_name(checked, i), percent=one["utilisation_percent"])
        for i, told in enumerate(sampling)
        for one in told["laboratories"]
        if one["steep"]
    ]


def _looked_at(city: City, plan: Plan, clear: int) -> list[bool]:
    """Tell of each day whether its clear days were looked at: a case that nobody seeks is no zero.

    Clinics look every day; sampling looks from its first round to the results of its last, both
    as late as the laboratory's queue makes them.
    """
    if plan.care_per_day > 0:
        return [True] * plan.days
    sampling = sampling_of(city, plan)
    looking = [one for one in sampling.campaigns if one.taken and one.days]
    late = [sampling.delay(one, one.days[0]) - one.rounds.delay_days for one in looking]
    first = min((one.days[0] + n for one, n in zip(looking, late, strict=True)), default=plan.days)
    ends = (one.rounds.until + sampling.delay(one, one.days[-1]) for one in looking)
    last = max(ends, default=0)
    return [first + clear - 1 <= day < last for day in range(plan.days)]


def _zero(runs: Sequence[Outcome], clear: int, looked: Sequence[bool]) -> dict[str, object]:
    """Return by day the share of runs at community zero with its range; None when not looked."""
    shares = answers.community_zero(runs, clear)
    days = list(zip(shares, looked, strict=True))
    return {
        "share_of_runs_at_community_zero": [one if seen else None for one, seen in days],
        "share_range_95": [
            answers.share_range(one, len(runs)) if seen else None for one, seen in days
        ],
    }


def _not_modelled(checked: Checked) -> list[str]:
    """Return the measures of a scenario that change no contact in the model, by code."""
    effects = checked.profile.epidemiology.effects
    return sorted({m.code for m in checked.scenario.measures if m.code not in effects})


def _least_restrictive(task: Task) -> int:
    costs = [plan_costs(city_of(task), p) for p in task.plans]
    keys = [
        (c.restriction_person_days, c.school_days, c.wage_days, len(p.effects))
        for c, p in zip(costs, task.plans, strict=True)
    ]
    return keys.index(min(keys))


def _city(task: Task) -> dict[str, object]:
    city = city_of(task)
    return {
        "residents": city.n,
        "households": city.n_households,
        "collective_households": city.n_collective,
        "communities": len(city.zones.code),
        "classes": city.n_classes,
        "workplaces": city.n_workplaces,
        "compounds": len(city.n_gates),
        "gates": int(city.n_gates.sum()),
        "markets": city.n_markets,
        "assumed": asdict(city.marginals),
    }


def _daily(path: Path, outcomes: Sequence[Outcome], kind: str) -> None:
    rows = [
        (
            o.plan,
            o.replicate,
            day,
            int(o.infected[day]),
            int(o.found_community[day]),
            int(o.beds[day]),
        )
        for o in outcomes
        for day in range(len(o.infected))
    ]
    write_table(path, DAILY, rows, kind)


def write_table(path: Path, names: Sequence[str], rows: Sequence[Sequence[int]], kind: str) -> None:
    """Write whole numbers by column as CSV or Parquet."""
    if kind == "parquet":
        arrow = import_module("pyarrow")
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        import_module("pyarrow.parquet").write_table(arrow.table(columns), path)
        return
    _csv(path, names, rows)


def _figures(path: Path, outcomes: Sequence[Outcome]) -> None:
    names = tuple(outcomes[0].figures)
    rows = [(o.plan, o.replicate, *(o.figures[n] for n in names)) for o in outcomes]
    _csv(path, ("plan", "replicate", *names), rows)


def _zones(path: Path, task: Task, plans: list[list[Outcome]]) -> None:
    rows = []
    for i, runs in enumerate(plans):
        mean = np.mean([o.by_zone for o in runs], axis=0).tolist()
        codes = task.zones.code.tolist()
        rows += [(i, c, round(m, 3)) for c, m in zip(codes, mean, strict=True)]
    _csv(path, ("plan", "zone", "mean_infections"), rows)


def _zones_by_day(path: Path, task: Task, plans: list[list[Outcome]]) -> None:
    """Write the mean new infections by zone and day; cells in which no run had any are left out."""
    codes, rows = task.zones.code.tolist(), []
    for i, runs in enumerate(plans):
        mean = answers.zones_by_day(runs)
        days, zones = np.nonzero(mean)
        found = zip(days.tolist(), zones.tolist(), mean[days, zones].tolist(), strict=True)
        rows += [(i, day, codes[zone], round(m, 4)) for day, zone, m in found]
    _csv(path, ("plan", "day", "zone", "mean_infections"), rows)


def _csv(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
