"""People under restriction: now, and day by day as a union over overlapping scopes.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.suspensions import Times, times_in
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.measures.selectors.rows import SCOPES, TABLE, scopes_of
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.premises import api as premises
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session

if TYPE_CHECKING:
    import numpy as np

INSTANT = timedelta(microseconds=1)
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
    ago it ended, its days stay counted. While it was suspended, by a locked exit or a hearing
    body, it held nobody: a civil day on which it held nobody at any instant is left out.
    """
    import numpy as np

    from bihuan.science.restrictions import Scopes, person_days

    session = Session()
    codes, residents = communities_with_people(session, scope)
    days = (_day(until - INSTANT) - first).days + 1
    kinds = [code for code, kind in catalogue().types.items() if kind.restricts]
    marks = ", ".join("?" * len(kinds))
    rows = session.all(
        "SELECT s.zone, s.zone_hi, m.id, m.suspensions, m.activated_at, m.ends_at, m.ended_at"  # noqa: S608
        f" FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id"
        f" WHERE m.incident=? AND m.activated_at<=? AND m.code IN ({marks})"
        " AND s.zone<=? AND s.zone_hi>=?",
        (incident, micros(until), *kinds, scope.hi, scope.lo),
    )
    seals = premises.seal_times(EVERYWHERE, incident) if rows else []
    scopes = scopes_of(session, [row[2] for row in rows])
    spans = [
        (lo, hi, (day - first).days, (last - first).days)
        for lo, hi, identity, suspended, begin, *ends in rows
        for day, last in held_days(
            instant_of(begin),
            min(until, *(instant_of(end) for end in ends if end is not None)),
            [*times_in(suspended), *_sealed(scopes[identity], seals)],
        )
    ]
    table = np.array(spans, dtype=np.int64).reshape(-1, 4)
    found = person_days(_whole(codes), _whole(residents), Scopes(*table.T), max(days, 0))
    return [int(n) for n in found]


def _sealed(
    scope: Sequence[ZoneRange], seals: Sequence[tuple[ZoneRange, datetime, datetime | None]]
) -> Times:
    """Return when an exit was reported as locked somewhere in a scope."""
    return [
        (begin, end)
        for where, begin, end in seals
        if any(where.lo <= one.hi and one.lo <= where.hi for one in scope)
    ]


def held_days(begin: datetime, end: datetime, gaps: Times) -> list[tuple[date, date]]:
    """Return the first and last civil day of each stretch in which a measure held people.

    Parameters
    ----------
    begin, end
        Its activation, and its end, which is over already; it holds at its activation at least.
    gaps
        When it was suspended; without an end it still is.
    """
    found, here = [], begin
    for since, until in sorted(gaps, key=lambda one: one[0]):
        if here < min(since, end) or here == begin:
            found.append(_days(here, min(max(since, here), end)))
        here = max(here, end if until is None else until)
    if here < end or here == begin:
        found.append(_days(here, max(here, end)))
    return found


def _days(begin: datetime, end: datetime) -> tuple[date, date]:
    """Return the civil days of a stretch; its end is over already."""
    return _day(begin), _day(max(begin, end - INSTANT))


def _day(instant: datetime) -> date:
    return instant.astimezone(LOCAL).date()


def _whole(values: Sequence[int]) -> "np.ndarray":
    import numpy as np

    return np.array(values, dtype=np.int64)
