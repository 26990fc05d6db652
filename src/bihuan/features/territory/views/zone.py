"""One page about a place people answer for (辖区页)."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import Level, ZoneCodeError, level_of
from bihuan.features.territory.api import (
    Shown,
    ZoneHistory,
    ZoneView,
    around,
    history_of,
    panels_of,
    places_in,
    root,
    zone_of,
)
from bihuan.features.territory.labels import ATTRIBUTES, EXTRA_SERVICE, LEVELS, PLACE_KINDS
from bihuan.features.territory.permissions import can_act, sees_inside
from bihuan.features.territory.views.moment import moment_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.ledger.marks import asks_once

MOST_PLACES = 60
ACTS = (
    (Act.CREATE_PLACE, "territory:new_place", "map-pin", _("Name a place")),
    (Act.CREATE_ZONE, "territory:create", "plus", _("Create a zone below it")),
    (Act.RENAME_ZONE, "territory:rename", "pencil", _("Rename the zone")),
    (Act.MERGE_ZONES, "territory:merge", "merge", _("Merge zones into it")),
    (Act.SPLIT_ZONE, "territory:split", "split", _("Split a zone off")),
    (Act.RETIRE_ZONE, "territory:retire", "x", _("End the zone")),
)
HOW: Mapping[str, Promise] = {
    "merge": _("merged into"),
    "split": _("split into"),
    "renamed": _("renamed"),
}


@page(Act.VIEW_ZONE)
def own_zone(request: HttpRequest) -> HttpResponse:
    """Lead to the zone of the acting post."""
    by: ActingPost = request.by  # type: ignore[attr-defined]
    city = root()
    try:
        level_of(by.scope.lo)
        code = by.scope.lo
    except ZoneCodeError:
        code = 0 if city is None else city.code
    if zone_of(code) is None:
        return render(request, "territory/no_register.html")
    return redirect("territory:zone", code=code)


@page(Act.VIEW_ZONE)
@asks_once
def zone(request: ActingRequest, code: int) -> HttpResponse:
    """Show a zone: inside one's own scope everything, beside it the public status."""
    here = around(code)
    if here is None:
        raise Http404("no such zone")
    found, below = here.zone, here.children
    inside = sees_inside(request.by, code)
    at = now()
    listed = inside and found.level >= Level.COMMUNITY
    moment = moment_of(request)
    places = places_in(scope=found.range, known=moment.carried) if listed else []
    history = history_of(code)
    shown = Shown(found, below, places, moment)
    panels = panels_of(request.by, shown) if inside else []
    context = {
        "zone": found,
        "level": LEVELS[found.level],
        "chain": here.chain[:-1],
        "in_force": found.in_force(at),
        "attributes": [(ATTRIBUTES[one], one in EXTRA_SERVICE) for one in sorted(found.attributes)],
        "extra_service": bool(found.attributes & EXTRA_SERVICE),
        "population": here.population,
        "children": below,
        "child_level": LEVELS.get(Level(found.level + 1)) if below else None,
        "inside": inside,
        "panels": panels,
        "zeros": [figure for panel in panels for figure in panel.zeros],
        "listed": listed,
        "places": [(one, PLACE_KINDS[one.kind]) for one in places[:MOST_PLACES]],
        "history": _history(history),
        "successors": [one for one in history.successors if one.code != code],
        "acts": _acts(request.by, found),
    }
    return render(request, "territory/zone.html", context)


def zone_or_404(code: int) -> ZoneView:
    """Return a zone, in force or gone, or answer 404."""
    found = zone_of(code)
    if found is None:
        raise Http404("no such zone")
    return found


def _history(history: ZoneHistory) -> list[dict[str, object]]:
    return [
        {"at": one.at, "how": HOW[one.kind], "old": one.old, "new": one.new}
        for one in history.steps
    ]


# A grid has nothing below it; a city has nothing beside it and ends with its installation alone.
NEVER = {
    Level.GRID: (Act.CREATE_ZONE,),
    Level.CITY: (Act.MERGE_ZONES, Act.SPLIT_ZONE, Act.RETIRE_ZONE),
}


def _acts(by: ActingPost, zone: ZoneView) -> list[tuple[str, str, Promise]]:
    if zone.valid_to is not None:
        return []
    return [
        (address, icon, label)
        for act, address, icon, label in ACTS
        if can_act(by, act, zone.code) and act not in NEVER.get(zone.level, ())
    ]
