"""What a list of the ledger shows, as conditions that an index answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.ground import Ground, ground_of
from bihuan.domain.zones import SPANS, Level, ZoneRange

# Open in columns that the indexes' conditions name; a constraint keeps it equal to the states.
TOWNSHIP = SPANS[Level.TOWNSHIP]
MOST_TOWNSHIPS = 4
# The same expression as that of the indexes, so that no page sorts.
DUE = 'COALESCE("order_due_at", "triage_due_at", "reported_at", 0)'
IS_OPEN = "reported_at IS NOT NULL AND closed_at IS NULL AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What a list shows; every part narrows it.

    Parameters
    ----------
    zone
        A subtree inside the post's own scope, or what a zone stands for after changes of
        boundaries.
    states, severities, types
        Wanted values; empty for all.
    open_only, over_control, overdue_at, due_before, look_back
        The saved views' own conditions.
    handler_unit, verifier_post, author_post, look_back_post
        Whose hands it is in.
    dispute_open, review_open, referral, least_level, least_returns, most_returns, look_back_by
        What waits for a ruling, an escalation, a look-back that is due; the stage of a referral.
    office_from, handler_below
        Numbers of levels: filed or ordered by an office of this level or one below it; answered
        by a unit below it. 0 for all.
    ledger_number
        Year and number.
    place, clause, unit
        A place, words of the clause, a handling unit; unlike ``handler_unit`` within the scope.
    any_of
        Lists taken together, one after the other, each finding once. What narrows this filter
        besides (zone, severities, types, states, place, clause, unit) narrows each of them.
    """

    zone: ZoneRange | Ground | None = None
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
    referral: str = ""
    least_level: int = 0
    least_returns: int = 0
    most_returns: int = 0
    office_from: int = 0
    handler_below: int = 0
    look_back_by: datetime | None = None
    ledger_number: tuple[int, int] | None = None
    place: str = ""
    clause: str = ""
    unit: int | None = None
    any_of: tuple["LedgerFilter", ...] = ()

    @property
    def lists(self) -> tuple["LedgerFilter", ...]:
        """Return the lists that this one takes together, narrowed as it is, or itself."""
        if not self.any_of:
            return (self,)
        return tuple(kept for one in self.any_of if (kept := self._narrowing(one)) is not None)

    def _narrowing(self, one: "LedgerFilter") -> "LedgerFilter | None":
        states = one.states or self.states
        if one.states and self.states:
            states = tuple(state for state in one.states if state in self.states)
        if self.states and not states:
            return None
        return replace(
            one,
            zone=self.zone,
            states=states,
            severities=self.severities or one.severities,
            types=self.types,
            place=self.place,
            clause=self.clause,
            unit=self.unit,
        )


def within(column: str, parts: Sequence[ZoneRange]) -> tuple[Any, ...]:
    """Return the condition of lying in one of some ranges, and its values."""
    said = " OR ".join([f"{column} BETWEEN ? AND ?"] * len(parts)) or "0"
    return (f"({said})" if len(parts) > 1 else said, *(e for p in parts for e in (p.lo, p.hi)))


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


Scope = ZoneRange | Ground
"""How far a post sees: a subtree, or what a zone stands for after changes of boundaries."""


def regions_of(scope: Scope, wanted: LedgerFilter) -> list[Sequence[ZoneRange]]:
    """Return what a list reads by itself: each township apart, where the zone is not wider.

    A township's findings stand together in an index; those that came from another one stand
    elsewhere in it. What is wider is read in the list's order, and its zones looked up.
    """
    parts = _parts(scope, wanted)
    if in_own_hands(wanted) or any(one.lo // TOWNSHIP != one.hi // TOWNSHIP for one in parts):
        return [parts]
    townships = dict.fromkeys(one.lo // TOWNSHIP for one in parts)
    if not parts or len(townships) > MOST_TOWNSHIPS:
        return [parts]
    return [[one for one in parts if one.lo // TOWNSHIP == number] for number in townships]


def _parts(scope: Scope, wanted: LedgerFilter) -> Sequence[ZoneRange]:
    own = ground_of(scope)
    return own.parts if wanted.zone is None else own.shared_with(ground_of(wanted.zone))


def where_of(incident: int, wanted: LedgerFilter, parts: Sequence[ZoneRange]) -> Where:
    """Return the conditions of a filter in some parts of a scope, but for states and deadlines.

    A plus sign keeps a column out of the choice of an index (and a severity out of what is known
    about the order): the list's order chooses it, the other columns are looked up in it.
    """
    where = Where()
    where.add("incident=?", incident)
    _where_zone(where, parts, wanted)
    _where_asked(where, wanted)
    return where


def leave_out(where: Where, scope: Scope, others: Iterable[LedgerFilter]) -> None:
    """Leave out what other lists of the same incident and scope show."""
    for other in others:
        shown = Where()
        _where_zone(shown, _parts(scope, other), other)
        _where_asked(shown, other)
        shown.one_of("state", other.states)
        where_late(shown, other)
        where.add(f"({shown.sql}) IS NOT TRUE", *shown.values)


def where_late(where: Where, wanted: LedgerFilter) -> None:
    """Add the conditions of deadlines, in the expression that the indexes are ordered by."""
    if wanted.overdue_at is not None:
        overdue = f"order_due_at IS NOT NULL AND {DUE} < ? AND rectified_at IS NULL"
        where.add(overdue, micros(wanted.overdue_at))
    if wanted.due_before is not None:
        where.add(f"order_due_at IS NOT NULL AND {DUE} <= ?", micros(wanted.due_before))


def _where_asked(where: Where, wanted: LedgerFilter) -> None:
    """Add what a filter asks of a finding wherever it lies, but for states and deadlines."""
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
    _where_whose(where, wanted)
    _where_found(where, wanted)


def _where_zone(where: Where, parts: Sequence[ZoneRange], wanted: LedgerFilter) -> None:
    if in_own_hands(wanted) and wanted.zone is None:
        return
    townships = {end // TOWNSHIP for one in parts for end in (one.lo, one.hi)}
    if len(townships) == 1 and not in_own_hands(wanted):
        where.add(f"zone / {TOWNSHIP} = ?", *townships)
    where.add(*within("+zone", parts))


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
    if wanted.referral:
        # The first condition is the index's own.
        where.add("referral>'' AND referral=?", wanted.referral)
    if wanted.least_level:
        where.add("level>=2 AND level>=?", wanted.least_level)
    if wanted.look_back_by is not None:
        where.add("look_back_due_at <= ?", micros(wanted.look_back_by))


def _where_whose(where: Where, wanted: LedgerFilter) -> None:
    """Add whose turn it is: the office or the coordinator, this level or another."""
    if wanted.least_returns:
        where.add("return_count>=?", wanted.least_returns)
    if wanted.most_returns:
        where.add("return_count<=?", wanted.most_returns)
    if wanted.office_from:
        where.add("coalesce(office_level, ?) >= ?", wanted.office_from, wanted.office_from)
    if wanted.handler_below:
        where.add("handler_level>?", wanted.handler_below)
