"""The rectification ledger (整改台账): filters, order, pages by key, counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.states import Bucket
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter, Scope
from bihuan.features.supervision.selectors.ledger_order import (
    Group,
    Order,
    PageKey,
    after_key,
    order_of,
    runs_of,
)
from bihuan.platform.db.dialects import Session
from bihuan.platform.rollups.reader import totals

PAGE = 25
MOST_COUNTED = 1000
HALVES = 2  # of a list: S1, and what comes behind
BUCKETS = (Bucket.OPEN, Bucket.CLOSED, Bucket.REJECTED, Bucket.WITHDRAWN, Bucket.MERGED)
_ROWS = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE "  # noqa: S608


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the ledger and the key of the next one, None at the end."""

    rows: Sequence[FindingFacts]
    next_key: PageKey | None


def ledger_page(
    *,
    incident: int,
    scope: Scope,
    wanted: LedgerFilter,
    after: PageKey | None = None,
    size: int = PAGE,
) -> LedgerPage:
    """Return the next ``size`` findings, in one statement that never sorts.

    Open ones come S1 first, then by the order's deadline; look-backs by their date; where other
    ended ones are among them, the newest report comes first. Lists taken together follow each
    other.
    """
    lists = wanted.lists
    begin, inner = _place(after)
    asked = [
        _asked(incident, scope, one, inner if place == begin else None, lists[:place])
        for place, one in enumerate(lists)
        if place >= begin
    ]
    rows, more = [], False
    for place, page in enumerate(_pages(asked, size), start=begin):
        rows += [(place, facts) for facts in page.rows]
        more = more or page.next_key is not None
    if len(rows) <= size and not more:
        return LedgerPage([facts for _, facts in rows], None)
    return LedgerPage([facts for _, facts in rows[:size]], _key(lists, *rows[size - 1]))


def _place(after: PageKey | None) -> tuple[int, PageKey | None]:
    """Return which list a key lies in, and the key there; a key's first part says both."""
    if after is None:
        return 0, None
    return after[0] // HALVES, (after[0] % HALVES, *after[1:])


def _key(lists: Sequence[LedgerFilter], place: int, facts: FindingFacts) -> PageKey:
    half, instant, identity = order_of(lists[place]).key(facts)
    return place * HALVES + half, instant, identity


def first_pages(
    *, incident: int, scope: Scope, wanted: Sequence[LedgerFilter], size: int = PAGE
) -> list[LedgerPage]:
    """Return the first page of several plain lists at once, in one statement."""
    return _pages([_asked(incident, scope, one, None) for one in wanted], size)


Asked = tuple[Order, list[Group]]


def _asked(
    incident: int,
    scope: Scope,
    wanted: LedgerFilter,
    after: PageKey | None,
    without: Sequence[LedgerFilter] = (),
) -> Asked:
    order, groups = order_of(wanted), runs_of(incident, scope, wanted, without)
    if after is not None:
        groups = [left for group in groups if (left := after_key(group, order, after))]
    return order, groups


def _pages(asked: Sequence[Asked], size: int) -> list[LedgerPage]:
    values: list[Any] = []
    parts = _parts(asked, size, values)
    found = Session().all(" UNION ALL ".join(parts), values) if parts else []
    return _told(asked, found, size)


def _parts(asked: Sequence[Asked], size: int, values: list[Any]) -> list[str]:
    return [
        f"SELECT {place}, * FROM ({_cut(group, order, size + 1, values)})"  # noqa: S608
        for place, (order, groups) in enumerate(asked)
        for group in groups
    ]


def _told(asked: Sequence[Asked], found: Sequence[Any], size: int) -> list[LedgerPage]:
    rows: list[list[FindingFacts]] = [[] for _ in asked]
    for place, *row in found:
        rows[place].append(facts_of(row))
    return [
        _page(found, order, size, merged=len(groups) > 1)
        for found, (order, groups) in zip(rows, asked, strict=True)
    ]


def _page(rows: list[FindingFacts], order: Order, size: int, *, merged: bool) -> LedgerPage:
    if merged:
        rows.sort(key=order.key)
    last = rows[size - 1] if len(rows) > size else None
    return LedgerPage(rows[:size], None if last is None else order.key(last))


def _cut(group: Group, order: Order, most: int, values: list[Any]) -> str:
    """Return the first rows of a group as one part of a statement; a full run ends the reading."""
    runs = []
    for run in group:
        runs.append(
            f"SELECT * FROM ({_ROWS}{run.where.sql} ORDER BY {order.by} LIMIT ?)"  # noqa: S608
        )
        values += [*run.where.values, most]
    values.append(most)
    return f"SELECT * FROM ({' UNION ALL '.join(runs)} LIMIT ?)"  # noqa: S608


def counts_of(*, incident: int, scope: Scope, wanted: Sequence[LedgerFilter]) -> list[int]:
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
    values: list[Any] = []
    counts = [_counted(_all_runs(incident, scope, one), values) for one in wanted]
    row = Session().one(f"SELECT {', '.join(counts)}", values)
    return [min(int(count), MOST_COUNTED) for count in row or ()]


def _all_runs(incident: int, scope: Scope, wanted: LedgerFilter) -> list[Group]:
    lists = wanted.lists
    return [
        group
        for place, one in enumerate(lists)
        for group in runs_of(incident, scope, one, lists[:place])
    ]


def _counted(groups: Sequence[Group], values: list[Any]) -> str:
    runs = []
    for run in (one for group in groups for one in group):
        runs.append(f"SELECT 1 FROM {TABLE} WHERE {run.where.sql}")  # noqa: S608
        values += run.where.values
    return f"(SELECT count(*) FROM ({' UNION ALL '.join(runs)} LIMIT {MOST_COUNTED}))"  # noqa: S608


def first_and_counts(
    *,
    incident: int,
    scope: Scope,
    wanted: LedgerFilter,
    counted: Sequence[LedgerFilter],
    size: int,
) -> tuple[Sequence[FindingFacts], list[int]]:
    """Return the first rows of one list and the counts of some, in one statement."""
    order, groups = _asked(incident, scope, wanted, None)
    values: list[Any] = []
    counts = [_counted(runs_of(incident, scope, one), values) for one in counted]
    empty = ["NULL"] * (len(COLUMNS) - len(counts))
    parts = [f"SELECT -1, {', '.join(counts + empty)}"]
    parts += [f"SELECT 0, * FROM ({_cut(one, order, size + 1, values)})" for one in groups]  # noqa: S608
    found, *rows = Session().all(" UNION ALL ".join(parts), values)
    page = _page([facts_of(row[1:]) for row in rows], order, size, merged=len(groups) > 1)
    return page.rows, [min(int(one), MOST_COUNTED) for one in found[1 : len(counts) + 1]]


def first_pages_and_counts(
    *, incident: int, scope: Scope, wanted: Sequence[LedgerFilter], size: int = PAGE
) -> tuple[list[LedgerPage], list[int]]:
    """Return the first page and the count of several lists at once, in one statement."""
    values: list[Any] = []
    counts = [_counted(runs_of(incident, scope, one), values) for one in wanted]
    empty = ["NULL"] * (len(COLUMNS) - len(counts))
    asked = [_asked(incident, scope, one, None) for one in wanted]
    parts = [f"SELECT -1, {', '.join(counts + empty)}", *_parts(asked, size, values)]
    found, *rows = Session().all(" UNION ALL ".join(parts), values)
    pages = _told(asked, rows, size)
    return pages, [min(int(one), MOST_COUNTED) for one in found[1 : len(counts) + 1]]


def count_of(*, incident: int, scope: Scope, wanted: LedgerFilter) -> int:
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


def control_line(*, incident: int, scope: Scope) -> ControlLine:
    """Return the control line of a scope from the counters."""
    stocks = [f"finding.stock.{bucket.value}" for bucket in BUCKETS]
    found = totals(incident=incident, metrics=["finding.flow.reported", *stocks], scope=scope)
    return ControlLine(*found.values())


def every_row(*, incident: int, scope: Scope, wanted: LedgerFilter) -> Iterable[FindingFacts]:
    """Yield all findings of a filter, page by page, for exports and prints."""
    key: PageKey | None = None
    while True:
        page = ledger_page(incident=incident, scope=scope, wanted=wanted, after=key, size=500)
        yield from page.rows
        key = page.next_key
        if key is None:
            return
