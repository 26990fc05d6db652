"""Blind spots (隐匿传播) by zone, side by side and never one score."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bihuan.domain.surveillance.covered import is_small
from bihuan.domain.surveillance.signals import LOOKING, SignalKind
from bihuan.domain.zones import Level
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.selectors.profile import profile_of
from bihuan.features.surveillance.selectors.series import ZoneSeries, series_of
from bihuan.features.surveillance.selectors.signals import (
    SignalRow,
    newest_day,
    signals,
    summed,
)
from bihuan.features.territory.api import ZoneView, children

DAYS, WEEK = 14, 7
LIMIT_DAYS = 3
LIMIT = "test_silence_days"
SOURCES = frozenset({SignalKind.SENTINEL, SignalKind.FEVER_CLINIC, SignalKind.SCHOOL_ABSENCE})


@dataclass(frozen=True, slots=True)
class BlindLine:
    """What is not looked at in one zone; None means that nobody knows.

    Shares are between 0 and 1; ``never_tested`` is the floor for what testing cannot see, and
    ``bound`` the highest prevalence that tests without a positive leave possible.
    """

    zone: ZoneView
    reported: bool
    silent_days: int | None
    working: bool
    untested_days: int | None
    long_untested: bool
    never_tested: float | None
    unlinked: tuple[int, int] | None
    symptomatic: float | None
    community_ratio: float | None
    test_ratio: float | None
    case_ratio: float | None
    less_looking: bool
    positivity: tuple[float, float, float] | None
    bound: float | None
    silent_sites: int | None
    few_cases: bool = False
    few_positives: bool = False

    def shown_to(self, *, sees_small_cells: bool, covered: bool = False) -> "BlindLine":
        """Return the line without the ratios that would give small counts away.

        ``covered`` says that a count of the days it is made of hides with one of another zone.
        """
        if sees_small_cells:
            return self
        shown = self if self.unlinked is None else replace(self, unlinked=None)
        if self.few_cases or covered:
            shown = replace(shown, symptomatic=None, community_ratio=None, case_ratio=None,
                            less_looking=False)  # fmt: skip
        return replace(shown, positivity=None) if self.few_positives else shown

    @property
    def blind(self) -> int:
        """How many of the plain questions have no answer: reports, sources, tests, sites."""
        marks = (not self.reported, not self.working, self.long_untested, bool(self.silent_sites))
        return sum(marks)


def blind_lines(view: IncidentView, zone: ZoneView, day: date) -> list[BlindLine]:
    """Return a line for each child of a zone (itself when it has none), in the order of codes."""
    parts = children(zone.code) if zone.level < Level.TOWNSHIP else []
    parts = parts or [zone]
    first = (day - timedelta(days=90)).isoformat()
    rows = signals(incident=view.id, scope=zone.range, first=first, last=day.isoformat())
    series = series_of(incident=view.id, zone=zone, until=day, longest=DAYS)
    limit = int(profile_of(view).thresholds.get(LIMIT, LIMIT_DAYS))
    table = _Table(rows, series, [(day - timedelta(days=n)) for n in reversed(range(DAYS))])
    spots = table.spots(parts, zone, limit)
    return [table.line(place, part, zone, spots) for place, part in enumerate(parts)]


def sentinel_share(lines: Sequence[BlindLine]) -> tuple[int, int]:
    """Return zones with a working source over zones."""
    return sum(one.working for one in lines), len(lines)


class _Table:
    """The inputs of the indicators for the zones of one page."""

    def __init__(self, rows: list[SignalRow], series: ZoneSeries, days: list[date]) -> None:
        self._rows, self._series, self._days = rows, series, days
        self._yesterday = (days[-1] - timedelta(days=1)).isoformat()

    def _counts(self, part: ZoneView, zone: ZoneView) -> Mapping[date, Any]:
        own = self._series.counts if part.code == zone.code else self._series.children.get(
            part.code, ()
        )  # fmt: skip
        return dict(zip(self._series.days, own, strict=False))

    def _by_day(self, part: ZoneView, kind: SignalKind, place: int) -> list[float]:
        found = summed(self._rows, part.range, kind)
        nan = float("nan")
        return [float(found[d.isoformat()][place]) if d.isoformat() in found else nan
                for d in self._days]  # fmt: skip

    def spots(self, parts: Sequence[ZoneView], zone: ZoneView, limit: int) -> Any:
        """Return the indicators of science for all zones."""
        import numpy as np

        from bihuan.science.blind_spots import Looking, Sources, blind_spots

        def table(kind: SignalKind, place: int) -> Any:
            return np.array([self._by_day(part, kind, place) for part in parts])

        def cases(name: str) -> Any:
            found = [
                [_known(getattr(self._counts(part, zone).get(d), name, None)) for d in self._days]
                for part in parts
            ]
            return np.array(found, dtype=float)

        sites, due = table(SignalKind.SITES, 0)[:, -1], table(SignalKind.SITES, 1)[:, -1]
        sources = table(SignalKind.SENTINEL, 1)[:, -1]
        silent = sources - table(SignalKind.SENTINEL, 0)[:, -1]
        days_since = np.array([_known(self._since(part, LOOKING)) for part in parts], dtype=float)
        coverage = [self._coverage(part) for part in parts]
        return blind_spots(
            Sources(sources, silent, due, sites),
            Looking(
                table(SignalKind.TESTS, 1), table(SignalKind.TESTS, 0), days_since,
                np.array([of for _, of in coverage]), np.array([n for n, _ in coverage]),
            ),
            self._found(cases),
            limit_days=limit,
        )  # fmt: skip

    def _found(self, cases: Callable[[str], Any]) -> Any:
        from bihuan.science.blind_spots import Detection

        return Detection(*map(cases, ("community", "managed", "symptomatic", "screened")))

    def _few_cases(self, part: ZoneView, zone: ZoneView) -> bool:
        counts = self._counts(part, zone)
        days = [counts.get(day) for day in self._days]
        names = ("new", "community", "managed", "symptomatic", "screened")
        return any(_any_small(getattr(one, name, None) for one in days) for name in names)

    def _few_positives(self, part: ZoneView) -> bool:
        """Tell whether a report of the week's tests hides: their share would give it away."""
        week = {day.isoformat() for day in self._days[-WEEK:]}
        return any(
            is_small(row.n)
            for row in self._rows
            if row.kind is SignalKind.TESTS and row.zone in part.range and row.day in week
        )

    def _since(self, part: ZoneView, kinds: frozenset[SignalKind]) -> int | None:
        newest = newest_day(self._rows, part.range, kinds)
        return None if newest is None else (self._days[-1] - date.fromisoformat(newest)).days

    def _coverage(self, part: ZoneView) -> tuple[float, float]:
        found = summed(self._rows, part.range, SignalKind.COVERAGE)
        nan = float("nan")
        return tuple(map(float, found[max(found)])) if found else (nan, nan)  # type: ignore[return-value]

    def line(self, place: int, part: ZoneView, zone: ZoneView, spots: Any) -> BlindLine:
        """Return one zone's line."""
        last = self._counts(part, zone).get(self._days[-1])
        silent = self._since(part, SOURCES)
        sites = _plain(spots.silent_sites[place])
        positivity = spots.positivity[place]
        told = (positivity.value, positivity.low, positivity.high)
        return BlindLine(
            zone=part,
            reported=last is not None,
            silent_days=silent,
            working=silent is not None and silent <= 1,
            untested_days=self._since(part, LOOKING),
            long_untested=bool(spots.no_test_for_long[place]),
            never_tested=_plain(spots.never_tested[place]),
            unlinked=_unlinked(last),
            symptomatic=_plain(spots.symptomatic_share[place]),
            community_ratio=_plain(spots.community_ratio[place]),
            test_ratio=_plain(spots.test_ratio[place]),
            case_ratio=_plain(spots.case_ratio[place]),
            less_looking=bool(spots.less_looking[place]),
            positivity=None if told[0] != told[0] else told,
            bound=_plain(spots.prevalence_bound[place]),
            silent_sites=None if sites is None else int(sites),
            few_cases=self._few_cases(part, zone),
            few_positives=self._few_positives(part),
        )


def _known(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _any_small(counts: Iterable[int | None]) -> bool:
    """Tell whether a day's count hides: with it a sum or ratio would give it away."""
    return any(map(is_small, counts))


def _plain(value: Any) -> float | None:
    number = float(value)
    return None if number != number else number  # noqa: PLR0124


def _unlinked(counts: Any) -> tuple[int, int] | None:
    from bihuan.domain.surveillance.cases import Origin

    if counts is None or counts.by_origin is None:
        return None
    unlinked = counts.by_origin.get(Origin.LOCAL_UNLINKED, 0)
    return unlinked, unlinked + counts.by_origin.get(Origin.LOCAL_LINKED, 0)
