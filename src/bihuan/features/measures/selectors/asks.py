"""What measures ask of a post now: tasks it answers for, measures that wait for its word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.catalogue import MeasureType
from bihuan.domain.measures.packages import TaskKind
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.measures.tasks import TaskState
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.profiles.names import Names
from bihuan.domain.zones import Level, level_of
from bihuan.features.measures.selectors.receipts import DUE
from bihuan.features.measures.selectors.receipts import TABLE as RECEIPTS
from bihuan.features.measures.selectors.rows import SCOPES, TABLE
from bihuan.features.measures.selectors.rules import catalogue, package_templates
from bihuan.features.posts import api as posts
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now as wall
from bihuan.platform.db.dialects import Session

MOST, MOST_TASKS = 12, 200
_REPORT = 4
# Both in one statement: the first screen asks it for everybody.
_TASKS = (
    "SELECT * FROM (SELECT 1, id, package, zone, line, code, function, due_at FROM measures_task"
    " WHERE incident=? AND state=? AND zone BETWEEN ? AND ? ORDER BY due_at, id LIMIT ?)"
)
_WAITING = (
    f"SELECT * FROM (SELECT {{row}}, id, package, 0, 0, code, '', ends_at FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND state=? AND zone BETWEEN ? AND ? AND ends_at>?{opinion}"
    " ORDER BY ends_at, id LIMIT ?)"
)
# What its decider has decided and not announced, or announced and not put in force though it has
# begun: a renewal is decided days before.
_GOING_ON = (
    f"SELECT * FROM (SELECT {{row}}, id, package, 0, 0, code, '', ends_at FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND state=? AND zone BETWEEN ? AND ? AND decider_level=?"
    " AND ends_at>?{begun} ORDER BY ends_at, id LIMIT ?)"
)
_BEGUN = " AND starts_at<=? AND suspensions NOT LIKE '%-'"
_APPROVING = (
    f"SELECT * FROM (SELECT 5, id, package, 0, 0, code, '', ends_at FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND state=? AND zone BETWEEN ? AND ? AND opinion<>'' AND approved_at IS NULL"
    " AND ends_at>? AND code IN ({codes}) ORDER BY ends_at, id LIMIT ?)"
)
_UNREAD = (
    f"SELECT * FROM (SELECT 2, m.id, '', s.zone, 0, m.code, '', m.ends_at FROM {TABLE} m"  # noqa: S608
    f" JOIN {SCOPES} s ON s.measure=m.id WHERE m.incident=? AND m.notice_at IS NOT NULL"
    " AND m.state IN ('NOTICE_PUBLISHED', 'ACTIVE', 'SUSPENDED') AND s.zone<=? AND s.zone_hi>=?"
    f" AND NOT EXISTS (SELECT 1 FROM {RECEIPTS} r WHERE r.measure=m.id AND r.zone=?)"
    " GROUP BY m.id ORDER BY m.ends_at, m.id LIMIT ?)"
)
_HALTED = (
    f"SELECT * FROM (SELECT 3, id, package, 0, 0, code, '', ends_at FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND state IN ('SUSPENDED', 'NOTICE_PUBLISHED') AND suspensions LIKE '%-'"
    " AND zone BETWEEN ? AND ? AND decider_level=?"
    " ORDER BY ends_at, id LIMIT ?)"
)
# A report that nobody can hold is owed by every post that may send it, until it is sent.
_OWED = (
    f"SELECT * FROM (SELECT 4, id, package, 0, 0, code, '', report_due_at FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND report_due_at IS NOT NULL AND reported_at IS NULL"
    " AND zone BETWEEN ? AND ? AND decider_level=? ORDER BY report_due_at, id LIMIT ?)"
)
WAITING: Mapping[Act, str] = {
    Act.PASS_LEGAL_CHECK: MeasureState.LEGAL_CHECK,
    Act.GIVE_OPINION: MeasureState.EXPERT_OPINION,
    Act.DECIDE_MEASURE: MeasureState.EXPERT_OPINION,
}
"""Whose word a measure waits for in which state; an opinion is waited for while there is none."""
FOR_A_COUNTY = "decide_for_a_county"
"""What a county decides, as the city is told of it: it may, and is not who has to."""
_THEIRS = 8
_VERBS = {
    2: str(Act.ACKNOWLEDGE_NOTICE), 3: str(Act.LIFT_MEASURE), 5: str(Act.APPROVE_MEASURE),
    6: str(Act.PUBLISH_NOTICE), 7: str(Act.ACTIVATE_MEASURE), _THEIRS: FOR_A_COUNTY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasureAsk:
    """One thing a post is asked for; ``act`` names the verb."""

    act: str
    words: Names
    href: str
    due_at: datetime | None


def asks_of(*, by: ActingPost, incident: int, at: datetime) -> list[MeasureAsk]:
    """Return what a post is asked for, what is owed first, at most a dozen of each kind.

    Who answers is asked for on the real date, in a drill too; ``at`` is the incident's instant.
    """
    act = next((one for one in WAITING if can(one, by.actor)), None)
    asked = [*_asked_of_hands(by, incident, act, at), *_asked_of_deciders(by, incident, at)]
    values = [value for _, said in asked for value in said]
    rows = Session().all(" UNION ALL ".join(sql for sql, _ in asked), values) if asked else []
    tasks = [_Task(*row[1:]) for row in rows if row[0] == 1]
    owed = [_owed(row) for row in rows if row[0] == _REPORT]
    verbs = {0: act or ""} | _VERBS
    rows = sorted((row for row in rows if row[0] in verbs), key=lambda row: row[0] == _THEIRS)
    waiting = [_waiting(verbs[row[0]], row) for row in rows]
    return [*owed, *_answered_for(tasks, by), *_gathered(waiting)]


def _gathered(waiting: Sequence[MeasureAsk]) -> list[MeasureAsk]:
    """Tell once, with how many they are, what one page asks for several measures of a type."""
    found: dict[tuple[str, str, str], list[MeasureAsk]] = {}
    for one in waiting:
        found.setdefault((one.act, one.words.en, one.href), []).append(one)
    return [_counted(same[0], len(same)) for same in found.values()]


def _counted(one: MeasureAsk, n: int) -> MeasureAsk:
    """Return what is asked with the number of measures; the soonest end is the first one's."""
    words = Names(f"{one.words.zh} ×{n}", f"{one.words.en} ×{n}")
    return one if n == 1 else replace(one, words=words)


Question = tuple[str, list[Any]]


def _asked_of_hands(
    by: ActingPost, incident: int, act: Act | None, at: datetime
) -> Iterator[Question]:
    """Yield the questions for tasks, for what waits for a post's word and for notices to read."""
    lo, hi = by.scope.lo, by.scope.hi
    if can(Act.REPORT_TASK, by.actor):
        yield _TASKS, [incident, TaskState.OPEN.value, lo, hi, MOST_TASKS]
    if act is not None:
        asked = [incident, WAITING[act], lo, hi, micros(at), MOST]
        yield _WAITING.format(row=0, opinion=_opinion(act, by)), asked
        if act is Act.DECIDE_MEASURE and by.actor.level is Level.CITY:
            yield _WAITING.format(row=_THEIRS, opinion=_of_counties(by)), asked
    if can(Act.ACKNOWLEDGE_NOTICE, by.actor) and level_of(lo) in DUE:
        yield _UNREAD, [incident, hi, lo, lo, MOST]


def _asked_of_deciders(by: ActingPost, incident: int, at: datetime) -> Iterator[Question]:
    """Yield the questions for what was decided and goes on, is halted, or owes its report."""
    lo, hi, level = by.scope.lo, by.scope.hi, int(by.actor.level)
    if can(Act.LIFT_MEASURE, by.actor):
        yield _HALTED, [incident, lo, hi, level, MOST]
    if can(Act.REPORT_UPWARD, by.actor):
        yield _OWED, [incident, lo, hi, level, MOST]
    if can(Act.APPROVE_MEASURE, by.actor):
        counties = [incident, MeasureState.EXPERT_OPINION, lo + 1, hi]
        yield _APPROVING.format(codes=_of_the_city()), [*counties, micros(at), MOST]
    if can(Act.ACTIVATE_MEASURE, by.actor):
        now = micros(at)
        decided = [incident, MeasureState.DECIDED, lo, hi, level, now]
        yield _GOING_ON.format(row=6, begun=""), [*decided, MOST]
        announced = [incident, MeasureState.NOTICE_PUBLISHED, lo, hi, level, now]
        yield _GOING_ON.format(row=7, begun=_BEGUN), [*announced, now, MOST]


def _opinion(act: Act, by: ActingPost) -> str:
    """Return what else holds of a measure that waits for an act of a post.

    What a county may not decide alone waits for the city first, and for the county after it.
    """
    if act is Act.GIVE_OPINION:
        return " AND opinion=''"
    if act is not Act.DECIDE_MEASURE:
        return ""
    if by.actor.level is Level.CITY:
        return f" AND opinion<>'' AND {_own(by)}"
    return f" AND opinion<>'' AND (code NOT IN ({_of_the_city()}) OR approved_at IS NOT NULL)"


def _own(by: ActingPost) -> str:
    """Return what only the city decides: over several counties, or by its type."""
    alone = _listed(one for one in catalogue().types.values() if one.decider.level is Level.CITY)
    return f"(zone={by.scope.lo:d} OR code IN ({alone}))"


def _of_counties(by: ActingPost) -> str:
    """Return what a county decides, and needs no approval for: the city may, after it."""
    return f" AND opinion<>'' AND NOT {_own(by)} AND code NOT IN ({_of_the_city()})"


def _of_the_city() -> str:
    """Return the types that a county decides with the city's approval, as a list for SQL."""
    return _listed(one for one in catalogue().types.values() if one.city_approval)


def _listed(types: Iterable[MeasureType]) -> str:
    return ", ".join(f"'{one.code}'" for one in types)


@dataclass(frozen=True, slots=True)
class _Task:
    """What the list needs of an open task."""

    id: str
    package: str
    zone: int
    line: int
    code: str
    function: str
    due: int | None


def _answered_for(found: Sequence[_Task], by: ActingPost) -> list[MeasureAsk]:
    if not found:
        return []
    holders = posts.answering_for({(one.function, one.zone) for one in found}, wall())
    kinds = _kinds()
    return [
        MeasureAsk(
            Act.REPORT_TASK, kinds[one.line, one.code].names,
            f"/measures/packages/{one.package}#line-{one.line}", _instant(one.due),
        )
        for one in found
        if holders.get((one.function, one.zone)) == by.post and (one.line, one.code) in kinds
    ][:MOST]  # fmt: skip


def _instant(at: int | None) -> datetime | None:
    return None if at is None else instant_of(at)


def _kinds() -> Mapping[tuple[int, str], TaskKind]:
    return {
        (line.number, kind.code): kind
        for rules in package_templates().values()
        for line in rules.lines
        for kind in line.tasks
    }


def _waiting(act: str, row: Sequence[Any]) -> MeasureAsk:
    """Return a measure in the post's zones that waits for its word."""
    _, identity, package, _zone, _line, code, _function, end = row
    names, href = _names(code), f"/measures/packages/{package}" if package else ""
    said = Names(f"{code} {names.zh}", f"{code} {names.en}")
    return MeasureAsk(act, said, href or f"/measures/{identity}", _instant(end))


def _owed(row: Sequence[Any]) -> MeasureAsk:
    """Return a report to the superior that is owed; its own page sends it."""
    one = _waiting(str(Act.REPORT_UPWARD), row)
    return replace(one, href=f"/measures/{row[1]}")


def _names(code: str) -> Names:
    return catalogue().types[code].names
