"""The findings as they stood at a night's cut-off.

A night looks at every finding since the incident began, yet lists few. The rates are counted
where the rows lie, by the domain's own conditions (``rate_counts``); only what a figure or the
agenda can name is read: open ones, those of the window, those with a referral or a dispute. What
changed since the cut-off is put back first, from the ledger.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.effects.reporting import LOWERED
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.rate_counts import RateCounts, added, count_for_rates
from bihuan.domain.findings.rates import LoopRates, rates_of_counts
from bihuan.domain.findings.states import RECTIFY_RUNNING, State
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.features.supervision.selectors.ledger_filter import IS_OPEN
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import NightlyContext
from bihuan.platform.ledger.as_of import Undone, undone
from bihuan.platform.ledger.marks import Head, mark_now

HOUR = 3600 * 10**6
_RUNNING = ", ".join(f"'{state.value}'" for state in RECTIFY_RUNNING)
_WITHIN = (
    "incident=?1 AND +zone BETWEEN ?2 AND ?3 AND +reported_at<=?4"
    " AND id NOT IN (SELECT value FROM json_each(?5))"
)
# Each condition names the ones before it, as in ``count_for_rates``.
_FILED = "filed_at<=?4"
_ORDERED = f"{_FILED} AND assigned_at<=?4"
_STANDING = f"{_ORDERED} AND state<>'{State.WITHDRAWN.value}'"
_DUE = f"{_STANDING} AND order_due_at<=?4"
_CLOSED = f"{_DUE} AND closed_at<=?4"
_LATE = f"{_STANDING} AND state IN ({_RUNNING}) AND rectify_due_at<?4"
_COUNTED = {
    "received": "1",
    "filed": _FILED,
    "ordered": _ORDERED,
    "due": _DUE,
    "closed": _CLOSED,
    "closed_on_time": f"{_CLOSED} AND rectified_at<=order_due_at",
    "assigned_in_time": f"{_ORDERED} AND assigned_at<=triage_due_at",
    "disputed": f"{_ORDERED} AND dispute_total>0",
    "on_site": "on_site",
    "verified": "verify_count",
    "failed": "verify_failed",
    "independent": "verify_independent",
    "looked_back": "look_back_count",
    "reopened": "reopened_count",
    "decided": "dispute_decided",
    "changed": "dispute_changed",
    "overdue": _LATE,
    "blocked": f"{_LATE} AND state='{State.BLOCKED.value}'",
}
_COUNTS = (
    f"SELECT {', '.join(f'coalesce(sum({one}), 0)' for one in _COUNTED.values())},"  # noqa: S608
    f" min(CASE WHEN {_LATE} THEN rectify_due_at END) FROM {TABLE} WHERE {_WITHIN}"
)
_HOURS = f"SELECT closed_at - assigned_at FROM {TABLE} WHERE {_WITHIN} AND {_CLOSED}"  # noqa: S608
_ROWS = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE "  # noqa: S608
_NAMED = f"{_ROWS}id IN (SELECT value FROM json_each(?1))"  # noqa: S608
_LISTED = (
    f"{_ROWS}{_WITHIN} AND {IS_OPEN}",
    f"{_ROWS}{_WITHIN.replace('+reported', 'reported')} AND reported_at>0 AND reported_at>?6",
    f"{_ROWS}{_WITHIN} AND (referral > '' OR dispute = 'open')",
)
# Why an agenda record stands there: the office asked for it.
ASKED_FOR = "asked"
_RECORDS = (
    "SELECT finding, body FROM supervision_record WHERE incident=? AND kind=?"
    " AND at>? AND at<=? ORDER BY at, id"
)
# What units and meetings said stands behind an order: why it came about, and what is missing.
_SAID = (
    "SELECT finding, kind, body FROM supervision_record"
    " WHERE finding IN (SELECT value FROM json_each(?)) AND kind IN (?, ?, ?) AND at<=?"
    " ORDER BY at, id"
)
_PLACE = {name: position for position, name in enumerate(COLUMNS)}
Row = Sequence[Any]


class Lowered(NamedTuple):
    """A severity lowered at triage: from, to, and why."""

    before: int
    after: int
    reason: str


class Behind(NamedTuple):
    """What is said to stand behind an order: its cause, and what the unit lacks; "" if unsaid."""

    cause: str = ""
    need: str = ""


Heads = tuple[tuple[int, Head], ...]


@dataclass(frozen=True, slots=True)
class _Night:
    """What can be named of a night, and the counts of everything."""

    listed: Sequence[FindingFacts]
    counts: RateCounts


def findings_of(context: NightlyContext) -> Sequence[FindingFacts]:
    """Return the findings a night can name, as they stood at its cut-off.

    They are those open then, reported in the window, referred or disputed. What happened
    between the cut-off and the moment of asking belongs to the next night.
    """
    return _night(context, _heads()).listed


def rates_of(context: NightlyContext) -> LoopRates:
    """Return the rates of section 9 at the cut-off."""
    return rates_of_counts(_night(context, _heads()).counts)


def asked_for(context: NightlyContext) -> Mapping[str, str]:
    """Return what the office put on the agenda in the window: its reason by finding."""
    return {one: str(body.get("reason", "")) for one, body in _put_there(context, ASKED_FOR)}


def lowered_in(context: NightlyContext) -> Mapping[str, Lowered]:
    """Return the severities that triage lowered in the window, by finding."""
    return {
        one: Lowered(
            int(body["severity_before"]), int(body["severity_after"]), str(body.get("reason", ""))
        )
        for one, body in _put_there(context, LOWERED)
    }


def said_behind(findings: Iterable[str], context: NightlyContext) -> Mapping[str, Behind]:
    """Return cause and need that were said about findings up to the cut-off, the last ones."""
    kinds = (RecordKind.RECTIFICATION, RecordKind.SPECIAL_MEETING, RecordKind.BLOCKER)
    values = (json.dumps(sorted(findings)), *kinds, micros(context.window.until))
    found: dict[str, Behind] = {}
    for one, kind, text in Session().all(_SAID, values):
        body, known = json.loads(text), found.get(one, Behind())
        if kind == RecordKind.BLOCKER:
            found[one] = known._replace(need=str(body.get("need") or known.need))
        else:
            cause = body.get("root_cause") or body.get("cause") or known.cause
            found[one] = known._replace(cause=str(cause))
    return found


def _put_there(context: NightlyContext, why: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    window = context.window
    values = (
        context.incident, RecordKind.AGENDA_ITEM.value, micros(window.since), micros(window.until)
    )  # fmt: skip
    for finding, text in Session().all(_RECORDS, values):
        body = json.loads(text)
        if body.get("why") == why:
            yield finding, body


def _heads() -> Heads:
    return tuple(sorted(mark_now(Session()).heads.items()))


@lru_cache(maxsize=2)
def _night(
    context: NightlyContext,
    heads: Heads,  # noqa: ARG001  (another mark, another answer: nothing stale is served)
) -> _Night:
    session, until = Session(), context.window.until
    since = undone(session, context.clock, TABLE, until)
    stood = _as_they_stood(context, since)
    touched = json.dumps(sorted(since))
    values = (context.incident, context.scope.lo, context.scope.hi, micros(until), touched)
    counts = added(counted(*values), count_for_rates(stood, at=until))
    rows: dict[str, FindingFacts] = {one.id: one for one in stood}
    for sql, more in zip(_LISTED, ((), (micros(context.window.since),), ()), strict=True):
        rows |= {row[0]: facts_of(row) for row in session.all(sql, (*values, *more))}
    return _Night([rows[identity] for identity in sorted(rows)], counts)


def _as_they_stood(context: NightlyContext, since: Undone) -> list[FindingFacts]:
    """Return the rows that changed since the cut-off, put back; new ones are left out."""
    there = json.dumps([identity for identity, before in since.items() if before is not None])
    found = []
    for row in Session().all(_NAMED, (there,)):
        one = facts_of(_put_back(row, since[row[0]] or {}))
        reported = one.reported_at is not None and one.reported_at <= context.window.until
        if one.incident == context.incident and one.zone in context.scope and reported:
            found.append(one)
    return found


def _put_back(row: Row, before: Mapping[str, Any]) -> Row:
    values = list(row)
    for column, old in before.items():
        if column in _PLACE:
            values[_PLACE[column]] = old
    return values


def counted(incident: int, lo: int, hi: int, until: int, touched: str) -> RateCounts:
    """Count the findings from zone ``lo`` to ``hi`` for section 9, ``touched`` ones left out.

    Parameters
    ----------
    incident, lo, hi, until
        Whose, where, until which instant in microseconds.
    touched
        Identities as a JSON list.
    """
    session, values = Session(), (incident, lo, hi, until, touched)
    row = session.one(_COUNTS, values)
    assert row is not None  # noqa: S101  (a sum without groups is always one row)
    *counts, oldest = row
    late = None if oldest is None else (until - oldest) / HOUR
    hours = [taken / HOUR for (taken,) in session.all(_HOURS, values)]
    named = dict(zip(_COUNTED, counts, strict=True))
    return RateCounts(**named, oldest_overdue_hours=late, hours=hours)


def counts_until(incident: int, scope: ZoneRange, until: int) -> RateCounts:
    """Count the findings of a scope as they stand now, for section 9 at an instant."""
    return counted(incident, scope.lo, scope.hi, until, "[]")
