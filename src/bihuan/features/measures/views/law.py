"""The register of legal bases, and assessments of necessity."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import AssessForm, BasisForm
from bihuan.features.measures.selectors.citations import article_said
from bihuan.features.measures.selectors.law import bases
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.ui.forms import go, key_of, number_said


@page(Act.VIEW_MEASURES)
def law(request: ActingRequest) -> HttpResponse:
    """List every article with its standing."""
    return _list(request)


def _list(request: ActingRequest, refusal: Refusal | None = None) -> HttpResponse:
    today = now().astimezone(LOCAL).date()
    known = bases(Session())
    context = {
        "rows": [
            (shipped, known[reference], known[reference].in_force(today), article_said(reference))
            for reference, shipped in api.shipped_bases().items()
        ],
        "unconfirmed": sum(not one.confirmed for one in known.values()),
        "may": can(Act.CONFIRM_BASIS, request.by.actor),
        "form": BasisForm(auto_id=False),
        "refusal": refusal,
        "today": today,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "measures/law.html", context, status=status)


@page(Act.CONFIRM_BASIS)
@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Confirm an article with its official text, or withdraw the confirmation."""
    withdraw = request.POST.get("how") == "withdraw"
    word = api.BasisWord(
        request.POST.get("basis", ""),
        request.POST.get("text", ""),
        Confirmation.WITHDRAWN if withdraw else Confirmation.CONFIRMED,
    )
    answer = api.confirm_basis(by=request.by, word=word, key=key_of(request))
    if isinstance(answer, Outcome):
        return go(reverse("measures:law"))
    return _list(request, answer)


@page(Act.ASSESS_NECESSITY)
def assess(request: ActingRequest) -> HttpResponse:
    """Record that restricting measures are necessary in a zone."""
    incident: Any = getattr(request, "incident", None)
    code = number_said(request.GET.get("zone", ""))
    zone = None if code is None else territory.zone_of(code)
    if incident is None or zone is None:
        raise Http404("no such zone")
    require(request.by, Act.ASSESS_NECESSITY, zone.range)
    form = AssessForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        said_ = form.cleaned_data
        answer = api.assess_necessity(
            by=request.by, incident=incident.id, key=key_of(request),
            assessment=api.Assessment(zone.code, said_["evidence"], said_["hours"]),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("measures:measures"))
        refusal = answer
    context = {"form": form, "refusal": refusal, "zone": zone, "key": key_of(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal or form.is_bound else HTTPStatus.OK
    return render(request, "measures/assess.html", context, status=status)
