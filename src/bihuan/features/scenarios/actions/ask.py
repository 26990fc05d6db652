"""Ask for a run: tonight's facts and what was chosen are written down; a process carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.profiles import Model
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios import Seeds
from bihuan.domain.scenarios.renewal import plans_to_try
from bihuan.domain.scenarios.series import Series, series_form, why_not_fit
from bihuan.domain.scenarios.states import RUN, RunCase, RunState
from bihuan.domain.scenarios.tonight import Choice, Tonight, basis_of
from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.scenarios.models.identity import row_id
from bihuan.features.scenarios.permissions import check_act
from bihuan.features.scenarios.selectors.offered import by_renewal, unlawful, without_fit
from bihuan.features.scenarios.selectors.runs import approved_fits
from bihuan.features.scenarios.selectors.tonight import (
    communities,
    not_simulable,
    series_of_record,
    tonight_of,
)
from bihuan.features.territory.api import ZoneView
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

TABLE = "scenarios_run"
SEED, RUNS, FIT_RUNS = 1, 32, 64
MOST_WAITING = 5
LEAST = 8  # residents that every community of the twin has
_WAITING = "SELECT count(*) FROM scenarios_run WHERE incident=? AND state=?"


def ask_run(
    *,
    by: ActingPost,
    view: IncidentView,
    zone: ZoneView,
    choice: Choice,
    key: str,
    runs: int = RUNS,
) -> Outcome | Refusal:
    """Ask for plans to be tried on a zone, from the newest frozen snapshot.

    Plans that catalogue, profile, class or level do not allow are refused before anything runs.
    """
    refusal = check_act(by, Act.RUN_SCENARIO, zone.code) or not_simulable(zone)
    if refusal is not None:
        return refusal
    tonight = tonight_of(view, zone)
    if isinstance(tonight, Refusal):
        return tonight
    codes = communities(zone)
    made = plans_to_try(tonight, choice, view.adoption.profile, codes)
    refusal = (
        made
        if isinstance(made, Refusal)
        else unlawful(view, tonight, choice)
        or _too_many(zone, codes, next(iter(made.values())).seeds)
        or _unusable_fit(view, zone, choice)
    )
    if refusal is not None:
        return refusal
    command = AskRun(view.id, tonight, choice, runs, key, renewal=by_renewal(view))
    return execute(command, by=by, key=key)


def _too_many(zone: ZoneView, codes: list[int], seeds: Seeds) -> Refusal | None:
    """Refuse more infected than there are people where they are said to live."""
    spans = [range_of(code) for code in seeds.zones] or [zone.range]
    there = sum(any(span.covers(range_of(code)) for span in spans) for code in codes)
    if seeds.cases <= LEAST * there:
        return None  # every community has so many
    from bihuan.features.scenarios.selectors.simulated import residents_in

    residents = residents_in(zone.code, seeds.zones)
    said = {"infected": seeds.cases, "residents": residents}
    return Refusal("more_infected_than_residents", said) if seeds.cases > residents else None


def _unusable_fit(view: IncidentView, zone: ZoneView, choice: Choice) -> Refusal | None:
    """Refuse a fit that nobody approved for this zone and profile, or another range than its."""
    if not choice.fit:
        return None
    profile = view.adoption.profile.reference
    known = {
        (one.id, one.low_percent, one.high_percent)
        for one in approved_fits(incident=view.id, zone=zone.code, profile=profile)
    }
    wanted = (choice.fit, choice.low_percent, choice.high_percent)
    return None if wanted in known else Refusal("fit_not_approved")


def ask_fit(
    *,
    by: ActingPost,
    view: IncidentView,
    zone: ZoneView,
    choice: Choice,
    key: str,
    runs: int = FIT_RUNS,
) -> Outcome | Refusal:
    """Ask for the reproduction number to be fitted to the record of the last four weeks.

    The last of them is held out and shown beside the fit. Nothing uses it until another person
    approves it.
    """
    refusal = check_act(by, Act.RUN_SCENARIO, zone.code) or not_simulable(zone)
    if refusal is not None:
        return refusal
    tonight = tonight_of(view, zone)
    if isinstance(tonight, Refusal):
        return tonight
    series = series_of_record(view, zone, tonight)
    refusal = without_fit(view) or why_not_fit(series)
    if refusal is not None:
        return refusal
    return execute(AskRun(view.id, tonight, choice, runs, key, series), by=by, key=key)


@dataclass(frozen=True, slots=True)
class AskFacts:
    """How many runs wait, and whether the incident is open."""

    waiting: int


@dataclass(frozen=True, slots=True)
class AskRun:
    """The command behind ``ask_run``."""

    incident: int
    tonight: Tonight
    choice: Choice
    runs: int
    key: str
    series: Series | None = None
    renewal: bool = False
    kind: str = "scenarios.ask"

    @property
    def _basis(self) -> dict[str, Any]:
        basis = basis_of(self.tonight, self.choice)
        if self.renewal:
            basis["model"] = Model.VECTOR_RENEWAL.value
        return basis if self.series is None else {**basis, "series": series_form(self.series)}

    def payload(self) -> Mapping[str, Any]:
        """Return what was asked."""
        return {**self._basis, "runs": self.runs}

    def load(self, read: Reader) -> AskFacts | Refusal:
        """Read whether the incident is open, and what waits."""
        row = read.one("incidents_incident", ("closed_at",), id=self.incident)
        if row is None or row[0] is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        found = read.session.one(_WAITING, (self.incident, RunState.ASKED.value))
        return AskFacts(found[0] if found else 0)

    def check(self, by: ActingPost, facts: AskFacts) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.RUN_SCENARIO, self.tonight.zone)

    def decide(
        self, by: ActingPost, facts: AskFacts, now: datetime
    ) -> tuple[datetime, int] | Refusal:
        """Refuse one more when enough wait."""
        if facts.waiting >= MOST_WAITING:
            return Refusal("runs_waiting", {"most": MOST_WAITING})
        step = RUN.step("", "ask", RunCase())
        return step if isinstance(step, Refusal) else (now, by.post)

    def write(self, step: tuple[datetime, int], facts: AskFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the run."""
        at, post = step
        identity = row_id("run", self.incident, post, self.key)
        number = registrar.next(f"scenario:{self.incident}", 0, identity)
        values = {
            "incident": self.incident,
            "zone": self.tonight.zone,
            "number": number,
            "snapshot": self.tonight.snapshot,
            "snapshot_sha256": self.tonight.sha256,
            "profile": self.tonight.profile,
            "basis": self._basis,
            "seed": SEED,
            "runs": self.runs,
            "state": RunState.ASKED.value,
            "asked_at": at,
            "asked_by": post,
            "ended_at": None,
            "task": "",
            "versions": "",
            "sha256": "",
            "low_percent": 0,
            "high_percent": 0,
            "approved_at": None,
            "approved_by": None,
            "approval_reason": "",
        }
        told = {"number": number, "snapshot": self.tonight.snapshot}
        entry = Entry(
            "scenarios.asked", identity, self.tonight.zone, (Insert(TABLE, identity, values),),
            facts=told,
        )  # fmt: skip
        return Written([entry], {"run": identity, "number": number})
