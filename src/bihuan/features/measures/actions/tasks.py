"""A task of a package is said to be done, and seen by somebody else.

Whoever carries a measure out adds no condition of his own: what is said to be done may not name
what nobody may add.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.domain.measures.add_ons import forbidden_words
from bihuan.domain.measures.tasks import TASK, TaskCase, TaskFacts
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.tasks import TABLE, task_in
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader

LONGEST = 1000


def act_on_task(
    *, by: ActingPost, act: str, task: str, incident: int, key: str, said: Mapping[str, str]
) -> Outcome | Refusal:
    """Report a task as done with its evidence, verify it, or return it with a reason."""
    if any(len(text) > LONGEST for text in said.values()):
        return Refusal("measure_text_too_long", {"most": LONGEST})
    return execute(ActOnTask(act, task, incident, said), by=by, key=key)


@dataclass(frozen=True, slots=True)
class TaskStep:
    """The changed columns and the event."""

    event: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ActOnTask:
    """The command behind ``act_on_task``."""

    act: str
    task: str
    incident: int
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Name the command after the act."""
        return f"measures.{self.act}"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said, and about which task."""
        return {"task": self.task, **self.said}

    def load(self, read: Reader) -> TaskFacts | Refusal:
        """Read the task."""
        facts = task_in(read, self.task)
        if facts is None or facts.incident != self.incident:
            return Refusal("task_unknown")
        return facts

    def check(self, by: ActingPost, facts: TaskFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act(self.act), facts.zone)

    def decide(self, by: ActingPost, facts: TaskFacts, now: datetime) -> TaskStep | Refusal:
        """Let the table decide."""
        case = TaskCase(facts, by.actor, self.said)
        added = forbidden_words(case.said("evidence"), "", catalogue())
        if self.act == Act.REPORT_TASK and added is not None:
            return added
        row = TASK.step(facts.state, self.act, case)
        if isinstance(row, Refusal):
            return row
        changes = {"state": str(row.target)} | _effects(self.act, case, now)
        changed = {name: new for name, new in changes.items() if getattr(facts, name) != new}
        return TaskStep(f"measures.{row.event}", changed)

    def write(self, step: TaskStep, facts: TaskFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write what changed."""
        old = {name: getattr(facts, name) for name in step.changes}
        update = Update(TABLE, facts.id, facts.version, old, step.changes)
        said = {"package": facts.package, "to": step.changes.get("state", facts.state)}
        entry = Entry(step.event, facts.id, facts.zone, (update,), facts=said)
        return Written([entry], {"task": facts.id})


def _effects(act: str, case: TaskCase, now: datetime) -> dict[str, Any]:
    by = case.by
    if act == Act.REPORT_TASK:
        return {
            "evidence": case.said("evidence"), "done_post": by.post, "done_person": by.person,
            "done_unit": by.unit, "done_at": now, "note": "",
        }  # fmt: skip
    if act == Act.VERIFY_TASK:
        return {"verified_post": by.post, "verified_at": now, "note": case.said("note")}
    return {"note": case.said("note")}
