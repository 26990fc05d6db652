"""The smallest parts in which residents are counted: communities, grids, and places in them.

A place that some measure names alone is told apart from the rest of its community, so that each
resident counts once however scopes overlap. A part's code is the zone's, drawn out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.zones import Level, ZoneRange, ancestor_of
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.features.premises import api as premises
from bihuan.platform.db.dialects import Session

FINE = 9_000
"""Parts that a zone may have: as many as 64 bits leave beside its fifteen digits."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Atoms:
    """Parts by code with their residents, and the codes that each place takes up."""

    residents: Mapping[int, int]
    places: Mapping[tuple[str, str], Span] = field(default_factory=dict)

    def span(self, reach: ZoneRange, compound: str = "", building: str = "") -> Span | None:
        """Return the codes of a zone, or of a place in it; None where nothing of it is counted."""
        if compound:
            return self.places.get((compound, building))
        return reach.lo * FINE, reach.hi * FINE + FINE - 1

    def spans(self, scope: Scope) -> list[Span]:
        """Return the codes that a scope covers."""
        found = [self.span(reach) for reach in scope.whole]
        found += [self.places.get((one.compound, one.building)) for one in scope.places]
        return [one for one in found if one is not None]


def atoms_in(session: Session, scope: ZoneRange, covered: Iterable[Scope]) -> Atoms:
    """Return the parts of a scope as some measures divide it, in ascending order of code."""
    known = list(covered)
    named = {reach.lo for one in known for reach in one.ranges}
    codes, residents = communities_with_people(session, scope, named)
    left = {code * FINE: n for code, n in zip(codes, residents, strict=True)}
    places = {place for one in known for place in one.places}
    if not places:
        return Atoms(left)
    taken = _apart(left, places)
    return Atoms(dict(sorted(left.items())), taken)


def _apart(left: dict[int, int], places: set[ScopePlace]) -> dict[tuple[str, str], Span]:
    """Take places out of the parts they lie in; return the codes that each of them takes up."""
    taken: dict[tuple[str, str], Span] = {}
    free: dict[int, int] = {}
    drawn = premises.compounds_by_id({one.compound for one in places})
    for identity, compound in sorted(drawn.items()):
        around = _part_around(left, compound.zone)
        if around is None:
            continue
        first = free.get(around, around + 1)
        code, rest = first, compound.residents
        for name in sorted({p.building for p in places if p.compound == identity and p.building}):
            there = compound.plan.buildings.get(name, 0)
            left[code] = _moved(left, around, there)
            taken[identity, name] = (code, code)
            code, rest = code + 1, rest - there
        left[code] = _moved(left, around, max(0, rest))
        taken[identity, ""] = (first, code)
        free[around] = code + 1
    return taken


def _part_around(left: Mapping[int, int], zone: int) -> int | None:
    around = (zone * FINE, ancestor_of(zone, Level.COMMUNITY) * FINE)
    return next((one for one in around if one in left), None)


def _moved(left: dict[int, int], source: int, residents: int) -> int:
    """Take residents out of a part, no more than live there, and return how many."""
    there = min(residents, left[source])
    left[source] -= there
    return there
