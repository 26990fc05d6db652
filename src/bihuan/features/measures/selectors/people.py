"""Who lives in a scope. Where a zone's own figure is unknown it is estimated, and says so."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bihuan.domain.zones import Level, ZoneRange, ancestors_of, range_of
from bihuan.platform.db.dialects import Session


@dataclass(frozen=True, slots=True)
class People:
    """Residents of a zone; estimated when shared out from a zone above."""

    residents: int
    estimated: bool


def people_in(session: Session, zones: Iterable[int]) -> Mapping[int, People]:
    """Return the residents of zones; one nobody can estimate is absent.

    Without a figure of its own a zone gets its share of the nearest zone above that has one, by
    the number of communities.
    """
    return people_and_service(session, zones)[0]


def people_and_service(
    session: Session, zones: Iterable[int]
) -> tuple[Mapping[int, People], frozenset[int]]:
    """Return the residents of zones, and those of the zones in which extra service is due."""
    wanted = set(zones)
    line = wanted | {above for zone in wanted for above in ancestors_of(zone)}
    marks = ", ".join("?" * len(line))
    rows = session.all(
        "SELECT id, residents, fringe OR three_no OR courtyard"  # noqa: S608
        f" FROM territory_zone WHERE id IN ({marks})",
        tuple(line),
    )
    known = {zone: residents for zone, residents, _ in rows if residents is not None}
    special = frozenset(zone for zone, _, due in rows if due and zone in wanted)
    found = {zone: People(known[zone], estimated=False) for zone in wanted if zone in known}
    above = {
        zone: next((one for one in ancestors_of(zone) if one in known), None)
        for zone in wanted - found.keys()
    }
    shared = {zone: source for zone, source in above.items() if source is not None}
    counted = _communities(session, {*shared, *shared.values()})
    for zone, source in shared.items():
        if counted[source]:
            share = known[source] * max(1, counted[zone]) / counted[source]
            found[zone] = People(round(share), estimated=True)
    return found, special


def _communities(session: Session, zones: Collection[int]) -> Mapping[int, int]:
    """Return how many communities lie in each zone, by one query for all."""
    if not zones:
        return {}
    reaches = [[one.lo, one.hi] for one in map(range_of, sorted(zones))]
    rows = session.all(
        "SELECT json_extract(value, '$[0]'), (SELECT count(*) FROM territory_zone WHERE level=?"
        " AND valid_to IS NULL AND id BETWEEN json_extract(value, '$[0]')"
        " AND json_extract(value, '$[1]')) FROM json_each(?)",
        (int(Level.COMMUNITY), json.dumps(reaches)),
    )
    return {int(zone): int(n) for zone, n in rows}


def communities_with_people(session: Session, scope: ZoneRange) -> tuple[list[int], list[int]]:
    """Return the communities of a scope in code order, and their residents (estimated or not)."""
    rows = session.all(
        "SELECT id, residents FROM territory_zone WHERE level=? AND valid_to IS NULL"
        " AND id BETWEEN ? AND ? ORDER BY id",
        (int(Level.COMMUNITY), scope.lo, scope.hi),
    )
    missing = [zone for zone, residents in rows if residents is None]
    shares = _shares(session, missing)
    return [zone for zone, _ in rows], [
        residents if residents is not None else shares.get(zone, 0) for zone, residents in rows
    ]


def _shares(session: Session, zones: list[int]) -> Mapping[int, int]:
    """Share out each county's residents among its communities, by one query for all."""
    rows = session.all(
        "SELECT c.id, c.residents, (SELECT count(*) FROM territory_zone v WHERE v.level=?"
        " AND v.valid_to IS NULL AND v.id BETWEEN c.id AND c.code_hi) FROM territory_zone c"
        " WHERE c.level=? AND c.residents IS NOT NULL",
        (int(Level.COMMUNITY), int(Level.COUNTY)),
    )
    share = {county: residents // n for county, residents, n in rows if n}
    step = 10**9
    return {zone: share.get(zone - zone % step, 0) for zone in zones}
