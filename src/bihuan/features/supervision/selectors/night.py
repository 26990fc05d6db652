"""The findings of an incident as the nightly figures need them, read once for a night."""

from collections.abc import Sequence
from functools import lru_cache

from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.rates import LoopRates, loop_rates
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import NightlyContext

_SELECT = (
    f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE incident=? AND zone BETWEEN ? AND ?"  # noqa: S608
    " AND reported_at IS NOT NULL"
)
_MARK = "SELECT coalesce(sum(n), 0) FROM ledger_head"


def findings_of(context: NightlyContext) -> Sequence[FindingFacts]:
    """Return every finding reported in the scope by the cut-off."""
    row = Session().one(_MARK)
    return _read(context.incident, context.scope, row[0] if row else 0, context)


@lru_cache(maxsize=2)
def _read(
    incident: int,
    scope: ZoneRange,
    mark: int,  # noqa: ARG001  (another mark, another answer: nothing stale is served)
    context: NightlyContext,
) -> Sequence[FindingFacts]:
    rows = Session().all(_SELECT, (incident, scope.lo, scope.hi))
    until = context.window.until
    known = (facts_of(row) for row in rows)
    return [one for one in known if one.reported_at is not None and one.reported_at <= until]


def rates_of(context: NightlyContext) -> LoopRates:
    """Return the rates of section 9 at the cut-off."""
    return loop_rates(findings_of(context), at=context.window.until)
