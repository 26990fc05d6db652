"""The life of one task of a package: to do, done with evidence, seen by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from bihuan.domain.machines import Machine, Transition, guard
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act

SHORTEST_EVIDENCE = 4


class TaskState(StrEnum):
    """Where a task stands."""

    NEW = ""
    OPEN = "OPEN"
    DONE = "DONE"
    VERIFIED = "VERIFIED"


T = TaskState


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task as it stands."""

    id: str
    version: int
    package: str
    measure: str
    incident: int
    zone: int
    line: int
    code: str
    function: str
    state: str
    due_at: datetime
    evidence: str = ""
    done_post: int | None = None
    done_person: int | None = None
    done_unit: int | None = None
    done_at: datetime | None = None
    verified_post: int | None = None
    verified_at: datetime | None = None
    note: str = ""

    def late(self, now: datetime) -> bool:
        """Tell whether its time passed before it was done."""
        return (self.done_at or now) > self.due_at


class TaskCase(NamedTuple):
    """One act on one task at one instant."""

    facts: TaskFacts
    by: Actor
    payload: Mapping[str, Any]

    def said(self, name: str) -> str:
        """Return a text of the payload without outer blanks."""
        value = self.payload.get(name)
        return value.strip() if isinstance(value, str) else ""


@guard("task_evidence_missing", clause="S19")
def shows_evidence(case: TaskCase) -> bool:
    """It is said what shows that the task is done."""
    return len(case.said("evidence")) >= SHORTEST_EVIDENCE


@guard("task_verifier_did_it", clause="separation of duties")
def seen_by_another(case: TaskCase) -> bool:
    """Whoever verifies is another person of another unit than whoever did it."""
    facts = case.facts
    return case.by.person != facts.done_person and case.by.unit != facts.done_unit


@guard("reason_missing", clause="S19")
def says_why(case: TaskCase) -> bool:
    """It is said what was not found."""
    return bool(case.said("note"))


TASK: Machine[TaskCase] = Machine(
    "task",
    (
        Transition(T.OPEN, T.DONE, Act.REPORT_TASK, "task_done", (shows_evidence,)),
        Transition(T.DONE, T.VERIFIED, Act.VERIFY_TASK, "task_verified", (seen_by_another,)),
        Transition(
            T.DONE, T.OPEN, Act.RETURN_TASK, "task_returned", (seen_by_another, says_why)
        ),
    ),
    frozenset({T.VERIFIED}),
)  # fmt: skip
