"""Which counts hide with a small one, so that no total, page or filter gives it away.

Totals of zones are published beside the counts of their parts. A count of one to four hides; where
it alone would hide, subtraction would give it away, so a neighbour hides too: the next one in the
order of codes, whatever its count, so that a revision elsewhere does not move the cover. What hides
does not depend on who asks for which zone.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.surveillance.tree import Children

Key = tuple[str, str, str]
Cells = Mapping[tuple[int, Key], int]


def is_small(n: int | None) -> bool:
    """Tell whether a count of people hides by itself."""
    return n is not None and 0 < n < SMALL_CELL


def covered(
    totals: Mapping[int, int | None],
    children: Children,
    already: frozenset[int] = frozenset(),
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
    """
    hidden = set(already) | {zone for zone, n in totals.items() if is_small(n)}
    while True:
        before = len(hidden)
        for zone, parts in children.items():
            known = [part for part in parts if totals.get(part) is not None]
            hidden |= _cover(zone, known, totals, hidden)
        if len(hidden) == before:
            hidden |= _remedies(totals, children, hidden)
        if len(hidden) == before:
            return frozenset(hidden)


def _remedies(totals: Mapping[int, int | None], children: Children, hidden: set[int]) -> set[int]:
    """Return what else must hide because a small count follows from what each mark may stand for.

    A small one is printed as below five and its cover as another mark, so that one and a cover of
    five follow from their sum of six, over two levels too.
    """
    if not any(is_small(totals.get(zone)) for zone in hidden):
        return set()
    above = {part: zone for zone, parts in children.items() for part in parts}
    found = set()
    for zone in _fixed(totals, children, hidden):
        below = zone
        while below in above:
            parent = above[below]
            known = [part for part in children[parent] if totals.get(part) is not None]
            more = _next(known, below, totals, hidden) if below in known else None
            if more is None and parent not in hidden and totals.get(parent):
                more = parent
            if more is not None:
                found.add(more)
                break
            below = parent
    return found


def _fixed(totals: Mapping[int, int | None], children: Children, hidden: set[int]) -> Iterator[int]:
    """Yield the hidden small counts that can be one number only."""
    sums = [
        (zone, known)
        for zone in sorted(children, reverse=True)
        if (known := [part for part in children[zone] if totals.get(part) is not None])
        and (zone in hidden or not hidden.isdisjoint(known))
        and totals.get(zone) == sum(totals[part] or 0 for part in known)
    ]
    wholes = {zone for zone, _ in sums}
    about = wholes.union(*(known for _, known in sums))
    ends = {
        zone: _ends(totals[zone] or 0, hides=zone in hidden, whole=zone in wholes) for zone in about
    }
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
    for zone, (low, high) in ends.items():
        if zone in hidden and is_small(totals[zone]) and low == high:
            yield zone


def _ends(n: int, *, hides: bool, whole: bool) -> tuple[float, float]:
    """Return the least and the most that a mark may stand for; a zone of parts has no small one."""
    if not hides:
        return n, n
    if whole:
        return 0, inf
    return (1, SMALL_CELL - 1) if is_small(n) else (SMALL_CELL if n else 0, inf)


def _cover(
    zone: int, parts: Sequence[int], totals: Mapping[int, int | None], hidden: set[int]
) -> set[int]:
    """Return what else must hide among a zone and its parts; empty when nothing is exposed."""
    shut = [part for part in parts if part in hidden]
    if zone in hidden:
        # The sum of its parts would be the hidden total.
        return set() if shut or not parts else {_next(parts, parts[-1], totals, hidden) or parts[0]}
    if totals.get(zone) is None or not exposed([totals[part] or 0 for part in shut]):
        return set()
    neighbour = _next(parts, shut[0], totals, hidden)
    return {zone if neighbour is None else neighbour}


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


def _next(
    parts: Sequence[int], after: int, totals: Mapping[int, int | None], hidden: set[int]
) -> int | None:
    place = parts.index(after) + 1
    around = (*parts[place:], *parts[:place])
    found = (part for part in around if part not in hidden and (totals[part] or 0) >= SMALL_CELL)
    return next(found, None)


def covered_cells(
    cells: Cells, children: Children, already: frozenset[tuple[int, Key]] = frozenset()
) -> frozenset[tuple[int, Key]]:
    """Return the cells of one day that must hide: across zones, and the whole split of a zone.

    Parameters
    ----------
    cells
        The count of each zone and combination of origin, route and status.
    children
        The parts of each zone.
    already
        Cells that hide for another reason.
    """
    hidden = set(already) | {place for place, n in cells.items() if is_small(n)}
    keys = sorted({key for _, key in cells})
    while True:
        before = len(hidden)
        for key in keys:
            totals = _with_sums({zone: n for (zone, k), n in cells.items() if k == key}, children)
            shut = frozenset(zone for zone, k in hidden if k == key)
            hidden |= {(zone, key) for zone in covered(totals, children, shut)} & cells.keys()
        for places in _splits(cells):
            if not hidden.isdisjoint(places):  # sums of some of them are told elsewhere
                hidden |= set(places)
        if len(hidden) == before:
            return frozenset(hidden)


def _with_sums(own: Mapping[int, int], children: Children) -> dict[int, int | None]:
    """Return counts with those of zones above them, which a reader can add up."""
    totals: dict[int, int | None] = dict(own)
    for zone in sorted(children, reverse=True):
        parts = [totals.get(part) for part in children[zone]]
        known = [n for n in parts if n is not None]
        if zone not in totals and known and len(known) == len(parts):
            totals[zone] = sum(known)
    return totals


def _splits(cells: Cells) -> list[list[tuple[int, Key]]]:
    groups: dict[tuple[int, tuple[bool, ...]], list[tuple[int, Key]]] = {}
    for zone, key in cells:
        named = tuple(word != "not_given" for word in key)
        groups.setdefault((zone, named), []).append((zone, key))
    return list(groups.values())
