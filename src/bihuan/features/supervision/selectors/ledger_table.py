"""The rectification ledger (整改台账): filters, order, pages by key, counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.states import Bucket
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter, where_of
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
class LedgerPage:
    """One page of the ledger and the key of the next one, None at the end."""

    rows: Sequence[FindingFacts]
    next_key: PageKey | None


def ledger_page(
    *,
    incident: int,
    scope: ZoneRange,
    wanted: LedgerFilter,
    after: PageKey | None = None,
    size: int = PAGE,
) -> LedgerPage:
    """Return the next ``size`` findings.

    Open ones come S1 first, then by the order's deadline; where ended ones are among them, the
    newest report comes first. Either order is that of an index, so no page sorts.
    """
    where = where_of(incident, scope, wanted)
    order = OPEN_ORDER if wanted.open_only else NEWEST_FIRST
    if after is not None:
        where.add(order.after, *after[-order.parts :])
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE {where.sql}"  # noqa: S608
        f" ORDER BY {order.by} LIMIT ?"
    )
    rows = [facts_of(row) for row in Session().all(sql, [*where.values, size + 1])]
    last = rows[size - 1] if len(rows) > size else None
    return LedgerPage(rows[:size], None if last is None else order.key(last))


def key_of(facts: FindingFacts) -> PageKey:
    """Return the place of an open finding in the list's order."""
    due = facts.order_due_at or facts.triage_due_at or facts.reported_at
    return int(facts.severity != 1), 0 if due is None else micros(due), facts.id


def _newest_key(facts: FindingFacts) -> PageKey:
    return 0, 0 if facts.reported_at is None else micros(facts.reported_at), facts.id


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the list: its columns, what comes after a key, and a row's key.

    ``parts`` is how many values of the key, from its end, ``after`` takes.
    """

    by: str
    after: str
    parts: int
    key: Callable[[FindingFacts], PageKey]


OPEN_ORDER = Order(f"{URGENT}, {DUE}, id", f"({URGENT}, {DUE}, id) > (?, ?, ?)", 3, key_of)
NEWEST_FIRST = Order("reported_at DESC, id DESC", "(reported_at, id) < (?, ?)", 2, _newest_key)


def counts_of(*, incident: int, scope: ZoneRange, wanted: Sequence[LedgerFilter]) -> list[int]:
    """Count what each filter shows, up to a thousand, in one statement; above, pages say "1000+".

    Parameters
    ----------
    incident, scope
        Of which incident, and how far the post sees.
    wanted
        The filters.
    """
    if not wanted:
        return []
    parts = [where_of(incident, scope, one) for one in wanted]
    counts = [
        f"(SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {one.sql} LIMIT {MOST_COUNTED}))"  # noqa: S608
        for one in parts
    ]
    row = Session().one(f"SELECT {', '.join(counts)}", [v for one in parts for v in one.values])
    return [int(count) for count in row or ()]


def count_of(*, incident: int, scope: ZoneRange, wanted: LedgerFilter) -> int:
    """Count what one filter shows (see ``counts_of``)."""
    return counts_of(incident=incident, scope=scope, wanted=[wanted])[0]


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


def every_row(*, incident: int, scope: ZoneRange, wanted: LedgerFilter) -> Iterable[FindingFacts]:
    """Yield all findings of a filter, page by page, for exports and prints."""
    key: PageKey | None = None
    while True:
        page = ledger_page(incident=incident, scope=scope, wanted=wanted, after=key, size=500)
        yield from page.rows
        key = page.next_key
        if key is None:
            return
