"""What hides with small counts, day by day, worked out for the whole territory at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter

from bihuan.domain.surveillance.cases import CaseCell, DayCounts, Origin
from bihuan.domain.surveillance.covered import Key, covered, covered_cells, is_small
from bihuan.domain.surveillance.tree import Children, children_of, counts_by_zone, rolled
from bihuan.features.surveillance.selectors.cases import cells_by_day
from bihuan.features.surveillance.selectors.series import counts_everywhere, reporting_zones
from bihuan.features.territory.api import ZoneView

Covers = Mapping[str, frozenset[tuple[int, Key]]]
Measure = Callable[[DayCounts], int | None]
Days = Mapping[int, frozenset[date]]


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


def covers_of(*, incident: int, root: ZoneView, days: Sequence[str]) -> Covers:
    """Return the cells of each day that must hide from who does not see small counts.

    ``root`` is the territory of the incident, whoever asks for which part of it.
    """
    if not days:
        return {}
    tree = children_of(reporting_zones(root.range, root.level))
    found = cells_by_day(incident=incident, scope=root.range, first=min(days), last=max(days))
    covers = {}
    for day in days:
        listed = found.get(day, ())
        rows = {
            (one.zone, (one.origin.value, one.route.value, one.status.value)): one for one in listed
        }
        few = frozenset(place for place, one in rows.items() if is_small(one.converted))
        shut = _zones_shut(listed, tree)
        few |= {place for place in rows if place[0] in shut}
        counted, new = (
            covered_cells({place: getattr(one, name) for place, one in rows.items()}, tree, few)
            for name in ("count", "new")
        )
        covers[day] = counted | new
    return covers


def _zones_shut(cells: Sequence[CaseCell], tree: Children) -> frozenset[int]:
    """Return the zones whose numbers of a day hide on other pages: no row may tell them."""
    own, known = counts_by_zone(cells), dict[int, DayCounts | None]()
    codes = {*own, *tree, *(part for parts in tree.values() for part in parts)}
    counts = {code: rolled(code, own, tree, known) for code in codes}
    new = _shut(counts, tree, TOTAL)
    return new | _shut(counts, tree, FOUND, new) | _shut(counts, tree, ORIGIN, new)


@dataclass(frozen=True, slots=True)
class Hidden:
    """The days on which a zone's new infections hide, its splits by route and by origin, imports.

    A figure made of several days may be shown where none of them hides: it then follows from
    what is shown anyhow.
    """

    new: Days
    found: Days
    origin: Days
    imported: Days


def hidden_days(*, incident: int, root: ZoneView, until: date) -> Hidden:
    """Return for each zone the days that hide from who does not see small counts.

    ``root`` is the territory of the incident, whoever asks for which part of it.
    """
    by_day, tree = counts_everywhere(incident=incident, root=root, until=until)
    new = {day: _shut(counts, tree, TOTAL) for day, counts in by_day.items()}
    splits = (
        {day: _shut(counts, tree, names, new[day]) for day, counts in by_day.items()}
        for names in (FOUND, ORIGIN, IMPORTED)
    )
    return Hidden(*map(_by_zone, (new, *splits)))


def _shut(
    counts: Mapping[int, DayCounts | None],
    tree: Children,
    measures: Sequence[Measure],
    already: frozenset[int] = frozenset(),
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


def _by_zone(by_day: Mapping[date, frozenset[int]]) -> Days:
    found: dict[int, set[date]] = {}
    for day, zones in by_day.items():
        for code in zones:
            found.setdefault(code, set()).add(day)
    return {code: frozenset(days) for code, days in found.items()}
