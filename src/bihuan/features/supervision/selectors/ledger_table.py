"""The rectification ledger (整改台账): filters, order, pages by key, counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.states import Bucket
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.rollups.reader import totals

PAGE = 25
MOST_COUNTED = 1000
# The same expressions as the index `open_by_urgency`, so that no page sorts.
URGENT = '(NOT ("severity" = 1))'
DUE = 'COALESCE("order_due_at", "triage_due_at", "reported_at", 0)'
BUCKETS = (Bucket.OPEN, Bucket.CLOSED, Bucket.REJECTED, Bucket.WITHDRAWN, Bucket.MERGED)
PageKey = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What a list shows; every part narrows it.

    Parameters
    ----------
    zone
        A subtree inside the post's own scope.
    states, severities, types
        Wanted values; empty for all.
    open_only, over_control, overdue_at, due_before, look_back
        The saved views' own conditions.
    handler_unit, verifier_post, author_post
        Whose hands it is in.
    dispute_open, review_open, least_level, least_returns, look_back_by
        What waits for a ruling, an escalation, a look-back that is due.
    ledger_number
        Year and number.
    """

    zone: ZoneRange | None = None
    states: tuple[str, ...] = ()
    severities: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    open_only: bool = True
    over_control: bool = False
    overdue_at: datetime | None = None
    due_before: datetime | None = None
    look_back: bool = False
    handler_unit: int | None = None
    verifier_post: int | None = None
    author_post: int | None = None
    dispute_open: bool = False
    review_open: bool = False
    least_level: int = 0
    least_returns: int = 0
    look_back_by: datetime | None = None
    ledger_number: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the ledger and the key of the next one, None at the end."""

    rows: Sequence[FindingFacts]
    next_key: PageKey | None


@dataclass(slots=True)
class _Where:
    """Conditions and their parameters, put together."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        self.parts.append(condition)
        self.values += values

    def one_of(self, column: str, values: Iterable[Any]) -> None:
        listed = list(values)
        if listed:
            self.add(f"{column} IN ({', '.join('?' * len(listed))})", *listed)

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts)


# Open in columns that the index's condition names; a constraint keeps it equal to the states.
IS_OPEN = "reported_at IS NOT NULL AND closed_at IS NULL AND ended_at IS NULL"


def ledger_page(
    *,
    incident: int,
    scope: ZoneRange,
    wanted: LedgerFilter,
    after: PageKey | None = None,
    size: int = PAGE,
) -> LedgerPage:
    """Return the next ``size`` findings: S1 first, then by the order's deadline."""
    where = _where(incident, scope, wanted)
    if after is not None:
        where.add(f"({URGENT}, {DUE}, id) > (?, ?, ?)", *after)
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {where.sql}"  # noqa: S608
        f" ORDER BY {URGENT}, {DUE}, id LIMIT ?"
    )
    rows = [facts_of(row) for row in Session().all(sql, [*where.values, size + 1])]
    last = rows[size - 1] if len(rows) > size else None
    return LedgerPage(rows[:size], None if last is None else key_of(last))


def key_of(facts: FindingFacts) -> PageKey:
    """Return the place of a finding in the list's order."""
    due = facts.order_due_at or facts.triage_due_at or facts.reported_at
    return int(facts.severity != 1), 0 if due is None else micros(due), facts.id


def count_of(*, incident: int, scope: ZoneRange, wanted: LedgerFilter) -> int:
    """Count what a filter shows, up to a thousand; above, pages say "1000+"."""
    where = _where(incident, scope, wanted)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {where.sql} LIMIT ?)"  # noqa: S608
    row = Session().one(sql, [*where.values, MOST_COUNTED])
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class ControlLine:
    """The control line (勾稽行): reported = open + closed + rejected + withdrawn + merged."""

    reported: int
    open: int
    closed: int
    rejected: int
    withdrawn: int
    merged: int

    @property
    def holds(self) -> bool:
        """Tell whether the two sides are equal."""
        ended = self.closed + self.rejected + self.withdrawn + self.merged
        return self.reported == self.open + ended


def control_line(*, incident: int, scope: ZoneRange) -> ControlLine:
    """Return the control line of a scope from the counters."""
    stocks = [f"finding.stock.{bucket.value}" for bucket in BUCKETS]
    found = totals(incident=incident, metrics=["finding.flow.reported", *stocks], scope=scope)
    return ControlLine(*found.values())


def _where(incident: int, scope: ZoneRange, wanted: LedgerFilter) -> _Where:
    where = _Where()
    where.add("incident=?", incident)
    _where_zone(where, scope, wanted)
    if wanted.open_only:
        where.add(IS_OPEN)
    elif not wanted.states:
        where.add("state NOT IN ('DRAFT', 'DELETED')")
    where.one_of("state", wanted.states)
    where.one_of("severity", wanted.severities)
    where.one_of("type_code", wanted.types)
    _where_time(where, wanted)
    _where_hands(where, wanted)
    _where_waiting(where, wanted)
    return where


def _where_zone(where: _Where, scope: ZoneRange, wanted: LedgerFilter) -> None:
    zone = wanted.zone
    own_hands = wanted.handler_unit or wanted.verifier_post or wanted.author_post
    if zone is not None:
        lo, hi = max(scope.lo, zone.lo), min(scope.hi, zone.hi)
        where.add("zone BETWEEN ? AND ?", lo, hi)
    elif not own_hands:
        where.add("zone BETWEEN ? AND ?", scope.lo, scope.hi)


def _where_time(where: _Where, wanted: LedgerFilter) -> None:
    if wanted.overdue_at is not None:
        where.add("order_due_at < ? AND rectified_at IS NULL", micros(wanted.overdue_at))
    if wanted.due_before is not None:
        where.add("order_due_at <= ?", micros(wanted.due_before))
    if wanted.look_back:
        where.add("look_back_due_at IS NOT NULL")
    if wanted.over_control:
        where.add("over_control=1")


def _where_hands(where: _Where, wanted: LedgerFilter) -> None:
    if wanted.handler_unit is not None:
        where.add("handler_unit=?", wanted.handler_unit)
    if wanted.verifier_post is not None:
        where.add("verifier_post=?", wanted.verifier_post)
    if wanted.author_post is not None:
        where.add("author_post=?", wanted.author_post)
    if wanted.ledger_number is not None:
        where.add("ledger_year=? AND ledger_number=?", *wanted.ledger_number)


def _where_waiting(where: _Where, wanted: LedgerFilter) -> None:
    if wanted.dispute_open:
        where.add("dispute='open'")
    if wanted.review_open:
        where.add("review='open'")
    if wanted.least_level:
        where.add("level>=?", wanted.least_level)
    if wanted.least_returns:
        where.add("return_count>=?", wanted.least_returns)
    if wanted.look_back_by is not None:
        where.add("look_back_due_at<=?", micros(wanted.look_back_by))


def every_row(*, incident: int, scope: ZoneRange, wanted: LedgerFilter) -> Iterable[FindingFacts]:
    """Yield all findings of a filter, page by page, for exports and prints."""
    key: PageKey | None = None
    while True:
        page = ledger_page(
            incident=incident, scope=scope, wanted=replace(wanted), after=key, size=500
        )
        yield from page.rows
        key = page.next_key
        if key is None:
            return
