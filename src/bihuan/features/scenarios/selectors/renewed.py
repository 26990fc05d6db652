"""The answer of the renewal model as plain data; what it cannot know is null, never 0."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256

from bihuan.domain.profiles import DiseaseProfile, Model
from bihuan.domain.scenarios.plans import not_modelled
from bihuan.domain.scenarios.renewal import Kept, kept, until_by_community
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.scenarios.selectors.answered import fan_of, figures_of, matters_of
from bihuan.features.scenarios.selectors.runs import RunView
from bihuan.platform.twin.assumed import assumptions
from bihuan.platform.twin.bridge import RESTRICTIONS
from bihuan.platform.twin.identity import versions
from bihuan.platform.twin.renewal import RenewalTask, renewal_digest
from bihuan.science.twin import answers
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.ensemble import Outcome

DRAWN = ("infections",)
# A plan without such a measure costs none of it; how much with one, only the agent model knows.
COUNTED_ELSEWHERE = {
    "school_days": "M08",
    "wage_days": "M09",
    "tests": "M15",
    "patrol_hours": "M02",
}
CROWDED = 10  # a tenth of the people infected: from there on immunity would count


def renewal_text(
    run: RunView,
    task: RenewalTask,
    profile: DiseaseProfile,
    zones: ZoneTable,
    done: Sequence[Outcome],
) -> str:
    """Return the answer of the finished replicates as canonical text."""
    plans = answers.by_plan(done, len(task.plans))
    free = plans[-1]  # everything lifted: always the last one
    people = int(zones.residents.sum())
    body = {
        "model": Model.VECTOR_RENEWAL.value,
        "model_note": asdict(profile.epidemiology.model_note),
        "runs": len(free),
        "seed": task.seed,
        "task": renewal_digest(task),
        "results": sha256("".join(o.digest for runs in plans for o in runs).encode()).hexdigest(),
        "versions": versions(),
        "profile": profile.reference,
        "residents": people,
        "assumed": assumptions(profile),
        "not_modelled": not_modelled(run.tonight, profile),
        "plans": [
            {
                "kind": kind.value,
                **figures_of(runs, free, DRAWN),
                "costs": _costs(kind, run, zones),
                "infected": fan_of([o.infected for o in runs]),
                "matters": matters_of(runs),
                "crowded": sum(CROWDED * o.figures["infections"] > people for o in runs),
            }
            for kind, runs in zip(run.choice.plans, plans, strict=True)
        ],
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def _costs(kind: PlanKind, run: RunView, zones: ZoneTable) -> dict[str, int | None]:
    """Return what a plan costs people: counted, none, or not known to this model."""
    measures = kept(kind, run.tonight, run.choice)
    codes = {one.code for one in measures}
    return {
        "restriction_person_days": _restricted(measures, zones),
        **{name: None if one in codes else 0 for name, one in COUNTED_ELSEWHERE.items()},
    }


def _restricted(measures: list[Kept], zones: ZoneTable) -> int:
    """Count each resident under restrictions once a day."""
    restricting = [one for one in measures if one.code in RESTRICTIONS]
    until = until_by_community(restricting, zones.code.tolist())
    people = dict(zip(zones.code.tolist(), zones.residents.tolist(), strict=True))
    return sum(days * people[code] for code, days in until.items())
