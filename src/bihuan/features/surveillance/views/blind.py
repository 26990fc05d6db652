"""Blind spots by zone, and the standing page of scores."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.features.surveillance import api
from bihuan.features.surveillance.views.place import place_of
from bihuan.features.surveillance.views.record import NOTHING
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.figures.windows import window_at

MOST_LINES = 40


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET"])
def blind_spots(request: ActingRequest) -> HttpResponse:
    """List what is not looked at in each zone, side by side and never as one score."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    day = window_at(place.view.clock, place.now).day
    visible = place.sees_small_cells
    incident, zone = place.view.id, place.zone.code
    kept = None if visible else api.latest(incident=incident, zone=zone, until=day.isoformat())
    # Until tonight's analysis is made nobody has worked out what hides.
    known = kept is not None and kept.day == day.isoformat()
    covered = api.covered_of_late(kept) if kept is not None and known else frozenset()
    lines = [
        one.shown_to(sees_small_cells=visible, covered=not known or one.zone.code in covered)
        for one in api.blind_lines(place.view, place.zone, day)
    ]
    context = {
        "place": place,
        "day": day.isoformat(),
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
        "coverage": api.sentinel_share(lines),
    }
    return render(request, "surveillance/blind_spots.html", context)


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET"])
def scores(request: ActingRequest) -> HttpResponse:
    """Score last nights' forecasts against what came, also when they were bad."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    incident, zone = place.view.id, place.zone.code
    kept = api.latest(incident=incident, zone=zone)
    earlier = api.forecasts_before(incident=incident, zone=zone, day=kept.day) if kept else []
    visible = place.sees_small_cells
    earlier = list(earlier) if visible else api.tellable(earlier)
    truth = api.truth_of(kept, sees_small_cells=visible) if kept else {}
    nights = api.nights(earlier, truth) if visible else []
    context = {
        "place": place,
        "kept": kept,
        "lines": api.scores(earlier, truth),
        "nights": [
            (api.METHODS[one.method].said(get_language() or "zh-hans"), one) for one in nights
        ],
        "horizons": api.HORIZONS,
        "span": timedelta(days=len(earlier)).days,
        "relative": kept.body["forecast"].get("relative") if kept else None,
    }
    return render(request, "surveillance/scores.html", context)
