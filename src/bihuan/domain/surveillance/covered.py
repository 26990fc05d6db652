"""Which counts hide with a small one, so that no total, page or filter gives it away.

Totals of zones are published beside the counts of their parts. A count of one to four hides; where
it alone would hide, subtraction would give it away, so a neighbour hides too: the next one in the
order of codes, whatever its count, so that a revision elsewhere does not move the cover. What hides
does not depend on who asks for which zone. What readers were told already covers nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.surveillance.tree import Children

Key = tuple[str, str, str]
Place = tuple[int, Key]
Totals = Mapping[int, int | None]


def is_small(n: int | None) -> bool:
    """Tell whether a count of people hides by itself."""
    return n is not None and 0 < n < SMALL_CELL


def covered(
    totals: Totals,
    children: Children,
    already: frozenset[int] = frozenset(),
    told: Collection[int] = frozenset(),
    among: Collection[int] | None = None,
) -> frozenset[int]:
    """Return the zones whose count of one day must hide, the small ones and their covers.

    Parameters
    ----------
    totals
        The count of each zone, None where it is not known.
    children
        The parts of each zone, in the order of codes.
    already
        Zones that hide for another reason.
    told
        Zones whose present count was shown before: hiding them now helps nobody.
    among
        The zones of which something changed since all was covered, with those above them; all if
        not said.
    """
    about = totals if among is None else among
    shut = {*already, *(zone for zone in about if is_small(totals.get(zone)))}
    search, hidden = _Search(totals, children, told), shut.difference(told)
    open_: Collection[int] = about
    while open_:
        found = set[int]()
        for zone in [one for one in children if one in open_]:
            found |= search.cover(zone, hidden)
            hidden |= found
        found = found or search.remedies(hidden) - hidden
        hidden |= found
        open_ = set(found)
        while found:
            found = {zone for zone, parts in children.items() if not found.isdisjoint(parts)}
            open_ |= found
    return frozenset(hidden | shut)


def to_come(zone: int, totals: Totals, children: Children) -> int:
    """Return what those below a zone will have that did not report, where they may all be few.

    Who keeps a page of today subtracts tomorrow.
    """
    _, missing, rest = left_below(zone, totals, children)
    return rest if 0 < rest <= len(missing) * SMALL_CELL else 0


def left_below(zone: int, totals: Totals, children: Children) -> tuple[list[int], list[int], int]:
    """Return who below a zone reported, who did not, and what is left for the latter."""
    parts, whole = children.get(zone, ()), totals.get(zone)
    known = [part for part in parts if totals.get(part) is not None]
    if whole is None or len(known) == len(parts):
        return known, [], 0
    missing, open_ = [], [part for part in parts if totals.get(part) is None]
    while open_:
        one = open_.pop()
        below = children.get(one, ())
        missing += [] if below else [one]
        known += [part for part in below if totals.get(part) is not None]
        open_ += [part for part in below if totals.get(part) is None]
    return known, missing, whole - sum(totals[part] or 0 for part in known)


@dataclass(frozen=True, slots=True)
class _Search:
    """What may cover what, among the counts of one day."""

    totals: Totals
    children: Children
    told: Collection[int]

    def known(self, zone: int) -> list[int]:
        return [one for one in self.children.get(zone, ()) if self.totals.get(one) is not None]

    def cover(self, zone: int, hidden: set[int]) -> set[int]:
        """Return what else must hide among a zone and its parts; empty when nothing is exposed."""
        if zone in hidden:
            return self._within(zone, hidden)
        parts, missing, rest = left_below(zone, self.totals, self.children)
        if rest > len(missing) * SMALL_CELL or (rest <= 0 and hidden.isdisjoint(parts)):
            return set()  # nothing hides, or one that comes later covers
        if any(self.totals.get(part) is None for part in self.children[zone]):
            parts = self._opened(parts, hidden)
        shut = [part for part in parts if part in hidden]
        counts = [self.totals[part] or 0 for part in shut]
        if not (exposed(counts) or (rest > 0 and not _covers(counts))):
            return set()
        neighbour = self.next(parts, shut[0] if shut else parts[-1], hidden) if parts else None
        if neighbour is not None:
            return {neighbour}
        tells = exposed(counts) or is_small(rest)
        fresh = self.totals.get(zone) is not None and zone not in self.told
        return {zone} if tells and fresh else set()

    def _opened(self, parts: Sequence[int], hidden: set[int]) -> list[int]:
        """Return zones with the parts of those that hide: what is shown of these narrows them."""
        found: list[int] = []
        for part in parts:
            below = self.known(part) if part in hidden else []
            whole = below and len(below) == len(self.children[part])
            found += self._opened(below, hidden) if whole else [part]
        return found

    def _within(self, zone: int, hidden: set[int]) -> set[int]:
        """Return the part that hides with a hidden zone: the sum of its parts would be its total.

        A part of none adds nothing, so one that may still come is waited for.
        """
        parts = self.known(zone)
        if not parts or any(part in hidden and self.totals[part] for part in parts):
            return set()
        found = self.next(parts, parts[-1], hidden)
        if found is not None:
            return {found}
        waits = self.told and len(parts) < len(self.children[zone])
        return (
            set() if waits or not hidden.isdisjoint(parts) else set(parts[:1]).difference(self.told)
        )

    def next(self, parts: Sequence[int], after: int, hidden: set[int]) -> int | None:
        """Return the next part that may cover one, in the order of codes."""
        place = parts.index(after) + 1
        around = [*parts[place:], *parts[:place]]
        able = [part for part in around if self._may_cover(part, hidden)]
        sure = (part for part in able if not self.told or self._lasts(part, hidden))
        return next(sure, able[0] if able else None)

    def _may_cover(self, zone: int, hidden: set[int]) -> bool:
        if zone in hidden or zone in self.told or (self.totals[zone] or 0) < SMALL_CELL:
            return False
        return (
            not self.told
            or len(self.known(zone)) < len(below := self.children.get(zone, ()))
            or (not below or self._lasts(zone, hidden))
        )

    def _lasts(self, zone: int, hidden: set[int]) -> bool:
        """Tell whether a zone covers whatever its parts may still have."""
        below = self.known(zone)
        return not self.children.get(zone) or any(
            one in hidden or (self._may_cover(one, hidden) and self._lasts(one, hidden))
            for one in below
        )

    def remedies(self, hidden: set[int]) -> set[int]:
        """Return what else must hide because a small count follows from what marks may stand for.

        A small one is printed as below five and its cover as another mark, so that one and a cover
        of five follow from their sum of six, over two levels too.
        """
        if not any(is_small(self.totals.get(zone)) for zone in hidden):
            return set()
        fixed = list(self._fixed(hidden))
        if not fixed:
            return set()
        above = {part: zone for zone, parts in self.children.items() for part in parts}
        found = (self._remedy(zone, above, hidden) for zone in fixed)
        return {zone for zone in found if zone is not None}

    def _remedy(self, zone: int, above: Mapping[int, int], hidden: set[int]) -> int | None:
        below = zone
        while below in above:
            parent = above[below]
            known = self.known(parent)
            more = self.next(known, below, hidden) if below in known else None
            if more is None and parent not in hidden and parent not in self.told:
                more = parent if self.totals.get(parent) else None
            if more is not None:
                return more
            below = parent
        return None

    def _fixed(self, hidden: set[int]) -> Iterator[int]:
        """Yield the hidden small counts that can be one number only."""
        totals = self.totals
        sums = [
            (zone, known)
            for zone in sorted(self.children, reverse=True)
            if totals.get(zone) is not None
            and (known := self.known(zone))
            and (zone in hidden or not hidden.isdisjoint(known))
            and totals.get(zone) == sum(totals[part] or 0 for part in known)
        ]
        wholes = {zone for zone, _ in sums}
        about = wholes.union(*(known for _, known in sums))
        ends = {
            zone: _ends(totals[zone] or 0, hides=zone in hidden, whole=zone in wholes)
            for zone in about
        }
        _narrow(ends, sums)
        for zone, (low, high) in ends.items():
            if zone in hidden and is_small(totals[zone]) and low == high:
                yield zone


def _narrow(
    ends: dict[int, tuple[float, float]], sums: Sequence[tuple[int, Sequence[int]]]
) -> None:
    for zone, parts in sums:
        low, high = (sum(ends[part][end] for part in parts) for end in (0, 1))
        ends[zone] = (max(ends[zone][0], low), min(ends[zone][1], high))
    for zone, parts in reversed(sums):
        lows, highs = zip(*(ends[part] for part in parts), strict=True)
        least, most = sum(lows), sum(high for high in highs if high < inf)
        open_ended = highs.count(inf)
        for part, low, high in zip(parts, lows, highs, strict=True):
            own_open = high == inf
            rest = inf if open_ended > own_open else most - (0 if own_open else high)
            ends[part] = (max(low, ends[zone][0] - rest), min(high, ends[zone][1] - least + low))


def _ends(n: int, *, hides: bool, whole: bool) -> tuple[float, float]:
    """Return the least and the most that a mark may stand for; a zone of parts has no small one."""
    if not hides:
        return n, n
    if whole:
        return 0, inf
    return (1, SMALL_CELL - 1) if is_small(n) else (SMALL_CELL if n else 0, inf)


def _covers(counts: Sequence[int]) -> bool:
    """Tell whether some hidden parts cover whatever few may come."""
    return any(n > SMALL_CELL for n in counts)


def exposed(counts: Sequence[int]) -> bool:
    """Tell whether hidden parts follow from their sum: one alone, or all at one end of theirs.

    That somebody has none may be known from elsewhere.
    """
    some = [n for n in counts if n]
    few = sum(map(is_small, some))
    if not few:
        return len(counts) == 1
    if len(some) == 1:
        return True
    most = few * (SMALL_CELL - 1) if few == len(some) else inf
    return sum(some) in {few + SMALL_CELL * (len(some) - few), most}
