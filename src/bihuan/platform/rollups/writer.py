"""Adds to counters. Only the command executor calls it."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bihuan.domain.zones import COUNTY_STEP
from bihuan.platform.db.changes import Count, counted_on
from bihuan.platform.db.dialects import Session
from bihuan.platform.rollups.models import COUNTY, OWN

RowKey = tuple[int, str, str, int, int]


def tally(incident: int, day: str, counts: Iterable[Count]) -> Counter[RowKey]:
    """Sum counts into rows: the zone's own and its county's."""
    rows: Counter[RowKey] = Counter()
    for count in counts:
        county = count.zone - count.zone % COUNTY_STEP
        kept = counted_on(count.metric, day)
        rows[incident, count.metric, kept, OWN, count.zone] += count.delta
        rows[incident, count.metric, kept, COUNTY, county] += count.delta
    return rows


def add(session: Session, rows: Counter[RowKey]) -> None:
    """Add every row in one statement."""
    listed = [(*key, n) for key, n in rows.items() if n]
    if listed:
        session.run(_upsert(len(listed)), [value for row in listed for value in row])


@lru_cache(maxsize=64)
def _upsert(rows: int) -> str:
    marks = ", ".join(["(?, ?, ?, ?, ?, ?)"] * rows)
    return (
        f"INSERT INTO rollup (incident, metric, day, grain, zone, n) VALUES {marks}"  # noqa: S608
        " ON CONFLICT (incident, metric, day, grain, zone) DO UPDATE SET n = n + excluded.n"
    )
