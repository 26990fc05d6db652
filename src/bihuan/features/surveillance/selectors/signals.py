"""Signals of an incident: newest first, and sums by zone and day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.domain.surveillance.signals import SignalKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.surveillance.models import Signal

FIELDS = ("zone", "day", "kind", "site", "n", "of", "source", "version")


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One stored signal; ``version`` above 1 was corrected."""

    zone: int
    day: str
    kind: SignalKind
    site: str
    n: int
    of: int
    source: str
    version: int


def signals(
    *, incident: int, scope: ZoneRange, first: str = "", last: str = "9999", most: int = 0
) -> list[SignalRow]:
    """Return the signals of a scope and span, the newest day first."""
    found = Signal.objects.filter(
        incident=incident, zone__range=(scope.lo, scope.hi), day__range=(first, last)
    ).order_by("-day", "zone", "kind", "site")
    rows = found.values_list(*FIELDS)
    return [
        SignalRow(zone, day, SignalKind(kind), site, n, of, source, version)
        for zone, day, kind, site, n, of, source, version in (rows[:most] if most else rows)
    ]


def newest_day(
    rows: Iterable[SignalRow], scope: ZoneRange, kinds: frozenset[SignalKind]
) -> str | None:
    """Return the newest day on which a zone's subtree had a signal of some kinds."""
    return max((r.day for r in rows if r.zone in scope and r.kind in kinds), default=None)


def summed(
    rows: Iterable[SignalRow], scope: ZoneRange, kind: SignalKind
) -> Mapping[str, tuple[int, int]]:
    """Return part and whole of a kind in a subtree, by day."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if row.kind is kind and row.zone in scope:
            sums[row.day][0] += row.n
            sums[row.day][1] += row.of
    return {day: (n, of) for day, (n, of) in sums.items()}


def vector_index(
    rows: Iterable[SignalRow], scope: ZoneRange, *, day: str
) -> tuple[int, int] | None:
    """Return positive containers and houses inspected on the newest day up to ``day``."""
    by_day = summed(rows, scope, SignalKind.VECTOR)
    newest = max((one for one in by_day if one <= day), default=None)
    return None if newest is None else by_day[newest]
