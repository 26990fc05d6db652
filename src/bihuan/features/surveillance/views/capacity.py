"""Testing and isolation arithmetic: need against have, and the honest hours."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.capacity import FACILITIES, TESTING, Item
from bihuan.features.surveillance import api
from bihuan.features.surveillance.forms import CapacityForm
from bihuan.features.surveillance.labels import ITEMS
from bihuan.features.surveillance.views.place import Place, place_of
from bihuan.features.surveillance.views.record import NOTHING
from bihuan.features.territory.api import population
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import go, key_of


@page(Act.VIEW_CAPACITY)
@require_http_methods(["GET", "POST"])
def capacity(request: ActingRequest) -> HttpResponse:
    """Show the arithmetic of a zone from its newest counts; enter counts of a day."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    values, days = api.inputs_of(
        incident=place.view.id, zone=place.zone.code, day=place.today.isoformat()
    )
    told = api.input_sources(
        incident=place.view.id, zone=place.zone.code, day=place.today.isoformat()
    )
    sources = sorted({one for one in told.values() if one})
    begun = _initial(place, values) | {"source": sources[0] if len(sources) == 1 else ""}
    form, refusal = CapacityForm(initial=begun), None
    if request.method == "POST":
        form = CapacityForm(request.POST)
        if form.is_valid():
            answer = _enter(request, place, form)
            if isinstance(answer, Outcome):
                return go(f"{reverse('surveillance:capacity')}?zone={place.zone.code}")
            refusal = answer
    context = {
        "place": place,
        "testing": api.testing_of(values),
        "isolation": api.isolation_of(values, population(place.zone.code).residents),
        "inputs": [
            (ITEMS[item], values[item], days[item], told[item])
            for item in (*TESTING, *FACILITIES)
            if item in values
        ],
        "sources": sources,
        "form": form,
        "refusal": refusal,
        "may_enter": place.may(Act.ENTER_CAPACITY),
    }
    wrong = refusal is not None or bool(form.errors)
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "surveillance/capacity.html", context, status=status)


def _initial(place: Place, values: Mapping[Item, int]) -> dict[str, Any]:
    return {item.value: value for item, value in values.items()} | {"day": place.today}


def _enter(request: ActingRequest, place: Place, form: CapacityForm) -> Outcome | Refusal:
    return api.enter_capacity(
        by=request.by, incident=place.view.id, zone=place.zone.code,
        draft=form.draft(), key=key_of(request),
    )  # fmt: skip
