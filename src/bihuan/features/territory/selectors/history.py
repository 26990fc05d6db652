"""The territory as it was, and what became of a zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.domain.zones import ZoneRange
from bihuan.features.territory.models import FormerName, ZoneSuccession
from bihuan.features.territory.selectors.zones import ZoneName, ZoneView, zones_in


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a zone's history: carried on from ``old`` to ``new``."""

    old: int
    new: int
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a zone was called until an instant."""

    zone: int
    name: ZoneName
    until: datetime


def as_it_was(*, at: datetime, scope: ZoneRange) -> list[ZoneView]:
    """Return the zones of a scope at an instant, under the names they had then."""
    zones = zones_in(scope=scope, at=at)
    then = _names_then(at, scope)
    return [replace(zone, name=then.get(zone.code, zone.name)) for zone in zones]


def _names_then(at: datetime, scope: ZoneRange) -> dict[int, ZoneName]:
    found = (
        FormerName.objects.filter(zone_id__gte=scope.lo, zone_id__lte=scope.hi, valid_to__gt=at)
        .order_by("-valid_to")
        .values_list("zone_id", "name_zh", "name_en")
    )
    return {row[0]: ZoneName(*row) for row in found}


def renamings(code: int) -> Sequence[Renaming]:
    """Return what a zone was called before, newest first."""
    found = (
        FormerName.objects.filter(zone_id=code)
        .order_by("-valid_to")
        .values_list("name_zh", "name_en", "valid_to")
    )
    return [Renaming(code, ZoneName(code, zh, en), until) for zh, en, until in found]


def changes_of(code: int) -> Sequence[Change]:
    """Return the mergers and splits a zone took part in, on either side, oldest first."""
    found = (ZoneSuccession.objects.filter(old_id=code)).union(
        ZoneSuccession.objects.filter(new_id=code)
    )
    rows = found.values_list("old_id", "new_id", "kind", "at")
    return sorted((Change(*row) for row in rows), key=lambda change: (change.at, change.new))


def successors_of(code: int) -> frozenset[int]:
    """Return the zones that carry a zone's territory on today; the zone itself if it is there.

    A zone that was split and stayed is among its own successors.
    """
    return _followed([code])


def _followed(codes: Iterable[int]) -> frozenset[int]:
    from_here = set(codes)
    reached = set(from_here)
    while from_here:
        pairs = ZoneSuccession.objects.filter(old_id__in=from_here).values_list("new_id", flat=True)
        from_here = set(pairs) - reached
        reached |= from_here
    gone = set(
        ZoneSuccession.objects.filter(old_id__in=reached, old__valid_to__isnull=False).values_list(
            "old_id", flat=True
        )
    )
    return frozenset(reached - gone)
