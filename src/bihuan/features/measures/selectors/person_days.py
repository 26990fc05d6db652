"""People under restriction: now, and day by day as a union over overlapping scopes."""

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.measures.selectors.stored import scopes_of
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.science.restrictions import Scopes, people_affected, person_days


def affected(measures: Sequence[MeasureFacts], scope: ZoneRange) -> int:
    """Return the residents inside at least one of some measures, each once."""
    session = Session()
    codes, residents = communities_with_people(session, scope)
    ranges = [r for one in scopes_of(session, [m.id for m in measures]).values() for r in one]
    lo, hi = (np.array([getattr(r, end) for r in ranges], dtype=np.int64) for end in ("lo", "hi"))
    return people_affected(_whole(codes), _whole(residents), lo, hi)


def restricted_days(
    measures: Sequence[MeasureFacts], scope: ZoneRange, *, first: date, until: datetime
) -> list[int]:
    """Return the people under a restricting measure on each day from ``first`` to ``until``.

    A measure counts from its activation to its end, or to ``until`` while it runs.
    """
    session = Session()
    codes, residents = communities_with_people(session, scope)
    days = (until.astimezone(LOCAL).date() - first).days + 1
    counted = [
        one
        for one in measures
        if one.activated_at and one.activated_at <= until and one.around.type is not None
        and one.around.type.restricts
    ]  # fmt: skip
    scopes = scopes_of(session, [one.id for one in counted])
    rows = [
        (reach.lo, reach.hi, *_span(one, first, until))
        for one in counted
        for reach in scopes[one.id]
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    found = person_days(_whole(codes), _whole(residents), Scopes(*table.T), max(days, 0))
    return [int(n) for n in found]


def _span(one: MeasureFacts, first: date, until: datetime) -> tuple[int, int]:
    assert one.activated_at is not None  # noqa: S101  (only those that were in force are asked)
    ends = [end for end in (one.ends_at, one.ended_at, until) if end is not None]
    begin, end = one.activated_at.astimezone(LOCAL).date(), min(ends).astimezone(LOCAL).date()
    return (begin - first).days, (end - first).days


def _whole(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)
