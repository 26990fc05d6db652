"""Whom a notice has reached: townships and communities that have acknowledged it, of those due."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.zones import SPANS, Level, ZoneRange, ancestors_of, level_of
from bihuan.features.measures.selectors.rows import AT_ONCE, SCOPES
from bihuan.features.territory.api import ZoneName
from bihuan.platform.db.dialects import Session

TABLE = "measures_receipt"
DUE = (Level.TOWNSHIP, Level.COMMUNITY)


# The zones that a scope covers, and the community and township around it, as ``due_in`` says.
_UNHEARD = (
    "WITH due AS (SELECT DISTINCT m.id, m.code, m.notice_at, z.id AS zone FROM measures_measure m"  # noqa: S608
    f" JOIN {SCOPES} s ON s.measure=m.id JOIN territory_zone z"
    " ON z.id BETWEEN s.zone AND s.zone_hi OR z.id IN (s.zone - s.zone % ?7, s.zone - s.zone % ?8)"
    " WHERE m.incident=?1 AND m.state IN ('NOTICE_PUBLISHED', 'ACTIVE') AND m.ends_at>?4"
    " AND m.notice_at BETWEEN ?2 AND ?3 AND z.level IN (?5, ?6) AND z.valid_to IS NULL)"
    f" SELECT d.id, d.code, d.zone - d.zone % ?7 AS town FROM due d LEFT JOIN {TABLE} r"
    " ON r.measure=d.id AND r.zone=d.zone WHERE r.id IS NULL GROUP BY d.id, town"
    " ORDER BY d.notice_at DESC, d.id, town LIMIT ?9"
)
_TOWNSHIP = SPANS[Level.TOWNSHIP]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How many zones a notice is due in, and when each acknowledged it; the rest still waits."""

    due: int
    received: Mapping[int, datetime]
    waiting: tuple[ZoneName, ...] = ()

    def time_to_last(self, published: datetime) -> timedelta | None:
        """Return how long the last of those that have it took; None while nobody has."""
        return max(self.received.values()) - published if self.received else None


def delivery_of(measure: str, scope: Sequence[ZoneRange]) -> Delivery:
    """Return whom the notice of one measure has reached, by one query."""
    above = _above(scope)
    inside = " OR ".join(["z.id BETWEEN ? AND ?"] * len(scope))
    rows = Session().all(
        f"SELECT z.id, z.name_zh, z.name_en, r.at FROM territory_zone z LEFT JOIN {TABLE} r"  # noqa: S608
        " ON r.measure=? AND r.zone=z.id WHERE z.valid_to IS NULL AND z.level IN (?, ?)"
        f" AND ({inside} OR z.id IN ({', '.join('?' * len(above))})) ORDER BY z.id",
        (measure, *map(int, DUE), *(end for one in scope for end in (one.lo, one.hi)), *above),
    ) if scope else []  # fmt: skip
    return Delivery(
        len(rows),
        {zone: instant_of(at) for zone, _, _, at in rows if at is not None},
        tuple(ZoneName(zone, zh, en) for zone, zh, en, at in rows if at is None),
    )


def delivered(measures: Sequence[MeasureFacts], until: datetime) -> tuple[int, int]:
    """Return how many receipts there were at an instant, of how many due, for many measures."""
    session, scopes = Session(), {one.id: one.around.scope for one in measures}
    rows = session.all(
        "SELECT id FROM territory_zone WHERE level IN (?, ?) AND valid_to IS NULL ORDER BY id",
        tuple(map(int, DUE)),
    )
    zones = [zone for (zone,) in rows]
    due = sum(
        sum(bisect_right(zones, one.hi) - bisect_left(zones, one.lo) for one in scope)
        + len(_above(scope))
        for scope in scopes.values()
    )
    return sum(_received(session, tuple(scopes), micros(until))), due


def _received(session: Session, measures: tuple[str, ...], until: int) -> list[int]:
    found = []
    for start in range(0, len(measures), AT_ONCE):
        some = measures[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT count(*) FROM {TABLE} WHERE at<=? AND measure IN ({marks})"  # noqa: S608
        found += [int(row[0]) for row in session.all(sql, (until, *some))]
    return found


def unheard_in(
    incident: int, *, published: tuple[datetime, datetime], at: datetime, most: int
) -> list[tuple[str, str, int]]:
    """Return measure, type and township of notices that some zone there has not acknowledged.

    Only notices published between two instants whose measure goes on; the latest first.
    """
    since, before = published
    rows = Session().all(
        _UNHEARD,
        (incident, micros(since), micros(before), micros(at), *map(int, DUE), _TOWNSHIP,
         SPANS[Level.COMMUNITY], most),
    )  # fmt: skip
    return [(str(measure), str(code), int(town)) for measure, code, town in rows]


def due_in(zone: int, scope: Sequence[ZoneRange]) -> bool:
    """Tell whether a zone has to acknowledge a notice: it lies in the scope, or around it."""
    return level_of(zone) in DUE and (any(zone in one for one in scope) or zone in _above(scope))


def _above(scope: Sequence[ZoneRange]) -> tuple[int, ...]:
    """Return the townships around a scope that lie outside it themselves."""
    found = {
        zone
        for one in scope
        for zone in ancestors_of(one.lo)
        if level_of(zone) in DUE and not any(zone in other for other in scope)
    }
    return tuple(sorted(found))
