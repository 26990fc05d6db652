"""The smallest parts in which residents are counted: communities, grids, and places in them.

A place that some measure names alone is told apart from the rest of its community, so that each
resident counts once however scopes overlap. Parts stand in a row: what a zone covers lies together
in it, with the places of a part behind what is left of it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.zones import Level, ZoneRange, ancestor_of
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.premises import api as premises
from bihuan.platform.db.dialects import Session

Span = tuple[int, int]
"""The first and the last of some parts that stand together."""
NamedPlace = tuple[str, str]
"""A compound, and a building of it or nothing."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The zone of each part in ascending order, its residents, and where each place stands."""

    zones: Sequence[int]
    residents: Sequence[int]
    places: Mapping[NamedPlace, Span] = field(default_factory=dict)

    def span(self, reach: ZoneRange, compound: str = "", building: str = "") -> Span | None:
        """Return the parts of a zone, or of a place in it; None where nothing of it is counted."""
        if compound:
            return self.places.get((compound, building))
        first, behind = bisect_left(self.zones, reach.lo), bisect_right(self.zones, reach.hi)
        return (first, behind - 1) if first < behind else None

    def spans(self, scope: Scope) -> list[Span]:
        """Return the parts that a scope covers."""
        found = [self.span(reach) for reach in scope.whole]
        found += [self.places.get((one.compound, one.building)) for one in scope.places]
        return [one for one in found if one is not None]


def atoms_in(session: Session, scope: ZoneRange, covered: Iterable[Scope]) -> Atoms:
    """Return the parts of a scope as some measures divide it."""
    known = list(covered)
    named = {reach.lo for one in known for reach in one.ranges}
    zones, residents = communities_with_people(session, scope, named)
    places = {place for one in known for place in one.places}
    if not places:
        return Atoms(zones, residents)
    return _apart(dict(zip(zones, residents, strict=True)), places)


def _apart(left: dict[int, int], places: set[ScopePlace]) -> Atoms:
    """Take places out of the parts they lie in, and stand them behind what is left of those."""
    inside: dict[int, list[tuple[str, premises.CompoundView]]] = {zone: [] for zone in left}
    drawn = premises.compounds_by_id({one.compound for one in places})
    for identity, compound in sorted(drawn.items()):
        around = (compound.zone, ancestor_of(compound.zone, Level.COMMUNITY))
        zone = next((one for one in around if one in left), None)
        if zone is not None:
            inside[zone].append((identity, compound))
    zones: list[int] = []
    residents: list[int] = []
    taken: dict[NamedPlace, Span] = {}
    for zone in sorted(left):
        rest = len(zones)
        zones.append(zone)
        residents.append(left[zone])
        for identity, compound in inside[zone]:
            first = len(zones)
            for name, people in _parts(identity, compound, places):
                there = min(people, residents[rest])
                residents[rest] -= there
                if name:
                    taken[identity, name] = (len(zones), len(zones))
                zones.append(zone)
                residents.append(there)
            taken[identity, ""] = (first, len(zones) - 1)
    return Atoms(zones, residents, taken)


def _parts(
    identity: str, compound: premises.CompoundView, places: Iterable[ScopePlace]
) -> list[tuple[str, int]]:
    """Return the buildings of a compound that are named alone, and behind them what is left."""
    named = sorted({p.building for p in places if p.compound == identity and p.building})
    found = [(name, compound.plan.buildings.get(name, 0)) for name in named]
    return [*found, ("", max(0, compound.residents - sum(people for _, people in found)))]
