"""A run's page: plans side by side, what they cost, what matters, what cannot be known."""

import json
from http import HTTPStatus
from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.plans import sampled_with
from bihuan.domain.scenarios.series import disagrees
from bihuan.domain.scenarios.states import RunState
from bihuan.domain.scenarios.tonight import PlanKind, basis_of
from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import profile_named
from bihuan.features.posts.api import post_label
from bihuan.features.scenarios import api
from bihuan.features.scenarios.forms import ApprovalForm
from bihuan.features.scenarios.labels import (
    ASSUMED,
    CANNOT_KNOW,
    COSTS,
    DRAWN,
    FAULTS,
    INPUTS,
    PLANS,
    REFUSALS,
    STATES,
    WHERE,
)
from bihuan.features.scenarios.permissions import can_act
from bihuan.features.scenarios.views.renewal import renewal_told
from bihuan.features.scenarios.views.tables import (
    figures_table,
    matters_table,
    sampling_table,
    steep_plans,
    zones_table,
)
from bihuan.features.territory.api import names
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.charts import Chart
from bihuan.platform.charts.drawings import drawing, width_asked
from bihuan.platform.charts.options import height_of, option
from bihuan.platform.charts.svg import NoDrawingError
from bihuan.platform.ui.forms import go, key_of

ZH = "zh-hans"
PER_CENT = 100
SMALLEST = 5
CACHED = "private, max-age=300"


def run_asked(request: ActingRequest, number: int, act: Act) -> api.RunView:
    """Return the run of an address; none, or one outside the scope, is refused."""
    view = getattr(request, "incident", None)
    run = None if view is None else api.run_of(incident=view.id, number=number)
    if run is None:
        raise Http404("no such run")
    require(request.by, act, range_of(run.zone))
    return run


@page(Act.VIEW_SCENARIOS)
@require_GET
def run(request: ActingRequest, number: int) -> HttpResponse:
    """Show a run; htmx asks for its moving part while it is on its way."""
    found = run_asked(request, number, Act.VIEW_SCENARIOS)
    return _shown(request, found)


def _shown(
    request: ActingRequest,
    found: api.RunView,
    refusal: Refusal | None = None,
    form: ApprovalForm | None = None,
) -> HttpResponse:
    answer, fault = api.answer_of(found)
    context: dict[str, Any] = {
        "run": found,
        "zone": names([found.zone]).get(found.zone),
        "state": STATES[found.state],
        "answer": answer,
        "fault": FAULTS.get(fault, FAULTS["failed"]) if fault else None,
        "simulates": find_spec("numba") is not None,
        "made": api.replicates_made(found.id) if found.waiting else found.runs,
        "ahead": api.runs_ahead(found) if found.waiting else 0,
        "may_stop": found.waiting and can_act(request.by, Act.RUN_SCENARIO, found.zone),
        "plans": [PLANS[kind] for kind in found.choice.plans],
        "refusal": refusal,
        "form": form or ApprovalForm(),
    }
    if answer is not None:
        context |= _answered(request, found, answer) | _who(found)
    part = request.headers.get("HX-Request") == "true"
    name = "scenarios/_run.html" if part else "scenarios/run.html"
    wrong = refusal is not None or (form is not None and bool(form.errors))
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, name, context, status=status)


def _who(found: api.RunView) -> dict[str, str]:
    """Say which posts asked for a run and approved it; each page has the instants beside."""
    by = found.approved_by
    return {"asked_by": post_label(found.asked_by), "approved_by": post_label(by) if by else ""}


def _answered(request: ActingRequest, found: api.RunView, answer: api.Answer) -> dict[str, Any]:
    if found.series is not None:
        return _fitted(request, found, answer)
    return renewal_told(found, answer) if found.renewal else _told(found, answer)


def _told(found: api.RunView, answer: api.Answer) -> dict[str, Any]:
    body = answer.body
    sites, tubes = sampled_with(found.tonight, found.choice)
    return {
        "sampling": sampling_table(body),
        "steep": steep_plans(body),
        "sites": sites,
        "tubes": tubes,
        "figures": figures_table(body, DRAWN, COSTS),
        "matters": matters_table(body, INPUTS),
        "parts": zones_table(body),
        "has_days": "days" in body["plans"][0],
        "charts": api.charts_of(found, answer),
        "cannot_know": CANNOT_KNOW,
        "assumed": ASSUMED,
        "adds_samplers": PlanKind.SAMPLERS in found.choice.kinds,
        "fitted_low": found.choice.low_percent / PER_CENT,
        "fitted_high": found.choice.high_percent / PER_CENT,
        "fitted_in": api.number_of(found.choice.fit) if found.choice.fit else None,
        "where": WHERE[found.choice.where],
        "ranges": [(one["what"].removeprefix("epidemiology."), one["range"], one["source"])
                   for one in body["assumed"]],
        "free": PLANS[PlanKind.LIFT],
    }  # fmt: skip


def _fitted(request: ActingRequest, found: api.RunView, answer: api.Answer) -> dict[str, Any]:
    chart, body = api.fit_chart(found, answer), answer.body
    known = profile_named(found.profile.partition("@")[0])
    small = known.small_cell if known is not None else SMALLEST
    sees = can_act(request.by, Act.VIEW_SMALL_CELLS, found.zone)
    own = request.by.post == found.asked_by
    open_to = found.state is RunState.FINISHED and can_act(request.by, Act.APPROVE_FIT, found.zone)
    return {
        "fit": True,
        "disagrees": disagrees(body["inside"], body["held_out"]),
        "charts": [] if chart is None else [chart if sees else chart.suppressed(small)],
        "prior": [n / PER_CENT for n in body["prior"]],
        "range": [n / PER_CENT for n in body["range"]],
        "may_approve": open_to and not own,
        "own_fit": REFUSALS["own_fit"] if open_to and own else "",
        "cannot_know": CANNOT_KNOW,
        "assumed": ASSUMED,
    }


@page(Act.APPROVE_FIT)
@require_POST
def approve(request: ActingRequest, number: int) -> HttpResponse:
    """Approve a fit; one whose held-out week disagrees only with a reason in words."""
    found = run_asked(request, number, Act.APPROVE_FIT)
    answer, _ = api.answer_of(found)
    if answer is None:
        raise Http404("no answer to approve")
    body, form = answer.body, ApprovalForm(request.POST)
    wants = found.series is not None and disagrees(body["inside"], body["held_out"])
    if wants and not form.is_valid():
        return _shown(request, found, form=form)
    done = api.approve_fit(
        by=request.by, run=found, answer=answer, key=key_of(request),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    if isinstance(done, Refusal):
        return _shown(request, found, done, form)
    return go(reverse("scenarios:run", args=[number]))


@page(Act.RUN_SCENARIO)
@require_POST
def stop(request: ActingRequest, number: int) -> HttpResponse:
    """Stop a run."""
    found = run_asked(request, number, Act.RUN_SCENARIO)
    answer = api.cancel_run(by=request.by, run=found, key=key_of(request))
    if isinstance(answer, Refusal):
        return _shown(request, found, answer)
    return go(reverse("scenarios:run", args=[number]))


@page(Act.VIEW_SCENARIOS)
@require_GET
def record(request: ActingRequest, number: int) -> HttpResponse:
    """Send the record of a run: what was asked, of what, and what it said."""
    found = run_asked(request, number, Act.VIEW_SCENARIOS)
    answer, _ = api.answer_of(found)
    sees = can_act(request.by, Act.VIEW_SMALL_CELLS, found.zone)
    basis = basis_of(found.tonight, found.choice)
    basis["tonight"]["cases"] = api.cases_told(
        found.tonight, incident=found.incident, sees_small_cells=sees
    )
    told = {
        "number": found.number, "state": found.state.value, "snapshot": found.snapshot,
        "snapshot_sha256": found.snapshot_sha256, "profile": found.profile, "seed": found.seed,
        "runs": found.runs, "versions": found.versions, "task": found.task,
        "approved_at": found.approved_at, "approved_by": found.approved_by,
        "approval_reason": found.approval_reason,
        "answer_sha256": found.sha256, "basis": basis,
        "answer": None if answer is None else answer.body,
    }  # fmt: skip
    sent = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    sent["Content-Disposition"] = f'attachment; filename="scenario-{number}.json"'
    return sent


def _chart(request: ActingRequest, number: int, slug: str) -> Chart:
    found = run_asked(request, number, Act.VIEW_SCENARIOS)
    answer, _ = api.answer_of(found)
    charts: list[Chart] = []
    if answer is not None:
        charts = _answered(request, found, answer)["charts"]
    for chart in charts:
        if chart.code == slug:
            return chart
    raise Http404("no such chart")


@page(Act.VIEW_SCENARIOS)
@require_GET
def chart_svg(request: ActingRequest, number: int, slug: str) -> HttpResponse:
    """Send a chart of a run as a drawing."""
    try:
        text = drawing(
            _chart(request, number, slug), get_language() or ZH, width_asked(request.GET)
        )
    except NoDrawingError:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer = HttpResponse(text, content_type="image/svg+xml")
    answer["Cache-Control"] = CACHED
    return answer


@page(Act.VIEW_SCENARIOS)
@require_GET
def chart_option(request: ActingRequest, number: int, slug: str) -> HttpResponse:
    """Send the option of a chart, for the browser to draw."""
    chart = _chart(request, number, slug)
    width = width_asked(request.GET)
    said = json.loads(json.dumps(option(chart, get_language() or ZH, width)))
    return JsonResponse({"option": said, "height": height_of(chart, width)})
