"""Which rows of a day hide with a small one: across zones, and the whole split of a zone."""

from collections.abc import Collection, Mapping

from bihuan.domain.surveillance.covered import Key, Place, covered, is_small
from bihuan.domain.surveillance.tree import Children

Cells = Mapping[Place, int]


def covered_cells(
    cells: Cells,
    children: Children,
    already: frozenset[Place] = frozenset(),
    told: Collection[Place] = frozenset(),
) -> frozenset[Place]:
    """Return the cells of one day that must hide: across zones, and the whole split of a zone.

    Parameters
    ----------
    cells
        The count of each zone and combination of origin, route and status.
    children
        The parts of each zone.
    already
        Cells that hide for another reason.
    told
        Cells whose present count was shown before.
    """
    hidden = set(already) | {place for place, n in cells.items() if is_small(n)}
    if not hidden:
        return frozenset()
    by_key = _by_key(cells)
    sums = {key: with_sums(own, children) for key, own in by_key.items()}
    known = {
        key: frozenset(zone for zone in own if (zone, key) in told) for key, own in by_key.items()
    }
    splits = _splits(cells)
    while True:
        before = len(hidden)
        for key, own in by_key.items():
            shut = frozenset(zone for zone in own if (zone, key) in hidden)
            if shut:
                more = covered(sums[key], children, shut, known[key])
                hidden |= {(zone, key) for zone in more if zone in own}
        for places in splits:
            if not hidden.isdisjoint(places):  # sums of some of them are told elsewhere
                hidden |= set(places)
        if len(hidden) == before:
            return frozenset(hidden)


def with_sums(own: Mapping[int, int], children: Children) -> dict[int, int | None]:
    """Return counts with those of zones above them, which a reader can add up."""
    totals: dict[int, int | None] = dict(own)
    for zone in sorted(children, reverse=True):
        parts = [totals.get(part) for part in children[zone]]
        known = [n for n in parts if n is not None]
        if zone not in totals and known and len(known) == len(parts):
            totals[zone] = sum(known)
    return totals


def _by_key(cells: Cells) -> dict[Key, dict[int, int]]:
    found: dict[Key, dict[int, int]] = {key: {} for key in sorted({key for _, key in cells})}
    for (zone, key), n in cells.items():
        found[key][zone] = n
    return found


def _splits(cells: Cells) -> list[list[Place]]:
    groups: dict[tuple[int, tuple[bool, ...]], list[Place]] = {}
    names = {key: tuple(word != "not_given" for word in key) for key in {key for _, key in cells}}
    for zone, key in cells:
        groups.setdefault((zone, names[key]), []).append((zone, key))
    return list(groups.values())
