"""Analyses kept by the content they were made from; pages read them and never wait."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.domain.zones import Level
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.models import Analysis
from bihuan.features.surveillance.selectors.analysis.gathered import (
    VERSION,
    Gathered,
    gather,
)
from bihuan.features.territory.api import ZoneView

BATCH = 50


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
    found = next(gather(view, [zone], day), None)
    if found is None:
        return None
    kept = Analysis.objects.filter(id=found.name).values_list("body", flat=True).first()
    return found.name, json.loads(kept) if kept is not None else _bodies([found])[0]


def _bodies(found: Sequence[Gathered]) -> list[dict[str, Any]]:
    from bihuan.features.surveillance.selectors.analysis.given import given_of
    from bihuan.features.surveillance.selectors.analysis.history import triangle_of
    from bihuan.features.surveillance.selectors.analysis.together import contents

    givens = [
        given_of(
            one.series, one.broken, one.profile, residents=one.residents,
            triangle=triangle_of(one.changes, one.series.days),
        )
        for one in found
    ]  # fmt: skip
    return [
        {
            **content,
            "series": one.said,
            "regimes": [_mark(regime) for regime in one.broken],
            "profile": one.profile.reference,
            "small_cell": one.profile.small_cell,
            "version": VERSION,
            "inputs": one.name[:16],
        }
        for one, content in zip(found, contents(givens), strict=True)
    ]


def _mark(one: Any) -> dict[str, Any]:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat() if one.last else "",
        "effect": one.effect.value,
        "zh": one.zh,
        "en": one.en,
    }


def make_and_keep(
    view: IncidentView, zones: Sequence[ZoneView], day: date, *, at: datetime
) -> list[ZoneView]:
    """Make the analyses of zones and keep them; return the zones that got a new one.

    The first zone holds all others. The same content is kept once; that it still holds at an
    instant is noted. Of a township only the last analysis of a day is kept.
    """
    found = list(gather(view, zones, day))
    names = [one.name for one in found]
    kept = set(Analysis.objects.filter(id__in=names).values_list("id", flat=True))
    Analysis.objects.filter(id__in=kept).update(made_at=at)
    fresh = [one for one in found if one.name not in kept]
    told: dict[str, Any] = {"incident": view.id, "day": day.isoformat()}
    small = [one.zone.code for one in fresh if one.zone.level >= Level.TOWNSHIP]
    made: dict[str, Any] = {"made_at": at}
    rows = [
        Analysis(id=one.name, zone=one.zone.code, body=json.dumps(body), **told, **made)
        for one, body in zip(fresh, _bodies(fresh), strict=True)
    ]
    Analysis.objects.filter(zone__in=small, **told).delete()
    Analysis.objects.bulk_create(rows, batch_size=BATCH)
    return [one.zone for one in fresh]


def latest(*, incident: int, zone: int, until: str = "9999") -> Kept | None:
    """Return the newest analysis of a zone up to a day."""
    found = Analysis.objects.filter(incident=incident, zone=zone, day__lte=until)
    row = found.order_by("-day", "-made_at").first()
    if row is None:
        return None
    return Kept(row.id, row.zone, row.day, row.made_at, json.loads(row.body))


def day_before(kept: Kept, *, incident: int) -> Kept | None:
    """Return the newest analysis of an earlier day; only where a nowcast stands beside it."""
    if "days" not in kept.body["nowcast"]:
        return None
    earlier = date.fromisoformat(kept.day) - timedelta(days=1)
    return latest(incident=incident, zone=kept.zone, until=earlier.isoformat())


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
