"""What the record holds for many zones, read once: series, late reports, residents."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.surveillance.regimes import Regime, touching
from bihuan.domain.surveillance.tree import children_of, counted
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.selectors.cases import ChangeLine, arrivals
from bihuan.features.surveillance.selectors.profile import profile_of
from bihuan.features.surveillance.selectors.regimes import regimes
from bihuan.features.surveillance.selectors.series import (
    ZoneSeries,
    reporting_zones,
    series_within,
)
from bihuan.features.territory.api import ZoneView, population

VERSION = "3"


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
    profile = profile_of(view)
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
        name = _name(view.id, profile.reference, people, (found, broken, own))
        yield Gathered(name, zone, found, broken, own, people, profile)


def _name(incident: int, profile: str, residents: int | None, rest: tuple[Any, ...]) -> str:
    series, broken, own = rest
    said = [VERSION, profile, residents, said_of(series), [str(one) for one in broken],
            [(one.zone, one.day, one.received_on, one.new_count) for one in own]]  # fmt: skip
    text = json.dumps([incident, series.zone, said], default=str)
    return sha256(text.encode()).hexdigest()


def said_of(series: ZoneSeries) -> dict[str, Any]:
    """Return a series as an analysis keeps it."""
    return {
        "days": [day.isoformat() for day in series.days],
        "new": series.new(),
        "community": series.community(),
        "agree": [None if one is None else int(one.agree) for one in series.counts],
        "children": {str(code): new for code, new in series.children_new().items()},
    }
