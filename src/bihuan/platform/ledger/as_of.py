"""What rows said at an earlier instant: the ledger's later entries, undone.

A figure of a cut-off must not depend on when it is asked. Entries keep what an update found, so
the last ones are read backwards until the instant; the cost follows what happened since.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.platform.clock.incident import IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.roots import DRILL_CHAINS_FROM

_CHAINS = "SELECT chain FROM ledger_head WHERE incident_at>? AND chain BETWEEN ? AND ?"
_BACKWARDS = "SELECT incident_at, body FROM ledger_event WHERE chain=? ORDER BY n DESC"
_OF_SUBJECT = (
    "SELECT body FROM ledger_event WHERE subject=? AND incident_at>? AND body IS NOT NULL"
    " ORDER BY chain DESC, n DESC"
)

Undone = Mapping[Any, Mapping[str, Any] | None]
"""By row id: the columns that changed since with what they said; None when it was not there."""


def undone(session: Session, clock: IncidentClock, table: str, at: datetime) -> Undone:
    """Return what the rows of a table said at an instant, for those that changed after it."""
    low, high = (clock.chain, clock.chain) if clock.drill else (0, DRILL_CHAINS_FROM - 1)
    instant = micros(at)
    found: dict[Any, dict[str, Any] | None] = {}
    for (chain,) in session.all(_CHAINS, (instant, low, high)):
        for identity, how, values in _later(session, chain, instant, table):
            if how == "u":
                found[identity] = (found.get(identity) or {}) | {
                    column: old for column, (old, _) in values.items()
                }
            else:
                found[identity] = None
    return found


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
    found: dict[str, Any] = {}
    for (body,) in session.all(_OF_SUBJECT, (subject, micros(at))):
        for name, row, how, values in reversed(json.loads(bytes(body))["rows"]):
            if (name, row, how) == (table, identity, "u"):
                found |= {column: old for column, (old, _) in values.items()}
    return found


def _later(
    session: Session, chain: int, instant: int, table: str
) -> Iterator[tuple[Any, str, Mapping[str, Any]]]:
    """Yield a table's changes after an instant, the newest first."""
    for at, body in session.iterate(_BACKWARDS, (chain,)):
        if at <= instant:
            return
        if body is None:
            continue
        for name, identity, how, values in reversed(json.loads(bytes(body))["rows"]):
            if name == table and how != "b":
                yield identity, how, values
