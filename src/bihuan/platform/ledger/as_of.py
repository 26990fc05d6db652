"""What rows said at an earlier instant: the ledger's later entries, undone.

A figure of a cut-off must not depend on when it is asked. Entries keep what an update found, so
the last ones are read backwards until the instant; the cost follows what happened since.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.platform.clock.incident import IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.roots import DRILL_CHAINS_FROM

_CHAINS = "SELECT chain, hash FROM ledger_head WHERE incident_at>? AND chain BETWEEN ? AND ?"
_BACKWARDS = "SELECT incident_at, body FROM ledger_event WHERE chain=? ORDER BY n DESC"
_OF_SUBJECT = (
    "SELECT body FROM ledger_event WHERE subject=? AND incident_at>? AND body IS NOT NULL"
    " ORDER BY chain DESC, n DESC"
)
_HISTORY = (
    "SELECT incident_at, body FROM ledger_event WHERE subject=? AND body IS NOT NULL"
    " ORDER BY chain, n"
)

Undone = Mapping[Any, Mapping[str, Any] | None]
"""By row id: the columns that changed since with what they said; None when it was not there."""


def undone(session: Session, clock: IncidentClock, table: str, at: datetime) -> Undone:
    """Return what the rows of a table said at an instant, for those that changed after it."""
    low, high = (clock.chain, clock.chain) if clock.drill else (0, DRILL_CHAINS_FROM - 1)
    instant = micros(at)
    heads = tuple(session.all(_CHAINS, (instant, low, high)))
    return _undone(heads, instant).get(table, {})


@lru_cache(maxsize=2)
def _undone(heads: tuple[tuple[int, bytes], ...], instant: int) -> Mapping[str, Undone]:
    """Return the same of every table: a report asks for several, and reads the entries once.

    A chain's head stands for everything before it, so nothing stale is ever returned.
    """
    session = Session()
    tables: defaultdict[str, dict[Any, dict[str, Any] | None]] = defaultdict(dict)
    for chain, _ in heads:
        for table, identity, how, values in _later(session, chain, instant):
            found = tables[table]
            if how == "u":
                found[identity] = (found.get(identity) or {}) | {
                    column: old for column, (old, _new) in values.items()
                }
            else:
                found[identity] = None
    return dict(tables)


def put_back(
    rows: Iterable[Sequence[Any]], columns: Sequence[str], undone: Undone
) -> list[Sequence[Any]]:
    """Return rows, their id first, as they stood; what was not there then is left out.

    What a row has behind its columns stays as it is.
    """
    found = []
    for row in rows:
        change = undone.get(row[0], {})
        if change is not None:
            known = [change.get(name, value) for name, value in zip(columns, row, strict=False)]
            found.append((*known, *row[len(columns) :]) if change else row)
    return found


def undone_of(
    session: Session, subject: str, table: str, identity: Any, at: datetime
) -> Mapping[str, Any]:
    """Return the columns of one row that entries about ``subject`` changed after an instant.

    Each with what it said then; empty when nothing changed since, or the row was not there.
    """
    return undone_about(session, subject, table, at).get(identity) or {}


def undone_about(session: Session, subject: str, table: str, at: datetime) -> Undone:
    """Return what a table's rows said at an instant, of those that entries about one changed."""
    found: dict[Any, dict[str, Any] | None] = {}
    for (body,) in session.all(_OF_SUBJECT, (subject, micros(at))):
        for name, row, how, values in reversed(json.loads(bytes(body))["rows"]):
            if name == table and how == "u":
                found[row] = (found.get(row) or {}) | {
                    column: old for column, (old, _) in values.items()
                }
            elif name == table:
                found[row] = None
    return found


def said_of(session: Session, subject: str, table: str, column: str) -> list[tuple[datetime, Any]]:
    """Return what a column of the row that is ``subject`` itself said, and since when."""
    found: list[tuple[datetime, Any]] = []
    for at, body in session.all(_HISTORY, (subject,)):
        for name, row, how, values in json.loads(bytes(body))["rows"]:
            if (name, str(row)) == (table, subject) and column in values:
                value = values[column][1] if how == "u" else values[column]
                found.append((instant_of(at), value))
    return found


def _later(
    session: Session, chain: int, instant: int
) -> Iterator[tuple[str, Any, str, Mapping[str, Any]]]:
    """Yield what changed after an instant, the newest first."""
    for at, body in session.iterate(_BACKWARDS, (chain,)):
        if at <= instant:
            return
        if body is None:
            continue
        for table, identity, how, values in reversed(json.loads(bytes(body))["rows"]):
            if how != "b":
                yield table, identity, how, values
