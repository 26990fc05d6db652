"""The smallest parts in which residents are counted: communities, grids, and places in them.

A place that some measure names alone is told apart from the rest of its community, so that each
resident counts once however scopes overlap. Parts stand in a row: what a zone covers lies together
in it, with the places of a part behind what is left of it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.zones import Level, ZoneRange, ancestor_of
from bihuan.features.measures.selectors.pieces import Piece, pieces_in
from bihuan.features.premises import api as premises
from bihuan.platform.db.dialects import Session

Span = tuple[int, int]
"""The first and the last of some parts that stand together."""
NamedPlace = tuple[str, str]
"""A compound, and a building of it or nothing."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The zone of each part in ascending order, its residents, and where each place stands.

    ``moved`` are the parts that were found under another code before, by where they stand.
    """

    zones: Sequence[int]
    residents: Sequence[int]
    places: Mapping[NamedPlace, Span] = field(default_factory=dict)
    moved: Sequence[tuple[int, Piece]] = ()

    def reached(
        self, reach: ZoneRange, at: datetime | None = None, compound: str = "", building: str = ""
    ) -> list[Span]:
        """Return the parts of a zone, or of a place in it, as boundaries were at an instant.

        The instant is one of the wall; None is now.
        """
        if compound:
            there = self.places.get((compound, building))
            return [] if there is None else [there]
        first, behind = bisect_left(self.zones, reach.lo), bisect_right(self.zones, reach.hi)
        if not self.moved or at is None:
            return [(first, behind - 1)] if first < behind else []
        away = [n for n, one in self.moved if first <= n < behind and one.at(at) not in reach]
        here = [(n, n) for n, one in self.moved if not first <= n < behind and one.at(at) in reach]
        edges = [first, *(edge for n in away for edge in (n, n + 1)), behind]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return [*((a, b - 1) for a, b in pairs if a < b), *here]

    def spans(self, scope: Scope) -> list[Span]:
        """Return the parts that a scope covers now."""
        found = [span for reach in scope.whole for span in self.reached(reach)]
        found += [
            span
            for one in scope.places
            for span in self.reached(ZoneRange(0, 0), None, one.compound, one.building)
        ]
        return found


def atoms_in(session: Session, scope: ZoneRange, covered: Iterable[Scope]) -> Atoms:
    """Return the parts of a scope as some measures divide it."""
    known = list(covered)
    named = {reach.lo for one in known for reach in one.ranges}
    pieces = pieces_in(session, scope, named)
    return _apart(pieces, {place for one in known for place in one.places})


def _apart(pieces: Sequence[Piece], places: set[ScopePlace]) -> Atoms:
    """Take places out of the pieces they lie in, and stand them behind what is left of those."""
    inside: dict[int, list[tuple[str, premises.CompoundView]]] = {one.code: [] for one in pieces}
    drawn = premises.compounds_by_id({one.compound for one in places}) if places else {}
    for identity, compound in sorted(drawn.items()):
        around = (compound.zone, ancestor_of(compound.zone, Level.COMMUNITY))
        zone = next((one for one in around if one in inside), None)
        if zone is not None:
            inside[zone].append((identity, compound))
    zones: list[int] = []
    residents: list[int] = []
    moved: list[tuple[int, Piece]] = []
    taken: dict[NamedPlace, Span] = {}
    for piece in pieces:
        rest = len(zones)
        zones.append(piece.zone)
        residents.append(piece.residents)
        for identity, compound in inside[piece.code]:
            first = len(zones)
            for name, people in _parts(identity, compound, places):
                there = min(people, residents[rest])
                residents[rest] -= there
                if name:
                    taken[identity, name] = (len(zones), len(zones))
                zones.append(piece.zone)
                residents.append(there)
            taken[identity, ""] = (first, len(zones) - 1)
        if piece.before:
            moved += [(place, piece) for place in range(rest, len(zones))]
    return Atoms(zones, residents, taken, moved)


def _parts(
    identity: str, compound: premises.CompoundView, places: Iterable[ScopePlace]
) -> list[tuple[str, int]]:
    """Return the buildings of a compound that are named alone, and behind them what is left."""
    named = sorted({p.building for p in places if p.compound == identity and p.building})
    found = [(name, compound.plan.buildings.get(name, 0)) for name in named]
    return [*found, ("", max(0, compound.residents - sum(people for _, people in found)))]
