"""What hides of a day with its small counts, and goes on hiding when some of it is revised.

Who keeps what was shown before a revision may subtract it from what is shown after. So what hid
once hides for as long as any count of the day is small; and where a revision makes a count small,
changes a small one or asks for another cover, no total above it is shown any more: all the others
were told before. When nothing of the day is small any more, nothing hides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import attrgetter

from bihuan.domain.surveillance.cases import CaseCell, DayCounts, Origin
from bihuan.domain.surveillance.covered import Key, covered, covered_cells, is_small
from bihuan.domain.surveillance.tree import Children, counts_by_zone, rolled

Place = tuple[int, Key]
Few = tuple[str, int, tuple[str, ...], int | None]
Measure = Callable[[DayCounts], int | None]


def _of_origin(one: DayCounts, *origins: Origin) -> int | None:
    split = one.by_origin
    return None if split is None else sum(split.get(origin, 0) for origin in origins)


TOTAL: tuple[Measure, ...] = (attrgetter("new"),)
FOUND: tuple[Measure, ...] = tuple(
    map(attrgetter, ("community", "managed", "symptomatic", "screened"))
)
_LINKED = (Origin.LOCAL_LINKED, Origin.IMPORTED_RELATED)
ORIGIN: tuple[Measure, ...] = tuple(
    partial(lambda origins, one: _of_origin(one, *origins), origins)
    for origins in (
        *((origin,) for origin in Origin), _LINKED, (*_LINKED, Origin.LOCAL_UNLINKED)
    )
)  # fmt: skip
IMPORTED: tuple[Measure, ...] = (attrgetter("imported"),)
MEASURES = (*TOTAL, *FOUND, *ORIGIN, *IMPORTED)
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Hiding:
    """The zones whose total of a day hides, its splits by route and origin, its imports; and rows.

    ``rows`` are cells: of a zone one combination of origin, route and status.
    """

    new: frozenset[int] = NONE
    found: frozenset[int] = NONE
    origin: frozenset[int] = NONE
    imported: frozenset[int] = NONE
    rows: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class _Day:
    rows: Mapping[Place, CaseCell]
    counts: Mapping[int, DayCounts | None]


def hiding_of(states: Sequence[Sequence[CaseCell]], tree: Children, *, rows: bool = True) -> Hiding:
    """Return what hides of a day from who does not see small counts.

    Parameters
    ----------
    states
        The cells of the day as they stood before each revision, the oldest first, then as they
        stand; a day without revisions has one state.
    tree
        The parts of each zone, in the order of codes.
    rows
        Whether to say which rows hide.
    """
    day = _day(states[-1], tree)
    if len(states) == 1 or not _few(day):
        return _hiding(day, tree, rows=rows)
    return _replayed([*(_day(one, tree) for one in states[:-1]), day], tree)


def _day(cells: Sequence[CaseCell], tree: Children) -> _Day:
    own, known = counts_by_zone(cells), dict[int, DayCounts | None]()
    codes = {*own, *tree, *(part for parts in tree.values() for part in parts)}
    return _Day(
        {(one.zone, (one.origin.value, one.route.value, one.status.value)): one for one in cells},
        {code: rolled(code, own, tree, known) for code in codes},
    )


def _hiding(
    day: _Day,
    tree: Children,
    kept: Hiding = Hiding(),
    locked: frozenset[int] = NONE,
    *,
    rows: bool = True,
) -> Hiding:
    new = _shut(day.counts, tree, TOTAL, kept.new | locked)
    found = _shut(day.counts, tree, FOUND, new | kept.found)
    origin = _shut(day.counts, tree, ORIGIN, new | kept.origin)
    imported = _shut(day.counts, tree, IMPORTED, new | kept.imported)
    if not rows:
        return Hiding(new, found, origin, imported)
    shut = new | found | origin
    few = {
        place
        for place, one in day.rows.items()
        if is_small(one.converted) or place[0] in shut or place in kept.rows
    }
    counted, fresh = (
        covered_cells(
            {place: getattr(one, name) for place, one in day.rows.items()}, tree, frozenset(few)
        )
        for name in ("count", "new")
    )
    return Hiding(new, found, origin, imported, counted | fresh)


def _shut(
    counts: Mapping[int, DayCounts | None],
    tree: Children,
    measures: Sequence[Measure],
    already: frozenset[int],
) -> frozenset[int]:
    """Return the zones in which one of some measures hides on a day: then they all do."""
    hidden, before = already, -1
    totals = [
        {code: None if one is None else measure(one) for code, one in counts.items()}
        for measure in measures
    ]
    while len(hidden) != before:
        before = len(hidden)
        for one in totals:
            if hidden or any(map(is_small, one.values())):
                hidden = covered(one, tree, hidden)
    return hidden


def _replayed(days: Sequence[_Day], tree: Children) -> Hiding:
    """Return what hides in the last of some states, after all that was shown in those before."""
    above = {part: zone for zone, parts in tree.items() for part in parts}
    before, hidden = _few(days[0]), Hiding()
    if before:
        hidden = _hiding(days[0], tree)
    for last, day in pairwise(days):
        few = _few(day)
        changed = {zone for _, zone, _, _ in few ^ before} | _emptied(day, last, hidden)
        hidden = _later(day, tree, above, hidden, changed) if few else Hiding()
        before = few
    return hidden


def _later(
    day: _Day, tree: Children, above: Mapping[int, int], kept: Hiding, changed: set[int]
) -> Hiding:
    """Return what hides after a revision: what hid, what must, and the totals above the latter."""
    locked = _with_above(changed, above)
    while True:
        hidden = _hiding(day, tree, kept, locked)
        more = _with_above(_more(hidden, kept), above)
        if more <= locked:
            return hidden
        locked |= more


def _more(hidden: Hiding, kept: Hiding) -> set[int]:
    """Return the zones of which something hides that did not before."""
    return {
        *(hidden.new - kept.new), *(hidden.found - kept.found), *(hidden.origin - kept.origin),
        *(hidden.imported - kept.imported), *(zone for zone, _ in hidden.rows - kept.rows),
    }  # fmt: skip


def _emptied(day: _Day, last: _Day, kept: Hiding) -> set[int]:
    """Return the zones of which a split hid that a total of none, or a row that fell to it, tells.

    What else is in such a split can be no more than its total.
    """
    split = {*kept.found, *kept.origin, *kept.imported, *(zone for zone, _ in kept.rows)}
    counts = ((zone, day.counts.get(zone)) for zone in split - kept.new)
    rows = Counter(zone for zone, _ in day.rows)
    fallen = {
        place[0]
        for place, one in day.rows.items()
        if place in kept.rows and rows[place[0]] > 1 and place in last.rows
        if 0 in {one.count, one.new} and one != last.rows[place]
    }
    return fallen | {zone for zone, one in counts if one is not None and one.new == 0}


def _with_above(zones: Iterable[int], above: Mapping[int, int]) -> frozenset[int]:
    found = set()
    for zone in zones:
        code: int | None = zone
        while code is not None and code not in found:
            found.add(code)
            code = above.get(code)
    return frozenset(found)


def _few(day: _Day) -> frozenset[Few]:
    """Return the small counts of a day: of which kind, zone, cell or measure, and how many."""
    rows = (
        ("row", zone, (*key, name), n)
        for (zone, key), one in day.rows.items()
        for name in ("count", "new", "converted")
        if is_small(n := getattr(one, name))
    )
    totals = (
        ("total", zone, (str(place),), n)
        for zone, one in day.counts.items()
        if one is not None
        for place, measure in enumerate(MEASURES)
        if is_small(n := measure(one))
    )
    return frozenset((*rows, *totals))
