"""A day's counts as readers may put them together: each measure of each zone, and each row."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from bihuan.domain.surveillance.cases import CaseCell, DayCounts, Origin
from bihuan.domain.surveillance.covered import Place, Totals, is_small, left_below, to_come
from bihuan.domain.surveillance.tree import Children, counts_by_zone, rolled

Few = tuple[str, int, tuple[str, ...], int | None]
Measure = Callable[[DayCounts], int | None]


def _of_origin(one: DayCounts, *origins: Origin) -> int | None:
    split = one.by_origin
    return None if split is None else sum(split.get(origin, 0) for origin in origins)


_LINKED = (Origin.LOCAL_LINKED, Origin.IMPORTED_RELATED)
_FOUND = ("community", "managed", "symptomatic", "screened")
_ORIGIN = (*((origin,) for origin in Origin), _LINKED, (*_LINKED, Origin.LOCAL_UNLINKED))
_IMPORTED = (Origin.IMPORTED,)
MEASURES: tuple[Measure, ...] = (
    attrgetter("new"),
    *map(attrgetter, _FOUND),
    *(partial(lambda origins, one: _of_origin(one, *origins), origins) for origins in _ORIGIN),
)
# The places of those that hide together in a zone.
TOTAL = range(1)
FOUND = range(1, 1 + len(_FOUND))
ORIGIN = range(FOUND.stop, FOUND.stop + len(_ORIGIN))
IMPORTED = range(
    ORIGIN.start + _ORIGIN.index(_IMPORTED), ORIGIN.start + _ORIGIN.index(_IMPORTED) + 1
)


@dataclass(frozen=True, slots=True)
class Day:
    """What stands in the record of one day, and each measure of each zone.

    The only zone below another that did not report follows from the others, and is among them.
    ``moved`` are the zones of which something differs from the state before.
    """

    rows: Mapping[Place, CaseCell]
    own: Mapping[int, DayCounts]
    counts: Mapping[int, DayCounts | None]
    totals: Sequence[Totals]
    moved: Collection[int]


def day_of(cells: Sequence[CaseCell], tree: Children, last: Day | None = None) -> Day:
    """Return the counts of the zones of a tree from the cells of a day; ``last`` saves work."""
    rows = {(one.zone, (one.origin.value, one.route.value, one.status.value)): one for one in cells}
    codes = {*tree, *(part for parts in tree.values() for part in parts)}
    moved: Collection[int] = codes | {zone for zone, _ in rows}
    if last is not None:
        changed = {place[0] for place, one in rows.items() if last.rows.get(place) != one}
        moved = with_above(changed, above_of(tree))
        own = {**last.own, **counts_by_zone([one for one in cells if one.zone in changed])}
        known = {zone: one for zone, one in last.counts.items() if zone not in moved}
    else:
        own, known = counts_by_zone(cells), {}
    counts = {code: rolled(code, own, tree, known) for code in {*moved, *known}}
    wholes = [zone for zone in sorted(tree) if zone in own]
    if wholes or last is None:
        totals = [_totals(measure, counts, tree, wholes) for measure in MEASURES]
        return Day(rows, own, counts, totals, codes.union(moved))
    parts = {zone: counts[zone] for zone in moved}
    totals = [
        {**before, **_totals(measure, parts, tree, ())}
        for measure, before in zip(MEASURES, last.totals, strict=True)
    ]
    return Day(rows, own, counts, totals, moved)


def above_of(tree: Children) -> Mapping[int, int]:
    """Return the zone above each part."""
    return {part: zone for zone, parts in tree.items() for part in parts}


def with_above(zones: Iterable[int], above: Mapping[int, int]) -> frozenset[int]:
    """Return zones and all those above them."""
    found = set()
    for zone in zones:
        code: int | None = zone
        while code is not None and code not in found:
            found.add(code)
            code = above.get(code)
    return frozenset(found)


def _totals(
    measure: Measure, counts: Mapping[int, DayCounts | None], tree: Children, wholes: Sequence[int]
) -> dict[int, int | None]:
    found = {code: None if one is None else measure(one) for code, one in counts.items()}
    for zone in wholes:
        _left(zone, found, tree)
    return found


def _left(zone: int, totals: dict[int, int | None], tree: Children) -> None:
    """Add what one zone alone can have that did not report."""
    _, missing, rest = left_below(zone, totals, tree)
    if len(missing) == 1 and rest >= 0:
        totals[missing[0]] = rest


def few_of(day: Day, tree: Children) -> frozenset[Few]:
    """Return the small counts of a day: of which kind, zone, cell or measure, and how many.

    Of kind ``rest`` is what is left for parts that did not report, where they may all be few.
    """
    rows = (
        ("row", zone, (*key, name), n)
        for (zone, key), one in day.rows.items()
        for name in ("count", "new", "converted")
        if is_small(n := getattr(one, name))
    )
    totals = (
        ("total", zone, (str(place),), n)
        for place, found in enumerate(day.totals)
        for zone, n in found.items()
        if is_small(n)
    )
    rests = (
        ("rest", zone, (str(place),), n)
        for zone in day.own.keys() & tree.keys()
        for place, found in enumerate(day.totals)
        if (n := to_come(zone, found, tree))
    )
    return frozenset((*rows, *totals, *rests))


def nothing_is_few(cells: Sequence[CaseCell], tree: Children) -> bool:
    """Tell at a glance that a day has no small count, nor a whole beside its parts."""
    return not any(
        is_small(one.count) or is_small(one.new) or is_small(one.converted) or one.zone in tree
        for one in cells
    )
