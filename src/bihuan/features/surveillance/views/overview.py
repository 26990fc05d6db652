"""The evening's picture of a zone: figures, charts, status, what looks wrong."""

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.features.surveillance import api
from bihuan.features.surveillance.labels import FLAGS, STATES, TRENDS
from bihuan.features.surveillance.views.place import Place, place_of
from bihuan.features.surveillance.views.record import NOTHING
from bihuan.features.territory.api import population
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.charts import Chart
from bihuan.platform.charts.drawings import drawing, width_asked
from bihuan.platform.charts.options import height_of, option
from bihuan.platform.charts.svg import NoDrawingError

ZH = "zh-hans"
CACHED = "private, max-age=300"
PER = 100_000


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET"])
def overview(request: ActingRequest) -> HttpResponse:
    """Show what the newest analysis of a zone says."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    kept = api.latest(incident=place.view.id, zone=place.zone.code)
    context: dict[str, Any] = {
        "place": place,
        "kept": kept,
        "may_enter": place.may(Act.ENTER_CASES),
    }
    if kept is not None:
        context |= _said(place, kept)
    return render(request, "surveillance/overview.html", context)


def _said(place: Place, kept: api.Kept) -> dict[str, Any]:
    body, called = kept.body, api.names_below(kept)
    before = api.day_before(kept, incident=place.view.id)
    visible = place.sees_small_cells
    language = get_language() or ZH
    zone, veiled = place.zone, not visible and api.chances_hide(kept)
    return {
        "figures": api.figures_of(kept, sees_small_cells=visible),
        "charts": [_visible(place, kept, chart) for chart in api.charts_of(kept, called, before)],
        "last_known": api.last_known(kept, sees_small_cells=visible),
        "missing": [(a.said(language), b.said(language)) for a, b in api.missing_of(kept)],
        "clear": body["clear"],
        "state": STATES.get(body["clear"].get("state")),
        "basically": api.basically_told(kept, _basic_limit(place), sees_small_cells=visible),
        "chances": None if veiled else api.chances_of(kept),
        "veiled": veiled,
        # An address of its own for each drawing; the fingerprint would prove a guess at a count.
        "drawn_at": kept.id[:12] if visible else f"{kept.made_at.timestamp():.0f}",
        "trend": TRENDS[body["growth"]["trend"]],
        "flags": [(FLAGS[one["kind"]], one, api.part_name(one, kept, zone)) for one in
                  reversed(body["flags"])] if visible else [],
    }  # fmt: skip


def _basic_limit(place: Place) -> float:
    """Return the cases a day below which the zone's community is called basically clear."""
    rate = api.profile_of(place.view).community_zero.basic_per_100k
    return (population(place.zone.code).residents or 0) * rate / PER


def _visible(place: Place, kept: api.Kept, chart: Chart) -> Chart:
    return chart if place.sees_small_cells else chart.suppressed(int(kept.body["small_cell"]))


def _chart(request: ActingRequest, slug: str) -> Chart:
    place = place_of(request)
    if place is None or not place.may(Act.VIEW_SURVEILLANCE):
        raise Http404("nothing to draw")
    kept = api.latest(incident=place.view.id, zone=place.zone.code)
    if kept is not None:
        before = api.day_before(kept, incident=place.view.id)
        for chart in api.charts_of(kept, api.names_below(kept), before):
            if chart.code == slug:
                return _visible(place, kept, chart)
    raise Http404("no such chart")


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET"])
def chart_svg(request: ActingRequest, slug: str) -> HttpResponse:
    """Send a chart of a zone as a drawing."""
    chart = _chart(request, slug)
    try:
        text = drawing(chart, get_language() or ZH, width_asked(request.GET))
    except NoDrawingError:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer = HttpResponse(text, content_type="image/svg+xml")
    answer["Cache-Control"] = CACHED
    return answer


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET"])
def chart_option(request: ActingRequest, slug: str) -> HttpResponse:
    """Send the option of a chart, for the browser to draw."""
    chart = _chart(request, slug)
    width = width_asked(request.GET)
    said = json.loads(json.dumps(option(chart, get_language() or ZH, width)))
    return JsonResponse({"option": said, "height": height_of(chart, width)})
