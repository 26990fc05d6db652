"""Daily series of a zone from the record: what was reported, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.domain.surveillance.cases import DayCounts, Origin
from bihuan.domain.surveillance.tree import children_of, counts_by_zone, rolled
from bihuan.domain.zones import Level, ZoneRange, level_of
from bihuan.features.surveillance.selectors.cases import cells_by_day
from bihuan.features.territory.api import ZoneView, zones_in

LONGEST = 180


@dataclass(frozen=True, slots=True)
class ZoneSeries:
    """Counts of a zone by day, None where it did not report; and those of its children."""

    zone: int
    days: tuple[date, ...]
    counts: tuple[DayCounts | None, ...]
    children: Mapping[int, tuple[DayCounts | None, ...]]

    def new(self) -> list[int | None]:
        """Return new infections by day."""
        return [None if one is None else one.new for one in self.counts]

    def community(self) -> list[int | None]:
        """Return infections found in the community by day."""
        return [None if one is None else one.community for one in self.counts]

    def managed(self) -> list[int | None]:
        """Return infections found in managed status by day."""
        return [None if one is None else one.managed for one in self.counts]

    def of_origin(self, *origins: Origin) -> list[int | None]:
        """Return infections of some origins by day, None where no origin was given."""
        return [
            None if one is None or one.by_origin is None
            else sum(one.by_origin.get(origin, 0) for origin in origins)
            for one in self.counts
        ]  # fmt: skip

    def children_new(self) -> dict[int, list[int | None]]:
        """Return new infections of each child by day."""
        return {
            code: [None if one is None else one.new for one in counts]
            for code, counts in self.children.items()
        }


def series_of(*, incident: int, zone: ZoneView, until: date, longest: int = LONGEST) -> ZoneSeries:
    """Return a zone's series up to a day, from its first day with counts on.

    The series is empty when nothing was ever reported in the zone.
    """
    return series_within(incident=incident, root=zone, zones=[zone], until=until, longest=longest)[
        zone.code
    ]


def series_within(
    *, incident: int, root: ZoneView, zones: Sequence[ZoneView], until: date, longest: int = LONGEST
) -> dict[int, ZoneSeries]:
    """Return the series of zones inside a zone, as ``series_of`` does each, in three queries."""
    first = until - timedelta(days=longest - 1)
    cells = cells_by_day(
        incident=incident, scope=root.range, first=first.isoformat(), last=until.isoformat()
    )
    if not cells:
        return {zone.code: ZoneSeries(zone.code, (), (), {}) for zone in zones}
    tree = children_of(reporting_zones(root.range, root.level))
    begin = date.fromisoformat(min(cells))
    days = tuple(begin + timedelta(days=n) for n in range((until - begin).days + 1))
    own = [counts_by_zone(cells.get(day.isoformat(), ())) for day in days]
    known: list[dict[int, DayCounts | None]] = [{} for _ in days]
    started = _first_places(own)

    def counts(code: int, start: int) -> tuple[DayCounts | None, ...]:
        pairs = zip(own[start:], known[start:], strict=True)
        return tuple(rolled(code, one, tree, kept) for one, kept in pairs)

    found = {}
    for zone in zones:
        begun = [place for code, place in started.items() if code in zone.range]
        start = min(begun, default=len(days))
        below = tree.get(zone.code, []) if begun else []
        parts = {code: counts(code, start) for code in below}
        found[zone.code] = ZoneSeries(zone.code, days[start:], counts(zone.code, start), parts)
    return found


def _first_places(own: Sequence[Mapping[int, DayCounts]]) -> dict[int, int]:
    """Return the place of the first day on which each zone itself reported."""
    found: dict[int, int] = {}
    for place, counts in enumerate(own):
        for code in counts:
            found.setdefault(code, place)
    return found


def reporting_zones(scope: ZoneRange, level: Level) -> Sequence[int]:
    """Return the zones that may report: down to the townships."""
    found: list[int] = []
    for finer in (Level.COUNTY, Level.TOWNSHIP):
        if finer > level:
            found += [zone.code for zone in zones_in(scope=scope, level=finer)]
    return [code for code in found if level_of(code) > level]
