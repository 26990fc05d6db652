"""When exits were reported as locked, and when plans did not pass: what suspended measures then."""

from datetime import datetime
from typing import NamedTuple

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.suspensions import times_in
from bihuan.domain.zones import ZoneRange
from bihuan.features.premises.selectors.clocks import told_on
from bihuan.features.premises.selectors.compounds import SEALS, TABLE
from bihuan.platform.db.dialects import Session

# A report that no finding stands for any more, about a zone or in a drill, ends for each compound
# by itself, when somebody has signed a newer check there.
_REPORTS = (
    "SELECT s.incident, coalesce(c.zone, s.zone), coalesce(c.zone, s.zone_hi), s.reported_at,"  # noqa: S608
    " CASE WHEN c.id IS NULL THEN s.cleared_at WHEN"
    " c.signed_at>coalesce(s.dropped_real, s.dropped_at) THEN c.signed_at END,"
    " coalesce(c.id, s.compound), c.id IS NOT NULL"
    f" FROM {SEALS} s LEFT JOIN {TABLE} c ON s.cleared_at IS NULL AND s.dropped_at IS NOT NULL"
    " AND (s.compound=c.id OR (s.compound='' AND c.zone BETWEEN s.zone AND s.zone_hi))"
    " WHERE s.zone<=? AND s.zone_hi>=? ORDER BY s.reported_at"
)


class Gap(NamedTuple):
    """A time in which exits were locked or a plan did not pass; no end while it lasts.

    ``compound`` is empty where a report names only zones: then every compound in them is meant.
    """

    where: ZoneRange
    begin: datetime
    end: datetime | None
    compound: str = ""


def seal_times(scope: ZoneRange) -> list[tuple[int, Gap]]:
    """Return the incident of every report about a scope, the zones it met, beginning and end.

    An exit is real whatever incident it was reported in; the times are on that incident's clock.
    """
    rows = Session().all(_REPORTS, (scope.hi, scope.lo))
    found = []
    for incident, lo, hi, a, b, one, by_check in rows:
        end = None if b is None else instant_of(b)
        if end is not None and by_check:
            end = told_on(incident, end)
        found.append((incident, Gap(ZoneRange(lo, hi), instant_of(a), end, one)))
    return found


def failing_times(scope: ZoneRange, until: datetime) -> list[Gap]:
    """Return zone, beginning and end of each time in which a plan did not pass, by real time.

    A signature that ran out without anybody writing it down begins such a time too.
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
    return found
