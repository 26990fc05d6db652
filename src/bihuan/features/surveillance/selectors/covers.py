"""What hides with small counts, day by day, worked out for the whole territory at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from bihuan.domain.surveillance.covered import Key, covered, covered_cells
from bihuan.domain.surveillance.tree import Children, children_of
from bihuan.features.surveillance.selectors.cases import cells_by_day
from bihuan.features.surveillance.selectors.series import ZoneSeries, reporting_zones
from bihuan.features.territory.api import ZoneView

Covers = Mapping[str, frozenset[tuple[int, Key]]]


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
        cells = {
            (one.zone, (one.origin.value, one.route.value, one.status.value)): one.count
            for one in found.get(day, ())
        }
        own = frozenset(zone for zone, _ in cells)
        totals = {zone: _total(cells, zone) for zone in own}
        shut = covered(totals, tree)
        covers[day] = covered_cells(cells, tree) | {
            place for place in cells if place[0] in shut and totals[place[0]]
        }
    return covers


def _total(cells: Mapping[tuple[int, Key], int], zone: int) -> int:
    """Return the largest sum among a zone's splits."""
    sums: dict[tuple[bool, ...], int] = {}
    for (of, key), n in cells.items():
        if of == zone:
            named = tuple(word != "not_given" for word in key)
            sums[named] = sums.get(named, 0) + n
    return max(sums.values())


def hidden_days(series: Mapping[int, ZoneSeries], tree: Children) -> Mapping[int, frozenset[date]]:
    """Return for each zone the days on which its new infections hide."""
    by_day: dict[date, dict[int, int | None]] = {}
    for zone in series.values():
        for code, counts in ((zone.zone, zone.new()), *zone.children_new().items()):
            for day, n in zip(zone.days, counts, strict=True):
                by_day.setdefault(day, {})[code] = n
    found: dict[int, set[date]] = {}
    for day, totals in by_day.items():
        for code in covered(totals, tree):
            found.setdefault(code, set()).add(day)
    return {code: frozenset(days) for code, days in found.items()}
