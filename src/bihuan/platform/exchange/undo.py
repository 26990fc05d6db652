"""Take a register back: within a day, while nothing rests on what a file entered.

History is only appended: the rows that the file began get an end, the cells it changed get what
stood there, in one entry of their own for each chain. Rows without an end (an organisation, a
person) stay and serve nobody.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.refusals import Refusal
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.exchange.register import CHUNK, Beside, Check, nothing_beside
from bihuan.platform.exchange.uploads import kept_files

DAY = timedelta(hours=24)
SHORTEST_REASON = 2
MOST_LISTED = 5
NAMED = 16  # digits of a file's fingerprint in the subject of its entries
_OF_FILE = (
    "SELECT chain, n, at, kind, zone, body FROM ledger_event WHERE subject>=? AND subject<?"
    " ORDER BY at, n"
)


@dataclass(frozen=True, slots=True)
class Taking:
    """What a feature says of its registers.

    Parameters
    ----------
    entered, undone
        Names of the entries of an import and of its taking back.
    ends
        Table → the columns of its beginning and of its end.
    rests
        Says what rests on rows that were entered: table → identities in, a refusal out.
    allowed
        Asks the policy for the author and a zone.
    beside
        Says what else is recorded of rows that get back what stood before.
    """

    entered: str
    undone: str
    ends: Mapping[str, tuple[str, str]]
    rests: Callable[[Reader, Mapping[str, frozenset[Any]]], Refusal | None]
    allowed: Check
    beside: Beside = nothing_beside


@dataclass(frozen=True, slots=True)
class EnteredFile:
    """A file that was entered and not taken back since."""

    file: str
    at: datetime
    new: int
    changed: int
    zones: tuple[int, ...]
    rows: tuple[tuple[int, Any], ...] = field(repr=False)

    @property
    def until(self) -> datetime:
        """Until when it may be taken back."""
        return self.at + DAY

    def open(self, now: datetime) -> bool:
        """Tell whether it may still be taken back."""
        return now - self.at < DAY


def entered_file(session: Session, file: str, taking: Taking) -> EnteredFile | None:
    """Return what a file entered, None when it did not or was taken back."""
    found: list[tuple[int, dict[str, Any]]] = []
    first: int | None = None
    for _chain, _n, at, kind, zone, body in _entries(session, file):
        if kind == taking.undone:
            found, first = [], None
        elif kind == taking.entered:
            said = json.loads(bytes(body))
            if said["facts"].get("file") == file:
                found.append((zone, said))
                first = at if first is None else first
    if first is None:
        return None
    counted = {name: sum(said["facts"][name] for _, said in found) for name in ("new", "changed")}
    rows = tuple((zone, row) for zone, said in found for row in said["rows"])
    zones = tuple(zone for zone, _ in found)
    return EnteredFile(file, instant_of(first), counted["new"], counted["changed"], zones, rows)


def recent(taking: Taking, now: datetime) -> list[EnteredFile]:
    """Return the files that may still be taken back, the newest first."""
    session = Session()
    found = (entered_file(session, file, taking) for file in kept_files()[:MOST_LISTED])
    listed = [one for one in found if one is not None and one.open(now)]
    return sorted(listed, key=lambda one: one.at, reverse=True)


def times_undone(session: Session, file: str, taking: Taking) -> int:
    """Return how often a file was taken back: entering it then is another act."""
    return sum(row[3] == taking.undone for row in _entries(session, file))


def _entries(session: Session, file: str) -> list[tuple[Any, ...]]:
    stem = file[:NAMED]
    return session.all(_OF_FILE, (f"{stem}:", f"{stem};"))


def undo_file(
    *, by: ActingPost, file: str, reason: str, taking: Taking, key: str
) -> Outcome | Refusal:
    """Take a file back: all of it, or nothing with the reason why."""
    return execute(UndoRegister(file, reason.strip(), taking), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Standing:
    """A row that the file began or changed, as it stands."""

    zone: int
    table: str
    id: Any
    version: int
    columns: Mapping[str, Any]
    old: Mapping[str, Any] | None  # what stood before the file; None for a row that it began
    new: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The file, its rows as they stand, and what rests on them."""

    entered: EnteredFile
    rows: tuple[Standing, ...]
    rests: Refusal | None


@dataclass(frozen=True, slots=True)
class UndoRegister:
    """The command behind ``undo_file``."""

    file: str
    reason: str
    taking: Taking = field(compare=False)
    incident: int = 0

    @property
    def kind(self) -> str:
        """The command's name."""
        return self.taking.undone

    def payload(self) -> Mapping[str, Any]:
        """Return file and reason."""
        return {"file": self.file, "reason": self.reason}

    def load(self, read: Reader) -> Facts | Refusal:
        """Read what the file entered and what became of it."""
        entered = entered_file(read.session, self.file, self.taking)
        if entered is None:
            return Refusal("import_not_there")
        rows = tuple(_standing(read, entered, self.taking))
        begun: dict[str, set[Any]] = {}
        for row in rows:
            if row.old is None:
                begun.setdefault(row.table, set()).add(row.id)
        frozen = {table: frozenset(found) for table, found in begun.items()}
        return Facts(entered, rows, self.taking.rests(read, frozen))

    def check(self, by: ActingPost, facts: Facts) -> Refusal | None:
        """Ask the policy for every chain."""
        return next(
            (no for zone in facts.entered.zones if (no := self.taking.allowed(by, zone))), None
        )

    def decide(self, by: ActingPost, facts: Facts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse what is too old, was changed since, or is rested on."""
        if len(self.reason) < SHORTEST_REASON:
            return Refusal("reason_missing")
        if not facts.entered.open(now):
            return Refusal("import_too_old", {"hours": DAY // timedelta(hours=1)})
        moved = sum(not _as_entered(row) for row in facts.rows)
        if moved:
            return Refusal("import_changed_since", {"n": moved})
        return facts.rests or now

    def write(self, step: datetime, facts: Facts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write one entry for each chain."""
        writes: dict[int, list[Update]] = {zone: [] for zone in facts.entered.zones}
        kept = 0
        # Ends first: what the file began makes room for what stood before it.
        for row in sorted(facts.rows, key=lambda one: one.old is not None):
            update = self._back(row, step)
            if update is None:
                kept += 1
            else:
                writes[row.zone].append(update)
        said = {"file": self.file, "reason": self.reason}
        entries = [
            Entry(self.taking.undone, f"{self.file[:NAMED]}:{zone}", zone, tuple(found), facts=said)
            for zone, found in writes.items()
        ]
        back = [one for found in writes.values() for one in found]
        entries += self.taking.beside(back, step)
        return Written(entries, {"taken_back": len(facts.rows) - kept, "kept": kept})

    def _back(self, row: Standing, now: datetime) -> Update | None:
        if row.old is not None:
            return Update(row.table, row.id, row.version, row.new or {}, row.old)
        if row.table not in self.taking.ends:
            return None
        begins, ends = self.taking.ends[row.table]
        first, last = row.columns[begins], row.columns[ends]
        end = max(micros(now), (first or 0) + 1)
        if last is not None and last <= end:
            return None
        return Update(row.table, row.id, row.version, {ends: last}, {ends: end})


def _as_entered(row: Standing) -> bool:
    if row.new is None:
        return row.version == 1
    return all(row.columns[name] == value for name, value in row.new.items())


def _standing(read: Reader, entered: EnteredFile, taking: Taking) -> Iterator[Standing]:
    for zone, (table, identity, how, said) in entered.rows:
        if how == "b":
            names = taking.ends.get(table, ())
            stored = _stored(read, table, names, [row[0] for row in said["rows"]])
            for one, (version, *values) in stored.items():
                yield Standing(
                    zone, table, one, version, dict(zip(names, values, strict=True)), None, None
                )
        else:
            names = tuple(said)
            (version, *values) = _stored(read, table, names, [identity])[identity]
            old = {name: pair[0] for name, pair in said.items()}
            new = {name: pair[1] for name, pair in said.items()}
            yield Standing(
                zone, table, identity, version, dict(zip(names, values, strict=True)), old, new
            )


def _stored(
    read: Reader, table: str, names: Sequence[str], ids: Sequence[Any]
) -> dict[Any, tuple[Any, ...]]:
    listed = ", ".join(f'"{name}"' for name in ("id", "version", *names))
    found: dict[Any, tuple[Any, ...]] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        marks = ", ".join("?" * len(chunk))
        sql = f'SELECT {listed} FROM "{table}" WHERE "id" IN ({marks})'  # noqa: S608
        found |= {row[0]: row[1:] for row in read.session.all(sql, chunk)}
    return found
