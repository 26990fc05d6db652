"""The list of runs, and the page on which plans are chosen."""

from http import HTTPStatus
from importlib.util import find_spec
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.plans import not_modelled
from bihuan.domain.scenarios.tonight import Choice, Tonight, Where
from bihuan.domain.surveillance.capacity import Item
from bihuan.domain.zones import Level
from bihuan.features.scenarios import api
from bihuan.features.scenarios.forms import FitForm, PlansForm
from bihuan.features.scenarios.labels import PLANS, STATES, WHERE
from bihuan.features.scenarios.permissions import can_act
from bihuan.features.scenarios.views.place import Place, place_of, proposed, type_named
from bihuan.features.scenarios.views.renewal import renewal_form, renewal_notes
from bihuan.features.surveillance.api import entries_of
from bihuan.features.territory.api import children, names
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import go, key_of

NOTHING = "scenarios/no_incident.html"
MOST_ZONES = 40


@page(Act.VIEW_SCENARIOS)
@require_http_methods(["GET"])
def runs(request: ActingRequest) -> HttpResponse:
    """List the runs of the post's territory, the newest first."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    found = api.runs_in(incident=place.view.id, scope=place.zone.range)
    called = names({one.zone for one in found})
    listed = [
        (one, called.get(one.zone), STATES[one.state], [PLANS[kind] for kind in one.choice.plans])
        for one in found
    ]
    context = {
        "place": place,
        "listed": listed,
        "renewal": api.by_renewal(place.view),
        "refusal": api.without_model(place.view),
    }
    return render(request, "scenarios/runs.html", context)


@page(Act.RUN_SCENARIO)
@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Choose plans from tonight's snapshot; ask for them."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    tonight = api.tonight_of(place.view, place.zone)
    if not isinstance(tonight, Refusal):
        tonight = api.without_model(place.view) or tonight
    context: dict[str, Any] = {
        "place": place,
        "below": children(place.zone.code) if place.zone.level < Level.COMMUNITY else [],
        "simulates": find_spec("numba") is not None,
        "refusal": tonight if isinstance(tonight, Refusal) else None,
    }
    if isinstance(tonight, Refusal):
        return render(request, "scenarios/new.html", context)
    renewal = api.by_renewal(place.view)
    form = (renewal_form if renewal else _form)(request, place, tonight)
    if request.method == "POST" and form.is_valid():
        answer = api.ask_run(
            by=request.by, view=place.view, zone=place.zone, choice=form.choice(),
            key=key_of(request),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("scenarios:run", args=[answer.result["number"]]))
        context["refusal"] = answer
    context |= {"form": form, "tonight": tonight, **_told(place, tonight)}
    if renewal:
        context |= renewal_notes(place, tonight)
    wrong = context["refusal"] is not None or (request.method == "POST" and bool(form.errors))
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "scenarios/new.html", context, status=status)


@page(Act.RUN_SCENARIO)
@require_http_methods(["GET", "POST"])
def fit(request: ActingRequest) -> HttpResponse:
    """Ask for the reproduction number to be fitted to the record."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    form, refusal = FitForm(request.POST or None, initial={"start": 5}), None
    if request.method == "POST" and form.is_valid():
        choice = Choice((), infections=form.cleaned_data["start"], tier=_tier(place))
        answer = api.ask_fit(
            by=request.by, view=place.view, zone=place.zone, choice=choice, key=key_of(request)
        )
        if isinstance(answer, Outcome):
            return go(reverse("scenarios:run", args=[answer.result["number"]]))
        refusal = answer
    wrong = refusal is not None or (request.method == "POST" and bool(form.errors))
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    lacks = api.without_fit(place.view)
    shown = None if lacks else form
    context = {"place": place, "form": shown, "refusal": refusal or lacks}
    return render(request, "scenarios/fit.html", context, status=status)


def _tier(place: Place) -> str:
    tiers = api.tiers_offered(api.profile_of(place.view))
    return tiers[len(tiers) // 2] if tiers else ""


def _fits(place: Place) -> dict[str, tuple[str, int, int]]:
    profile = api.profile_of(place.view).reference
    found = api.approved_fits(incident=place.view.id, zone=place.zone.code, profile=profile)
    return {
        one.id: (
            _("Fit of run %(n)s: %(low)s to %(high)s")
            % {"n": one.number, "low": one.low_percent / 100, "high": one.high_percent / 100},
            one.low_percent,
            one.high_percent,
        )
        for one in found
    }


def _form(request: ActingRequest, place: Place, tonight: Tonight) -> PlansForm:
    measures = [
        (f"{code}/{tier}" if tier else code, f"{code} {type_named(code)} {tier}".strip())
        for code, tier in api.measures_offered(place.view)
    ]
    tiers = [(tier, tier) for tier in api.tiers_offered(api.profile_of(place.view))]
    gates = any(one.code == "M10" for one in tonight.in_force)
    initial = {
        "kinds": ["renew"], "samplers": 50, "renew_days": 7, "days": 28,
        "infections": proposed(place, tonight), "tier": _tier(place),
        "where": _where(tonight),
        "beds": api.beds_given(incident=place.view.id, zone=place.zone.code),
        "sites": tonight.sites or None, "tubes": tonight.tubes_per_day or None,
    }  # fmt: skip
    return PlansForm(
        request.POST if request.method == "POST" else None,
        initial=initial, zones=_zones(tonight), measures=measures, tiers=tiers if gates else [],
        fits=_fits(place), entered=_entered(place, tonight),
        where=[(k, v) for k, v in WHERE.items() if k is not Where.FOUND or tonight.found],
    )  # fmt: skip


def _entered(place: Place, tonight: Tonight) -> dict[str, str]:
    """Say what is entered of that which bounds sampling, when and by whom; without it nothing."""
    found = entries_of(incident=place.view.id, zone=tonight.zone, day=tonight.day)
    said = {"sites": Item.SITES, "tubes": Item.TUBES_PER_DAY}
    return {
        name: _("Entered for %(day)s: %(n)s (source: %(source)s). Left empty, that counts.")
        % {"n": f"{one.value:,}", "day": one.day, "source": one.source or "—"}
        for name, item in said.items()
        if (one := found.get(item)) is not None
    }


def _where(tonight: Tonight) -> str:
    """Return the likeliest of the places that tonight's facts offer."""
    if tonight.found:
        return Where.FOUND
    return Where.UNDER_MEASURES if tonight.in_force else Where.ANYWHERE


def _zones(tonight: Tonight) -> list[tuple[str, str]]:
    """Return the zones under measures; of a single one, its parts."""
    codes = list(tonight.zones_in_force())
    if len(codes) == 1:
        below = children(codes[0])
        codes = [one.code for one in below] or codes
    called = names(codes)
    return [(str(code), str(called.get(code, code))) for code in codes[:MOST_ZONES]]


def _told(place: Place, tonight: Tonight) -> dict[str, Any]:
    profile = api.profile_of(place.view)
    called = names(code for one in tonight.in_force for code in one.zones[:3])
    sees = can_act(place.by, Act.VIEW_SMALL_CELLS, place.zone.code)
    return {
        "profile": profile,
        "cases": api.cases_told(tonight, incident=place.view.id, sees_small_cells=sees),
        "measures": [
            (one, type_named(one.code), [called.get(code, code) for code in one.zones[:3]],
             max(0, len(one.zones) - 3))
            for one in tonight.in_force
        ],
        "not_modelled": [(code, type_named(code)) for code in not_modelled(tonight, profile)],
        "finer": [(code, type_named(code)) for code in tonight.finer],
    }  # fmt: skip
