"""Registers in bulk: one ledger entry for each chain and file, only what differs is written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import COUNTY_STEP
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute_all
from bihuan.platform.db.changes import BulkInsert, Entry, Update, Write, plain
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

CHUNK = 500

Check = Callable[[ActingPost, int], Refusal | None]
Beside = Callable[[Sequence[Update], datetime], Sequence[Entry]]


def nothing_beside(changed: Sequence[Update], now: datetime) -> Sequence[Entry]:  # noqa: ARG001
    """Record nothing besides."""
    return ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that a file speaks about.

    Parameters
    ----------
    table
        Name of the state table.
    columns
        All its columns but ``version``; the first is ``id``.
    rows
        Values in that order.
    told
        Columns that the file has. Only these are compared and changed in a stored row; a
        column that the file lacks keeps what stands there.
    """

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would change in one table."""

    table: str
    columns: tuple[str, ...]
    new: tuple[tuple[Any, ...], ...]
    changed: tuple[Update, ...]
    unchanged: int


def compare(read: Reader, rows: Rows) -> Difference:
    """Compare a file's rows with the stored ones, by id."""
    stored = _stored(read, rows)
    new: list[tuple[Any, ...]] = []
    changed: list[Update] = []
    unchanged = 0
    for row in rows.rows:
        found = stored.get(plain(row[0]))
        if found is None:
            new.append(row)
            continue
        update = _update(rows, row, found)
        if update is None:
            unchanged += 1
        else:
            changed.append(update)
    return Difference(rows.table, rows.columns, tuple(new), tuple(changed), unchanged)


def _stored(read: Reader, rows: Rows) -> dict[Any, tuple[Any, ...]]:
    listed = ", ".join(f'"{name}"' for name in ("version", *rows.columns))
    ids = [plain(row[0]) for row in rows.rows]
    found: dict[Any, tuple[Any, ...]] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        marks = ", ".join("?" * len(chunk))
        sql = f'SELECT {listed} FROM "{rows.table}" WHERE "id" IN ({marks})'  # noqa: S608
        found |= {row[1]: row for row in read.session.all(sql, chunk)}
    return found


def _update(rows: Rows, row: tuple[Any, ...], found: tuple[Any, ...]) -> Update | None:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name, value, stands in zip(rows.columns[1:], row[1:], found[2:], strict=True):
        if name in rows.told and plain(value) != stands:
            old[name], new[name] = stands, plain(value)
    return Update(rows.table, found[1], found[0], old, new) if new else None


@dataclass(frozen=True, slots=True)
class EnterRegister:
    """The command for one chain of one file.

    Parameters
    ----------
    kind, event
        Names of the command and of its entry.
    file
        Fingerprint of the file, hexadecimal.
    zone
        The county, or the city, on whose chain the rows are recorded.
    tables
        The rows that belong there.
    allowed
        Asks the policy for the author and the zone.
    beside
        Says what else is recorded of rows that the file changes.
    """

    kind: str
    event: str
    file: str
    zone: int
    tables: tuple[Rows, ...]
    allowed: Check = field(compare=False)
    incident: int = 0
    beside: Beside = field(default=nothing_beside, compare=False)

    def payload(self) -> Mapping[str, Any]:
        """Return file and chain: the file's fingerprint stands for its rows."""
        return {"file": self.file, "zone": self.zone}

    def load(self, read: Reader) -> tuple[Difference, ...]:
        """Compare with what is stored, inside the transaction."""
        return tuple(compare(read, rows) for rows in self.tables)

    def check(self, by: ActingPost, facts: tuple[Difference, ...]) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return self.allowed(by, self.zone)

    def decide(
        self,
        by: ActingPost,  # noqa: ARG002
        facts: tuple[Difference, ...],
        now: datetime,
    ) -> tuple[tuple[Write, ...], Sequence[Entry]] | Refusal:
        """Write what is new or changed; refuse when nothing is."""
        # Changes first: what a file ends makes room for what it begins.
        changed = [update for table in facts for update in table.changed]
        new = [BulkInsert(t.table, t.columns, t.new) for t in facts if t.new]
        if not changed and not new:
            return Refusal("register_unchanged", {"zone": self.zone})
        return (*changed, *new), self.beside(changed, now)

    def write(
        self,
        step: tuple[tuple[Write, ...], Sequence[Entry]],
        facts: tuple[Difference, ...],
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Describe one entry for the chain, and what is recorded beside it."""
        writes, beside = step
        counted = {
            "new": sum(len(table.new) for table in facts),
            "changed": sum(len(table.changed) for table in facts),
            "unchanged": sum(table.unchanged for table in facts),
        }
        subject = f"{self.file[:16]}:{self.zone}"
        entry = Entry(self.event, subject, self.zone, writes, facts={"file": self.file, **counted})
        return Written([entry, *beside], counted)


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a file: rows written, chains written, and what was refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refusals: tuple[Refusal, ...] = ()


def enter(
    commands: Sequence[EnterRegister], *, by: ActingPost, rows: int, undone: int = 0
) -> Entered:
    """Carry out the commands of one file in one commit.

    Parameters
    ----------
    commands
        One for each chain.
    by
        The acting post.
    rows
        How many rows the file has, to say how many were left as they are.
    undone
        How often the file was taken back: entering it then is another act.
    """
    again = f":{undone}" if undone else ""
    keyed = [(command, f"import:{command.file}:{command.zone}{again}") for command in commands]
    new = changed = 0
    refusals: list[Refusal] = []
    for answer in execute_all(keyed, by=by) if keyed else ():
        if isinstance(answer, Outcome):
            if not answer.repeated:
                new += int(answer.result["new"])
                changed += int(answer.result["changed"])
        elif answer.code != "register_unchanged":
            refusals.append(answer)
    return Entered(new, changed, rows - new - changed, tuple(refusals))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The dry run's figures: what a file would do."""

    new: int
    changed: int
    unchanged: int


def dry_run(tables: Iterable[Rows]) -> Comparison:
    """Say what a file would change, without changing anything."""
    read = Reader(Session())
    found = [compare(read, rows) for rows in tables]
    return Comparison(
        sum(len(table.new) for table in found),
        sum(len(table.changed) for table in found),
        sum(table.unchanged for table in found),
    )


def by_chain(rows: Rows, zone_of: Callable[[tuple[Any, ...]], int]) -> dict[int, Rows]:
    """Split rows by the county (or city) whose chain records them.

    Parameters
    ----------
    rows
        All rows of a table.
    zone_of
        The zone's code of a row.
    """
    split: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.rows:
        code = zone_of(row)
        split[code - code % COUNTY_STEP].append(row)
    return {
        chain: Rows(rows.table, rows.columns, tuple(listed), rows.told)
        for chain, listed in split.items()
    }
