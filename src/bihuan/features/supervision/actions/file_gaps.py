"""File what the gap detector found: R01 unowned, R02 unreachable, R03 not acknowledged."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import structlog
from django.utils.translation import override

from bihuan.domain.refusals import Refusal
from bihuan.domain.responsibility import ACKNOWLEDGE_WITHIN
from bihuan.domain.zones import ZoneRange
from bihuan.features.posts import api as posts
from bihuan.features.supervision.actions.report import FindingDraft, file_by_rule
from bihuan.features.supervision.models.finding import OPEN_STATES
from bihuan.features.supervision.models.rows import TABLE
from bihuan.features.supervision.selectors.facts_said import (
    FUNCTIONS,
    POST,
    gap_key,
    gap_words,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session

log = structlog.get_logger("bihuan.supervision")
MOST = 200
Gap = tuple[str, int, str]
_STANDING = (
    f"SELECT type_code, zone FROM {TABLE} WHERE incident=?"  # noqa: S608
    " AND type_code IN ('R01', 'R02', 'R03')"
    f" AND state IN ({', '.join('?' * len(OPEN_STATES))})"
)


def file_gaps(
    *,
    by: ActingPost,
    incident: int,
    scope: ZoneRange,
    at: datetime,
    key: str,
    acknowledged: bool = True,
) -> int:
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
    acknowledged
        Whether everybody should have acknowledged by now; on an incident's first day nobody must.

    Returns
    -------
    int
        How many were filed, at most 200 a round.
    """
    listed = _not_standing(incident, _gaps(at, scope, acknowledged=acknowledged))
    with override("zh-hans"):  # as all that is stored; an English page says it again
        words = _words(listed)
    return sum(_filed(gap, words[gap[:2]], by, incident, key) for gap in listed)


def _filed(gap: Gap, text: str, by: ActingPost, incident: int, key: str) -> bool:
    """File one gap; tell whether it is new."""
    code, zone, subject = gap
    named = gap_key(code, zone, subject, key)
    draft = FindingDraft(
        type_code=code, zone=zone, text=text, source="rule", source_key=named
    )  # fmt: skip
    answer = file_by_rule(by=by, incident=incident, draft=draft, key=f"{key}:{code}:{zone}")
    if isinstance(answer, Refusal):
        log.error("a gap could not be filed", type=code, zone=zone, refusal=answer.code)
        return False
    return not answer.repeated


def _not_standing(incident: int, gaps: Iterator[Gap]) -> Sequence[Gap]:
    """Return the first gap of each zone and kind that no open finding names yet."""
    standing = set(Session().all(_STANDING, (incident, *OPEN_STATES)))
    new: dict[tuple[str, int], Gap] = {}
    for gap in gaps:
        if gap[:2] not in standing:
            new.setdefault(gap[:2], gap)
    return list(new.values())[:MOST]


def _words(gaps: Sequence[Gap]) -> Mapping[tuple[str, int], str]:
    numbers = {int(subject.split(POST)[0]) for code, _zone, subject in gaps if code != "R01"}
    names = {number: post.label for number, post in posts.posts_of(numbers).items()}
    return {(code, zone): gap_words(code, subject, names) for code, zone, subject in gaps}


def _gaps(at: datetime, scope: ZoneRange, *, acknowledged: bool) -> Iterator[Gap]:
    report = posts.gaps_kept(at=at, scope=scope)
    functions: dict[int, list[str]] = {}
    for unowned in report.unowned:
        functions.setdefault(unowned.zone, []).append(unowned.function)
    for zone, missing in functions.items():
        yield "R01", zone, FUNCTIONS.join(missing)
    for lost in report.unreachable:
        yield "R02", lost.zone, POST.join((str(lost.post), lost.reason.value, str(lost.claims)))
    late = at - ACKNOWLEDGE_WITHIN
    for waiting in report.unacknowledged if acknowledged else ():
        if waiting.since <= late:  # who has come since is still within the time
            yield "R03", waiting.zone, str(waiting.post)
