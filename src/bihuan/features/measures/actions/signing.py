"""One act for a whole package: legal check, opinion, approval, and the head's one signature.

Every measure is still decided by itself: what stands in its way stops it alone and is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.packages import planned_tasks
from bihuan.domain.measures.signing import standing_in_the_way
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.measures.tasks import TaskState
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.actions.life import act_on_measure
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.packages import (
    DISCARDED,
    DRAFT,
    SIGNED,
    PackageFacts,
    measures_of_package,
    package_in,
    package_of,
    update_of,
)
from bihuan.features.measures.selectors.stored import scopes_of
from bihuan.features.measures.selectors.tasks import TABLE as TASKS
from bihuan.features.measures.selectors.tasks import tasks_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

S = MeasureState
TOGETHER: Mapping[str, str] = {
    Act.PASS_LEGAL_CHECK: S.LEGAL_CHECK,
    Act.OBJECT_TO_MEASURE: S.LEGAL_CHECK,
    Act.GIVE_OPINION: S.EXPERT_OPINION,
    Act.APPROVE_MEASURE: S.EXPERT_OPINION,
}
"""Acts that one hand does to all measures of a package that stand in a state."""


@dataclass(frozen=True, slots=True)
class PackageAnswer:
    """What became of each measure: done, or the refusals that stopped it."""

    done: tuple[str, ...]
    stopped: tuple[tuple[str, Refusal], ...]


def act_on_package(
    *, by: ActingPost, act: str, package: str, key: str, said: Mapping[str, Any]
) -> PackageAnswer:
    """Do one act to every measure of a package that waits for it."""
    waiting = [one for one in measures_of_package(package) if one.state == TOGETHER[act]]
    done, stopped = [], []
    for one in waiting:
        answer = act_on_measure(
            by=by, act=act, measure=one.id, incident=one.incident, key=f"{key}:{one.id}",
            said=said,
        )  # fmt: skip
        if isinstance(answer, Refusal):
            stopped.append((one.id, answer))
        else:
            done.append(one.id)
    return PackageAnswer(tuple(done), tuple(stopped))


def sign_package(
    *, by: ActingPost, package: str, incident: int, key: str, said: Mapping[str, Any]
) -> PackageAnswer | Refusal:
    """Sign a package: decide, announce, report, start the care, put in force what is ready.

    What something stands in the way of is left as it is, and may be signed once it is cleared.
    """
    facts = package_of(package)
    view = incidents.incident(incident)
    if facts is None or facts.incident != incident or view is None:
        return Refusal("package_unknown")
    if facts.state in (DRAFT, DISCARDED):
        return Refusal("package_not_issued")
    refusal = check_act(by, Act.DECIDE_MEASURE, facts.zone)
    if refusal is not None:
        return refusal
    signed, stopped = [], []
    for one in measures_of_package(package):
        if one.state in BEFORE:
            wrong = _signed(by, one, view.now(), said, key)
            if wrong is None or wrong.code == "measure_begins_later":
                signed.append(one.id)
            if wrong is not None:
                stopped.append((one.id, wrong))
    answer = execute(SignPackage(incident, package, tuple(signed)), by=by, key=f"{key}:signed")
    return answer if isinstance(answer, Refusal) else PackageAnswer(tuple(signed), tuple(stopped))


BEFORE = (S.DRAFT, S.LEGAL_CHECK, S.EXPERT_OPINION, S.DECIDED, S.NOTICE_PUBLISHED)


def _signed(
    by: ActingPost, one: MeasureFacts, now: datetime, said: Mapping[str, Any], key: str
) -> Refusal | None:
    """Take one measure from the opinion to being in force, or say what stands in the way."""
    wrong = standing_in_the_way(one, by.actor, now, said)
    if wrong:
        return wrong[0]
    for act in _steps(one):
        answer = act_on_measure(
            by=by, act=act, measure=one.id, incident=one.incident, key=f"{key}:{one.id}:{act}",
            said=said,
        )  # fmt: skip
        if isinstance(answer, Refusal):
            return answer
    return None


def _steps(one: MeasureFacts) -> Iterable[str]:
    if one.state == S.EXPERT_OPINION:
        yield Act.DECIDE_MEASURE
    if one.notice_at is None:
        yield Act.PUBLISH_NOTICE
    if one.reported_at is None:
        yield Act.REPORT_UPWARD
    kind = one.around.type
    if kind is not None and Part.COMPANION_PLAN in kind.parts and one.companion_at is None:
        yield Act.PROVIDE_COMPANION
    yield Act.ACTIVATE_MEASURE


@dataclass(frozen=True, slots=True)
class SignPackage:
    """Write the signature down, and the tasks that it brings."""

    incident: int
    package: str
    signed: Sequence[str]
    kind: str = "measures.sign_package"

    def payload(self) -> Mapping[str, Any]:
        """Return what was signed."""
        return {"package": self.package, "measures": list(self.signed)}

    def load(self, read: Reader) -> PackageFacts | Refusal:
        """Read the package."""
        facts = package_in(read, self.package)
        return Refusal("package_unknown") if facts is None else facts

    def check(self, by: ActingPost, facts: PackageFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.DECIDE_MEASURE, facts.zone)

    def decide(self, by: ActingPost, facts: PackageFacts, now: datetime) -> dict[str, Any]:
        """Return the changed columns: the first signature stands."""
        first = {"signed_at": now, "signed_post": by.post} if facts.signed_at is None else {}
        return {"state": SIGNED, "updated_at": now} | first

    def write(self, step: dict[str, Any], facts: PackageFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the signature and the tasks."""
        signed = Entry(
            "measures.package_signed", facts.id, facts.zone, (update_of(facts, step),),
            facts={"n": len(self.signed)},
        )  # fmt: skip
        inserts = _tasks(facts, self.signed, step["updated_at"])
        entries = [
            Entry("measures.task_set", str(one.id), int(one.values["zone"]), (one,))
            for one in inserts
        ]
        return Written([signed, *entries], {"package": facts.id, "tasks": len(inserts)})


def _tasks(facts: PackageFacts, signed: Sequence[str], now: datetime) -> list[Insert]:
    """Return the rows of tasks that are not set yet: of duties, and of the signed measures."""
    there = {one.id for one in tasks_of(facts.id)}
    duties = {line.number for line in facts.rules.lines if not line.measure}
    chosen = {one.id: one for one in measures_of_package(facts.id) if one.id in set(signed)}
    scopes = scopes_of(Session(), list(chosen))
    rows: dict[str, Insert] = {}
    sets = [("", duties, facts.zones)] + [
        (one.id, {n.number for n in facts.rules.lines if n.measure == one.code},
         tuple(reach.lo for reach in scopes[one.id]))
        for one in chosen.values()
    ]  # fmt: skip
    for measure, lines, zones in sets:
        for task in planned_tasks(facts.rules, lines, zones):
            identity = f"{facts.id}:{task.line}:{task.kind.code}:{task.zone}"
            if identity not in there:
                rows.setdefault(identity, _task(facts, measure, task, identity, now))
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
