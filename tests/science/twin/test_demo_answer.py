"""The answer that ships with the demo is the engine's own."""

import json
from datetime import UTC, datetime

import numpy as np

from bihuan.domain.scenarios.plans import plans_of
from bihuan.domain.scenarios.states import RunState
from bihuan.domain.scenarios.tonight import asked
from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import profile_named
from bihuan.features.scenarios.selectors.answered import answer_text
from bihuan.features.scenarios.selectors.runs import RunView
from bihuan.platform.twin.bridge import disease_ends, plan_of
from bihuan.platform.twin.identity import digest_of
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.ensemble import Task, replicate
from bihuan.site.commands.twin.territory import territory
from bihuan.site.demo.plans import ANSWER, CHOICE, RUNS, STREET

AT = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
MEND = "run scripts/demo_answer.py on a fresh demo"


def test_the_engine_gives_the_demos_answer_again():
    said = json.loads(ANSWER.read_text("utf-8"))
    tonight, choice = asked(said["basis"])
    assert (choice, said["runs"], tonight.zone) == (CHOICE, RUNS, STREET), MEND
    profile = profile_named(tonight.profile.partition("@")[0])
    zones, reach = territory(None, None, 0), range_of(STREET)
    inside = (zones.code >= reach.lo) & (zones.code <= reach.hi)
    street = ZoneTable(zones.code[inside], np.asarray(zones.residents[inside]))
    made = plans_of(tonight, choice, profile, street.code.tolist())
    plans = tuple(plan_of(one, profile, street) for one in made.values())
    task = Task(street, *disease_ends(profile, None), plans, said["seed"])
    answer = json.loads(said["answer"])
    assert answer["task"] == digest_of(task), MEND
    run = RunView(
        "", 1, STREET, 1, tonight.snapshot, tonight.sha256, tonight.profile, tonight, choice,
        said["seed"], RUNS, RunState.ASKED, AT, 0, None, "", "", "", 1,
    )  # fmt: skip
    done = [one for number in range(RUNS) for one in replicate(task, number)]
    again = json.loads(answer_text(run, task, profile, done))
    assert again | {"versions": 0} == answer | {"versions": 0}, MEND
