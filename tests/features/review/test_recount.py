"""Every figure of a night, counted a second time from the ledger's entries, is the same."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import recount
from tests.factories.loop import FULL
from tests.factories.orders import HOLDERS, SUPERVISOR, Town
from tests.factories.territory import BRIDGE, RIVER

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.policy.loop_check import can_loop
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents.api import incident as incident_view
from bihuan.features.review import api as review
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Window
from bihuan.platform.jobs.reactions import run_waiting
from bihuan.platform.jobs.ticks import run_tick
from bihuan.platform.ledger import signing

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 8, 2, 6, 0, tzinfo=UTC)
T0 = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)
DAY = "2026-08-03"
TYPES = ("X02", "X01", "X05", "P01", "P02", "S01", "N01")
USUAL = {
    "REPORTED": A.FILE, "FILED": A.ASSIGN, "ASSIGNED": A.RECEIVE, "RECEIVED": A.START,
    "FAILED": A.START, "RECTIFYING": A.RECTIFY, "VERIFYING": A.PASS, "PASSED": A.CLOSE,
    "LOOKBACK": A.CONFIRM_LOOK_BACK,
}  # fmt: skip
ASIDE = (
    A.WITHDRAW, A.DISPUTE, A.CORRECT_ORDER, A.UPHOLD_ORDER, A.BLOCK, A.FIX_ON_SITE,
    A.REJECT, A.SUSPEND, A.RESUME, A.REQUEST_EXTENSION, A.GRANT_EXTENSION, A.REQUEST_RETURN,
)  # fmt: skip


class Nights:
    """A town in which anything may happen, step by step, from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.town = Town(BEGIN)
        self.findings: list[str] = []
        self.cast: list[ActingPost] = []

    def until(self, end: datetime) -> None:
        """Let things happen until an instant."""
        while self.town.wall < end:
            with self.town.later(minutes=self.rng.randint(1, 14)):
                if self.town.wall <= end:
                    self.step()

    def step(self) -> None:
        if len(self.findings) < 40 and self.rng.random() < 0.2:
            zone = self.rng.choice((BRIDGE, RIVER))
            self.findings.append(self.town.report(self.rng.choice(TYPES), zone))
        elif self.findings:
            self.act(self.rng.choice(self.findings))
        if self.rng.random() < 0.15:
            run_tick(now())
        run_waiting(now() + timedelta(seconds=1))

    def act(self, finding: str) -> None:
        """Do the usual next act, or one aside, by a post that may."""
        facts = self.town.facts(finding)
        act = USUAL.get(facts.state, A.BEGIN_LOOK_BACK)
        if facts.state == "VERIFYING" and self.rng.random() < 0.3:
            act = A.FAIL
        elif self.rng.random() < 0.2:
            act = self.rng.choice(ASIDE)
        may = [by for by in self.everybody() if can_loop(act, by.actor, facts)]
        if not may:
            return
        by, incident = self.rng.choice(may), self.town.incident
        if act is A.RECTIFY:
            supervision.finish_item(
                by=by, finding=finding, incident=incident, position=1, key=f"item:{now()}"
            )
        said = FULL | {"seconds": 1800, "until": now() + timedelta(hours=3), "items": ["打开"]}
        seen = supervision.Seen(finding, incident)
        supervision.act_on(by=by, act=act, seen=seen, key=f"{act}:{now()}", said=said)

    def everybody(self):
        """Every acting post of the town, read once."""
        self.cast = self.cast or [self.town.by(post) for post in HOLDERS]
        return self.cast


def frozen(incident: int, day: str = DAY) -> dict:
    answer = review.freeze(by=system_post(), incident=incident, day=day, key=f"freeze:{day}")
    assert not isinstance(answer, Refusal)
    return json.loads(review.snapshot_body(incident=incident, day=day) or "")


@pytest.mark.parametrize("seed", [5, 7])
def test_a_night_of_any_history_says_what_its_ledger_says(settings, tmp_path, seed):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)
    nights = Nights(seed)
    nights.until(T0)
    with fixed_at(T0):
        view = incident_view(nights.town.incident)
        assert view is not None
        at_once = review.content_of(view, Window(T0), T0)
    nights.until(T0 + timedelta(hours=2))
    with fixed_at(T0 + timedelta(hours=2)):
        content = frozen(nights.town.incident)
    figures = {one["code"]: one["value"] for one in content["figures"]}
    assert figures == {one["code"]: one["value"] for one in at_once["figures"]}
    seen = recount.read_night(Session().all, incident=nights.town.incident, until=T0)
    counted = recount.counted(seen)
    assert counted["supervision.closure"]["n"] > 0
    assert counted["supervision.rework"]["n"] > 0
    assert {code: figures[code] for code in counted} == counted
    for code, rows in recount.tables(seen).items():
        said = {row["key"]: tuple(row["values"]) for row in figures[code]["rows"]}
        assert {key: values for key, values in said.items() if any(values)} == rows, code


def test_a_finding_that_arrives_after_its_cut_off_is_listed_the_next_night(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)
    town = Town(BEGIN)
    seen_at = T0 - timedelta(hours=1)
    with fixed_at(T0 + timedelta(hours=2)):
        before = frozen(town.incident)
    with fixed_at(T0 + timedelta(hours=3)):
        draft = supervision.FindingDraft(
            type_code="P01", zone=BRIDGE, text="西门锁闭", observed_at=seen_at
        )
        answers = supervision.report_many(
            by=town.by(SUPERVISOR), incident=town.incident, key="sync",
            drafts=[(draft, f"late{number}") for number in range(1000)],
        )  # fmt: skip
        assert not any(isinstance(answer, Refusal) for answer in answers)
        again = frozen(town.incident)
    assert again == before
    assert before["late"] == []
    with fixed_at(T0 + timedelta(hours=26)):
        later = frozen(town.incident, "2026-08-04")
    assert len(later["late"]) == 1000
    assert {one["observed"] for one in later["late"]} == {"2026-08-03T17:00:00+08:00"}
    figures = {one["code"]: one["value"] for one in later["figures"]}
    assert figures["review.revisions"] == {"kind": "count", "n": 1000}
