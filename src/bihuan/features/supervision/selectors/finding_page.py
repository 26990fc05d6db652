"""Everything about one finding, for its page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import put_back, undone_about, undone_of

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE "  # noqa: S608
_RECORDS = (
    "SELECT id, kind, at, body, year, number, document_number, done_at, done_by"
    " FROM supervision_record WHERE finding=? ORDER BY at, id"
)
_ITEMS = (
    "SELECT position, text, done_at, done_by, version FROM supervision_item WHERE finding=?"
    " AND dropped_at IS NULL ORDER BY position"
)
_ITEM_COLUMNS = ("id", "position", "text", "done_at", "done_by", "version", "dropped_at")
_ALL_ITEMS = (
    f"SELECT {', '.join(_ITEM_COLUMNS)} FROM supervision_item"  # noqa: S608
    " WHERE finding=? ORDER BY position"
)
_EVIDENCE = (
    "SELECT id, stage, file, caption, at, post FROM supervision_evidence WHERE finding=?"
    " ORDER BY at, id"
)
_BY_DOCUMENT = (
    "SELECT finding FROM supervision_record WHERE incident=?"
    " AND kind IN ('order', 'supervision_order') AND year=? AND document_number=? LIMIT 1"
)
_BY_SUPERVISION = (
    "SELECT finding FROM supervision_record WHERE incident=? AND kind='supervision_order'"
    " AND year=? AND number=? LIMIT 1"
)
_PICTURE = "SELECT finding, file FROM supervision_evidence WHERE id=?"
_EVENTS = (
    "SELECT kind, incident_at, at, post, person, body, chain, n FROM ledger_event"
    " WHERE subject=? ORDER BY chain, n"
)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One side row: its kind, when, what it says."""

    id: str
    kind: str
    at: datetime
    body: dict[str, Any]
    year: int | None
    number: int | None
    document_number: int | None
    done_at: datetime | None
    done_by: int | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing the order asks for."""

    position: int
    text: str
    done_at: datetime | None
    done_by: int | None
    version: int


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One picture of the place."""

    id: str
    stage: str
    file: str
    caption: str
    at: datetime
    post: int


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture's finding and file."""

    finding: str
    file: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of the ledger about this finding."""

    event: str
    at: datetime
    wall: datetime
    post: int
    person: int
    reason: str
    from_state: str
    to_state: str
    chain: int
    number: int


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding with everything beside it."""

    facts: FindingFacts
    records: Sequence[RecordLine]
    items: Sequence[ItemLine]
    evidence: Sequence[EvidenceLine]
    timeline: Sequence[TimelineEntry]


def finding_facts(finding: str) -> FindingFacts | None:
    """Return one finding's row by its identity."""
    row = Session().one(_SELECT + "id=?", (finding,))
    return None if row is None else facts_of(row)


def facts_when(finding: str, at: datetime) -> FindingFacts | None:
    """Return one finding's row as it stood at an instant, from the ledger's later entries."""
    session = Session()
    row = session.one(_SELECT + "id=?", (finding,))
    if row is None:
        return None
    before = undone_of(session, finding, TABLE, finding, at)
    return facts_of([before.get(name, value) for name, value in zip(COLUMNS, row, strict=True)])


def items_when(finding: str, at: datetime) -> list[ItemLine]:
    """Return what the order asked for at an instant, ticked as it was then."""
    session = Session()
    later = undone_about(session, finding, "supervision_item", at)
    rows = put_back(session.all(_ALL_ITEMS, (finding,)), _ITEM_COLUMNS, later)
    return [
        ItemLine(position, text, _at(done), by, version)
        for _id, position, text, done, by, version, dropped in rows
        if dropped is None
    ]


def finding_by_number(incident: int, year: int, number: int) -> FindingFacts | None:
    """Return one finding's row by its ledger number."""
    # Both kinds are asked for, as the numbers' index begins with it; an incident is one of them.
    sql = _SELECT + "drill IN (0, 1) AND incident=? AND ledger_year=? AND ledger_number=?"
    row = Session().one(sql, (incident, year, number))
    return None if row is None else facts_of(row)


def finding_by_document(incident: int, year: int, number: int) -> FindingFacts | None:
    """Return the finding whose order or supervision order has this document number."""
    return _by_record(_BY_DOCUMENT, incident, year, number)


def finding_by_supervision(incident: int, year: int, number: int) -> FindingFacts | None:
    """Return the finding whose supervision order has this number of its own series."""
    return _by_record(_BY_SUPERVISION, incident, year, number)


def _by_record(sql: str, incident: int, year: int, number: int) -> FindingFacts | None:
    row = Session().one(sql, (incident, year, number))
    return None if row is None else finding_facts(row[0])


def finding_page(facts: FindingFacts) -> FindingPage:
    """Return everything beside a finding: five queries, whatever its age."""
    session = Session()
    key = (facts.id,)
    return FindingPage(
        facts,
        [_record(row) for row in session.all(_RECORDS, key)],
        [ItemLine(p, t, _at(done), by, v) for p, t, done, by, v in session.all(_ITEMS, key)],
        [
            EvidenceLine(i, stage, file, caption, instant_of(at), post)
            for i, stage, file, caption, at, post in session.all(_EVIDENCE, key)
        ],
        [_entry(row) for row in session.all(_EVENTS, key)],
    )


def picture_of(identity: str) -> StoredPicture | None:
    """Return which file a picture is and what it belongs to, None for an unknown one."""
    row = Session().one(_PICTURE, (identity,))
    return None if row is None else StoredPicture(*row)


def records_of_kind(*, incident: int, kind: str, undone: bool, most: int = 200) -> list[RecordLine]:
    """Return side rows of one kind, newest last; with ``undone`` only those nobody ticked."""
    condition = " AND done_at IS NULL" if undone else ""
    sql = (
        "SELECT id, kind, at, body, year, number, document_number, done_at, done_by"  # noqa: S608
        f" FROM supervision_record WHERE incident=? AND kind=?{condition} ORDER BY at DESC LIMIT ?"
    )
    return [_record(row) for row in reversed(Session().all(sql, (incident, kind, most)))]


def last_record(finding: str, kind: str) -> dict[str, Any] | None:
    """Return what the newest side row of a kind says, or None."""
    sql = (
        "SELECT body FROM supervision_record WHERE finding=? AND kind=? ORDER BY at DESC, id DESC"
        " LIMIT 1"
    )
    row = Session().one(sql, (finding, kind))
    found: dict[str, Any] | None = None if row is None else json.loads(row[0])
    return found


def due_findings(*, incident: int, now: datetime, most: int) -> list[FindingFacts]:
    """Return the findings on which something falls due by itself, the earliest first."""
    sql = (
        _SELECT + "incident=? AND next_tick_at IS NOT NULL AND next_tick_at<=?"
        " ORDER BY next_tick_at LIMIT ?"
    )
    return [facts_of(row) for row in Session().all(sql, (incident, micros(now), most))]


def _record(row: tuple[Any, ...]) -> RecordLine:
    identity, kind, at, body, year, number, document, done, by = row
    return RecordLine(
        identity, kind, instant_of(at), json.loads(body), year, number, document, _at(done), by
    )


def _entry(row: tuple[Any, ...]) -> TimelineEntry:
    kind, at, wall, post, person, body, chain, n = row
    said = json.loads(bytes(body))["facts"] if body is not None else {}
    return TimelineEntry(
        kind,
        instant_of(at),
        instant_of(wall),
        post,
        person,
        said.get("reason", ""),
        said.get("from", ""),
        said.get("to", ""),
        chain,
        n,
    )


def _at(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)
