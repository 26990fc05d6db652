"""What the record holds for many zones, read once: series, late reports, residents."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.surveillance.regimes import Regime, touching
from bihuan.domain.surveillance.tree import children_of, counted
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.selectors.cases import ChangeLine, arrivals
from bihuan.features.surveillance.selectors.covers import Days, Hidden, hidden_days
from bihuan.features.surveillance.selectors.profile import profile_of
from bihuan.features.surveillance.selectors.regimes import regimes
from bihuan.features.surveillance.selectors.series import (
    ZoneSeries,
    reporting_zones,
    series_within,
)
from bihuan.features.territory.api import ZoneView, population, zone_of

VERSION = "5"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The inputs of one zone's models, and the name of this content."""

    name: str
    zone: ZoneView
    series: ZoneSeries
    broken: Sequence[Regime]
    changes: Sequence[ChangeLine]
    residents: int | None
    profile: DiseaseProfile
    hidden: Hidden

    @property
    def said(self) -> dict[str, Any]:
        """Return the series as the analysis keeps it."""
        return said_of(self.series, self.hidden)


def gather(view: IncidentView, zones: Sequence[ZoneView], day: date) -> Iterator[Gathered]:
    """Yield the inputs of the zones that have counts; the first zone holds all others."""
    root, listed = zones[0], regimes(incident=view.id)
    series = series_within(incident=view.id, root=root, zones=zones, until=day)
    begun = [one.days[0] for one in series.values() if one.days]
    if not begun:
        return
    changes: dict[int, list[ChangeLine]] = {}
    span = {"first": min(begun).isoformat(), "last": day.isoformat()}
    for one in arrivals(incident=view.id, scope=root.range, **span):
        changes.setdefault(one.zone, []).append(one)
    tree = children_of(reporting_zones(root.range, root.level))
    whole = zone_of(view.zone) or root
    profile, hidden = profile_of(view), hidden_days(incident=view.id, root=whole, until=day)
    for zone in zones:
        found = series[zone.code]
        if not found.days:
            continue
        own = [one for code in counted(zone.code, changes, tree) for one in changes.get(code, ())]
        own.sort(key=lambda one: one.entered_at)
        broken = touching(listed, zone.code)
        people = zone.residents
        if people is None:
            people = population(zone.code).residents
        said = said_of(found, hidden)
        name = _name((view.id, zone.code, profile.reference, people), said, broken, own)
        yield Gathered(name, zone, found, broken, own, people, profile, hidden)


def _name(
    about: tuple[Any, ...],
    series: Mapping[str, Any],
    broken: Sequence[Regime],
    own: Sequence[ChangeLine],
) -> str:
    arrived = [(one.zone, one.day, one.received_on, one.new_count) for one in own]
    said = [VERSION, about, series, [str(one) for one in broken], arrived]
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def said_of(series: ZoneSeries, hidden: Hidden) -> dict[str, Any]:
    """Return a series as an analysis keeps it.

    ``covered`` holds for the zone and each part the places of days that hide from who does not
    see small counts; ``covered_found`` and ``covered_origin`` those of its splits,
    ``covered_imported`` those of its imports.
    """
    return {
        "covered": _places(series, hidden.new),
        "covered_found": _places(series, hidden.found),
        "covered_origin": _places(series, hidden.origin),
        "covered_imported": _places(series, hidden.imported),
        "days": [day.isoformat() for day in series.days],
        "new": series.new(),
        "community": series.community(),
        "agree": [None if one is None else int(one.agree) for one in series.counts],
        "children": {str(code): new for code, new in series.children_new().items()},
    }


def _places(series: ZoneSeries, hidden: Days) -> dict[str, list[int]]:
    return {
        str(code): [place for place, day in enumerate(series.days) if day in hidden[code]]
        for code in (series.zone, *series.children)
        if code in hidden
    }
