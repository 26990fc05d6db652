"""People under restriction: now, and day by day as a union over overlapping scopes.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.suspensions import Times, times_in
from bihuan.domain.zones import ZoneRange
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.measures.selectors.rows import SCOPES, TABLE, scopes_of
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.premises import api as premises
from bihuan.platform.clock.incident import LIVE_WALL, LOCAL, IncidentClock
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
    ranges = [r for one in scopes_of(session, [m.id for m in measures]).values() for r in one]
    codes, residents = communities_with_people(session, scope, [one.lo for one in ranges])
    lo, hi = (np.array([getattr(r, end) for r in ranges], dtype=np.int64) for end in ("lo", "hi"))
    return people_affected(_whole(codes), _whole(residents), lo, hi)


def restricted_days(incident: int, scope: ZoneRange, *, first: date, until: datetime) -> list[int]:
    """Return the people under a restricting measure on each day from ``first`` to ``until``.

    A measure counts from its activation to its end, or to ``until`` while it runs; however long
    ago it ended, its days stay counted. While it was suspended, by a locked exit, a gate plan that
    did not pass or a hearing body, it held nobody: a civil day on which it held nobody at any
    instant is left out.
    """
    import numpy as np

    from bihuan.science.restrictions import Scopes, person_days

    session = Session()
    days = (_day(until - INSTANT) - first).days + 1
    kinds = [code for code, kind in catalogue().types.items() if kind.restricts]
    marks = ", ".join("?" * len(kinds))
    rows = session.all(
        "SELECT s.zone, s.zone_hi, m.id, m.code, m.suspensions, m.activated_at, m.ends_at,"  # noqa: S608
        f" m.ended_at FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id"
        f" WHERE m.incident=? AND m.activated_at<=? AND m.code IN ({marks})"
        " AND s.zone<=? AND s.zone_hi>=?",
        (incident, micros(until), *kinds, scope.hi, scope.lo),
    )
    codes, residents = communities_with_people(session, scope, [row[0] for row in rows])
    met = _met(session, incident, rows, until) if rows else {}
    spans = [
        (lo, hi, (day - first).days, (last - first).days)
        for lo, hi, identity, _code, suspended, begin, *ends in rows
        for day, last in held_days(
            instant_of(begin),
            min(until, *(instant_of(end) for end in ends if end is not None)),
            [*times_in(suspended), *met[identity]],
        )
    ]
    table = np.array(spans, dtype=np.int64).reshape(-1, 4)
    found = person_days(_whole(codes), _whole(residents), Scopes(*table.T), max(days, 0))
    return [int(n) for n in found]


def _met(
    session: Session, incident: int, rows: Sequence[Sequence[Any]], until: datetime
) -> Mapping[str, Times]:
    """Return when each measure was suspended by locked exits and by plans that did not pass."""
    codes = {row[2]: row[3] for row in rows}
    scopes = scopes_of(session, list(codes))
    broken = _broken(incident, min(instant_of(row[5]) for row in rows), until)
    return {identity: broken.times(code, scopes[identity]) for identity, code in codes.items()}


@dataclass(frozen=True, slots=True)
class _Broken:
    """When exits were reported as locked, and when gate plans did not pass, on one clock."""

    seals: Sequence[premises.Gap]
    plans: Sequence[premises.Gap]
    zones: Sequence[int] = ()

    def times(self, code: str, scope: Sequence[ZoneRange]) -> Times:
        """Return when a measure of some type and scope was suspended by them."""
        found = [
            (begin, end)
            for where, begin, end in self.seals
            if any(where.lo <= one.hi and one.lo <= where.hi for one in scope)
        ]
        if Part.GATE_PLAN not in catalogue().types[code].parts:
            return found
        zones = self.zones
        near = (
            self.plans[bisect_left(zones, one.lo) : bisect_right(zones, one.hi)] for one in scope
        )
        return found + [(begin, end) for part in near for _, begin, end in part]


def _broken(incident: int, since: datetime, until: datetime) -> _Broken:
    """Read them: gates are real, so each instant is told on the clock of the incident."""
    view = incidents.incident(incident)
    own = LIVE_WALL if view is None else view.clock
    seals = premises.seal_times()
    others = {number for number, _ in seals} - {incident}
    known = {one: seen.clock for one in others if (seen := incidents.incident(one)) is not None}

    def told(gap: premises.Gap, clock: IncidentClock) -> premises.Gap:
        where, begin, end = gap
        if clock is own:
            return gap
        here = own.moment(clock.wall(begin)).incident
        return where, here, None if end is None else own.moment(clock.wall(end)).incident

    locked = [
        told(gap, own if number == incident else known.get(number, LIVE_WALL))
        for number, gap in seals
    ]
    told_plans = (
        told(gap, LIVE_WALL) for gap in premises.failing_times(EVERYWHERE, own.wall(until))
    )
    plans = [one for one in told_plans if one[2] is None or one[2] > since]
    return _Broken(locked, plans, [where.lo for where, _, _ in plans])


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
        if since < begin:
            here = max(here, end if until is None else until)
            continue
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
