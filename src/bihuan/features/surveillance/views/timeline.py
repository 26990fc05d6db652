"""7-1-7: the event's milestones, its seven early response actions, and what is missing."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bihuan.domain.policy.acts import Act
from bihuan.features.surveillance import api
from bihuan.features.surveillance.forms import TimelineForm
from bihuan.features.surveillance.labels import ACTIONS, STEPS
from bihuan.features.surveillance.permissions import can_act
from bihuan.features.surveillance.views.place import place_of
from bihuan.features.surveillance.views.record import NOTHING
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import go, key_of
from bihuan.science.timeliness import TARGETS


@page(Act.VIEW_SURVEILLANCE)
@require_http_methods(["GET", "POST"])
def timeline(request: ActingRequest) -> HttpResponse:
    """Show the timeline of the incident; enter or change it."""
    place = place_of(request)
    if place is None:
        return render(request, NOTHING)
    form = TimelineForm(request.POST) if request.method == "POST" else None
    refusal = None
    if form is not None and form.is_valid():
        answer = api.enter_timeline(
            by=request.by, incident=place.view.id, draft=form.draft(), key=key_of(request)
        )
        if isinstance(answer, Outcome):
            return go(reverse("surveillance:timeline"))
        refusal = answer
    view = api.timeline_of(incident=place.view.id, today=place.today)
    judged = view.judged if view else None
    begun = view.milestones if view else None
    starts = (begun.emerged, begun.detected, begun.notified) if begun else ()
    context = {
        "place": place,
        "steps": list(zip(STEPS.values(), judged.days, judged.met, TARGETS, starts, strict=True))
        if judged
        else [],
        "actions": [(ACTIONS[name], day) for name, day in view.actions.items()] if view else [],
        "view": view,
        "form": form or TimelineForm(initial=TimelineForm.initial_of(view)),
        "refusal": refusal,
        "may_enter": can_act(request.by, Act.ENTER_TIMELINE, place.view.zone),
    }
    wrong = refusal is not None or bool(form and form.errors)
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "surveillance/timeline.html", context, status=status)
