"""The orders of the ledger, and how a list is read in them without ever sorting in the database.

A list is one or more runs: each run stands in an index in the list's own order. Runs of open
findings come S1 first, the others behind; findings of several states are one run for each
state, merged by their keys. Every run is cut at the page's length, so a page's cost is its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.supervision.selectors.ledger_filter import (
    DUE,
    LedgerFilter,
    Scope,
    Where,
    in_own_hands,
    leave_out,
    regions_of,
    where_late,
    where_of,
)

# The same expression as that of the indexes, so that no page sorts.
URGENT = '(NOT ("severity" = 1))'
PageKey = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the list: its columns in a run, what comes after a key, and a row's key."""

    by: str
    after: str
    key: Callable[[FindingFacts], PageKey]

    def bounds(self, key: PageKey) -> tuple[Any, ...]:
        """Return the values of ``after`` for a key."""
        return key[1:] if self.after.count("?") == len(key[1:]) else (key[1], *key[1:])


def key_of(facts: FindingFacts) -> PageKey:
    """Return the place of an open finding in the list's order."""
    due = facts.order_due_at or facts.triage_due_at or facts.reported_at
    return int(facts.severity != 1), 0 if due is None else micros(due), facts.id


def _newest_key(facts: FindingFacts) -> PageKey:
    return 0, 0 if facts.reported_at is None else micros(facts.reported_at), facts.id


def _look_back_key(facts: FindingFacts) -> PageKey:
    due = facts.look_back_due_at
    return 0, 0 if due is None else micros(due), facts.id


# The bound is said twice: only the plain one lets the index begin behind the key.
MOST_URGENT = Order(f"{DUE}, id", f"{DUE} >= ? AND ({DUE}, id) > (?, ?)", key_of)
NEWEST_FIRST = Order("reported_at DESC, id DESC", "(reported_at, id) < (?, ?)", _newest_key)
LOOK_BACK_DUE = Order("look_back_due_at, id", "(look_back_due_at, id) > (?, ?)", _look_back_key)


def order_of(wanted: LedgerFilter) -> Order:
    """Return the order of a list: open ones by urgency, look-backs by date, others newest first."""
    if wanted.open_only:
        return MOST_URGENT
    return LOOK_BACK_DUE if wanted.look_back or wanted.look_back_by else NEWEST_FIRST


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that stand together in an index; ``half`` is 1 for what comes behind S1."""

    where: Where
    half: int = 0

    def narrowed(self, condition: str, values: tuple[Any, ...]) -> "Run":
        """Return the run with one condition more."""
        where = self.where.copy()
        where.add(condition, *values)
        return Run(where, self.half)


Group = list[Run]


def runs_of(
    incident: int, scope: Scope, wanted: LedgerFilter, without: Sequence[LedgerFilter] = ()
) -> list[Group]:
    """Return the runs of a list: those of one group follow each other, groups are merged.

    ``without`` are lists of the same scope whose findings this one leaves out.
    """
    groups: list[Group] = []
    for parts in regions_of(scope, wanted):
        base = where_of(incident, wanted, parts)
        leave_out(base, scope, without)
        if wanted.open_only:
            groups += [list(_halves(where, wanted)) for where in _by_state(base, wanted)]
        else:
            base.one_of("+state", wanted.states)
            groups.append([Run(base)])
    return groups


def _by_state(base: Where, wanted: LedgerFilter) -> Iterator[Where]:
    if not wanted.states or in_own_hands(wanted):
        base.one_of("+state", wanted.states)
        yield base
        return
    for state in wanted.states:
        where = base.copy()
        where.add("state=?", state)
        yield where


def _halves(base: Where, wanted: LedgerFilter) -> Iterator[Run]:
    for half in (0, 1):
        if wanted.severities and not any((n != 1) == half for n in wanted.severities):
            continue
        where = base.copy()
        where.add(f"{URGENT}=?", half)
        where_late(where, wanted)
        yield Run(where, half)


def after_key(group: Group, order: Order, key: PageKey) -> Group:
    """Return the runs of one group as far as they come after a key."""
    return [
        run.narrowed(order.after, order.bounds(key)) if run.half == key[0] else run
        for run in group
        if run.half >= key[0]
    ]
