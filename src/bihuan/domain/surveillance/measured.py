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
    ``moved`` are the zones of which something may differ from the state before, and ``given`` the
    measures that some zone has.
    """

    rows: Mapping[Place, CaseCell]
    own: Mapping[int, DayCounts]
    counts: Mapping[int, DayCounts | None]
    totals: Sequence[Totals]
    moved: Collection[int]
    given: Sequence[int]


def day_of(cells: Sequence[CaseCell], tree: Children, last: Day | None = None) -> Day:
    """Return the counts of the zones of a tree from the cells of a day.

    ``last`` is the state before and saves work; cells come in and are revised, none goes away.
    """
    rows = {(one.zone, (one.origin.value, one.route.value, one.status.value)): one for one in cells}
    before: Sequence[Totals] = [{} for _ in MEASURES]
    counts: dict[int, DayCounts | None] = {}
    if last is None:
        own = counts_by_zone(cells)
        codes = {*tree, *(part for parts in tree.values() for part in parts)}
        moved = frozenset(codes.union(zone for zone, _ in rows))
    else:
        changed = {place[0] for place, one in rows.items() if last.rows.get(place) != one}
        own = {**last.own, **counts_by_zone([one for one in cells if one.zone in changed])}
        moved = with_above(changed, above_of(tree))
        # What one alone can have below a whole follows from all the others there.
        moved |= _below([zone for zone in tree if zone in own and zone in moved], tree)
        counts = {zone: one for zone, one in last.counts.items() if zone not in moved}
        before = last.totals
    parts = {zone: rolled(zone, own, tree, counts) for zone in moved}
    wholes = [zone for zone in sorted(tree) if zone in own and zone in moved]
    totals = [
        _totals(measure, parts, tree, (known, wholes))
        for measure, known in zip(MEASURES, before, strict=True)
    ]
    given = [
        place
        for place, found in enumerate(totals)
        if (last is not None and place in last.given)
        or any(found[zone] is not None for zone in moved)
    ]
    return Day(rows, own, {**counts, **parts}, totals, moved, given)


def _below(zones: Iterable[int], tree: Children) -> frozenset[int]:
    found, open_ = set[int](), list(zones)
    while open_:
        parts = tree.get(open_.pop(), ())
        found.update(parts)
        open_ += parts
    return frozenset(found)


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
    measure: Measure,
    parts: Mapping[int, DayCounts | None],
    tree: Children,
    known: tuple[Totals, Sequence[int]],
) -> dict[int, int | None]:
    """Return a measure of the zones that moved, beside what was known of the others.

    The second of ``known`` are those that moved and report for all below them.
    """
    before, wholes = known
    moved = {zone: None if one is None else measure(one) for zone, one in parts.items()}
    found = {**before, **moved}
    for zone in wholes:
        _left(zone, found, tree)
    return found


def _left(zone: int, totals: dict[int, int | None], tree: Children) -> None:
    """Add what one zone alone can have that did not report."""
    _, missing, rest = left_below(zone, totals, tree)
    if len(missing) == 1 and rest >= 0:
        totals[missing[0]] = rest


def few_of(day: Day, tree: Children, before: frozenset[Few] = frozenset()) -> frozenset[Few]:
    """Return the small counts of a day: of which kind, zone, cell or measure, and how many.

    Of kind ``rest`` is what is left for parts that did not report, where they may all be few.
    Those of zones that did not move are as ``before``.
    """
    rows = (
        ("row", zone, (*key, name), n)
        for (zone, key), one in day.rows.items()
        if zone in day.moved
        for name in ("count", "new", "converted")
        if is_small(n := getattr(one, name))
    )
    totals = (
        ("total", zone, (str(place),), n)
        for place in day.given
        for zone in day.moved
        if is_small(n := day.totals[place].get(zone))
    )
    rests = (
        ("rest", zone, (str(place),), n)
        for zone in day.own.keys() & tree.keys() & set(day.moved)
        for place in day.given
        if (n := to_come(zone, day.totals[place], tree))
    )
    still = (one for one in before if one[1] not in day.moved)
    return frozenset((*still, *rows, *totals, *rests))


def nothing_is_few(cells: Sequence[CaseCell], tree: Children) -> bool:
    """Tell at a glance that a day has no small count, nor a whole beside its parts."""
    return not any(
        is_small(one.count) or is_small(one.new) or is_small(one.converted) or one.zone in tree
        for one in cells
    )
