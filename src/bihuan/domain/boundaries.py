"""Changes of boundaries (合并、拆分): which codes succeed which, decided without a database.

A code never changes its meaning and is never given twice. What lies below a zone that goes
gets a new code below its successor: the same local number where it is free, else the next one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import SPANS, Level, ZoneCodeError, level_of, parent_of

FEWEST = 2
"""A merge has two sides and a split two parts."""


@dataclass(frozen=True, slots=True, order=True)
class Succession:
    """One zone's code and the code that carries its territory on."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The codes a plan may look at.

    Parameters
    ----------
    current
        Codes in force in the subtrees concerned.
    used
        Every code ever given there, retired ones included.
    """

    current: frozenset[int]
    used: frozenset[int]


def plan_merge(sources: Sequence[int], target: int, tree: Tree) -> tuple[Succession, ...] | Refusal:
    """Plan that ``sources`` become ``target``, one of them or a code never given before.

    Returns
    -------
    tuple or Refusal
        A succession for each zone that goes, the merged ones and everything below them.
    """
    refusal = _merge_refused(sources, target, tree)
    if refusal is not None:
        return refusal
    plan = _Plan(tree)
    plan.used.add(target)
    gone = [code for code in dict.fromkeys(sources) if code != target]
    for code in gone:
        plan.pairs.append(Succession(code, target))
    for code in gone:
        for child in plan.children(code):
            refusal = plan.move(child, target)
            if refusal is not None:
                return refusal
    return tuple(plan.pairs)


def plan_split(
    source: int, parts: Mapping[int, Iterable[int]], tree: Tree
) -> tuple[Succession, ...] | Refusal:
    """Plan that ``source`` becomes several zones, each taking the children named for it.

    Parameters
    ----------
    source
        The zone that is split.
    parts
        New codes with the direct children that go there. ``source`` itself may be among them:
        then it stays in force and keeps the children named for nobody else.
    tree
        The codes concerned.
    """
    refusal = _split_refused(source, parts, tree)
    if refusal is not None:
        return refusal
    plan = _Plan(tree)
    plan.used.update(parts)
    plan.pairs += [Succession(source, part) for part in parts if part != source]
    for part, children in parts.items():
        for child in () if part == source else children:
            refusal = plan.move(child, part)
            if refusal is not None:
                return refusal
    return tuple(plan.pairs)


class _Plan:
    """Gives new codes below new parents."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.used = set(tree.used)
        self.pairs: list[Succession] = []
        self._below: defaultdict[int | None, list[int]] = defaultdict(list)
        for code in sorted(tree.current):
            self._below[parent_of(code)].append(code)

    def children(self, code: int) -> list[int]:
        """Return the current direct children of a code."""
        return self._below.get(code, [])

    def move(self, code: int, parent: int) -> Refusal | None:
        """Give ``code`` and everything below it new codes below ``parent``."""
        new = self._free(code, parent)
        if new is None:
            return Refusal("zone_codes_exhausted", {"zone": parent}, "zone codes")
        self.used.add(new)
        self.pairs.append(Succession(code, new))
        for child in self.children(code):
            refusal = self.move(child, new)
            if refusal is not None:
                return refusal
        return None

    def _free(self, code: int, parent: int) -> int | None:
        step = SPANS[level_of(code)]
        local = code % SPANS[Level(level_of(code) - 1)] // step
        largest = SPANS[level_of(parent)] // step - 1
        candidates: list[int] = [local, *range(local + 1, largest + 1), *range(1, local)]
        for number in candidates:
            if parent + number * step not in self.used:
                return parent + number * step
        return None


def _merge_refused(sources: Sequence[int], target: int, tree: Tree) -> Refusal | None:
    distinct = set(sources)
    level = _level(target)
    unknown = sorted(distinct - tree.current)
    given = target not in distinct and target in tree.used
    other_level = any(_level(code) is not level for code in distinct)
    return _first(
        (bool(unknown), Refusal("zone_not_in_force", {"zone": next(iter(unknown), 0)})),
        (len(distinct | {target}) < FEWEST, Refusal("merge_needs_two_zones")),
        (other_level, Refusal("zones_of_different_levels", {"zone": target})),
        (level is Level.CITY, Refusal("city_cannot_be_reshaped")),
        (given, Refusal("zone_code_already_given", {"zone": target})),
    )


def _split_refused(source: int, parts: Mapping[int, Iterable[int]], tree: Tree) -> Refusal | None:
    level = _level(source)
    others = [part for part in parts if _level(part) is not level]
    given = [part for part in parts if part != source and part in tree.used]
    return _first(
        (source not in tree.current, Refusal("zone_not_in_force", {"zone": source})),
        (len(parts) < FEWEST, Refusal("split_needs_two_parts")),
        (level is Level.CITY, Refusal("city_cannot_be_reshaped")),
        (bool(others), Refusal("zones_of_different_levels", {"zone": next(iter(others), 0)})),
        (bool(given), Refusal("zone_code_already_given", {"zone": next(iter(given), 0)})),
    ) or _allocation_refused(source, parts, tree)


def _first(*checks: tuple[bool, Refusal]) -> Refusal | None:
    return next((refusal for stands, refusal in checks if stands), None)


def _allocation_refused(
    source: int, parts: Mapping[int, Iterable[int]], tree: Tree
) -> Refusal | None:
    children = {code for code in tree.current if parent_of(code) == source}
    named = [child for listed in parts.values() for child in listed]
    strange = sorted(set(named) - children)
    if strange:
        return Refusal("not_a_child_of_the_zone", {"zone": strange[0], "parent": source})
    if len(named) != len(set(named)):
        return Refusal("child_named_twice", {"zone": source})
    left = sorted(children - set(named))
    if left and source not in parts:
        return Refusal("split_leaves_a_child", {"zone": left[0]})
    return None


def _level(code: int) -> Level | None:
    try:
        return level_of(code)
    except ZoneCodeError:
        return None
