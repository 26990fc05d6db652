"""Analyses kept by the content they were made from; pages read them and never wait."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from bihuan.domain.surveillance.regimes import touching
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.models import Analysis
from bihuan.features.surveillance.selectors.cases import changes_between
from bihuan.features.surveillance.selectors.profile import profile_of
from bihuan.features.surveillance.selectors.regimes import regimes
from bihuan.features.surveillance.selectors.series import ZoneSeries, series_of
from bihuan.features.territory.api import ZoneView, population

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Kept:
    """One analysis: of which zone and day, when it was made, and what it says."""

    id: str
    zone: int
    day: str
    made_at: datetime
    body: Mapping[str, Any]


def analyse(view: IncidentView, zone: ZoneView, day: date) -> tuple[str, dict[str, Any]] | None:
    """Return fingerprint and content of the analysis of a zone; None without any counts."""
    from bihuan.features.surveillance.selectors.analysis.given import given_of
    from bihuan.features.surveillance.selectors.analysis.history import triangle_of

    series = series_of(incident=view.id, zone=zone, until=day)
    if not series.days:
        return None
    broken, profile = touching(regimes(incident=view.id), zone.code), profile_of(view)
    changes = changes_between(
        incident=view.id, scope=zone.range, first=series.days[0].isoformat(),
        last=series.days[-1].isoformat(),
    )  # fmt: skip
    own = [one for one in changes if one.zone == zone.code] or changes
    residents = population(zone.code).residents
    said = [VERSION, profile.reference, residents, _said(series), [str(one) for one in broken],
            [(one.day, one.received_on, one.new_count) for one in own]]  # fmt: skip
    name = sha256(json.dumps([view.id, zone.code, said], default=str).encode()).hexdigest()
    kept = Analysis.objects.filter(id=name).values_list("body", flat=True).first()
    if kept is not None:
        return name, json.loads(kept)
    given = given_of(
        series, broken, profile, residents=residents, triangle=triangle_of(own, series.days)
    )
    marks = [_mark(one) for one in broken]
    return name, {**_content(given), "series": _said(series), "regimes": marks,
                  "profile": profile.reference, "small_cell": profile.small_cell,
                  "version": VERSION, "inputs": name[:16]}  # fmt: skip


def _content(given: Any) -> dict[str, Any]:
    from bihuan.features.surveillance.selectors.analysis import described, models

    return {
        "rt": models.rt(given),
        "growth": models.growth(given),
        "nowcast": models.late_reports(given),
        "forecast": models.ahead(given),
        "clear": models.clear(given),
        "described": described.described(given),
        "flags": described.flags(given),
    }


def _said(series: ZoneSeries) -> dict[str, Any]:
    return {
        "days": [day.isoformat() for day in series.days],
        "new": series.new(),
        "community": series.community(),
        "agree": [None if one is None else int(one.agree) for one in series.counts],
        "children": {str(code): new for code, new in series.children_new().items()},
    }


def _mark(one: Any) -> dict[str, Any]:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat() if one.last else "",
        "effect": one.effect.value,
        "zh": one.zh,
        "en": one.en,
    }


def make_and_keep(view: IncidentView, zone: ZoneView, day: date, *, at: datetime) -> bool:
    """Make the analysis of a zone and keep it; tell whether it is a new one.

    The same content is kept once; that it still holds at an instant is noted.
    """
    found = analyse(view, zone, day)
    if found is None:
        return False
    name, body = found
    if Analysis.objects.filter(id=name).update(made_at=at):
        return False
    told = {"incident": view.id, "zone": zone.code, "day": day.isoformat(), "made_at": at}
    Analysis.objects.create(id=name, body=json.dumps(body), **told)
    return True


def latest(*, incident: int, zone: int, until: str = "9999") -> Kept | None:
    """Return the newest analysis of a zone up to a day."""
    found = Analysis.objects.filter(incident=incident, zone=zone, day__lte=until)
    row = found.order_by("-day", "-made_at").first()
    if row is None:
        return None
    return Kept(row.id, row.zone, row.day, row.made_at, json.loads(row.body))


def forecasts_before(*, incident: int, zone: int, day: str, most: int = 28) -> list[Kept]:
    """Return the last analysis of each earlier day, the newest day first."""
    found = Analysis.objects.filter(incident=incident, zone=zone, day__lt=day)
    by_day: dict[str, Kept] = {}
    for row in found.order_by("-day", "-made_at").iterator(chunk_size=50):
        if row.day not in by_day:
            if len(by_day) == most:
                break
            by_day[row.day] = Kept(row.id, row.zone, row.day, row.made_at, json.loads(row.body))
    return list(by_day.values())
