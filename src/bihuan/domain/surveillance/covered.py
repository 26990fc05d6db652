"""Which counts hide with a small one, so that no total, page or filter gives it away.

Totals of zones are published beside the counts of their parts. A count of one to four hides; where
it alone would hide, subtraction would give it away, so a neighbour hides too: the next one in the
order of codes, whatever its count, so that a revision elsewhere does not move the cover. What hides
does not depend on who asks for which zone.
"""

from collections.abc import Mapping, Sequence

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
            return frozenset(hidden)


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
    """Tell whether hidden parts follow from their sum: one alone, or all at one end of small."""
    n, total = len(counts), sum(counts)
    return n == 1 or (n > 1 and all(map(is_small, counts)) and total in {n, n * (SMALL_CELL - 1)})


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
    """Return the cells of one day that must hide: across zones, and across the split of a zone.

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
            shut_here = [place for place in places if place in hidden]
            if exposed([cells[place] for place in shut_here]):
                others = [place for place in places if place not in hidden and cells[place]]
                hidden |= set(sorted(others)[:1])
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
