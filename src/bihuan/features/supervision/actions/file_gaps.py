"""File what the gap detector found: R01 unowned, R02 unreachable, R03 not acknowledged."""

from collections.abc import Iterator
from datetime import datetime

from bihuan.domain.zones import ZoneRange
from bihuan.features.posts import api as posts
from bihuan.features.supervision.actions.report import FindingDraft, file_by_rule
from bihuan.features.supervision.models.finding import OPEN_STATES
from bihuan.features.supervision.models.rows import TABLE
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session

MOST = 200
Gap = tuple[str, int, str]
_STANDING = (
    f"SELECT type_code, zone FROM {TABLE} WHERE incident=?"  # noqa: S608
    " AND type_code IN ('R01', 'R02', 'R03')"
    f" AND state IN ({', '.join('?' * len(OPEN_STATES))})"
)


def file_gaps(*, by: ActingPost, incident: int, scope: ZoneRange, at: datetime, key: str) -> int:
    """File one finding for each zone and kind of gap that is not open already.

    Parameters
    ----------
    by
        The system's own post.
    incident, scope
        Where to file, and which zones to look at.
    at
        The wall time: duty is about who answers now.
    key
        Names the round, an hour for example; within it a gap is filed once.

    Returns
    -------
    int
        How many were filed, at most 200 a round.
    """
    standing = set(Session().all(_STANDING, (incident, *OPEN_STATES)))
    filed = 0
    for code, zone, words in _gaps(at, scope):
        if (code, zone) in standing or filed >= MOST:
            continue
        standing.add((code, zone))
        draft = FindingDraft(
            type_code=code,
            zone=zone,
            text=words,
            source="rule",
            source_key=f"gap:{code}:{zone}:{key}",
        )
        own = f"{key}:{code}:{zone}"
        answer = file_by_rule(by=by, incident=incident, draft=draft, key=own)
        filed += isinstance(answer, Outcome) and not answer.repeated
    return filed


def _gaps(at: datetime, scope: ZoneRange) -> Iterator[Gap]:
    report = posts.gaps_kept(at=at, scope=scope)
    for unowned in report.unowned:
        yield "R01", unowned.zone, f"责任缺口：{unowned.function} 无责任岗"
    for lost in report.unreachable:
        yield "R02", lost.zone, f"岗位 {lost.post} 无法联系，涉及 {lost.claims} 项职责"
    for waiting in report.unacknowledged:
        yield "R03", waiting.zone, f"岗位 {waiting.post} 尚未确认职责"
