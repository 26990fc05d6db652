"""What hides with small counts, day by day, worked out for the whole territory at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bihuan.domain.surveillance.covered import Key
from bihuan.domain.surveillance.hiding import Hiding, hiding_of
from bihuan.domain.surveillance.tree import children_of
from bihuan.features.surveillance.selectors.series import LONGEST, reporting_zones
from bihuan.features.surveillance.selectors.states import States, states_by_day
from bihuan.features.territory.api import ZoneView

Covers = Mapping[str, frozenset[tuple[int, Key]]]
Days = Mapping[int, frozenset[date]]
Tree = tuple[tuple[int, tuple[int, ...]], ...]
DAYS_KEPT = 1024


def covers_of(*, incident: int, root: ZoneView, days: Sequence[str]) -> Covers:
    """Return the cells of each day that must hide from who does not see small counts.

    ``root`` is the territory of the incident, whoever asks for which part of it.
    """
    if not days:
        return {}
    tree = _tree(root)
    found = states_by_day(incident=incident, scope=root.range, first=min(days), last=max(days))
    return {day: _hiding(found[day], tree).rows if day in found else frozenset() for day in days}


def _tree(root: ZoneView) -> Tree:
    found = children_of(reporting_zones(root.range, root.level))
    return tuple((zone, tuple(parts)) for zone, parts in found.items())


@lru_cache(maxsize=DAYS_KEPT)
def _hiding(states: States, tree: Tree) -> Hiding:
    """Return what hides of a day; one that came in no further since it was asked is known."""
    return hiding_of(list(states.listed()), dict(tree))


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
    first = until - timedelta(days=LONGEST - 1)
    states = states_by_day(
        incident=incident, scope=root.range, first=first.isoformat(), last=until.isoformat()
    )
    tree = _tree(root)
    found = {date.fromisoformat(day): _hiding(listed, tree) for day, listed in states.items()}
    return Hidden(
        *(
            _by_zone({day: getattr(one, what) for day, one in found.items()})
            for what in ("new", "found", "origin", "imported")
        )
    )


def _by_zone(by_day: Mapping[date, frozenset[int]]) -> Days:
    found: dict[int, set[date]] = {}
    for day, zones in by_day.items():
        for code in zones:
            found.setdefault(code, set()).add(day)
    return {code: frozenset(days) for code, days in found.items()}
