"""Packages of measures (措施包): a template that expands into measures and tasks, each on its own.

A line of a template either rests on a measure type, or is a duty of the organisation alone. The
template only proposes words; what is decided are the measures, one by one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar

from bihuan.domain.duties import DutyFunction
from bihuan.domain.measures.catalogue import CHECKED_ELSEWHERE, Catalogue, MeasureType, Part
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.scopes import Scope, ScopePlace, scope_of
from bihuan.domain.profiles.names import Names, names_of
from bihuan.domain.reading import E, Problem, Reader
from bihuan.domain.zones import Level, ancestors_of, level_of, range_of

LONGEST_TASK_H = 24 * 7
LEVELS: Mapping[str, Level] = {
    "county": Level.COUNTY, "township": Level.TOWNSHIP, "community": Level.COMMUNITY,
}  # fmt: skip
Said = TypeVar("Said")
TEXTS = ("purpose", "smaller_why", "exceptions")


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One duty of a line: who at which level, within which time, what shows that it is done.

    ``extra`` is set only where extra service is due: fringe, three-no and courtyard zones.
    """

    code: str
    names: Names
    level: Level
    function: DutyFunction
    time: timedelta
    evidence: Names
    extra: bool = False


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One of the package's numbered lines.

    Parameters
    ----------
    number, names
        As the package counts and calls it.
    measure
        Code of the measure type; empty for a line that is a duty alone.
    texts, parts
        Proposed purpose, reason why a smaller scope is not enough, exemptions; words for the
        type's parts.
    reasons
        Proposed reasons for the seven questions; a person says yes or no.
    tasks
        The duties it brings.
    """

    number: int
    names: Names
    measure: str
    texts: Mapping[str, Names]
    parts: Mapping[Part, Names]
    reasons: Mapping[Question, Names]
    tasks: tuple[TaskKind, ...]


@dataclass(frozen=True, slots=True)
class PackageTemplate:
    """A package as data: its names and lines."""

    code: str
    names: Names
    lines: tuple[PackageLine, ...]

    def line(self, number: int) -> PackageLine | None:
        """Return a line by its number."""
        return next((one for one in self.lines if one.number == number), None)


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """One measure that a package will decide: its line, type, zones, and parts instead of some.

    ``zones`` are the communities that the package names, whether whole or by what lies in them:
    ``grids`` covered whole, ``places`` by themselves.
    """

    line: int
    code: str
    zones: tuple[int, ...]
    places: tuple[ScopePlace, ...] = ()
    grids: tuple[int, ...] = ()

    @property
    def scope(self) -> Scope:
        """What it covers: the parts of the zones that have some, else the zones whole."""
        return narrowed(self.zones, self.places, self.grids)

    @property
    def key(self) -> str:
        """Name it within its package."""
        return f"{self.line}:{self.zones[0]}" if len(self.zones) == 1 else f"{self.line}:"


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One task of a package in one zone."""

    line: int
    kind: TaskKind
    zone: int


def one_by_one(kind: MeasureType) -> bool:
    """Tell whether a type is decided community by community: its conditions lie on the ground."""
    return bool(CHECKED_ELSEWHERE & set(kind.parts))


def narrowed(
    zones: Sequence[int], places: Iterable[ScopePlace], grids: Collection[int] = ()
) -> Scope:
    """Return the scope of communities of which some are covered by grids or places in them."""
    known = tuple(places)
    parts = (*grids, *(one.zone for one in known))
    whole = (zone for zone in zones if not any(part in range_of(zone) for part in parts))
    return scope_of((*whole, *grids), known)


def planned_measures(
    template: PackageTemplate,
    chosen: Collection[int],
    zones: Sequence[int],
    catalogue: Catalogue,
    places: Iterable[ScopePlace] = (),
    grids: Collection[int] = (),
) -> tuple[PlannedMeasure, ...]:
    """Return the measures that the chosen lines amount to.

    What must hold on the ground is decided for each zone apart, so that a locked door stops its
    own community alone; everything else is one measure for all zones.
    """
    found: list[PlannedMeasure] = []
    known = tuple(places)
    for line in template.lines:
        if line.number not in chosen or not line.measure or not zones:
            continue
        if one_by_one(catalogue.types[line.measure]):
            found += [
                PlannedMeasure(
                    line.number, line.measure, (zone,),
                    tuple(one for one in known if one.zone in range_of(zone)),
                    tuple(one for one in grids if one in range_of(zone)),
                )
                for zone in zones
            ]  # fmt: skip
        else:
            every = (tuple(zones), known, tuple(grids))
            found.append(PlannedMeasure(line.number, line.measure, *every))
    return tuple(found)


def planned_tasks(
    template: PackageTemplate, lines: Collection[int], zones: Sequence[int],
    special: Collection[int] = (),
) -> tuple[PlannedTask, ...]:  # fmt: skip
    """Return the tasks of some lines in some zones, each zone of a level once.

    ``special`` are the zones in which extra service is due.
    """
    return tuple(
        PlannedTask(line.number, task, zone)
        for line in template.lines
        if line.number in lines
        for task in line.tasks
        for zone in dict.fromkeys(
            at_level(zone, task.level) for zone in zones if zone in special or not task.extra
        )
    )


def at_level(zone: int, level: Level) -> int:
    """Return the zone of a level that a zone lies in; a coarser zone stands for itself."""
    if level_of(zone) <= level:
        return zone
    return next(above for above in ancestors_of(zone) if level_of(above) <= level)


def parse_packages(
    data: object, catalogue: Catalogue
) -> Mapping[str, PackageTemplate] | tuple[Problem, ...]:
    """Read the templates, or return every problem with its path."""
    top = Reader(data)
    listed = [_template(r, catalogue) for r in top.readers("packages")]
    top.close()
    _note_twice(top, "packages", "package_twice", [one.code for one in listed])
    return tuple(top.problems) or MappingProxyType({one.code: one for one in listed})


def _note_twice(r: Reader, key: str, problem: str, codes: Sequence[str]) -> None:
    """Note every code that stands in a list more than once."""
    for code, times in Counter(codes).items():
        if times > 1:
            r.note(problem, key, got=code)


def _template(r: Reader, catalogue: Catalogue) -> PackageTemplate:
    code, names = r.text("code"), names_of(r.child("names"))
    lines = tuple(_line(one, catalogue) for one in r.readers("lines"))
    if [one.number for one in lines] != list(range(1, len(lines) + 1)):
        r.note("not_in_order", "lines", names="number")
    r.close()
    return PackageTemplate(code, names, lines)


def _line(r: Reader, catalogue: Catalogue) -> PackageLine:
    number, names = r.whole("number", 1, 99), names_of(r.child("names"))
    measure = r.text("measure", "")
    if measure and measure not in catalogue.types:
        r.note("unknown_measure", "measure", got=measure)
    texts = {name: names_of(child) for name in TEXTS if (child := r.maybe(name)) is not None}
    parts = _said(r, "parts", Part, lambda one, name: names_of(one.child(name)))
    reasons = _said(r, "reasons", Question, lambda one, name: names_of(one.child(name)))
    tasks = tuple(_task(one) for one in r.readers("tasks"))
    if not tasks:
        r.note("missing", "tasks")
    _note_twice(r, "tasks", "task_twice", [one.code for one in tasks])
    r.close()
    return PackageLine(number, names, measure, texts, parts, reasons, tasks)


def _said(
    r: Reader, key: str, kinds: type[E], read: Callable[[Reader, str], Said]
) -> Mapping[E, Said]:
    child = r.maybe(key)
    found: dict[E, Said] = {}

    def take(one: Reader, name: str) -> None:
        member = one.member(name, kinds, name)
        if member is not None:
            found[member] = read(one, name)

    if child is not None:
        child.keyed(take)
    return found


def _task(r: Reader) -> TaskKind:
    level = r.text("level")
    if level not in LEVELS:
        r.note("not_a_choice", "level", got=level, choices=", ".join(LEVELS))
    out = TaskKind(
        r.text("code"),
        names_of(r.child("names")),
        LEVELS.get(level, Level.COUNTY),
        r.choice("function", DutyFunction),
        timedelta(hours=r.whole("hours", 1, LONGEST_TASK_H)),
        names_of(r.child("evidence")),
        r.flag("extra", default=False),
    )
    r.close()
    return out
