"""People under restriction: now, and day by day as a union over overlapping scopes.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.stored import SCOPES, TABLE, scopes_of
from bihuan.features.premises import api as premises
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session

if TYPE_CHECKING:
    import numpy as np

DAY = timedelta(days=1)
EVERYWHERE = ZoneRange(0, 10**15 - 1)


def affected(measures: Sequence[MeasureFacts], scope: ZoneRange) -> int:
    """Return the residents inside at least one of some measures, each once."""
    import numpy as np

    from bihuan.science.restrictions import people_affected

    session = Session()
    codes, residents = communities_with_people(session, scope)
    ranges = [r for one in scopes_of(session, [m.id for m in measures]).values() for r in one]
    lo, hi = (np.array([getattr(r, end) for r in ranges], dtype=np.int64) for end in ("lo", "hi"))
    return people_affected(_whole(codes), _whole(residents), lo, hi)


def restricted_days(incident: int, scope: ZoneRange, *, first: date, until: datetime) -> list[int]:
    """Return the people under a restricting measure on each day from ``first`` to ``until``.

    A measure counts from its activation to its end, or to ``until`` while it runs; however long
    ago it ended, its days stay counted. A civil day on which it was suspended from midnight to
    midnight, by a locked exit or an appeal that still suspends it, held nobody and is left out.
    """
    import numpy as np

    from bihuan.science.restrictions import Scopes, person_days

    session = Session()
    codes, residents = communities_with_people(session, scope)
    days = (until.astimezone(LOCAL).date() - first).days + 1
    kinds = [code for code, kind in catalogue().types.items() if kind.restricts]
    marks = ", ".join("?" * len(kinds))
    rows = session.all(
        "SELECT s.zone, s.zone_hi, m.id, m.state, m.updated_at,"  # noqa: S608
        " m.activated_at, m.ends_at, m.ended_at"
        f" FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id"
        f" WHERE m.incident=? AND m.activated_at<=? AND m.code IN ({marks})"
        " AND s.zone<=? AND s.zone_hi>=?",
        (incident, micros(until), *kinds, scope.hi, scope.lo),
    )
    seals = premises.seal_times(EVERYWHERE, incident) if rows else []
    scopes = scopes_of(session, [row[2] for row in rows])
    spans = [
        (lo, hi, *piece)
        for lo, hi, identity, state, changed, *times in rows
        for piece in _pieces(
            _span(times, first, until),
            _gaps(scopes[identity], seals, changed if state == "SUSPENDED" else None, until),
            first,
        )
    ]
    table = np.array(spans, dtype=np.int64).reshape(-1, 4)
    found = person_days(_whole(codes), _whole(residents), Scopes(*table.T), max(days, 0))
    return [int(n) for n in found]


def _span(times: Sequence[int | None], first: date, until: datetime) -> tuple[int, int]:
    activated, *ends = (None if at is None else instant_of(at) for at in times)
    last = min(until, *(end for end in ends if end is not None))
    begin = (activated or last).astimezone(LOCAL).date()
    return (begin - first).days, (last.astimezone(LOCAL).date() - first).days


def _gaps(
    scope: Sequence[ZoneRange],
    seals: Sequence[tuple[ZoneRange, datetime, datetime | None]],
    suspended: int | None,
    until: datetime,
) -> list[tuple[date, date]]:
    """Return the first and last whole civil day of each suspension of a measure."""
    times = [
        (begin, end)
        for where, begin, end in seals
        if any(where.lo <= one.hi and one.lo <= where.hi for one in scope)
    ]
    times += [(instant_of(suspended), None)] if suspended is not None else []
    found = []
    for begin, end in times:
        started = begin.astimezone(LOCAL)
        over = None if end is None or end > until else end.astimezone(LOCAL).date()
        midnight = started.time() == time()
        day = started.date() + timedelta(days=0 if midnight else 1)
        found.append((day, until.astimezone(LOCAL).date() if over is None else over - DAY))
    return found


def _pieces(
    span: tuple[int, int], gaps: Sequence[tuple[date, date]], first: date
) -> list[tuple[int, int]]:
    """Return what is left of a span of days without its gaps."""
    left = [span]
    for begin, end in gaps:
        lo, hi = (begin - first).days, (end - first).days
        if lo > hi:
            continue
        left = [
            piece
            for a, b in left
            for piece in ((a, min(b, lo - 1)), (max(a, hi + 1), b))
            if piece[0] <= piece[1]
        ]
    return left


def _whole(values: Sequence[int]) -> "np.ndarray":
    import numpy as np

    return np.array(values, dtype=np.int64)
