"""Rows of surveillance as commands read them, inside the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.platform.clock.incident import COLUMNS, IncidentClock, clock_of
from bihuan.platform.db.changes import plain
from bihuan.platform.db.reader import Reader

CHUNK = 500


@dataclass(frozen=True, slots=True)
class StoredIncident:
    """What surveillance needs of an incident."""

    id: int
    zone: int
    clock: IncidentClock


def stored_incident(read: Reader, number: int) -> StoredIncident | Refusal:
    """Return an incident that is open, or the refusal that it is not."""
    row = read.one("incidents_incident", ("zone", "closed_at"), id=number)
    if row is None or row[1] is not None:
        return Refusal("incident_not_open", {"incident": number})
    return StoredIncident(number, row[0], clock_of(number, read.one(
        "incident_clock", COLUMNS, id=number
    )))  # fmt: skip


def stored_rows(
    read: Reader, table: str, columns: Sequence[str], ids: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Return ``(version, *columns)`` of the rows that exist, by id."""
    listed = ", ".join(f'"{name}"' for name in ("id", "version", *columns))
    found: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = [plain(one) for one in ids[start : start + CHUNK]]
        marks = ", ".join("?" * len(chunk))
        sql = f'SELECT {listed} FROM "{table}" WHERE "id" IN ({marks})'  # noqa: S608
        found |= {row[0]: row[1:] for row in read.session.all(sql, chunk)}
    return found
