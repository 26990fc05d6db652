"""Who lives in a scope. Where a zone's own figure is unknown it is estimated, and says so."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.domain.zones import Level, ZoneRange, ancestors_of
from bihuan.features.territory.api import ZoneName
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import once

# A zone's own figures, and how many communities lie in it: by their number figures are shared out.
_KNOWN = (
    "SELECT z.id, z.residents, z.fringe OR z.three_no OR z.courtyard,"
    " CASE WHEN z.level<?1 THEN (SELECT count(*) FROM territory_zone c WHERE c.level=?1"
    " AND c.valid_to IS NULL AND c.id BETWEEN z.id AND z.code_hi) ELSE 1 END,"
    " z.name_zh, z.name_en FROM territory_zone z WHERE z.id IN (SELECT value FROM json_each(?2))"
)


@dataclass(frozen=True, slots=True)
class People:
    """Residents of a zone; estimated when shared out from a zone above."""

    residents: int
    estimated: bool


def people_in(zones: Iterable[int]) -> Mapping[int, People]:
    """Return the residents of zones; one nobody can estimate is absent.

    Without a figure of its own a zone gets its share of the nearest zone above that has one, by
    the number of communities.
    """
    return people_and_service(zones)[0]


def people_and_service(
    zones: Iterable[int],
) -> tuple[Mapping[int, People], frozenset[int]]:
    """Return the residents of zones, and those of the zones in which extra service is due."""
    wanted = set(zones)
    rows = _known(_lines(wanted))
    known = {zone: residents for zone, residents, *_ in rows if residents is not None}
    special = frozenset(zone for zone, _, due, *_ in rows if due and zone in wanted)
    counted = {zone: n for zone, _, _, n, *_ in rows}
    found = {zone: People(known[zone], estimated=False) for zone in wanted if zone in known}
    above = {
        zone: next((one for one in ancestors_of(zone) if one in known), None)
        for zone in wanted - found.keys()
    }
    shared = {zone: source for zone, source in above.items() if source is not None}
    for zone, source in shared.items():
        if counted[source]:
            share = known[source] * max(1, counted.get(zone, 1)) / counted[source]
            found[zone] = People(round(share), estimated=True)
    return found, special


def names_up_from(zones: Iterable[int]) -> Mapping[int, ZoneName]:
    """Return the names of zones and of all above them: a page asks them with the people."""
    return {zone: ZoneName(zone, zh, en) for zone, _, _, _, zh, en in _known(_lines(zones))}


def _lines(zones: Iterable[int]) -> tuple[int, ...]:
    wanted = set(zones)
    return tuple(sorted(wanted | {above for zone in wanted for above in ancestors_of(zone)}))


@once
def _known(zones: tuple[int, ...]) -> list[tuple[Any, ...]]:
    return Session().all(_KNOWN, (int(Level.COMMUNITY), json.dumps(zones)))


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


def special_among(zones: Iterable[int]) -> frozenset[int]:
    """Return the zones, of some, in which extra service is due."""
    return people_and_service(zones)[1] if zones else frozenset()
