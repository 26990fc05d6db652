"""The end of a run: its answer's fingerprint, or that nobody wants it any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.states import RUN, RunCase, RunState
from bihuan.features.scenarios.actions.ask import TABLE
from bihuan.features.scenarios.permissions import check_act
from bihuan.features.scenarios.selectors.runs import RunView
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader

COLUMNS = ("version", "zone", "state", "task", "versions", "sha256")


@dataclass(frozen=True, slots=True)
class Made:
    """What made an answer, and its fingerprint."""

    task: str
    versions: str
    sha256: str


def cancel_run(*, by: ActingPost, run: RunView, key: str) -> Outcome | Refusal:
    """Stop a run; what was made so far is not kept."""
    return execute(EndRun(run.incident, run.id, "cancel"), by=by, key=key)


def finish_run(*, by: ActingPost, run: RunView, made: Made, key: str) -> Outcome | Refusal:
    """Record the fingerprint of a whole answer."""
    return execute(EndRun(run.incident, run.id, "finish", made), by=by, key=key)


@dataclass(frozen=True, slots=True)
class EndFacts:
    """The stored run."""

    version: int
    zone: int
    stored: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EndRun:
    """The command behind both."""

    incident: int
    run: str
    act: str
    made: Made = Made("", "", "")

    @property
    def kind(self) -> str:
        """The command's name."""
        return f"scenarios.{self.act}"

    def payload(self) -> Mapping[str, Any]:
        """Return the run and what was made."""
        made = self.made
        return {"run": self.run, "task": made.task, "sha256": made.sha256}

    def load(self, read: Reader) -> EndFacts | Refusal:
        """Read the run."""
        row = read.one(TABLE, COLUMNS, id=self.run)
        if row is None:
            return Refusal("run_unknown")
        version, zone, *stored = row
        return EndFacts(version, zone, dict(zip(COLUMNS[2:], stored, strict=True)))

    def check(self, by: ActingPost, facts: EndFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.RUN_SCENARIO, facts.zone)

    def decide(self, by: ActingPost, facts: EndFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Let the machine decide."""
        step = RUN.step(RunState(facts.stored["state"]), self.act, RunCase())
        return step if isinstance(step, Refusal) else now

    def write(self, step: datetime, facts: EndFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the end."""
        finished = self.act == "finish"
        state = RunState.FINISHED if finished else RunState.CANCELLED
        made = self.made
        new = {
            "state": state.value,
            "task": made.task,
            "versions": made.versions,
            "sha256": made.sha256,
        }
        update = Update(
            TABLE, self.run, facts.version, {**facts.stored, "ended_at": None},
            {**new, "ended_at": step},
        )  # fmt: skip
        entry = Entry(
            f"scenarios.{state.value}", self.run, facts.zone, (update,),
            facts={"sha256": made.sha256},
        )  # fmt: skip
        return Written([entry], {"run": self.run})
