"""Surveillance regimes: listed, recorded, explained."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import range_of
from bihuan.features.surveillance import api
from bihuan.features.surveillance.forms import RegimeForm
from bihuan.features.surveillance.labels import EFFECTS
from bihuan.features.surveillance.views.place import place_of
from bihuan.features.surveillance.views.record import NOTHING
from bihuan.features.territory.api import names
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import go, key_of


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET", "POST"])
def regimes(request: ActingRequest) -> HttpResponse:
    """List the regimes that touch the zone; record one."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    form = RegimeForm(request.POST if request.method == "POST" else None, zones=place.enterable())
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer = api.set_regime(
            by=request.by, incident=place.view.id, draft=form.draft(), key=key_of(request)
        )
        if isinstance(answer, Outcome):
            return go(f"{reverse('surveillance:regimes')}?zone={place.zone.code}")
        refusal = answer
    own = place.zone.range
    found = [
        one
        for one in api.regimes(incident=place.view.id)
        if own.covers(range_of(one.zone)) or range_of(one.zone).covers(own)
    ]
    called = names(one.zone for one in found)
    context = {
        "place": place,
        "regimes": [
            (called.get(one.zone), EFFECTS[one.effect], choose(one.zh, one.en), one)
            for one in found
        ],
        "form": form,
        "refusal": refusal,
        "may_enter": place.may(Act.SET_REGIME),
    }
    wrong = refusal is not None or form.errors
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "surveillance/regimes.html", context, status=status)
