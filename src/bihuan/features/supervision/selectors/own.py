"""What a reporter needs on the phone: where he was last, and findings like the one just sent."""

from collections.abc import Sequence
from datetime import timedelta

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.sources import REQUEST
from bihuan.domain.findings.states import State
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.features.supervision.selectors.finding_types import words_of
from bihuan.features.territory.api import same_ground
from bihuan.platform.db.dialects import Session

HALF_HOUR = timedelta(minutes=30)
# Enough for the rounds of a day; somebody who reported thousands is not read from the start.
LATELY = 200
MOST_DRAFTS = 200
_LATELY = (
    f"SELECT zone, place FROM {TABLE} WHERE author_post=? AND incident=?"  # noqa: S608
    " AND reported_at > 0 ORDER BY reported_at DESC LIMIT ?"
)
_DRAFTS = (
    f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE author_post=? AND incident=?"  # noqa: S608
    " AND reported_at IS NULL AND state='DRAFT' LIMIT ?"
)
_ALIKE = (
    f"SELECT {', '.join(COLUMNS)} FROM {TABLE}"  # noqa: S608
    " WHERE incident=? AND type_code=? AND zone IN ({zones}) AND reported_at BETWEEN ? AND ?"
    " AND id<>? ORDER BY reported_at LIMIT 3"
)

_WAITING = (State.REPORTED, State.FILED, State.ASSIGNED, State.RECEIVED)
_SAME = (
    f"SELECT id FROM {TABLE} WHERE incident=? AND type_code=? AND zone=? AND reported_at>0"  # noqa: S608
    " AND coalesce(place, '')=? AND text=? AND author_post=0 AND source=?"
    f" AND state IN ({', '.join('?' * len(_WAITING))}) LIMIT 1"
)


def last_spots(*, post: int, incident: int, most: int = 6) -> Sequence[tuple[int, str | None]]:
    """Return zone and place that a post reported from lately, the last ones first."""
    rows = Session().all(_LATELY, (post, incident, LATELY))
    return list(dict.fromkeys((zone, place) for zone, place in rows))[:most]


def own_drafts(*, post: int, incident: int, most: int = 20) -> Sequence[FindingFacts]:
    """Return what a post wrote down and has not reported yet, the newest first."""
    rows = Session().all(_DRAFTS, (post, incident, MOST_DRAFTS))
    found = [facts_of(row) for row in rows]
    return sorted(found, key=_written, reverse=True)[:most]


def _written(facts: FindingFacts) -> int:
    return 0 if facts.drafted_at is None else micros(facts.drafted_at)


def alike(facts: FindingFacts) -> Sequence[FindingFacts]:
    """Return findings of the same type and zone within half an hour before this one."""
    at = facts.reported_at
    if at is None:
        return []
    zones = same_ground(facts.zone)
    values = (facts.incident, facts.type_code, *zones, micros(at - HALF_HOUR), micros(at))
    asked = _ALIKE.format(zones=", ".join("?" * len(zones)))
    return [facts_of(row) for row in Session().all(asked, (*values, facts.id))]


def waiting_alike(
    incident: int, type_code: str, zone: int, *, place: str | None, text: str
) -> str | None:
    """Return a resident's finding that says the same of the same place, while nobody works on it.

    Once somebody does, another report may say that it is locked again: that is another finding.
    """
    said = (type_code, zone, place or "", words_of(type_code, text))
    row = Session().one(_SAME, (incident, *said, REQUEST, *_WAITING))
    return None if row is None else str(row[0])
