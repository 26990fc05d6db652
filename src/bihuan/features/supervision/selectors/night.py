"""The findings of an incident as they stood at a night's cut-off, read once for a night."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.rates import LoopRates, loop_rates
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import NightlyContext
from bihuan.platform.ledger.as_of import undone

_SELECT = (
    f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE incident=? AND zone BETWEEN ? AND ?"  # noqa: S608
    " AND reported_at IS NOT NULL"
)
# Why an agenda record stands there: the office asked for it.
ASKED_FOR = "asked"
_RECORDS = (
    "SELECT finding, body FROM supervision_record WHERE incident=? AND kind=?"
    " AND at>? AND at<=? ORDER BY at, id"
)
_MARK = "SELECT coalesce(sum(n), 0) FROM ledger_head"


def findings_of(context: NightlyContext) -> Sequence[FindingFacts]:
    """Return every finding reported in the scope by the cut-off, as it stood then.

    What happened between the cut-off and the moment of asking belongs to the next night.
    """
    row = Session().one(_MARK)
    return _read(context.incident, context.scope, row[0] if row else 0, context)


@lru_cache(maxsize=2)
def _read(
    incident: int,
    scope: ZoneRange,
    mark: int,  # noqa: ARG001  (another mark, another answer: nothing stale is served)
    context: NightlyContext,
) -> Sequence[FindingFacts]:
    session, until = Session(), context.window.until
    since = undone(session, context.clock, TABLE, until)
    rows = session.all(_SELECT, (incident, scope.lo, scope.hi))
    known = (facts_of(row) for row in _as_they_stood(rows, since))
    return [one for one in known if one.reported_at is not None and one.reported_at <= until]


def _as_they_stood(
    rows: Sequence[Sequence[Any]], since: Mapping[Any, Mapping[str, Any] | None]
) -> Sequence[Sequence[Any]]:
    """Return the rows with what changed since put back; new ones are left out."""
    place = {name: position for position, name in enumerate(COLUMNS)}
    found = []
    for row in rows:
        if row[0] not in since:
            found.append(row)
            continue
        before = since[row[0]]
        if before is None:
            continue
        values = list(row)
        for column, old in before.items():
            if column in place:
                values[place[column]] = old
        found.append(values)
    return found


@lru_cache(maxsize=2)
def _rates(mark: int, context: NightlyContext) -> LoopRates:  # noqa: ARG001  (as above)
    return loop_rates(findings_of(context), at=context.window.until)


def asked_for(context: NightlyContext) -> Mapping[str, str]:
    """Return what the office put on the agenda in the window: its reason by finding."""
    window = context.window
    values = (
        context.incident, RecordKind.AGENDA_ITEM.value, micros(window.since), micros(window.until)
    )  # fmt: skip
    said = [(finding, json.loads(body)) for finding, body in Session().all(_RECORDS, values)]
    return {
        finding: str(body.get("reason", ""))
        for finding, body in said
        if body.get("why") == ASKED_FOR
    }


def rates_of(context: NightlyContext) -> LoopRates:
    """Return the rates of section 9 at the cut-off."""
    row = Session().one(_MARK)
    return _rates(row[0] if row else 0, context)
