"""What a list of the ledger shows, as conditions that an index answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.zones import SPANS, Level, ZoneRange

# Open in columns that the indexes' conditions name; a constraint keeps it equal to the states.
TOWNSHIP = SPANS[Level.TOWNSHIP]
IS_OPEN = "reported_at IS NOT NULL AND closed_at IS NULL AND ended_at IS NULL"


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
    handler_unit, verifier_post, author_post, look_back_post
        Whose hands it is in.
    dispute_open, review_open, least_level, least_returns, look_back_by
        What waits for a ruling, an escalation, a look-back that is due.
    ledger_number
        Year and number.
    place, clause, unit
        A place, words of the clause, a handling unit; unlike ``handler_unit`` within the scope.
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
    look_back_post: int | None = None
    dispute_open: bool = False
    review_open: bool = False
    least_level: int = 0
    least_returns: int = 0
    look_back_by: datetime | None = None
    ledger_number: tuple[int, int] | None = None
    place: str = ""
    clause: str = ""
    unit: int | None = None


@dataclass(slots=True)
class Where:
    """Conditions and their parameters, put together."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """Add one condition."""
        self.parts.append(condition)
        self.values += values

    def one_of(self, column: str, values: Iterable[Any]) -> None:
        """Add a choice of values; none given narrows nothing."""
        listed = list(values)
        if listed:
            self.add(f"{column} IN ({', '.join('?' * len(listed))})", *listed)

    def copy(self) -> "Where":
        """Return the same conditions, to be narrowed further."""
        return Where(list(self.parts), list(self.values))

    @property
    def sql(self) -> str:
        """Return the conditions as SQL."""
        return " AND ".join(self.parts)


def in_own_hands(wanted: LedgerFilter) -> bool:
    """Tell whether a list is about one unit or post, whatever the zone."""
    return bool(wanted.handler_unit or wanted.verifier_post or wanted.author_post)


def where_of(incident: int, scope: ZoneRange, wanted: LedgerFilter) -> Where:
    """Return the conditions of a filter inside a scope, but for states and deadlines.

    A plus sign keeps a column out of the choice of an index (and a severity out of what is known
    about the order): the list's order chooses it, the other columns are looked up in it.
    """
    where = Where()
    where.add("incident=?", incident)
    _where_zone(where, scope, wanted)
    if wanted.open_only:
        where.add(IS_OPEN)
    elif wanted.look_back or wanted.look_back_by is not None:
        where.add("look_back_due_at > 0")
    else:
        where.add("reported_at > 0")
    where.one_of("+severity", wanted.severities)
    where.one_of("+type_code", wanted.types)
    _where_hands(where, wanted)
    _where_waiting(where, wanted)
    _where_found(where, wanted)
    return where


def _where_zone(where: Where, scope: ZoneRange, wanted: LedgerFilter) -> None:
    zone = wanted.zone or scope
    lo, hi = max(scope.lo, zone.lo), min(scope.hi, zone.hi)
    if in_own_hands(wanted) and wanted.zone is None:
        return
    if lo // TOWNSHIP == hi // TOWNSHIP and not in_own_hands(wanted):
        where.add(f"zone / {TOWNSHIP} = ?", lo // TOWNSHIP)
    where.add("+zone BETWEEN ? AND ?", lo, hi)


def _where_hands(where: Where, wanted: LedgerFilter) -> None:
    if wanted.over_control:
        where.add("over_control")
    if wanted.handler_unit is not None:
        where.add("handler_unit=?", wanted.handler_unit)
    if wanted.verifier_post is not None:
        where.add("verifier_post=?", wanted.verifier_post)
    if wanted.look_back_post is not None:
        where.add("look_back_post=?", wanted.look_back_post)
    if wanted.author_post is not None:
        where.add("author_post=?", wanted.author_post)
    if wanted.ledger_number is not None:
        where.add("ledger_year=? AND ledger_number=?", *wanted.ledger_number)


def _where_found(where: Where, wanted: LedgerFilter) -> None:
    if wanted.place:
        where.add("+place=?", wanted.place)
    if wanted.clause:
        plain = wanted.clause.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where.add("+clause LIKE ? ESCAPE '\\'", f"%{plain}%")
    if wanted.unit is not None:
        where.add("+handler_unit=?", wanted.unit)


def _where_waiting(where: Where, wanted: LedgerFilter) -> None:
    if wanted.dispute_open:
        where.add("dispute='open'")
    if wanted.review_open:
        where.add("review='open'")
    if wanted.least_level:
        where.add("level>=2 AND level>=?", wanted.least_level)
    if wanted.least_returns:
        where.add("return_count>=?", wanted.least_returns)
    if wanted.look_back_by is not None:
        where.add("look_back_due_at <= ?", micros(wanted.look_back_by))
