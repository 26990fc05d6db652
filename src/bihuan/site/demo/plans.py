"""One run of the twin in the demo: asked like any other, with the answer the engine gave before.

The answer ships with the demo, because nobody shall wait for machine code while a demo is made.
It is recorded only while it answers exactly this task; else the worker carries the run out.
"""

import json

from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.tonight import Choice, PlanKind, Where
from bihuan.features.incidents.api import incident as incident_of
from bihuan.features.scenarios import api as scenarios
from bihuan.features.territory.api import zone_of
from bihuan.platform.auth import ActingPost, system_post
from bihuan.site.demo.city import DATA

ANSWER = DATA / "twin_answer.json"
STREET, COMMUNITY = 141002001000000, 141002001001000
RUNS = 16
CHOICE = Choice(
    (PlanKind.RENEW, PlanKind.SMALLER, PlanKind.SAMPLERS),
    tier="T2",
    smaller=(COMMUNITY,),
    infections=60,
    where=Where.UNDER_MEASURES,
    beds=20,
    sites=5,
    tubes=1_500,
)


def try_plans(incident: int, *, by: ActingPost) -> bool:
    """Ask for plans on one street; tell whether the shipped answer is the one to it."""
    view, zone = incident_of(incident), zone_of(STREET)
    if view is None or zone is None:
        return False
    asked = scenarios.ask_run(
        by=by, view=view, zone=zone, choice=CHOICE, key="demo:plans", runs=RUNS
    )
    if isinstance(asked, Refusal):
        raise TypeError(f"the demo's plans were refused: {asked.code} {asked.params}")
    run = scenarios.run_of(incident=incident, number=int(asked.result["number"]))
    if run is None or not ANSWER.exists():
        return False
    text = json.loads(ANSWER.read_text("utf-8"))["answer"]
    done = scenarios.adopt_answer(by=system_post(), run=run, text=text, key="demo:answer")
    return not isinstance(done, Refusal)
