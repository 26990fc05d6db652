"""Who lives in a scope. Where a zone's own figure is unknown it is estimated, and says so.

Households follow the zone's own figure, else the size of households in the nearest zone that has
both figures, else the mean of the country.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bihuan.domain.zones import Level, ZoneRange, ancestor_of, ancestors_of, level_of, range_of
from bihuan.features.territory.api import ZoneName
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import once

# A zone's own figures, and how many communities lie in it: by their number figures are shared out.
_KNOWN = (
    "SELECT z.id, z.residents, z.households, z.fringe OR z.three_no OR z.courtyard,"
    " CASE WHEN z.level<?1 THEN (SELECT count(*) FROM territory_zone c WHERE c.level=?1"
    " AND c.valid_to IS NULL AND c.id BETWEEN z.id AND z.code_hi) ELSE 1 END,"
    " z.name_zh, z.name_en, z.valid_to IS NOT NULL FROM territory_zone z"
    " WHERE z.id IN (SELECT value FROM json_each(?2))"
)
_GRIDS = (
    "SELECT c.value, g.id, g.name_zh, g.name_en FROM json_each(?2) c JOIN territory_zone g"
    " ON g.id BETWEEN c.value AND c.value + 999 WHERE g.level=?1 AND g.valid_to IS NULL"
    " ORDER BY g.id"
)
# Zones of which every community has a figure of its own, with the sums of those.
_BELOW = (
    "SELECT json_extract(a.value, '$[0]'), sum(c.residents),"
    " CASE WHEN count(c.households)=count(*) THEN sum(c.households) END"
    " FROM json_each(?2) a JOIN territory_zone c ON c.level=?1 AND c.valid_to IS NULL"
    " AND c.id BETWEEN json_extract(a.value, '$[0]') AND json_extract(a.value, '$[1]')"
    " GROUP BY 1 HAVING count(c.residents)=count(*)"
)
PERSONS_IN_A_HOUSEHOLD = 2.62
"""The mean family household of the national census of 2020."""


@dataclass(frozen=True, slots=True)
class People:
    """Residents and households of a zone; residents are estimated when shared out from above.

    ``counted`` tells that the households are the zone's own figure and no estimate.
    """

    residents: int
    estimated: bool
    households: int = 0
    counted: bool = False

    def part(self, residents: int) -> "People":
        """Return a part of the zone whose residents are known, with households in proportion."""
        share = self.households * residents / self.residents if self.residents else 0
        return People(residents, estimated=False, households=round(share))


def people_in(zones: Iterable[int]) -> Mapping[int, People]:
    """Return the residents of zones; one nobody can estimate is absent.

    Without a figure of its own a zone gets its share of the nearest zone above that has one, by
    the number of communities; with none above either, the sum of its communities.
    """
    return people_and_service(zones).people


class Found(NamedTuple):
    """The residents of zones, those zones in which extra service is due, and those that ended."""

    people: Mapping[int, People]
    special: frozenset[int]
    gone: frozenset[int]


def people_and_service(zones: Iterable[int]) -> Found:
    """Return who lives in zones, where extra service is due, and which are no more."""
    wanted = set(zones)
    rows = _known(_lines(wanted))
    known = {row.zone: row for row in rows}
    special = frozenset(zone for zone in wanted if zone in known and known[zone].special)
    beside = _grids_beside({zone for zone in wanted if level_of(zone) is Level.GRID})
    found = {zone: one for zone in wanted if (one := _people(zone, known, beside)) is not None}
    gone = frozenset(zone for zone in wanted if zone in known and known[zone].gone)
    return Found({**found, **_added_up(wanted - found.keys())}, special, gone)


def _added_up(zones: Iterable[int]) -> Mapping[int, People]:
    """Return the residents of zones as the sum of their communities, where all of those know."""
    listed = [(r.lo, r.hi) for r in map(range_of, zones) if level_of(r.lo) < Level.COMMUNITY]
    if not listed:
        return {}
    rows = Session().all(_BELOW, (int(Level.COMMUNITY), json.dumps(listed)))
    return {
        zone: People(residents, estimated=False, households=round(
            households if households is not None else residents / PERSONS_IN_A_HOUSEHOLD
        ), counted=households is not None)
        for zone, residents, households in rows
    }  # fmt: skip


def grids_in(zones: Iterable[int]) -> Mapping[int, list[ZoneName]]:
    """Return the grids of some communities in code order, by one query."""
    found: dict[int, list[ZoneName]] = {zone: [] for zone in zones}
    rows = Session().all(_GRIDS, (int(Level.GRID), json.dumps(sorted(found))))
    for community, grid, zh, en in rows:
        found[community].append(ZoneName(grid, zh, en))
    return found


def _grids_beside(grids: Iterable[int]) -> Mapping[int, int]:
    """Return by community how many grids share its residents."""
    around = {ancestor_of(grid, Level.COMMUNITY) for grid in grids}
    return {zone: len(listed) for zone, listed in grids_in(around).items()} if around else {}


def _people(zone: int, known: Mapping[int, "_Row"], beside: Mapping[int, int]) -> People | None:
    """Return who lives in a zone, by its own figures and those of the zones above."""
    if level_of(zone) is Level.GRID and (zone not in known or known[zone].residents is None):
        return _share_of_grid(zone, known, beside)
    line = [known[one] for one in (zone, *ancestors_of(zone)) if one in known]
    source = next((one for one in line if one.residents is not None), None)
    if source is None or source.residents is None:
        return None
    own = source.zone == zone
    if not own and not source.communities:
        return None
    here = known[zone].communities if zone in known else 1
    share = source.residents if own else source.residents * max(1, here) / source.communities
    residents = round(share)
    counted = known[zone].households if zone in known else None
    if counted is not None:
        return People(residents, not own, counted, counted=True)
    return People(residents, not own, round(residents / _size(line)))


def _share_of_grid(
    zone: int, known: Mapping[int, "_Row"], beside: Mapping[int, int]
) -> People | None:
    """Return a grid's share of its community: as many as in each grid beside it."""
    community = ancestor_of(zone, Level.COMMUNITY)
    around = _people(community, known, {})
    if around is None:
        return None
    grids = max(1, beside.get(community, 0))
    return People(
        round(around.residents / grids), estimated=True, households=round(around.households / grids)
    )


def _size(line: Iterable["_Row"]) -> float:
    """Return the persons in a household of the nearest zone that has both figures."""
    return next(
        (one.residents / one.households for one in line if one.residents and one.households),
        PERSONS_IN_A_HOUSEHOLD,
    )


def names_up_from(zones: Iterable[int]) -> Mapping[int, ZoneName]:
    """Return the names of zones and of all above them: a page asks them with the people."""
    return {row.zone: ZoneName(row.zone, row.zh, row.en) for row in _known(_lines(zones))}


def _lines(zones: Iterable[int]) -> tuple[int, ...]:
    wanted = set(zones)
    return tuple(sorted(wanted | {above for zone in wanted for above in ancestors_of(zone)}))


class _Row(NamedTuple):
    """A zone's own figures, how many communities lie in it, its names."""

    zone: int
    residents: int | None
    households: int | None
    special: int
    communities: int
    zh: str
    en: str
    gone: int


@once
def _known(zones: tuple[int, ...]) -> list[_Row]:
    rows = Session().all(_KNOWN, (int(Level.COMMUNITY), json.dumps(zones)))
    return [_Row(*row) for row in rows]


def communities_with_people(
    session: Session, scope: ZoneRange, named: Iterable[int] = ()
) -> tuple[list[int], list[int]]:
    """Return the communities of a scope in code order, and their residents (estimated or not).

    Grids among the zones ``named`` are told apart, and left out of their community's figure.
    """
    rows = session.all(
        "SELECT id, residents FROM territory_zone WHERE level=? AND valid_to IS NULL"
        " AND id BETWEEN ? AND ? ORDER BY id",
        (int(Level.COMMUNITY), scope.lo, scope.hi),
    )
    missing = [zone for zone, residents in rows if residents is None]
    shares = _shares(session, missing)
    found = {
        zone: residents if residents is not None else shares.get(zone, 0)
        for zone, residents in rows
    }
    grids = sorted({one for one in named if one in scope and level_of(one) is Level.GRID})
    people = people_in(grids) if grids else {}
    for grid in grids:
        community = ancestor_of(grid, Level.COMMUNITY)
        there = people[grid].residents if grid in people else 0
        found[grid] = min(there, found.get(community, there))
        if community in found:
            found[community] -= found[grid]
    return sorted(found), [found[zone] for zone in sorted(found)]


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
    return people_and_service(zones).special if zones else frozenset()
