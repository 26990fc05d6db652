"""Models run when counts have changed and before the freeze; no page waits for them."""

from itertools import product
from typing import Any

from django.db.models import Sum

from bihuan.domain.zones import Level
from bihuan.features.incidents.api import incident
from bihuan.features.surveillance.models import Analysis, CaseChange, SurveillanceRegime
from bihuan.features.surveillance.selectors.analysis import make_and_keep
from bihuan.features.surveillance.selectors.charts import charts_of
from bihuan.features.surveillance.selectors.night import names_below
from bihuan.features.territory.api import ZoneView, zone_of, zones_in
from bihuan.platform.charts.drawings import drawing
from bihuan.platform.charts.options import NARROW, WIDTH
from bihuan.platform.charts.svg import NoDrawingError
from bihuan.platform.figures.windows import window_at
from bihuan.platform.jobs import Tick, tick

MARK = "seen:"
LEVELS = (Level.COUNTY, Level.TOWNSHIP)
LANGUAGES = ("zh-hans", "en")


@tick("surveillance.analyse")
def analyse_what_changed(tick: Tick) -> int:
    """Run the models of the city, its counties and townships when counts or regimes changed."""
    view = incident(tick.clock.incident)
    root = zone_of(view.zone) if view is not None else None
    if view is None or root is None:
        return 0
    day = window_at(tick.clock, tick.now).day
    stands = _stands(view.id, day.isoformat())
    mark = f"{MARK}{view.id}"
    if stands is None or Analysis.objects.filter(id=mark, body=stands).exists():
        return 0
    below = [zone for level in LEVELS for zone in zones_in(scope=root.range, level=level)]
    zones = [root, *(zone for zone in below if zone.code != root.code)]
    done = make_and_keep(view, zones, day, at=tick.now)
    for zone in done[:1]:
        _draw(view.id, zone)
    told: dict[str, Any] = {"incident": view.id, "zone": 0, "day": day.isoformat()}
    told |= {"body": stands, "made_at": tick.now}
    Analysis.objects.update_or_create(id=mark, defaults=told)
    return len(done)


def _stands(number: int, day: str) -> str | None:
    """Return what the record holds, as a short text that changes with it; None without counts.

    Every value of a count is a row of its own; a changed regime has a higher version. Instants
    would not do: a drill's clock may stand still.
    """
    counts = CaseChange.objects.filter(incident=number).count()
    if not counts:
        return None
    regimes = SurveillanceRegime.objects.filter(incident=number)
    changes = regimes.aggregate(n=Sum("version"))["n"] or 0
    return f"{counts}:{changes}:{day}"


def _draw(number: int, zone: ZoneView) -> None:
    """Draw the zone's charts, so that neither a page nor the printed pack waits for them."""
    from bihuan.features.surveillance.selectors.analysis import day_before, latest

    kept = latest(incident=number, zone=zone.code)
    if kept is None:
        return
    small = int(kept.body["small_cell"])
    before = day_before(kept, incident=number)
    try:
        for chart in charts_of(kept, names_below(kept), before):
            for language, width in product(LANGUAGES, (WIDTH, NARROW)):
                drawing(chart, language, width)
                drawing(chart.suppressed(small), language, width)
    except NoDrawingError:
        return
