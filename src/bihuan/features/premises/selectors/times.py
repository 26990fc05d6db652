"""When exits were reported as locked, and when plans did not pass: what suspended measures then."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.suspensions import times_in
from bihuan.domain.zones import ZoneRange
from bihuan.features.premises.selectors.bare import bare_times
from bihuan.features.premises.selectors.clocks import told_on
from bihuan.features.premises.selectors.compounds import SEALS, TABLE
from bihuan.platform.db.dialects import Session

# A report that no finding stands for any more, about a zone or in a drill, ends for each compound
# by itself, when somebody has signed a newer check there.
_REPORTS = (
    "SELECT s.id, s.incident, s.zone, coalesce(c.zone, s.zone), coalesce(c.zone, s.zone_hi),"  # noqa: S608
    " s.reported_at, s.cleared_at, coalesce(s.dropped_real, s.dropped_at),"
    " coalesce(c.id, s.compound), c.checks, c.signed_at"
    f" FROM {SEALS} s LEFT JOIN {TABLE} c ON s.cleared_at IS NULL AND s.dropped_at IS NOT NULL"
    " AND (s.compound=c.id OR (s.compound='' AND c.zone BETWEEN s.zone AND s.zone_hi))"
    " WHERE s.zone<=? AND s.zone_hi>=? ORDER BY s.reported_at, s.id"
)


class Gap(NamedTuple):
    """A time in which exits were locked or a plan did not pass; no end while it lasts.

    ``compound`` is empty where a report names only zones: then every compound in them is meant.
    """

    where: ZoneRange
    begin: datetime
    end: datetime | None
    compound: str = ""


class _Report(NamedTuple):
    """A report as it concerns one compound, or all that it names."""

    seal: str
    incident: int
    zone: int
    gap: Gap


def _reports(scope: ZoneRange) -> Iterator[_Report]:
    """Yield every report about a scope, once for each compound that has to end it by itself."""
    for row in Session().all(_REPORTS, (scope.hi, scope.lo)):
        seal, incident, zone, lo, hi, begin, cleared, dropped, one, checks, signed = row
        end = None if cleared is None else instant_of(cleared)
        if end is None and dropped is not None:
            # A check signed before its instants were kept is the only one that is known.
            known = map(int, (checks or "").split()) if checks else filter(None, [signed])
            newer = next((at for at in known if at > dropped), None)
            end = None if newer is None else told_on(incident, instant_of(newer))
        gap = Gap(ZoneRange(lo, hi), instant_of(begin), end, one)
        yield _Report(str(seal), int(incident), int(zone), gap)


def seal_times(scope: ZoneRange) -> list[tuple[int, Gap]]:
    """Return the incident of every report about a scope, the zones it met, beginning and end.

    An exit is real whatever incident it was reported in; the times are on that incident's clock.
    """
    return [(one.incident, one.gap) for one in _reports(scope)]


def seals_in(scope: ZoneRange, incident: int) -> list[tuple[int, datetime, datetime | None]]:
    """Return zone, beginning and end of every report that an incident has in a scope.

    One that each compound ends by itself ends with the last of them.
    """
    found: dict[str, tuple[int, datetime, datetime | None]] = {}
    for seal, number, zone, gap in _reports(scope):
        if number != incident or zone not in scope:
            continue
        _, begin, before = found.get(seal, (zone, gap.begin, gap.begin))
        end = None if before is None or gap.end is None else max(before, gap.end)
        found[seal] = (zone, begin, end)
    return list(found.values())


def failing_times(scope: ZoneRange, until: datetime) -> list[Gap]:
    """Return zone, beginning and end of each time in which a plan did not pass, by real time.

    A signature that ran out without anybody writing it down begins such a time too, and so does
    the name of a compound that nobody has drawn.
    """
    rows = Session().all(
        f"SELECT zone, id, failures, CASE WHEN faults=0 THEN signed_until END FROM {TABLE}"  # noqa: S608
        " WHERE zone BETWEEN ? AND ? AND (failures<>'' OR signed_until<=?) ORDER BY zone",
        (scope.lo, scope.hi, micros(until)),
    )
    found: list[Gap] = []
    for zone, one, failures, lapse in rows:
        here = ZoneRange(zone, zone)
        found += [Gap(here, *times, one) for times in times_in(failures) if times[0] < until]
        if lapse is not None and not failures.endswith("-") and instant_of(lapse) < until:
            found.append(Gap(here, instant_of(lapse), None, one))
    found += [Gap(*one) for one in bare_times(scope, until)]
    return sorted(found, key=lambda gap: gap.where.lo)
