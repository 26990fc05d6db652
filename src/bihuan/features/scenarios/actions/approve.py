"""A person approves a fit (science: nothing is fitted to a city by itself)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.series import disagrees
from bihuan.domain.scenarios.states import RUN, RunCase, RunState
from bihuan.features.scenarios.actions.ask import TABLE
from bihuan.features.scenarios.permissions import check_act
from bihuan.features.scenarios.selectors.runs import Answer, RunView
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader

COLUMNS = ("version", "zone", "state", "asked_by", "sha256", "basis", "low_percent",
           "high_percent", "approved_at", "approved_by", "approval_reason")  # fmt: skip


def approve_fit(
    *, by: ActingPost, run: RunView, answer: Answer, key: str, reason: str = ""
) -> Outcome | Refusal:
    """Approve the range of a finished fit, as it was recorded and no other.

    Where its held-out week disagrees, the reason says why it stands all the same; it is kept.
    """
    if run.series is None:
        return Refusal("only_fits_are_approved")
    if not answer.intact:
        return Refusal("answer_not_intact")
    low, high = answer.body["range"]
    against = disagrees(answer.body["inside"], answer.body["held_out"])
    why = reason.strip() if against else ""
    command = ApproveFit(run.incident, run.id, run.sha256, low, high, against, why)
    return execute(command, by=by, key=key)


@dataclass(frozen=True, slots=True)
class FitFacts:
    """The stored fit."""

    version: int
    zone: int
    stored: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ApproveFit:
    """The command behind ``approve_fit``."""

    incident: int
    run: str
    sha256: str
    low: int
    high: int
    disagrees: bool
    reason: str
    kind: str = "scenarios.approve_fit"

    def payload(self) -> Mapping[str, Any]:
        """Return the fit, its fingerprint, its range, and why it stands against its test."""
        told = {"run": self.run, "sha256": self.sha256, "low": self.low, "high": self.high}
        return {**told, "reason": self.reason} if self.reason else told

    def load(self, read: Reader) -> FitFacts | Refusal:
        """Read the fit."""
        row = read.one(TABLE, COLUMNS, id=self.run)
        if row is None:
            return Refusal("run_unknown")
        version, zone, *stored = row
        return FitFacts(version, zone, dict(zip(COLUMNS[2:], stored, strict=True)))

    def check(self, by: ActingPost, facts: FitFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.APPROVE_FIT, facts.zone)

    def decide(self, by: ActingPost, facts: FitFacts, now: datetime) -> Any:
        """Let the machine decide; another answer than the recorded one is refused."""
        another = facts.stored["asked_by"] != by.post
        case = RunCase(
            fit=True, another_person=another, disagrees=self.disagrees, reason=self.reason
        )
        step = RUN.step(RunState(facts.stored["state"]), "approve", case)
        if isinstance(step, Refusal):
            return step
        if facts.stored["sha256"] != self.sha256:
            return Refusal("answer_not_intact")
        return now, by.post

    def write(self, step: Any, facts: FitFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the approval."""
        at, post = step
        new = {
            "state": RunState.APPROVED.value,
            "low_percent": self.low,
            "high_percent": self.high,
            "approved_at": at,
            "approved_by": post,
            "approval_reason": self.reason,
        }
        old = {name: facts.stored[name] for name in new}
        told = {"sha256": self.sha256, "low": self.low, "high": self.high, "reason": self.reason}
        entry = Entry(
            "scenarios.fit_approved", self.run, facts.zone,
            (Update(TABLE, self.run, facts.version, old, new),), facts=told,
        )  # fmt: skip
        return Written([entry], {"run": self.run})
