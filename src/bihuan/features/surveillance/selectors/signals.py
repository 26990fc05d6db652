"""Signals of an incident: newest first, and sums by zone and day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.surveillance.signals import OF_PEOPLE, SignalKind
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
    *,
    incident: int,
    scope: ZoneRange,
    first: str = "",
    last: str = "9999",
    kind: SignalKind | None = None,
    most: int = 0,
) -> list[SignalRow]:
    """Return the signals of a scope and span, the newest day first."""
    found = Signal.objects.filter(
        incident=incident, zone__range=(scope.lo, scope.hi), day__range=(first, last)
    ).order_by("-day", "zone", "kind", "site")
    rows = (found.filter(kind=kind.value) if kind else found).values_list(*FIELDS)
    return [
        SignalRow(zone, day, SignalKind(kind), site, n, of, source, version)
        for zone, day, kind, site, n, of, source, version in (rows[:most] if most else rows)
    ]


@dataclass(frozen=True, slots=True)
class KindTotal:
    """The newest day of a kind in a scope: part, whole and zones that reported.

    ``small`` counts the rows in it that hide from who does not work with cases: their sum hides
    too, because the other rows are shown.
    """

    kind: SignalKind
    day: str
    n: int
    of: int
    zones: int
    small: int = 0


def newest_by_kind(*, incident: int, scope: ZoneRange, last: str) -> list[KindTotal]:
    """Return the sums of the newest day of each kind, in one query."""
    found = Signal.objects.filter(
        incident=incident, zone__range=(scope.lo, scope.hi), day__lte=last
    )
    rows = found.values("kind", "day").annotate(
        part=Sum("n"), whole=Sum("of"), zones=Count("zone", distinct=True),
        small=Count("id", filter=Q(n__gt=0, n__lt=SMALL_CELL)),
    )  # fmt: skip
    newest = {row["kind"]: row for row in rows.order_by("day")}
    return [
        KindTotal(kind, row["day"], row["part"], row["whole"], row["zones"], row["small"])
        for kind in SignalKind
        if (row := newest.get(kind.value)) is not None
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a signal says: per 100, or the Breteau index with its interval and band."""

    row: SignalRow
    per_100: float | None
    interval: tuple[float, float] | None = None
    band: int | None = None
    hidden: bool = False
    covered: bool = False


def readings(rows: Iterable[SignalRow], *, sees_small_cells: bool) -> list[Reading]:
    """Return signals with their rates; few people are hidden from who does not see small cells.

    A Breteau index is given from 50 inspected houses on.
    """
    from bihuan.science.descriptive import breteau

    found = []
    for row in rows:
        if row.kind is SignalKind.VECTOR:
            index = breteau(row.n, row.of)
            value, ends = index.index.value, (index.index.low, index.index.high)
            known = index.band is not None
            found.append(
                Reading(row, value if known else None, ends if known else None, index.band)
            )
            continue
        hidden = row.kind in OF_PEOPLE and 0 < row.n < SMALL_CELL and not sees_small_cells
        found.append(Reading(row, 100 * row.n / row.of if row.of and not hidden else None,
                             hidden=hidden))  # fmt: skip
    return found


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
