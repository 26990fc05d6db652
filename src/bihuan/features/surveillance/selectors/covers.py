"""What hides with small counts, day by day, worked out for the whole territory at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.domain.surveillance.covered import Key
from bihuan.domain.surveillance.hiding import hiding_of
from bihuan.domain.surveillance.tree import children_of
from bihuan.features.surveillance.selectors.series import LONGEST, reporting_zones
from bihuan.features.surveillance.selectors.states import states_by_day
from bihuan.features.territory.api import ZoneView

Covers = Mapping[str, frozenset[tuple[int, Key]]]
Days = Mapping[int, frozenset[date]]


def covers_of(*, incident: int, root: ZoneView, days: Sequence[str]) -> Covers:
    """Return the cells of each day that must hide from who does not see small counts.

    ``root`` is the territory of the incident, whoever asks for which part of it.
    """
    if not days:
        return {}
    tree = children_of(reporting_zones(root.range, root.level))
    found = states_by_day(incident=incident, scope=root.range, first=min(days), last=max(days))
    return {day: hiding_of(found.get(day, ((),)), tree).rows for day in days}


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
    tree = children_of(reporting_zones(root.range, root.level))
    found = {
        date.fromisoformat(day): hiding_of(listed, tree, rows=False)
        for day, listed in states.items()
    }
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
