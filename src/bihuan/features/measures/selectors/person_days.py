"""People under restriction: now, and day by day as a union over overlapping scopes.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.scopes import Scope
from bihuan.domain.measures.suspensions import Times, times_in
from bihuan.domain.zones import ZoneRange
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.atoms import Atoms, atoms_in
from bihuan.features.measures.selectors.lawless import Footing, lawless_times
from bihuan.features.measures.selectors.rows import SCOPES, TABLE, Scopes, scopes_of
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.premises import api as premises
from bihuan.platform.clock.incident import LIVE_WALL, LOCAL, IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.periods import shown_then

if TYPE_CHECKING:
    import numpy as np

INSTANT = timedelta(microseconds=1)


def affected(measures: Sequence[MeasureFacts], scope: ZoneRange) -> int:
    """Return the residents inside at least one of some measures, each once."""
    import numpy as np

    from bihuan.science.restrictions import people_affected

    session = Session()
    covered = scopes_of(session, [m.id for m in measures]).values()
    atoms = atoms_in(session, scope, covered)
    spans = np.array([span for one in covered for span in atoms.spans(one)], dtype=np.int64)
    residents = _whole(atoms.residents)
    return people_affected(np.arange(len(residents)), residents, *spans.reshape(-1, 2).T)


class Days(NamedTuple):
    """People under a restricting measure, day by day.

    ``held`` were inside one that was in force at some instant of the day; ``suspended`` inside
    nothing but measures that were suspended from midnight to midnight: whoever was kept in all
    the same bore it without any footing.
    """

    held: list[int]
    suspended: list[int]


def restricted_days(incident: int, scope: ZoneRange, *, first: date, until: datetime) -> list[int]:
    """Return the people under a restricting measure in force on each day to ``until``."""
    return restriction(incident, scope, first=first, until=until).held


def restriction(incident: int, scope: ZoneRange, *, first: date, until: datetime) -> Days:
    """Return the people under restricting measures on each day from ``first`` to ``until``.

    A measure counts from its activation to its end, or to ``until`` while it runs; however long
    ago it ended, its days stay counted. While it was suspended, by a locked exit, a gate plan that
    did not pass, a basis withdrawn or confirmed with another text, a superior's order that ran
    out, a companion plan that fell short, or a hearing body, nobody had to keep to it: civil days
    of nothing else are told apart.
    """
    session = Session()
    days = (_day(until - INSTANT) - first).days + 1
    rows = _restricting(session, incident, scope, until)
    scopes = scopes_of(session, list({row[2]: 0 for row in rows}))
    atoms = atoms_in(session, scope, scopes.values())
    footings = {row[2]: (row[5], row[6], row[11]) for row in rows}
    view = incidents.incident(incident)
    own = LIVE_WALL if view is None else view.clock
    begun = min((instant_of(row[8]) for row in rows), default=until)
    met = _met(session, incident, footings, scopes, (begun, until)) if rows else {}
    held, every = [], []
    for lo, hi, identity, *place, _code, _basis, suspended, begin, end, ended, _text in rows:
        since, over = instant_of(begin), min(until, *(instant_of(t) for t in (end, ended) if t))
        spans = atoms.reached(ZoneRange(lo, hi), own.wall(since), *place)
        gaps = [*times_in(suspended), *met[identity]]
        held += [(*s, *d) for s in spans for d in held_days(since, over, gaps)]
        every += [(*s, *d) for s in spans for d in held_days(since, over, [])]
    counted = _counted(atoms, held, first, days)
    return Days(
        counted,
        [n - m for n, m in zip(_counted(atoms, every, first, days), counted, strict=True)],
    )


def _counted(
    atoms: Atoms, spans: Sequence[tuple[int, int, date, date]], first: date, days: int
) -> list[int]:
    """Return the people of some spans of parts and days on each day, each once."""
    import numpy as np

    from bihuan.science import restrictions

    listed = [(a, b, (day - first).days, (last - first).days) for a, b, day, last in spans]
    table = np.array(listed, dtype=np.int64).reshape(-1, 4)
    residents = _whole(atoms.residents)
    found = restrictions.person_days(
        np.arange(len(residents)), residents, restrictions.Scopes(*table.T), max(days, 0)
    )
    return [int(n) for n in found]


def suspended_times(one: MeasureFacts, until: datetime) -> Times:
    """Return each stretch since its activation in which a measure held nobody, in order, merged.

    Whatever suspended it: a hearing body, a locked exit, a plan that did not pass, law withdrawn.
    """
    gaps = times_in(f"{one.suspensions} {one.shortfalls}")
    if one.activated_at is not None and one.around.covered.ranges:
        footings = {one.id: (one.code, one.basis, one.legal_hash)}
        scopes = {one.id: one.around.covered}
        window = (one.activated_at, until)
        gaps += [
            (max(begin, one.activated_at), end)
            for begin, end in _met(Session(), one.incident, footings, scopes, window)[one.id]
            if begin <= until and (end is None or end > one.activated_at)
        ]
    found: Times = []
    for begin, end in sorted(gaps, key=lambda gap: gap[0]):
        last = found[-1] if found else None
        if last is None or (last[1] is not None and begin > last[1]):
            found.append((begin, end))
        elif last[1] is not None and (end is None or end > last[1]):
            found[-1] = (last[0], end)
    return found


def _restricting(
    session: Session, incident: int, scope: ZoneRange, until: datetime
) -> list[tuple[Any, ...]]:
    """Return every place of the measures that restrict people and began before an instant."""
    kinds = [code for code, kind in catalogue().types.items() if kind.restricts]
    marks = ", ".join("?" * len(kinds))
    return session.all(
        "SELECT s.zone, s.zone_hi, m.id, s.compound, s.building, m.code, m.basis,"  # noqa: S608
        " m.suspensions||' '||m.shortfalls, m.activated_at, m.ends_at, m.ended_at, m.legal_hash"
        f" FROM {TABLE} m JOIN {SCOPES} s ON s.measure=m.id"
        f" WHERE m.incident=? AND m.activated_at<=? AND m.code IN ({marks})"
        " AND s.zone<=? AND s.zone_hi>=?",
        (incident, micros(until), *kinds, scope.hi, scope.lo),
    )


def _met(
    session: Session,
    incident: int,
    footings: Mapping[str, Footing],
    scopes: Scopes,
    window: tuple[datetime, datetime],
) -> Mapping[str, Times]:
    """Return when locked exits, plans that did not pass or withdrawn law suspended each measure.

    ``footings`` gives on what each stands.
    """
    every = [one for scope in scopes.values() for one in scope.ranges]
    reach = ZoneRange(min(one.lo for one in every), max(one.hi for one in every))
    broken = _broken(session, incident, reach, window, list(footings.values()))
    return {
        identity: [*broken.times(footing[0], scopes[identity]), *broken.law[footing]]
        for identity, footing in footings.items()
    }


@dataclass(frozen=True, slots=True)
class _Broken:
    """When exits were locked, plans did not pass, law or order was missing, on one clock."""

    seals: Sequence[premises.Gap]
    plans: Sequence[premises.Gap]
    zones: Sequence[int]
    law: Mapping[Footing, Times]

    def times(self, code: str, scope: Scope) -> Times:
        """Return when a measure of some type and scope was suspended by them."""
        found = [(one.begin, one.end) for one in self.seals if _meets(one, scope)]
        if Part.GATE_PLAN not in catalogue().types[code].parts:
            return found
        zones = self.zones
        near = [
            self.plans[bisect_left(zones, one.lo) : bisect_right(zones, one.hi)]
            for one in scope.ranges
        ]
        return found + [(g.begin, g.end) for part in near for g in part if _meets(g, scope)]


def _meets(gap: premises.Gap, scope: Scope) -> bool:
    """Tell whether a time of trouble is about somebody in a scope."""
    where = gap.where
    if any(where.lo <= one.hi and one.lo <= where.hi for one in scope.whole):
        return True
    return any(
        one.compound == gap.compound if gap.compound else one.zone in where for one in scope.places
    )


def _broken(
    session: Session, incident: int, reach: ZoneRange, window: tuple[datetime, datetime],
    footings: Collection[Footing],
) -> _Broken:  # fmt: skip
    """Read them: gates are real, so each instant is told on the clock of the incident."""
    since, until = window
    view = incidents.incident(incident)
    own = LIVE_WALL if view is None else view.clock
    seals = premises.seal_times(reach)
    others = {number for number, _ in seals} - {incident}
    known = {one: seen.clock for one in others if (seen := incidents.incident(one)) is not None}

    def told(gap: premises.Gap, clock: IncidentClock) -> premises.Gap:
        if clock is own:
            return gap
        here, end = shown_then(session, own, clock.wall(gap.begin)), gap.end
        later = None if end is None else shown_then(session, own, clock.wall(end))
        return gap._replace(begin=here, end=later)

    locked = [
        told(gap, own if number == incident else known.get(number, LIVE_WALL))
        for number, gap in seals
    ]
    told_plans = (told(gap, LIVE_WALL) for gap in premises.failing_times(reach, own.wall(until)))
    plans = [one for one in told_plans if one.end is None or one.end > since]
    law = {
        footing: [told(premises.Gap(reach, *times), LIVE_WALL)[1:3] for times in gaps]
        for footing, gaps in lawless_times(session, view, footings, own.wall(since)).items()
    }
    return _Broken(locked, plans, [one.where.lo for one in plans], law)


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
