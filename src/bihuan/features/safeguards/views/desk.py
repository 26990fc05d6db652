"""The desk that hears appeals: what is open, by due time; result and suspension."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures import api as measures
from bihuan.features.posts import api as posts
from bihuan.features.safeguards import api
from bihuan.features.safeguards.forms import RulingForm, SuspendForm
from bihuan.features.safeguards.labels import RULINGS
from bihuan.features.safeguards.selectors.hearing import hears
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import go, key_of, status_of

MOST = 200


@page(Act.VIEW_APPEALS)
def appeals(request: ActingRequest) -> HttpResponse:
    """List the appeals of the post's zones, the one due first on top."""
    incident: Any = getattr(request, "incident", None)
    if incident is None:
        return render(request, "safeguards/appeals.html", {})
    at, scope = incident.now(), request.by.scope
    found = api.appeals_in(incident.id, scope)
    bodies = posts.posts_of({one.hearing_post for one in found[:MOST] if one.hearing_post})
    codes = measures.codes_of({one.measure for one in found[:MOST]})
    types = measures.catalogue().types
    rows = [
        {
            "one": one,
            "type": _named(types, codes.get(one.measure, "")),
            "body": str(getattr(bodies.get(one.hearing_post or 0), "label", "")),
            "late": one.late_at(at),
            "ruling": RULINGS.get(one.ruling, ""),
        }
        for one in found[:MOST]
    ]
    context = {
        "rows": rows,
        "open": sum(one.open_at(at) for one in found),
        "late": sum(one.late_at(at) for one in found),
        "unheard": sum(one.open_at(at) and one.hearing_post is None for one in found),
        "all": len(found),
    }
    return render(request, "safeguards/appeals.html", context)


def _named(types: Any, code: str) -> str:
    kind = types.get(code)
    return code if kind is None else f"{code} {choose(kind.names.zh, kind.names.en)}"


@page(Act.VIEW_APPEALS)
def appeal(request: ActingRequest, identity: str) -> HttpResponse:
    """Show one appeal with what its body may do."""
    return _page(request, _found(request, identity))


def _page(
    request: ActingRequest,
    one: api.AppealView,
    *,
    refusal: Refusal | None = None,
    ruling: Form | None = None,
    halt: Form | None = None,
    resume: Form | None = None,
) -> HttpResponse:
    measure = measures.measure_of(one.measure)
    incident: Any = getattr(request, "incident", None)
    at = incident.now()
    kind = measures.catalogue().types[measure.code] if measure else None
    may = can(Act.DECIDE_APPEAL, request.by.actor, ZoneRange(one.zone, one.zone))
    # A locked exit may suspend it for a while: the body may halt it all the same.
    runs = measure is not None and measure.state == "ACTIVE" \
        and measures.state_as_of(measure, at) != "EXPIRED"  # fmt: skip
    halted = measure is not None and measure.suspensions.endswith("-")
    context = {
        "one": one,
        "measure": measure,
        "type": choose(kind.names.zh, kind.names.en) if kind else "",
        "body": posts.post_label(one.hearing_post) if one.hearing_post else "",
        "late": one.late_at(at),
        "ruling_said": RULINGS.get(one.ruling, ""),
        "form": (ruling or RulingForm()) if may and one.decided_at is None else None,
        "halt": (halt or SuspendForm(auto_id="halt-%s")) if may and runs and not one.decided_at
        else None,
        "resume": (resume or SuspendForm(auto_id="resume-%s"))
        if may and halted and not api.granted_against(one.measure) else None,
        "refusal": refusal,
    }  # fmt: skip
    status = status_of(refusal, ruling, halt, resume)
    return render(request, "safeguards/desk.html", context, status=status)


@page(Act.DECIDE_APPEAL)
@require_POST
def decide(request: ActingRequest, identity: str) -> HttpResponse:
    """Decide an appeal."""
    one = _found(request, identity)
    form = RulingForm(request.POST)
    if (forbidden := hears(request.by, one)) is not None:
        return _page(request, one, refusal=forbidden, ruling=form)
    if not form.is_valid():
        return _page(request, one, ruling=form)
    answer = api.decide_appeal(
        by=request.by, incident=one.incident, appeal=one.id, key=key_of(request),
        ruling=form.cleaned_data["ruling"], reason=form.cleaned_data["reason"],
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("safeguards:desk", args=[identity]))
    return _page(request, one, refusal=answer, ruling=form)


@page(Act.DECIDE_APPEAL)
@require_POST
def suspend(request: ActingRequest, identity: str) -> HttpResponse:
    """Suspend the measure until the result; filing alone never does."""
    return _halting(request, identity, api.suspend_measure, "halt")


@page(Act.DECIDE_APPEAL)
@require_POST
def go_on(request: ActingRequest, identity: str) -> HttpResponse:
    """Let the measure go on; never after a granted appeal."""
    return _halting(request, identity, api.resume_measure, "resume")


def _halting(
    request: ActingRequest, identity: str, act: Callable[..., Outcome | Refusal], name: str
) -> HttpResponse:
    """Do one of both acts with its reason; what was typed stays in its form."""
    one = _found(request, identity)
    form = SuspendForm(request.POST, auto_id=f"{name}-%s")
    refusal = hears(request.by, one)
    if refusal is None and form.is_valid():
        answer = act(
            by=request.by, appeal=one, reason=form.cleaned_data["reason"], key=key_of(request)
        )
        if isinstance(answer, Outcome):
            return go(reverse("safeguards:desk", args=[identity]))
        refusal = answer
    return _page(request, one, refusal=refusal, **{name: form})


def _found(request: ActingRequest, identity: str) -> api.AppealView:
    one = api.appeal_of(identity)
    incident: Any = getattr(request, "incident", None)
    if one is None or incident is None or one.incident != incident.id:
        raise Http404("no such appeal in this incident")
    require(request.by, Act.VIEW_APPEALS, ZoneRange(one.zone, one.zone))
    return one
