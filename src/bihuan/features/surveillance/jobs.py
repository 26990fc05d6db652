"""Models run when counts have changed and before the freeze; no page waits for them."""

from datetime import timedelta

from bihuan.domain.zones import Level
from bihuan.features.incidents.api import incident
from bihuan.features.surveillance.models import Analysis, CaseChange, SurveillanceRegime
from bihuan.features.surveillance.selectors.analysis import make_and_keep
from bihuan.features.surveillance.selectors.charts import charts_of
from bihuan.features.surveillance.selectors.night import names_below
from bihuan.features.territory.api import ZoneView, zone_of, zones_in
from bihuan.platform.charts.drawings import drawing
from bihuan.platform.charts.svg import NoDrawingError
from bihuan.platform.figures.windows import window_at
from bihuan.platform.jobs import Tick, tick

PAUSE = timedelta(minutes=5)
LANGUAGES = ("zh-hans", "en")


@tick("surveillance.analyse")
def analyse_what_changed(tick: Tick) -> int:
    """Run the models of the city and its counties when counts or regimes have changed."""
    view = incident(tick.clock.incident)
    newest = _newest(tick.clock.incident)
    if view is None or newest is None:
        return 0
    made = Analysis.objects.filter(incident=view.id).order_by("-made_at").first()
    day = window_at(tick.clock, tick.now).day
    if made is not None and made.made_at > newest and made.day >= day.isoformat():
        return 0
    root = zone_of(view.zone)
    if root is None:
        return 0
    zones = [root, *zones_in(scope=root.range, level=Level.COUNTY)]
    done = [zone for zone in zones if make_and_keep(view, zone, day, at=tick.now)]
    for zone in done[:1]:
        _draw(view.id, zone)
    return len(done)


def _newest(number: int):  # type: ignore[no-untyped-def]
    """Return when a count or a regime was last entered."""
    found = [
        model.objects.filter(incident=number).order_by("-entered_at").values_list(
            "entered_at", flat=True
        ).first()
        for model in (CaseChange, SurveillanceRegime)
    ]  # fmt: skip
    known = [one for one in found if one is not None]
    return max(known, default=None)


def _draw(number: int, zone: ZoneView) -> None:
    """Draw the zone's charts, so that neither a page nor the printed pack waits for them."""
    from bihuan.features.surveillance.selectors.analysis import latest

    kept = latest(incident=number, zone=zone.code)
    if kept is None:
        return
    small = int(kept.body["small_cell"])
    try:
        for chart in charts_of(kept, names_below(kept)):
            for language in LANGUAGES:
                drawing(chart, language)
                drawing(chart.suppressed(small), language)
    except NoDrawingError:
        return
