"""One act for a whole package: legal check, opinion, approval, and the head's one signature.

Every measure is still decided by itself: what stands in its way stops it alone and is told. All
of it is one command and one commit; sent twice under the same key it is done once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.packages import planned_tasks
from bihuan.domain.measures.tasks import TaskState
from bihuan.domain.measures.together import BEFORE, Course, acted, signed, wants
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.packages import (
    DISCARDED,
    DRAFT,
    SIGNED,
    PackageFacts,
    mark_of_measures,
    measures_of_package,
    package_in,
    update_of,
)
from bihuan.features.measures.selectors.people import special_among
from bihuan.features.measures.selectors.steps import transited
from bihuan.features.measures.selectors.tasks import TABLE as TASKS
from bihuan.features.measures.selectors.tasks import tasks_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackageAnswer:
    """What became of each measure: done, or the refusal that stopped it."""

    done: tuple[str, ...]
    stopped: tuple[tuple[str, Refusal], ...]


def act_on_package(
    *, by: ActingPost, act: str, package: str, incident: int, key: str, said: Said
) -> PackageAnswer | Refusal:
    """Do one act to every measure of a package that waits for it.

    A refusal says that nothing was done: nothing waits, or the first measure's reason.
    """
    return _answer(execute(ActOnPackage(act, incident, package, said), by=by, key=key))


def sign_package(
    *, by: ActingPost, package: str, incident: int, key: str, said: Said
) -> PackageAnswer | Refusal:
    """Sign a package: decide, announce, report, start the care, put in force what is ready.

    What something stands in the way of is left as it is, and may be signed once it is cleared;
    a signature under which nothing can be done is refused with the first reason.
    """
    return _answer(execute(SignPackage(incident, package, said), by=by, key=key))


def _answer(answer: Outcome | Refusal) -> PackageAnswer | Refusal:
    if isinstance(answer, Refusal):
        return answer
    stopped = json.loads(answer.result["stopped"])
    return PackageAnswer(
        tuple(json.loads(answer.result["done"])),
        tuple((identity, Refusal(*refusal)) for identity, *refusal in stopped),
    )


def _result(package: str, courses: Sequence[Course]) -> dict[str, Any]:
    """Return what the caller gets back, in a form that a repeat finds again."""
    stopped = [
        [one.facts.id, one.stopped.code, dict(one.stopped.params), one.stopped.clause]
        for one in courses
        if one.stopped is not None
    ]
    done = [one.facts.id for one in courses if one.steps]
    return {"package": package, "done": json.dumps(done), "stopped": json.dumps(stopped)}


def _entries(courses: Sequence[Course], registrar: Registrar) -> list[Entry]:
    return [transited(step, facts, registrar) for course in courses for step, facts in course.steps]


def _nothing(courses: Sequence[Course]) -> Refusal | None:
    """Return the first reason when something is stopped and nothing goes on."""
    if any(one.steps for one in courses):
        return None
    return next((one.stopped for one in courses if one.stopped is not None), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A package, the measures that a hand may take further, the tasks that are set already.

    ``special`` are those of its zones in which extra service is due.
    """

    package: PackageFacts
    measures: tuple[MeasureFacts, ...]
    tasks: frozenset[str] = frozenset()
    special: frozenset[int] = frozenset()


def _waiting(read: Reader, incident: int, package: str, said: Said) -> Waiting | Refusal:
    """Read a package that has been sent, and its measures, once for all of them.

    Where it is said what was ``seen``, a measure that changed meanwhile stops the hand.
    """
    facts = package_in(read, package)
    if facts is None or facts.incident != incident:
        return Refusal("package_unknown")
    if facts.state in (DRAFT, DISCARDED):
        return Refusal("package_not_issued")
    found = tuple(measures_of_package(package))
    if said.get("seen") and said["seen"] != mark_of_measures(found):
        return changed_meanwhile("measures_package", package)
    return Waiting(facts, found)


@dataclass(frozen=True, slots=True)
class ActOnPackage:
    """The command behind ``act_on_package``."""

    act: str
    incident: int
    package: str
    said: Said = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Name the command after the act."""
        return f"measures.package_{self.act}"

    def payload(self) -> Said:
        """Return what was said, and about which package."""
        return {"package": self.package, **self.said}

    def load(self, read: Reader) -> Waiting | Refusal:
        """Read what waits for this act."""
        found = _waiting(read, self.incident, self.package, self.said)
        if isinstance(found, Refusal):
            return found
        chosen = tuple(one for one in found.measures if wants(self.act, one))
        return Waiting(found.package, chosen) if chosen else Refusal("package_nothing_waits")

    def check(self, by: ActingPost, facts: Waiting) -> Refusal | None:
        """Ask the policy; each measure's decision asks it again for its own zone."""
        return check_act(by, Act(self.act), facts.package.zone)

    def decide(self, by: ActingPost, facts: Waiting, now: datetime) -> list[Course] | Refusal:
        """Decide measure by measure."""
        courses = acted(self.act, facts.measures, by=by.actor, said=self.said, now=now)
        return _nothing(courses) or courses

    def write(self, step: list[Course], facts: Waiting, registrar: Registrar) -> Written:
        """Write every step."""
        return Written(_entries(step, registrar), _result(facts.package.id, step))


@dataclass(frozen=True, slots=True)
class Signature:
    """When it is signed and by which post, and what becomes of each measure."""

    at: datetime
    post: int
    courses: list[Course]


@dataclass(frozen=True, slots=True)
class SignPackage:
    """The command behind ``sign_package``: the signature, the measures, the tasks they bring."""

    incident: int
    package: str
    said: Said = field(default_factory=dict)
    kind: str = "measures.sign_package"

    def payload(self) -> Said:
        """Return what was said when it was signed."""
        return {"package": self.package, **self.said}

    def load(self, read: Reader) -> Waiting | Refusal:
        """Read the package, what can still be signed, and the tasks that are set."""
        found = _waiting(read, self.incident, self.package, self.said)
        if isinstance(found, Refusal):
            return found
        chosen = tuple(one for one in found.measures if one.state in BEFORE)
        if found.package.signed_at is not None and not chosen:
            return Refusal("package_signed")
        known = frozenset(one.id for one in tasks_of(self.package))
        return Waiting(found.package, chosen, known, special_among(found.package.zones))

    def check(self, by: ActingPost, facts: Waiting) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.DECIDE_MEASURE, facts.package.zone)

    def decide(self, by: ActingPost, facts: Waiting, now: datetime) -> Signature | Refusal:
        """Decide measure by measure."""
        courses = signed(facts.measures, by=by.actor, said=self.said, now=now)
        return _nothing(courses) or Signature(now, by.post, courses)

    def write(self, step: Signature, facts: Waiting, registrar: Registrar) -> Written:
        """Write the signature, every step of every measure, and the tasks."""
        package, chosen = facts.package, [one.facts for one in step.courses if one.steps]
        tasks = _tasks(facts, chosen, step.at)
        head = Entry(
            "measures.package_signed", package.id, package.zone,
            (update_of(package, _columns(package, step)),), facts={"n": len(chosen)},
        )  # fmt: skip
        set_ = [
            Entry("measures.task_set", str(one.id), int(one.values["zone"]), (one,))
            for one in tasks
        ]
        entries = [*_entries(step.courses, registrar), head, *set_]
        return Written(entries, _result(package.id, step.courses) | {"tasks": len(tasks)})


def _columns(package: PackageFacts, step: Signature) -> dict[str, Any]:
    """Return the changed columns: the first signature stands."""
    first = {"signed_at": step.at, "signed_post": step.post} if package.signed_at is None else {}
    return {"state": SIGNED, "updated_at": step.at} | first


def _tasks(facts: Waiting, signed: Sequence[MeasureFacts], now: datetime) -> list[Insert]:
    """Return the rows of tasks that are not set yet: of duties, and of the signed measures."""
    package = facts.package
    duties = {line.number for line in package.rules.lines if not line.measure}
    rows: dict[str, Insert] = {}
    sets = [("", duties, package.zones)] + [
        (one.id, {n.number for n in package.rules.lines if n.measure == one.code},
         tuple(reach.lo for reach in one.around.scope))
        for one in signed
    ]  # fmt: skip
    for measure, lines, zones in sets:
        for task in planned_tasks(package.rules, lines, zones, facts.special):
            identity = f"{package.id}:{task.line}:{task.kind.code}:{task.zone}"
            if identity not in facts.tasks:
                rows.setdefault(identity, _task(package, measure, task, identity, now))
    return list(rows.values())


def _task(facts: PackageFacts, measure: str, task: Any, identity: str, now: datetime) -> Insert:
    row = {
        "package": facts.id, "measure": measure, "incident": facts.incident, "zone": task.zone,
        "line": task.line, "code": task.kind.code, "function": str(task.kind.function),
        "state": str(TaskState.OPEN), "due_at": now + task.kind.time, "evidence": "",
        "done_post": None, "done_person": None, "done_unit": None, "done_at": None,
        "verified_post": None, "verified_at": None, "note": "",
    }  # fmt: skip
    return Insert(TASKS, identity, row)
