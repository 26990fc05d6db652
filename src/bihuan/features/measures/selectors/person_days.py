"""People under restriction: now, and day by day as a union over overlapping scopes.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.stored import SCOPES, TABLE, scopes_of
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session

if TYPE_CHECKING:
    import numpy as np


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
    ago it ended, its days stay counted.
    """
    import numpy as np

    from bihuan.science.restrictions import Scopes, person_days

    session = Session()
    codes, residents = communities_with_people(session, scope)
    days = (until.astimezone(LOCAL).date() - first).days + 1
    kinds = [code for code, kind in catalogue().types.items() if kind.restricts]
    marks = ", ".join("?" * len(kinds))
    rows = session.all(
        f"SELECT s.zone, s.zone_hi, m.activated_at, m.ends_at, m.ended_at"  # noqa: S608
        f" FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id"
        f" WHERE m.incident=? AND m.activated_at<=? AND m.code IN ({marks})"
        " AND s.zone<=? AND s.zone_hi>=?",
        (incident, micros(until), *kinds, scope.hi, scope.lo),
    )
    spans = [(lo, hi, *_span(times, first, until)) for lo, hi, *times in rows]
    table = np.array(spans, dtype=np.int64).reshape(-1, 4)
    found = person_days(_whole(codes), _whole(residents), Scopes(*table.T), max(days, 0))
    return [int(n) for n in found]


def _span(times: Sequence[int | None], first: date, until: datetime) -> tuple[int, int]:
    activated, *ends = (None if at is None else instant_of(at) for at in times)
    last = min(until, *(end for end in ends if end is not None))
    begin = (activated or last).astimezone(LOCAL).date()
    return (begin - first).days, (last.astimezone(LOCAL).date() - first).days


def _whole(values: Sequence[int]) -> "np.ndarray":
    import numpy as np

    return np.array(values, dtype=np.int64)
