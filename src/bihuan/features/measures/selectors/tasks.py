"""The tasks of a package: who answers, what stands open, how much has been seen to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.packages import TaskKind
from bihuan.domain.measures.tasks import TaskFacts, TaskState
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.rules import package_templates
from bihuan.features.posts import api as posts
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger.as_of import Undone, put_back

TABLE = "measures_task"
COLUMNS = (
    "id", "version", "package", "measure", "incident", "zone", "line", "code", "function",
    "state", "due_at", "evidence", "done_post", "done_person", "done_unit", "done_at",
    "verified_post", "verified_at", "note",
)  # fmt: skip
INSTANTS = ("due_at", "done_at", "verified_at")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as a page shows it: its words, who answers now (None: nobody)."""

    facts: TaskFacts
    kind: TaskKind | None
    owner: posts.PostView | None
    late: bool


@dataclass(frozen=True, slots=True)
class Implementation:
    """How many tasks there are, how many are said to be done, how many somebody else has seen."""

    tasks: int
    done: int
    verified: int
    late: int
    unowned: int


def task_in(read: Reader, identity: str) -> TaskFacts | None:
    """Return one task."""
    row = read.one(TABLE, COLUMNS, id=identity)
    return None if row is None else _task(row)


def _task(row: Sequence[object]) -> TaskFacts:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in INSTANTS:
        at = values[name]
        values[name] = instant_of(at) if isinstance(at, int) else None
    return TaskFacts(**values)  # type: ignore[arg-type]


def tasks_of(package: str) -> list[TaskFacts]:
    """Return the tasks of a package in the order of its lines."""
    return _where("package=? ORDER BY line, due_at, zone, code", (package,))


def open_tasks(*, incident: int, scope: ZoneRange, most: int) -> list[TaskFacts]:
    """Return the tasks of an incident that wait to be done in a scope, the most urgent first."""
    return _where(
        "incident=? AND state=? AND zone BETWEEN ? AND ? ORDER BY due_at, id LIMIT ?",
        (incident, TaskState.OPEN.value, scope.lo, scope.hi, most),
    )


def tasks_due(
    *, incident: int, scope: ZoneRange, until: datetime, undone: Undone
) -> list[TaskFacts]:
    """Return the tasks whose time had passed at an instant, done or not, as they stood then."""
    return _where(
        "incident=? AND zone BETWEEN ? AND ? AND due_at<=? ORDER BY due_at, id",
        (incident, scope.lo, scope.hi, micros(until)), undone,
    )  # fmt: skip


def _where(
    condition: str, values: tuple[object, ...], undone: Undone | None = None
) -> list[TaskFacts]:
    sql = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {condition}"  # noqa: S608
    rows: Sequence[Sequence[object]] = Session().all(sql, values)
    return [_task(row) for row in (put_back(rows, COLUMNS, undone) if undone else rows)]


def task_lines(
    tasks: Sequence[TaskFacts], template: str, *, now: datetime, wall: datetime
) -> list[TaskLine]:
    """Return tasks with their words and with who answers now, by two queries."""
    if not tasks:
        return []
    holders = posts.answering_for({(one.function, one.zone) for one in tasks}, wall)
    views = posts.posts_of(set(holders.values()))
    rules = package_templates()[template]
    kinds = {(line.number, kind.code): kind for line in rules.lines for kind in line.tasks}
    return [
        TaskLine(
            one,
            kinds.get((one.line, one.code)),
            views.get(holders.get((one.function, one.zone), 0)),
            one.late(now),
        )
        for one in tasks
    ]


def implementation(lines: Sequence[TaskLine]) -> Implementation:
    """Count what has been done, and what somebody else has seen."""
    seen = sum(one.facts.state == TaskState.VERIFIED for one in lines)
    done = sum(one.facts.state == TaskState.DONE for one in lines) + seen
    late = sum(one.late and one.facts.state == TaskState.OPEN for one in lines)
    return Implementation(len(lines), done, seen, late, sum(one.owner is None for one in lines))
