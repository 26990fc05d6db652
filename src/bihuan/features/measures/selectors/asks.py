"""What measures ask of a post now: tasks it answers for, measures that wait for its word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.measures.packages import TaskKind
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.profiles.names import Names
from bihuan.features.measures.selectors.rules import catalogue, package_templates
from bihuan.features.measures.selectors.stored import TABLE
from bihuan.features.measures.selectors.tasks import open_tasks
from bihuan.features.posts import api as posts
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now as wall
from bihuan.platform.db.dialects import Session

MOST = 12
WAITING: Mapping[Act, str] = {
    Act.PASS_LEGAL_CHECK: MeasureState.LEGAL_CHECK,
    Act.GIVE_OPINION: MeasureState.EXPERT_OPINION,
    Act.DECIDE_MEASURE: MeasureState.EXPERT_OPINION,
}
"""Whose word a measure waits for in which state; an opinion is waited for while there is none."""


@dataclass(frozen=True, slots=True)
class MeasureAsk:
    """One thing a post is asked for; ``act`` names the verb."""

    act: str
    words: Names
    href: str
    due_at: datetime | None


def asks_of(*, by: ActingPost, incident: int) -> list[MeasureAsk]:
    """Return what a post is asked for, the most urgent first, at most a dozen of each kind.

    Who answers is asked for on the real date, in a drill too.
    """
    return [*_tasks(by, incident), *_waiting(by, incident)]


def _tasks(by: ActingPost, incident: int) -> list[MeasureAsk]:
    if not can(Act.REPORT_TASK, by.actor):
        return []
    found = open_tasks(incident=incident, scope=by.scope, most=200)
    if not found:
        return []
    holders = posts.answering_for({(one.function, one.zone) for one in found}, wall())
    kinds = _kinds()
    return [
        MeasureAsk(
            Act.REPORT_TASK, kinds[one.line, one.code].names,
            f"/measures/packages/{one.package}#line-{one.line}", one.due_at,
        )
        for one in found
        if holders.get((one.function, one.zone)) == by.post and (one.line, one.code) in kinds
    ][:MOST]  # fmt: skip


def _kinds() -> Mapping[tuple[int, str], TaskKind]:
    return {
        (line.number, kind.code): kind
        for rules in package_templates().values()
        for line in rules.lines
        for kind in line.tasks
    }


def _waiting(by: ActingPost, incident: int) -> list[MeasureAsk]:
    """Return the measures in the post's zones that wait for its word."""
    act = next((one for one in WAITING if can(one, by.actor)), None)
    if act is None:
        return []
    said = {Act.GIVE_OPINION: " AND opinion=''", Act.DECIDE_MEASURE: " AND opinion<>''"}
    rows = Session().all(
        f"SELECT id, code, package, ends_at FROM {TABLE} WHERE incident=? AND state=?"  # noqa: S608
        f" AND zone BETWEEN ? AND ?{said.get(act, '')} ORDER BY ends_at, id LIMIT ?",
        (incident, WAITING[act], by.scope.lo, by.scope.hi, MOST),
    )
    return [
        MeasureAsk(
            act, Names(f"{code} {_names(code).zh}", f"{code} {_names(code).en}"),
            f"/measures/packages/{package}" if package else f"/measures/{identity}",
            None if end is None else instant_of(end),
        )
        for identity, code, package, end in rows
    ]  # fmt: skip


def _names(code: str) -> Names:
    return catalogue().types[code].names
