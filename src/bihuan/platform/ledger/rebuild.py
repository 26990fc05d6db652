"""Compares every column of every projection, and every counter, with what the ledger says.

The bodies of entries hold the rows as they were written: an insert's values, an update's old
and new ones, a register's row hashes. A row's whole history lies in one chain.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.zones import COUNTY_STEP
from bihuan.platform.clock.incident import COLUMNS, IncidentClock, clock_of
from bihuan.platform.db.changes import counted_on, row_hash
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import first_values

RowKey = tuple[str, Any]
# The grains of a counter as its table keeps them: of the zone itself, of its whole county.
OWN, COUNTY = 0, 1
_EVENTS = "SELECT chain, n, incident_at, body FROM ledger_event ORDER BY chain, n"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a table and the ledger disagree."""

    table: str
    row: str
    column: str
    ledger: str
    stored: str


@dataclass(slots=True)
class Replay:
    """What the entries say the tables hold.

    ``rows`` maps (table, id) to column values; ``hashes`` keeps the row hash of registered rows
    and ``undo`` their changes since, newest last; ``erased`` counts entries without a body.
    """

    rows: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    versions: Counter[RowKey] = field(default_factory=Counter)
    hashes: dict[RowKey, tuple[list[str], str]] = field(default_factory=dict)
    undo: dict[RowKey, list[dict[str, Any]]] = field(default_factory=dict)
    counters: Counter[tuple[int, str, str, int]] = field(default_factory=Counter)
    numbers: dict[tuple[Any, ...], str] = field(default_factory=dict)
    breaks: list[Difference] = field(default_factory=list)
    erased: int = 0


def replay(session: Session) -> Replay:
    """Read every entry once, in order."""
    state = Replay()
    days = _ReviewDays(session)
    for chain, n, incident_at, body in session.iterate(_EVENTS):
        if body is None:
            state.erased += 1
            continue
        where = f"{chain}/{n}"
        try:
            _take(state, json.loads(bytes(body)), where, days, incident_at)
        except (AttributeError, KeyError, TypeError, ValueError) as damage:
            # Someone changed it; what was said after it is compared all the same.
            told = f"unreadable entry: {damage}"
            state.breaks.append(Difference("ledger_event", where, "body", told, "?"))
    return state


def _take(
    state: Replay, said: Mapping[str, Any], where: str, days: "_ReviewDays", incident_at: int
) -> None:
    """Take in what one entry says of rows, numbers and counters."""
    for table, identity, how, values in said["rows"]:
        _apply(state, (table, identity), how, values, where)
    for series, year, number, subject in said.get("numbers", ()):
        state.numbers[series, year, number] = subject
    for metric, zone, delta in said["counts"]:
        incident = said["incident"]
        day = counted_on(metric, days.of(incident, incident_at))
        state.counters[incident, metric, day, zone] += delta


def _apply(state: Replay, row: RowKey, how: str, values: Any, where: str) -> None:
    if how == "b":
        for identity, digest in values["rows"]:
            state.hashes[row[0], identity] = (values["columns"], digest)
            state.versions[row[0], identity] = 1
        return
    state.versions[row] += 1
    if how == "i":
        state.rows[row] = dict(values)
    elif row in state.hashes:
        state.undo.setdefault(row, []).append(values)
    else:
        current = state.rows.setdefault(row, {})
        for column, (old, new) in values.items():
            if column in current and current[column] != old:
                said = f"entry {where} found {old!r}"
                state.breaks.append(
                    Difference(row[0], str(row[1]), column, repr(current[column]), said)
                )
            current[column] = new


def _clock_of(incident: int, columns: tuple[Any, ...]) -> IncidentClock:
    """Return a clock; from a damaged row without earlier cut-offs, its table tells the damage."""
    try:
        return clock_of(incident, columns)
    except ValueError:
        return clock_of(incident, (*columns[:-1], None))


class _ReviewDays:
    """Review days of instants, by incident."""

    def __init__(self, session: Session) -> None:
        marks = ", ".join(COLUMNS)
        rows = session.all(f"SELECT id, {marks} FROM incident_clock")  # noqa: S608
        self._clocks = {row[0]: _clock_of(row[0], tuple(row[1:])) for row in rows}

    def of(self, incident: int, micros: int) -> str:
        """Return the review day of an instant on an incident's clock."""
        clock = self._clocks.get(incident) or clock_of(incident, None)
        return clock.review_day(instant_of(micros)).isoformat()


def check(session: Session, tables: frozenset[str]) -> tuple[Replay, list[Difference]]:
    """Replay the ledger and list every difference to the stored rows and counters."""
    state = replay(session)
    return state, compared(session, tables, state)


def compared(session: Session, tables: frozenset[str], state: Replay) -> list[Difference]:
    """List every difference of the stored rows and counters to what the entries say."""
    found = list(state.breaks)
    for table in sorted(tables):
        found += _check_table(session, table, state)
    found += _check_counters(session, state)
    found += _check_numbers(session, state)
    return found


def _check_table(session: Session, table: str, state: Replay) -> Iterator[Difference]:
    columns = [row[1] for row in session.all(f'PRAGMA table_info("{table}")')]
    expected = {key[1] for key in (*state.rows, *state.hashes) if key[0] == table}
    listed = ", ".join(f'"{name}"' for name in columns)
    begun = first_values().get(table, {})
    for stored in session.iterate(f'SELECT {listed} FROM "{table}"'):  # noqa: S608
        row = dict(zip(columns, stored, strict=True))
        identity = row.pop("id")
        if identity not in expected:
            yield Difference(table, str(identity), "*", "no such row", "a row")
            continue
        expected.discard(identity)
        yield from _check_row(state, (table, identity), row, begun)
    for identity in sorted(expected, key=str):
        yield Difference(table, str(identity), "*", "a row", "no such row")


def _check_row(
    state: Replay, key: RowKey, row: dict[str, Any], begun: Mapping[str, Any]
) -> Iterator[Difference]:
    version = row.pop("version")
    if version != state.versions[key]:
        said = str(state.versions[key])
        yield Difference(key[0], str(key[1]), "version", said, str(version))
    if key in state.hashes:
        yield from _check_registered(state, key, row, begun)
        return
    said_row = {**begun, **state.rows[key]}
    for column, value in row.items():
        if said_row.get(column) != value:
            said = repr(said_row.get(column))
            yield Difference(key[0], str(key[1]), column, said, repr(value))


def _check_registered(
    state: Replay, key: RowKey, row: dict[str, Any], begun: Mapping[str, Any]
) -> Iterator[Difference]:
    """Undo the changes since registration and compare the row's hash."""
    for change in reversed(state.undo.get(key, [])):
        for column, (old, new) in change.items():
            if row.get(column) != new:
                yield Difference(key[0], str(key[1]), column, repr(new), repr(row.get(column)))
            row[column] = old
    columns, digest = state.hashes[key]
    values = [key[1] if name == "id" else row.get(name) for name in columns]
    later = (name for name in row if name not in columns)
    rest = [name for name in later if row[name] not in (None, begun.get(name))]
    if row_hash(columns, values) != digest or rest:
        yield Difference(key[0], str(key[1]), "*", f"row hash {digest[:12]}", "another row")


def _check_counters(session: Session, state: Replay) -> Iterator[Difference]:
    left = _with_counties(state.counters)
    for *key, n in session.iterate("SELECT incident, metric, day, grain, zone, n FROM rollup"):
        said = left.pop(tuple(key), 0)
        if said != n:
            yield _counter(key, said, n)
    for row, said in left.items():
        if said:
            yield _counter(row, said, 0)


def _check_numbers(session: Session, state: Replay) -> Iterator[Difference]:
    """Compare the gapless numbers: whose each is, that none is missing and none was made up."""
    left = dict(state.numbers)
    for *key, stored in session.iterate("SELECT series, year, n, subject FROM ledger_number"):
        said = left.pop(tuple(key), "no such number")
        if said != stored:
            yield _number(key, said, stored)
    for row, said in left.items():
        yield _number(row, said, "no such number")


def _number(key: Sequence[Any], said: str, stored: str) -> Difference:
    return Difference("ledger_number", "/".join(map(str, key)), "subject", said, stored)


def _with_counties(own: Mapping[tuple[int, str, str, int], int]) -> Counter[tuple[Any, ...]]:
    """Return every counter by its grain: the zones' own, and what their counties sum up."""
    rows: Counter[tuple[Any, ...]] = Counter()
    for (incident, metric, day, zone), n in own.items():
        rows[incident, metric, day, OWN, zone] += n
        rows[incident, metric, day, COUNTY, zone - zone % COUNTY_STEP] += n
    return rows


def _counter(row: Sequence[Any], said: int, stored: int) -> Difference:
    incident, metric, day, grain, zone = row
    name = f"{incident}/{metric}/{day}/{zone}" + ("" if grain == OWN else "/county")
    return Difference("rollup", name, "n", str(said), str(stored))
