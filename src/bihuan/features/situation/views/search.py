"""Search: numbers in any form, places, posts, clauses. People are not searched."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.features.posts import api as posts
from bihuan.features.situation.selectors import search as found_by
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page

LONGEST = 60


@page(Act.SEARCH)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what a text finds; one order by its number is opened at once."""
    text = territory.printable(request.GET.get("q", ""))[:LONGEST]
    by, incident = request.by, request.incident  # type: ignore[attr-defined]
    orders = found_by.orders_like(text, by, incident) if text and incident else []
    if orders:
        return redirect(f"/orders/{supervision.label_of(orders[0])}")
    zones = territory.search_zones(text, scope=by.scope) if text else []
    places = found_by.places_like(text, by, zones) if text else []
    listed = found_by.posts_like(text, by, zones) if text else []
    where = [*(zone.code for zone in zones), *(place.zone for place in places)]
    chains = territory.name_chains(where)
    context = {
        "text": text,
        "zones": [(zone, _below(chains, zone.code)) for zone in zones],
        "places": [(place, _below(chains, place.zone)) for place in places],
        "found_posts": [(post, posts.role_name(post.role)) for post in listed],
        "types": found_by.types_like(text) if text else [],
        "may_list": can(Act.VIEW_LEDGER, by.actor),
    }
    return render(request, "situation/search.html", context)


def _below(chains: Mapping[int, Sequence[territory.ZoneName]], code: int) -> list[str]:
    return [str(name) for name in chains.get(code, ())][1:]
