"""What hides of a day with its small counts, and goes on hiding as it comes in and is revised.

Who keeps what was shown before may subtract it from what is shown after. So what hid once hides for
as long as any count of the day is small, and what was shown covers nothing: a small count that
comes in takes one that comes with or after it, or the total that it makes known. Where a revision
makes a count small, changes a small one or asks for another cover, no total above it is shown any
more. When nothing of the day is small any more, nothing hides.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bihuan.domain.surveillance.cases import CaseCell
from bihuan.domain.surveillance.covered import Place, covered, is_small
from bihuan.domain.surveillance.covered_cells import covered_cells
from bihuan.domain.surveillance.measured import (
    FOUND,
    IMPORTED,
    MEASURES,
    ORIGIN,
    TOTAL,
    Day,
    above_of,
    day_of,
    few_of,
    nothing_is_few,
    with_above,
)
from bihuan.domain.surveillance.tree import Children

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

    @property
    def by_measure(self) -> Iterable[frozenset[int]]:
        """The zones in which each measure hides."""
        return (self.new, *(self.found for _ in FOUND), *(self.origin for _ in ORIGIN))


@dataclass(frozen=True, slots=True)
class _Told:
    """What readers were last shown: each measure by zone, each row; and which still stand so."""

    totals: Sequence[dict[int, int]] = field(default_factory=lambda: [{} for _ in MEASURES])
    rows: dict[Place, CaseCell] = field(default_factory=dict)
    zones: Sequence[set[int]] = field(default_factory=lambda: [set() for _ in MEASURES])
    places: set[Place] = field(default_factory=set)

    def meet(self, day: Day) -> None:
        """Note of what moved whether it is again as it was shown."""
        for place in day.given:
            kept, found, zones = self.totals[place], day.totals[place], self.zones[place]
            same = {zone for zone in day.moved if kept.get(zone, -1) == found.get(zone)}
            zones.difference_update(day.moved)
            zones.update(same)
        moved = {place for place in day.rows if place[0] in day.moved}
        self.places.difference_update(moved)
        self.places.update(one for one in moved if self.rows.get(one) == day.rows[one])

    def add(self, day: Day, hidden: Hiding, among: Collection[int]) -> None:
        """Add what is shown of some zones of a day."""
        shut = list(hidden.by_measure)
        for place in day.given:
            kept, found, zones = self.totals[place], day.totals[place], self.zones[place]
            out = shut[place]
            for zone in among:
                n = found.get(zone)
                if n is not None and zone not in out:
                    kept[zone] = n
                    zones.add(zone)
        shown = [one for one in day.rows if one[0] in among and one not in hidden.rows]
        self.rows.update((one, day.rows[one]) for one in shown)
        self.places.update(shown)


def hiding_of(states: Sequence[Sequence[CaseCell]], tree: Children, *, rows: bool = True) -> Hiding:
    """Return what hides of a day from who does not see small counts.

    Parameters
    ----------
    states
        The cells of the day as they stood after each arrival and revision, the oldest first; the
        last as they stand.
    tree
        The parts of each zone, in the order of codes.
    rows
        Whether to say which rows hide.
    """
    if nothing_is_few(states[-1], tree):
        return Hiding()
    day = day_of(states[-1], tree)
    if not few_of(day, tree):
        return Hiding()
    if len(states) == 1:
        return _hiding(day, tree, rows=rows)
    quiet = 0
    while nothing_is_few(states[quiet], tree):
        quiet += 1
    return _replayed(states[max(quiet - 1, 0) :], tree)


def _hiding(
    day: Day,
    tree: Children,
    kept: Hiding = Hiding(),
    locked: frozenset[int] = NONE,
    told: _Told | None = None,
    *,
    rows: bool = True,
) -> Hiding:
    known = _Told() if told is None else told
    new = _shut(day, tree, TOTAL, (kept.new, locked), known)
    found = _shut(day, tree, FOUND, (kept.found, new), known)
    origin = _shut(day, tree, ORIGIN, (kept.origin, new), known)
    imported = _shut(day, tree, IMPORTED, (kept.imported, new), known)
    if not rows:
        return Hiding(new, found, origin, imported)
    shut = new | found | origin
    few = {
        place
        for place, one in day.rows.items()
        if is_small(one.converted) or place[0] in shut or place in kept.rows
    }
    counted = {place: one.count for place, one in day.rows.items()}
    fresh = {place: one.new for place, one in day.rows.items()}
    cells = [counted] if counted == fresh else [counted, fresh]
    hide = [covered_cells(one, tree, frozenset(few), known.places) for one in cells]
    return Hiding(new, found, origin, imported, hide[0].union(*hide[1:]))


def _shut(
    day: Day,
    tree: Children,
    measures: Sequence[int],
    already: tuple[frozenset[int], frozenset[int]],
    told: _Told,
) -> frozenset[int]:
    """Return the zones in which one of some measures hides on a day: then they all do.

    The first of ``already`` were covered in the state before.
    """
    kept, hidden = already[0], already[0] | already[1]
    given = [measure for measure in measures if measure in day.given]
    done = dict.fromkeys(given, kept)
    above, moved = above_of(tree), day.moved
    while moved or any(done[measure] != hidden for measure in given):
        for measure in given:
            among = with_above(hidden - done[measure], above).union(moved)
            hidden = covered(day.totals[measure], tree, hidden, told.zones[measure], among)
            done[measure] = hidden
        moved = ()
    return hidden


def _replayed(states: Sequence[Sequence[CaseCell]], tree: Children) -> Hiding:
    """Return what hides in the last of some states, after all that was shown in those before."""
    told, hidden = _Told(), Hiding()
    last = day_of((), tree)
    before = few_of(last, tree)
    for number, cells in enumerate(states):
        day = day_of(cells, tree, last if number else None)
        few = few_of(day, tree, before)
        told.meet(day)
        changed = {
            zone
            for kind, zone, name, _ in few ^ before
            if kind != "rest" and _was_known(kind, zone, name, last)
        } | _emptied(day, last, hidden, tree)
        if changed and not tree.keys().isdisjoint(day.own):
            changed |= _revised(day, last)
        was, hidden = hidden, Hiding()
        if few:
            hidden = _later(day, last, tree, was, changed, told)
        told.add(day, hidden, day.moved if few else day.counts)
        before, last = few, day
    return hidden


def _revised(day: Day, last: Day) -> set[int]:
    """Return the zones revised in a step: beside a whole that stays one tells the others."""
    return {place[0] for place, one in day.rows.items() if last.rows.get(place, one) != one}


def _was_known(kind: str, zone: int, name: Sequence[str], last: Day) -> bool:
    if kind == "row":
        return (zone, (name[0], name[1], name[2])) in last.rows
    return last.totals[int(name[0])].get(zone) is not None


def _later(
    day: Day, last: Day, tree: Children, kept: Hiding, changed: set[int], told: _Told
) -> Hiding:
    """Return what hides after a step: what hid, what must, and the totals above what changed."""
    above = above_of(tree)
    locked = with_above(changed, above)
    while True:
        hidden = _hiding(day, tree, kept, locked, told)
        more = with_above(_more(hidden, kept, last), above)
        if more <= locked:
            return hidden
        locked |= more


def _more(hidden: Hiding, kept: Hiding, last: Day) -> set[int]:
    """Return the zones of which something hides that was known before and did not."""
    found = {
        zone
        for now, then, totals in zip(hidden.by_measure, kept.by_measure, last.totals, strict=True)
        for zone in now - then
        if totals.get(zone) is not None
    }
    return found | {zone for zone, key in hidden.rows - kept.rows if (zone, key) in last.rows}


def _emptied(day: Day, last: Day, kept: Hiding, tree: Children) -> set[int]:
    """Return the zones of which a split hid that a total of none, or a row that fell to it, tells.

    What else is in such a split can be no more than its total; beside a whole that reported itself
    nor can what a cover that fell to none leaves.
    """
    split = {*kept.found, *kept.origin, *kept.imported, *(zone for zone, _ in kept.rows)}
    counts = ((zone, day.counts.get(zone)) for zone in split - kept.new)
    rows, whole = Counter(zone for zone, _ in day.rows), not tree.keys().isdisjoint(day.own)
    fallen = {
        place[0]
        for place, one in day.rows.items()
        if place in kept.rows and (whole or rows[place[0]] > 1) and place in last.rows
        if 0 in {one.count, one.new} and one != last.rows[place]
    }
    return fallen | {zone for zone, one in counts if one is not None and one.new == 0}
