"""Reads counters of a scope over review days."""

from collections.abc import Sequence

from bihuan.domain.zones import COUNTY_STEP, ZoneRange
from bihuan.platform.db.dialects import Session
from bihuan.platform.rollups.models import COUNTY, OWN


def totals(
    *,
    incident: int,
    metrics: Sequence[str],
    scope: ZoneRange,
    days: tuple[str, str] = ("", "9999-12-31"),
) -> dict[str, int]:
    """Sum each metric over a scope and the review days ``first`` to ``last``, both included.

    Scopes that are whole counties or the city are answered from the county rows. A metric
    that was never counted is 0: counters start with the incident.
    """
    return {
        metric: sum(zones.values())
        for metric, zones in by_zone(
            incident=incident, metrics=metrics, scope=scope, days=days
        ).items()
    }


def by_zone(
    *,
    incident: int,
    metrics: Sequence[str],
    scope: ZoneRange,
    days: tuple[str, str] = ("", "9999-12-31"),
) -> dict[str, dict[int, int]]:
    """Sum each metric by zone (by county where the scope is made of counties)."""
    whole = scope.lo % COUNTY_STEP == 0 and (scope.hi + 1) % COUNTY_STEP == 0
    marks = ", ".join("?" * len(metrics))
    sql = (
        f"SELECT metric, zone, sum(n) FROM rollup WHERE incident=? AND metric IN ({marks})"  # noqa: S608
        " AND day BETWEEN ? AND ? AND grain=? AND zone BETWEEN ? AND ? GROUP BY metric, zone"
    )
    grain = COUNTY if whole else OWN
    found: dict[str, dict[int, int]] = {metric: {} for metric in metrics}
    values = (incident, *metrics, *days, grain, scope.lo, scope.hi)
    for metric, zone, n in Session().all(sql, values):
        found[metric][zone] = n
    return found
