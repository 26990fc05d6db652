"""The people of communities, piece by piece: what was merged into one is still told apart.

Days that were lived under a measure stay what they were: it covered the zones that it named, as
they were then, whatever has become of their boundaries since.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.zones import Level, ZoneRange, ancestor_of, level_of
from bihuan.features.measures.selectors.people import communities_with_people
from bihuan.platform.db.dialects import Session

Before = tuple[tuple[datetime, int], ...]
"""The codes that a piece had, each until an instant of the wall, the oldest first."""
_EDGES = (
    "SELECT s.old_id, s.new_id, s.kind, s.at, coalesce(o.residents, 0)"
    " FROM territory_succession s JOIN territory_zone o ON o.id=s.old_id WHERE o.level=?"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a community: the code it had first, its zone in force, who lives there."""

    code: int
    zone: int
    residents: int
    before: Before = ()

    def at(self, instant: datetime | None) -> int:
        """Return the code under which it was found at an instant of the wall, or is now."""
        place = 0 if instant is None else bisect_right([until for until, _ in self.before], instant)
        known = self.before[place:] if instant is not None else ()
        return known[0][1] if known else self.zone


@dataclass(frozen=True, slots=True)
class _Past:
    """What was merged into each community with its people, and what each was split from."""

    merged: Mapping[int, list[tuple[datetime, int, int]]]
    split: Mapping[int, tuple[datetime, int]]

    def pieces(self, zone: int, residents: int) -> list[Piece]:
        """Return the pieces of a community, what was always its own first."""
        found, left = [], residents
        for at, old, people in self.merged.get(zone, ()):
            for one in self.pieces(old, min(people, left)):
                left -= one.residents
                found.append(replace(one, before=(*one.before, (at, old))))
        return [Piece(zone, zone, left, self._own(zone)), *found]

    def _own(self, zone: int) -> Before:
        """Return the codes of what a community was split from, the oldest first."""
        found: list[tuple[datetime, int]] = []
        while zone in self.split and len(found) < len(self.split):
            found.insert(0, self.split[zone])
            zone = self.split[zone][1]
        return tuple(found)


def pieces_in(session: Session, scope: ZoneRange, named: Iterable[int]) -> list[Piece]:
    """Return the pieces of the communities of a scope in the order of zones in force.

    Grids among the zones ``named`` are pieces of their own.
    """
    zones, residents = communities_with_people(session, scope, named)
    people = dict(zip(zones, residents, strict=True))
    rows = session.all(_EDGES, (int(Level.COMMUNITY),))
    if not rows:
        return [Piece(zone, zone, count) for zone, count in people.items()]
    past = _past(rows)
    lost = {zone for zone in zones if level_of(zone) is Level.GRID} - {
        zone for zone in zones if ancestor_of(zone, Level.COMMUNITY) in people
    }
    found = [
        replace(one, zone=zone)
        for zone in zones
        if zone not in lost
        for one in past.pieces(zone, people[zone])
    ]
    return _with_grids(found, sorted(lost), people)


def _past(rows: Iterable[tuple]) -> _Past:  # type: ignore[type-arg]
    merged: defaultdict[int, list[tuple[datetime, int, int]]] = defaultdict(list)
    split = {}
    for old, new, kind, at, people in rows:
        if kind == "merge":
            merged[new].append((instant_of(at), old, people))
        else:
            split[new] = (instant_of(at), old)
    return _Past(merged, split)


def _with_grids(found: list[Piece], grids: list[int], people: Mapping[int, int]) -> list[Piece]:
    """Take grids that are gone with their community out of what has become of that."""
    for grid in grids:
        community = ancestor_of(grid, Level.COMMUNITY)
        place = next((n for n, one in enumerate(found) if one.code == community), None)
        if place is None or not found[place].before:
            continue
        one = found[place]
        there = min(people[grid], one.residents)
        began = ((one.before[0][0], grid), *one.before[1:])
        found[place] = replace(one, residents=one.residents - there)
        found.insert(place + 1, Piece(grid, one.zone, there, began))
    return found
