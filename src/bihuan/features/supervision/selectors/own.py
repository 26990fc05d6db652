"""What a reporter needs on the phone: where he was last, and findings like the one just sent."""

from collections.abc import Sequence
from datetime import timedelta

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.platform.db.dialects import Session

HALF_HOUR = timedelta(minutes=30)
_LAST_SPOTS = (
    f"SELECT zone, place, max(reported_at) FROM {TABLE} WHERE author_post=? AND incident=?"  # noqa: S608
    " AND reported_at IS NOT NULL GROUP BY zone, place ORDER BY 3 DESC LIMIT ?"
)
_ALIKE = (
    f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE incident=? AND type_code=? AND zone=?"  # noqa: S608
    " AND reported_at BETWEEN ? AND ? AND id<>? ORDER BY reported_at LIMIT 3"
)


def last_spots(*, post: int, incident: int, most: int = 6) -> Sequence[tuple[int, str | None]]:
    """Return zone and place that a post reported from, the last ones first."""
    return [(row[0], row[1]) for row in Session().all(_LAST_SPOTS, (post, incident, most))]


def alike(facts: FindingFacts) -> Sequence[FindingFacts]:
    """Return findings of the same type and zone within half an hour before this one."""
    at = facts.reported_at
    if at is None:
        return []
    values = (facts.incident, facts.type_code, facts.zone, micros(at - HALF_HOUR), micros(at))
    return [facts_of(row) for row in Session().all(_ALIKE, (*values, facts.id))]
