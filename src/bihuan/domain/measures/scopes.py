"""What a measure covers: zones, or single compounds and buildings inside them.

The smallest scope that serves may be smaller than any zone. A range that is only there because a
place lies in it says where the scope is looked for, not whom it covers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.domain.zones import ZoneRange, level_of, range_of

COMPOUND, BUILDING = 6, 7
"""How fine a place is, after the levels of zones, the grid being 5."""


@dataclass(frozen=True, slots=True, order=True)
class ScopePlace:
    """A compound, or one building of it, that a scope names instead of the zone around it.

    Names and residents are told along; ``residents`` is None where nothing of the kind is drawn
    any more.
    """

    zone: int
    compound: str
    building: str = ""
    zh: str = field(default="", compare=False)
    en: str = field(default="", compare=False)
    residents: int | None = field(default=None, compare=False)

    @property
    def fineness(self) -> int:
        """How fine it is, on the scale of the levels of zones."""
        return BUILDING if self.building else COMPOUND

    def covers(self, other: "ScopePlace") -> bool:
        """Tell whether another place lies inside this one, or is the same."""
        return self.compound == other.compound and self.building in ("", other.building)

    def meets(self, other: "ScopePlace") -> bool:
        """Tell whether somebody lives in both places."""
        return self.covers(other) or other.covers(self)


@dataclass(frozen=True, slots=True)
class Scope:
    """Zones that are covered whole, and places covered by themselves."""

    whole: tuple[ZoneRange, ...] = ()
    places: tuple[ScopePlace, ...] = ()

    @property
    def ranges(self) -> tuple[ZoneRange, ...]:
        """The ranges in which the scope is found: the whole ones, and those around places."""
        return tuple(sorted({*self.whole, *(range_of(one.zone) for one in self.places)}))

    @property
    def smallest(self) -> bool:
        """Tell whether nothing smaller could be chosen: every part of it is one building."""
        return not self.whole and bool(self.places) and all(one.building for one in self.places)

    @property
    def fineness(self) -> int | None:
        """How fine its widest part is, None while there is none."""
        parts = (*(level_of(one.lo) for one in self.whole), *(p.fineness for p in self.places))
        return min(map(int, parts), default=None)

    def covers(self, other: "Scope") -> bool:
        """Tell whether everybody in another scope lives in this one."""
        return all(any(one.covers(part) for one in self.whole) for part in other.whole) and all(
            self.has_zone(part.zone) or any(one.covers(part) for one in self.places)
            for part in other.places
        )

    def meets(self, other: "Scope") -> bool:
        """Tell whether somebody lives in both scopes."""
        return (
            any(a.lo <= b.hi and b.lo <= a.hi for a in self.whole for b in other.whole)
            or any(other.has_zone(one.zone) for one in self.places)
            or any(self.has_zone(one.zone) for one in other.places)
            or any(a.meets(b) for a in self.places for b in other.places)
        )

    def has_compound(self, zone: int, compound: str) -> bool:
        """Tell whether a compound, or a building of it, is covered."""
        return self.has_zone(zone) or any(one.compound == compound for one in self.places)

    def has_zone(self, zone: int) -> bool:
        """Tell whether a zone is covered whole."""
        return any(zone in one for one in self.whole)


def scope_within(ranges: Iterable[ZoneRange], places: Iterable[ScopePlace]) -> Scope:
    """Return a scope by the ranges it is found in: one around a place is not covered whole."""
    kept = tuple(places)
    around = {range_of(one.zone) for one in kept}
    return Scope(tuple(one for one in ranges if one not in around), kept)


def scope_of(zones: Iterable[int], places: Iterable[ScopePlace] = ()) -> Scope:
    """Return the scope that was chosen; what lies inside another part of it is left out."""
    whole = ranges_of(zones)
    listed = sorted(set(places))
    kept = tuple(
        one
        for one in listed
        if not any(one.zone in reach for reach in whole)
        and not any(other.covers(one) for other in listed if other != one)
    )
    return Scope(whole, kept)


def ranges_of(zones: Iterable[int]) -> tuple[ZoneRange, ...]:
    """Return the ranges of zones, those inside another one left out."""
    every = sorted({range_of(zone) for zone in zones}, key=lambda one: (one.lo, -one.hi))
    kept: list[ZoneRange] = []
    for one in every:
        if not kept or not kept[-1].covers(one):
            kept.append(one)
    return tuple(kept)
