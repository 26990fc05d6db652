"""Reads counters of a scope: stocks as they stand, flows over review days."""

from collections.abc import Sequence

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
_WHERE = (
    "r.incident=?1 AND r.metric=step.metric AND r.day=step.day AND r.grain=?2"
    " AND r.zone BETWEEN ?3 AND ?4"
)
_SUMS = f"SELECT metric, 0, (SELECT sum(r.n) FROM rollup r WHERE {_WHERE}) FROM step"  # noqa: S608
_ZONES = f"SELECT r.metric, r.zone, r.n FROM step CROSS JOIN rollup r ON {_WHERE}"  # noqa: S608
Figures = dict[str, dict[int, int]]


def totals(
    *,
    incident: int,
    metrics: Sequence[str],
    scope: ZoneRange,
    days: tuple[str, str] = (FIRST, LAST),
) -> dict[str, int]:
    """Sum each metric over a scope: a stock as it stands, a flow over ``days``, both included.

    Scopes that are whole counties or the city are answered from the county rows. A metric
    that was never counted is 0: counters start with the incident.
    """
    found = _figures(_SUMS, metrics, (incident, _grain(scope), scope.lo, scope.hi), days)
    return {metric: sum(zones.values()) for metric, zones in found.items()}


def by_zone(
    *,
    incident: int,
    metrics: Sequence[str],
    scope: ZoneRange,
    days: tuple[str, str] = (FIRST, LAST),
    own: bool = False,
) -> Figures:
    """Sum each metric by zone: by county where the scope is made of counties, unless ``own``.

    One statement, however many are asked for.
    """
    grain = OWN if own else _grain(scope)
    return _figures(_ZONES, metrics, (incident, grain, scope.lo, scope.hi), days)


def _grain(scope: ZoneRange) -> int:
    whole = scope.lo % COUNTY_STEP == 0 and (scope.hi + 1) % COUNTY_STEP == 0
    return COUNTY if whole else OWN


def _figures(
    select: str,
    metrics: Sequence[str],
    where: tuple[int, int, int, int],
    days: tuple[str, str],
) -> Figures:
    places = range(5, 5 + 3 * len(metrics), 3)
    asked = " UNION ALL ".join(
        f"SELECT ?{n} AS metric, ?{n + 1} AS first, ?{n + 2} AS last" for n in places
    )
    values: list[int | str] = list(where)
    for metric in metrics:
        standing = counted_on(metric, LAST) == STANDING
        values += (metric, STANDING, STANDING) if standing else (metric, *days)
    found: Figures = {metric: {} for metric in metrics}
    for metric, zone, n in Session().all(_STEPS.format(asked=asked) + select, values):
        found[metric][zone] = found[metric].get(zone, 0) + (n or 0)
    return found
