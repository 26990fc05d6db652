"""Whose ground an old code is today: what a zone carries on after mergers, splits and moves.

History never changes its codes, so what was found in a zone that ended stays under the old code.
It counts for the zone in force that holds all of the old ground: the one it was merged into, the
new code of what moved. Where a zone went in several parts, nobody knows in which of them a thing
found before lies: it counts for the zone around them all, and the posts that have it in hand keep
it. So every code counts for one zone at each level, never for two beside each other.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bihuan.domain.boundaries import Succession
from bihuan.domain.zones import ZoneRange, ancestors_of, level_of, range_of


@dataclass(frozen=True, slots=True)
class Ground:
    """A zone's own subtree, and the codes that it stands for: disjoint ranges in code order."""

    whole: ZoneRange
    parts: tuple[ZoneRange, ...]

    def __contains__(self, code: object) -> bool:
        return any(code in part for part in self.parts)

    @property
    def moved(self) -> bool:
        """Tell whether something came from elsewhere or went away."""
        return self.parts != (self.whole,)

    def covers(self, other: ZoneRange) -> bool:
        """Tell whether every code of a range lies on this ground."""
        return any(part.covers(other) for part in self.parts)

    def shared_with(self, other: "Ground") -> tuple[ZoneRange, ...]:
        """Return what lies on both grounds."""
        pairs = ((one, two) for one in self.parts for two in other.parts)
        both = (ZoneRange(max(a.lo, b.lo), min(a.hi, b.hi)) for a, b in pairs)
        return tuple(part for part in both if part.lo <= part.hi)


def ground_of(scope: ZoneRange | Ground) -> Ground:
    """Return a ground as it is, and a plain range as one on which nothing moved."""
    return scope if isinstance(scope, Ground) else Ground(scope, (scope,))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Codes next to each other that one zone carries today."""

    codes: ZoneRange
    today: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Every code that ended into another one, and the zone that carries its ground today."""

    stretches: tuple[_Stretch, ...]
    _known: dict[int, Ground] = field(default_factory=dict)

    @classmethod
    def from_pairs(cls, pairs: Iterable[Succession]) -> "Carried":
        """Return what became of the zones that ended; a split zone that stayed is no pair."""
        follows: defaultdict[int, set[int]] = defaultdict(set)
        for pair in pairs:
            follows[pair.old].add(pair.new)
        return cls(tuple(_flat({old: _around(_ends(old, follows)) for old in follows})))

    def today(self, code: int) -> int:
        """Return the zone that carries a code's ground today: itself where nothing moved."""
        place = bisect_right(self.stretches, code, key=lambda one: one.codes.lo) - 1
        found = self.stretches[place] if place >= 0 else None
        return found.today if found is not None and code in found.codes else code

    def ground(self, code: int) -> Ground:
        """Return what a zone stands for; one that ended itself stands for its own old codes."""
        if code not in self._known:
            self._known[code] = self._ground(code)
        return self._known[code]

    def standing(self, reach: ZoneRange) -> tuple[ZoneRange, ...]:
        """Return the codes under which stands today what lies in a range: disjoint, in order."""
        parts, at = [], reach.lo
        for one in self.stretches:
            inside, comes = one.codes.lo in reach, one.today in reach
            if inside and not comes:
                parts.append(ZoneRange(at, one.codes.lo - 1))
                at = one.codes.hi + 1
            elif comes and not inside:
                parts.append(one.codes)
        parts.append(ZoneRange(at, reach.hi))
        return tuple(_joined(part for part in parts if part.lo <= part.hi))

    def touches(self, reach: ZoneRange) -> bool:
        """Tell whether anything in a range came from elsewhere, went away or moved inside it."""
        return any(one.codes.lo in reach or one.today in reach for one in self.stretches)

    def came_to(self, code: int) -> tuple[int, ...]:
        """Return the zones of the same level that ended and whose ground a zone carries today."""
        olds = (one.codes.lo for one in self.stretches if one.today == code)
        return tuple(old for old in olds if level_of(old) is level_of(code))

    def _ground(self, code: int) -> Ground:
        whole = range_of(code)
        if not self.stretches or self.today(code) != code:
            return ground_of(whole)
        return Ground(whole, self.standing(whole))


def _ends(old: int, follows: Mapping[int, set[int]]) -> set[int]:
    """Return where a zone's ground has come to, over however many changes."""
    ends, seen, ahead = set(), {old}, [old]
    while ahead:
        code = ahead.pop()
        if code not in follows:
            ends.add(code)
        ahead += follows.get(code, set()) - seen
        seen |= follows.get(code, set())
    return ends


def _around(codes: set[int]) -> int:
    """Return the smallest zone that holds all of some."""
    first, *others = codes
    lines = [{one, *ancestors_of(one)} for one in others]
    return next(
        code for code in (first, *ancestors_of(first)) if all(code in line for line in lines)
    )


def _flat(carriers: Mapping[int, int]) -> Iterator[_Stretch]:
    """Yield the stretches in code order: what moved by itself lies apart from what is around it."""
    ranges = sorted(((range_of(old), now) for old, now in carriers.items()), key=_outer_first)
    edges = sorted({edge for one, _ in ranges for edge in (one.lo, one.hi + 1)})
    open_: list[tuple[ZoneRange, int]] = []
    waiting = iter([*ranges, None])
    following = next(waiting)
    for lo, end in pairwise(edges):
        open_ = [one for one in open_ if lo in one[0]]
        while following is not None and following[0].lo == lo:
            open_.append(following)
            following = next(waiting)
        if open_:
            yield _Stretch(ZoneRange(lo, end - 1), open_[-1][1])


def _outer_first(one: tuple[ZoneRange, int]) -> tuple[int, int]:
    return one[0].lo, -one[0].hi


def _joined(parts: Iterable[ZoneRange]) -> list[ZoneRange]:
    found: list[ZoneRange] = []
    for part in sorted(parts):
        if found and found[-1].hi + 1 == part.lo:
            found[-1] = ZoneRange(found[-1].lo, part.hi)
        else:
            found.append(part)
    return found
