"""Case aggregates (病例汇总): one count for a zone, a day, an origin, a route and a status.

A published table often gives its splits side by side: by route, by status, but not both at
once. So each dimension may be left open, and cells of one zone and day that name the same
dimensions form one *split*. The cells of a split add up to the day's total; several splits of
one day must agree. Nothing is ever added across splits: nobody is counted twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Origin(StrEnum):
    """Where an infection comes from (外防输入、内防反弹)."""

    IMPORTED = "imported"
    IMPORTED_RELATED = "imported_related"
    LOCAL_LINKED = "local_linked"
    LOCAL_UNLINKED = "local_unlinked"
    UNDER_INVESTIGATION = "under_investigation"
    NOT_GIVEN = "not_given"


class Mode(StrEnum):
    """Whether somebody was in managed status when found, or in the community (社会面)."""

    MANAGED = "managed"
    COMMUNITY = "community"


class Route(StrEnum):
    """How an infection was found; the first two where only the mode was published."""

    MANAGED = "managed"
    COMMUNITY = "community"
    CENTRAL_QUARANTINE = "central_quarantine"
    HOME_ISOLATION = "home_isolation"
    CLOSED_LOOP_STAFF = "closed_loop_staff"
    COMMUNITY_SCREENING = "community_screening"
    FEVER_CLINIC = "fever_clinic"
    SELF_REPORT = "self_report"
    NOT_GIVEN = "not_given"


class CaseStatus(StrEnum):
    """How a case is classified."""

    CONFIRMED = "confirmed"
    ASYMPTOMATIC = "asymptomatic"
    PENDING = "pending"
    PROBABLE = "probable"
    SUSPECTED = "suspected"
    NOT_GIVEN = "not_given"


MODE_OF: Mapping[Route, Mode] = MappingProxyType(
    {
        Route.MANAGED: Mode.MANAGED,
        Route.COMMUNITY: Mode.COMMUNITY,
        Route.CENTRAL_QUARANTINE: Mode.MANAGED,
        Route.HOME_ISOLATION: Mode.MANAGED,
        Route.CLOSED_LOOP_STAFF: Mode.MANAGED,
        Route.COMMUNITY_SCREENING: Mode.COMMUNITY,
        Route.FEVER_CLINIC: Mode.COMMUNITY,
        Route.SELF_REPORT: Mode.COMMUNITY,
    }
)


# Found because they fell ill, and found because somebody looked; the coarse routes say neither.
BY_SYMPTOMS = frozenset({Route.FEVER_CLINIC, Route.SELF_REPORT})
BY_SCREENING = frozenset(
    {
        Route.COMMUNITY_SCREENING,
        Route.CENTRAL_QUARANTINE,
        Route.HOME_ISOLATION,
        Route.CLOSED_LOOP_STAFF,
    }
)


@dataclass(frozen=True, slots=True)
class CaseCell:
    """One count; ``converted`` of it were counted earlier under another status."""

    zone: int
    day: str
    origin: Origin
    route: Route
    status: CaseStatus
    count: int
    converted: int = 0

    @property
    def new(self) -> int:
        """Infections that this cell counts for the first time; suspected ones are none yet."""
        return 0 if self.status is CaseStatus.SUSPECTED else self.count - self.converted

    @property
    def split(self) -> tuple[bool, bool, bool]:
        """Which of origin, route and status the cell names."""
        return (
            self.origin is not Origin.NOT_GIVEN,
            self.route is not Route.NOT_GIVEN,
            self.status is not CaseStatus.NOT_GIVEN,
        )


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What is known about one zone and day; None is not known, never zero.

    ``agree`` is false when the splits of the day have different totals; the finest split
    counts then. ``conversions`` are infections counted earlier under another status.
    """

    new: int
    community: int | None = None
    by_origin: Mapping[Origin, int] | None = None
    by_route: Mapping[Route, int] | None = None
    by_status: Mapping[CaseStatus, int] | None = None
    conversions: int = 0
    agree: bool = True

    @property
    def managed(self) -> int | None:
        """Infections found in managed status."""
        return None if self.community is None else self.new - self.community

    @property
    def symptomatic(self) -> int | None:
        """Infections first found because somebody fell ill, by a clinic or a report."""
        return self._found_by(BY_SYMPTOMS)

    @property
    def screened(self) -> int | None:
        """Infections first found by screening or while managed."""
        return self._found_by(BY_SCREENING)

    def _found_by(self, routes: frozenset[Route]) -> int | None:
        known = self.by_route
        if known is None:
            return 0 if self.new == 0 else None
        coarse = sum(n for route, n in known.items() if route not in BY_SYMPTOMS | BY_SCREENING)
        return None if coarse else sum(n for route, n in known.items() if route in routes)

    @property
    def imported(self) -> int | None:
        """Infections acquired elsewhere; they infect here but were not infected here."""
        return None if self.by_origin is None else self.by_origin.get(Origin.IMPORTED, 0)


def counts_of(cells: Iterable[CaseCell]) -> DayCounts | None:
    """Return the counts of the cells of one zone and day, None without any."""
    splits: dict[tuple[bool, bool, bool], list[CaseCell]] = defaultdict(list)
    for cell in cells:
        splits[cell.split].append(cell)
    if not splits:
        return None
    finest = max(splits, key=lambda split: (sum(split), split))
    totals = {split: sum(cell.new for cell in found) for split, found in splits.items()}
    by_origin = _sums(splits, 0)
    by_route = _sums(splits, 1)
    return DayCounts(
        new=totals[finest],
        community=_community(by_route, totals[finest]),
        by_origin=by_origin,
        by_route=by_route,
        by_status=_sums(splits, 2),
        conversions=max(sum(cell.converted for cell in found) for found in splits.values()),
        agree=len(set(totals.values())) == 1,
    )


def added(parts: Iterable[DayCounts]) -> DayCounts:
    """Return the counts of zones taken together; what one part does not know nobody knows."""
    listed = list(parts)
    return DayCounts(
        new=sum(part.new for part in listed),
        community=_all(part.community for part in listed),
        by_origin=_joined([part.by_origin for part in listed]),
        by_route=_joined([part.by_route for part in listed]),
        by_status=_joined([part.by_status for part in listed]),
        conversions=sum(part.conversions for part in listed),
        agree=all(part.agree for part in listed),
    )


def _sums(splits: Mapping[tuple[bool, bool, bool], list[CaseCell]], place: int) -> dict | None:  # type: ignore[type-arg]
    """Return sums by one dimension from the finest split that names it."""
    naming = [split for split in splits if split[place]]
    if not naming:
        return None
    sums: dict[StrEnum, int] = defaultdict(int)
    for cell in splits[max(naming, key=lambda split: (sum(split), split))]:
        sums[(cell.origin, cell.route, cell.status)[place]] += cell.new
    return dict(sums)


def _community(by_route: Mapping[Route, int] | None, total: int) -> int | None:
    if by_route is None:
        # A reported day without any infection has none in the community either.
        return 0 if total == 0 else None
    return sum(n for route, n in by_route.items() if MODE_OF[route] is Mode.COMMUNITY)


def _all(values: Iterable[int | None]) -> int | None:
    listed = list(values)
    known = [value for value in listed if value is not None]
    return sum(known) if len(known) == len(listed) else None


def _joined(parts: list) -> dict | None:  # type: ignore[type-arg]
    if any(part is None for part in parts):
        return None
    sums: dict[StrEnum, int] = defaultdict(int)
    for part in parts:
        for name, n in part.items():
            sums[name] += n
    return dict(sums)
