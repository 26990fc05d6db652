"""Reads counters of a scope: stocks as they stand, flows over review days."""

from collections.abc import Sequence

from bihuan.domain.ground import Ground, ground_of
from bihuan.domain.zones import COUNTY_STEP, ZoneRange
from bihuan.platform.db.changes import STANDING, counted_on
from bihuan.platform.db.dialects import Session
from bihuan.platform.rollups.models import COUNTY, OWN

FIRST, LAST = "0", "9999-12-31"
# The key begins with metric and day. Going from day to day by the key itself reads the rows
# asked for and nothing between them, however many zones have rows of their own.
_STEPS = (
    "WITH RECURSIVE step(metric, day, last) AS ("
    " SELECT metric, (SELECT min(day) FROM rollup"
    " WHERE incident=?1 AND metric=asked.metric AND day>=first AND day<=last), last"
    " FROM ({asked}) asked UNION ALL"
    " SELECT step.metric, (SELECT min(day) FROM rollup"
    " WHERE incident=?1 AND metric=step.metric AND day>step.day AND day<=step.last), last"
    " FROM step WHERE step.day IS NOT NULL) "
)
_WHERE = "r.incident=?1 AND r.metric=step.metric AND r.day=step.day AND r.grain=?2 AND {zones}"
_SUMS = f"SELECT metric, 0, (SELECT sum(r.n) FROM rollup r WHERE {_WHERE}) FROM step"  # noqa: S608
_ZONES = f"SELECT r.metric, r.zone, r.n FROM step CROSS JOIN rollup r ON {_WHERE}"  # noqa: S608
_FIXED = 2  # what stands before the zones: incident and grain
Figures = dict[str, dict[int, int]]


def totals(
    *,
    incident: int,
    metrics: Sequence[str],
    scope: ZoneRange | Ground,
    days: tuple[str, str] = (FIRST, LAST),
) -> dict[str, int]:
    """Sum each metric over a scope: a stock as it stands, a flow over ``days``, both included.

    Scopes that are whole counties or the city are answered from the county rows, those of a zone
    whose boundaries changed from the parts that it stands for today. A metric that was never
    counted is 0: counters start with the incident.
    """
    parts = ground_of(scope).parts
    found = _figures(_SUMS, metrics, (incident, _grain(parts)), parts, days)
    return {metric: sum(zones.values()) for metric, zones in found.items()}


def by_zone(
    *,
    incident: int,
    metrics: Sequence[str],
    scope: ZoneRange | Ground,
    days: tuple[str, str] = (FIRST, LAST),
    own: bool = False,
) -> Figures:
    """Sum each metric by zone: by county where the scope is made of counties, unless ``own``.

    One statement, however many are asked for.
    """
    parts = ground_of(scope).parts
    return _figures(_ZONES, metrics, (incident, OWN if own else _grain(parts)), parts, days)


def _grain(parts: Sequence[ZoneRange]) -> int:
    whole = all(one.lo % COUNTY_STEP == 0 == (one.hi + 1) % COUNTY_STEP for one in parts)
    return COUNTY if whole else OWN


def _figures(
    select: str,
    metrics: Sequence[str],
    where: tuple[int, int],
    parts: Sequence[ZoneRange],
    days: tuple[str, str],
) -> Figures:
    ends = [end for one in parts for end in (one.lo, one.hi)]
    pairs = range(_FIXED + 1, _FIXED + 1 + len(ends), 2)
    zones = " OR ".join(f"r.zone BETWEEN ?{n} AND ?{n + 1}" for n in pairs)
    select = select.format(zones=f"({zones})" if len(parts) > 1 else zones)
    first = _FIXED + 1 + len(ends)
    places = range(first, first + 3 * len(metrics), 3)
    asked = " UNION ALL ".join(
        f"SELECT ?{n} AS metric, ?{n + 1} AS first, ?{n + 2} AS last" for n in places
    )
    values: list[int | str] = [*where, *ends]
    for metric in metrics:
        standing = counted_on(metric, LAST) == STANDING
        values += (metric, STANDING, STANDING) if standing else (metric, *days)
    found: Figures = {metric: {} for metric in metrics}
    for metric, zone, n in Session().all(_STEPS.format(asked=asked) + select, values):
        found[metric][zone] = found[metric].get(zone, 0) + (n or 0)
    return found
