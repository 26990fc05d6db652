"""A measure is drafted, amended, or drafted anew to go on after one in force."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.scopes import Scope, scope_of
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import MeasureForm, local_text
from bihuan.features.measures.selectors.people import names_up_from
from bihuan.features.measures.selectors.places import places_said
from bihuan.features.measures.selectors.rows import said_of
from bihuan.features.measures.views.beside import differences, worded
from bihuan.features.measures.views.measure import RENEWABLE, measure_found
from bihuan.features.measures.views.said import where_of
from bihuan.features.measures.views.scales import comparison
from bihuan.features.measures.views.wizard_pages import bases_of
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import ACTED_FIRST, go, key_of, number_said, status_of

HOURS = 3600
MOST_PLACES = 100


@page(Act.DRAFT_MEASURE)
def new(request: ActingRequest) -> HttpResponse:
    """Draft a measure of one type for zones."""
    incident: Any = getattr(request, "incident", None)
    if incident is None:
        return render(request, "measures/no_incident.html", status=HTTPStatus.CONFLICT)
    kind, scope = api.catalogue().types.get(request.GET.get("code", "")), scope_asked(request)
    if request.method != "POST" and isinstance(scope, Refusal):
        raise Http404("no such zone or compound")
    if kind is None:
        unknown = Refusal("measure_type_unknown", {"measure": request.GET.get("code", "")[:8]})
        return _nothing_to_draft(request, unknown)
    if isinstance(scope, Scope) and not scope.ranges:
        scope = Refusal("scope_covers_nobody")
    form = MeasureForm(
        request.POST or None,
        kind=kind,
        bases=bases_of(kind.bases),
        initial=_initial(kind, incident.now()),
    )
    if isinstance(scope, Refusal):
        return _nothing_to_draft(request, scope, form)
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer = api.draft_measure(
            by=request.by, incident=incident.id, draft=form.draft(scope), key=key_of(request)
        )
        if isinstance(answer, Outcome):
            return go(reverse("measures:measure", args=[answer.result["measure"]]))
        refusal = answer
    asked = f"?code={kind.code}" if not scope.places else ""
    return _form(request, form, refusal, reverse("measures:offered"), scope, choose_by=asked)


def _nothing_to_draft(
    request: ActingRequest, refusal: Refusal, form: MeasureForm | None = None
) -> HttpResponse:
    """Say what is to be chosen first; what was typed for it is shown, to be copied."""
    typed = [] if form is None or not form.is_bound else [
        (str(one.label), worded(one.field, one.data)) for one in form.visible_fields() if one.data
    ]  # fmt: skip
    context = {"refusal": refusal, "typed": typed}
    return render(request, "measures/nothing_to_draft.html", context, status=status_of(refusal))


def scope_asked(request: ActingRequest) -> Scope | Refusal:
    """Return the zones and places that an address names, all in the post's own scope.

    A refusal names the zone or the compound that there is not, or that lies elsewhere.
    """
    said = map(number_said, request.GET.getlist("zone"))
    zones = tuple(one for one in said if one is not None)
    asked = request.GET.getlist("place")[:MOST_PLACES]
    places = places_said(asked)
    gone = next((zone for zone in zones if territory.zone_of(zone) is None), None)
    if gone is not None:
        return Refusal("zone_not_in_force", {"zone": gone})
    if len(places) < len(asked):
        known = {one.compound for one in places}
        lost = next(one for one in asked if one.partition("/")[0] not in known)
        return Refusal("place_not_drawn", {"place": lost[:32]})
    scope = scope_of(zones, places)
    refusals = (check(Act.DRAFT_MEASURE, request.by.actor, reach) for reach in scope.ranges)
    return next((one for one in refusals if one is not None), scope)


@page(Act.DRAFT_MEASURE)
def amend(request: ActingRequest, identity: str) -> HttpResponse:
    """Change a draft; what somebody else wrote meanwhile is shown beside what was typed."""
    one = measure_found(request, identity)
    require(request.by, Act.DRAFT_MEASURE, ZoneRange(one.zone, one.zone))
    kind, back = api.catalogue().types[one.code], reverse("measures:measure", args=[identity])
    if request.method != "POST" and one.state != MeasureState.DRAFT:
        return go(back)
    form = MeasureForm(
        request.POST or None, kind=kind, bases=bases_of(kind.bases),
        initial=_stored(one, said_of(Session(), one.id)) | {"version": one.version},
    )  # fmt: skip
    refusal, more = None, {}
    if request.method == "POST" and form.is_valid():
        answer = api.amend_measure(
            by=request.by, measure=identity, incident=one.incident, key=key_of(request),
            draft=form.draft(one.around.covered), seen=form.seen,
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(back)
        refusal = answer
        if refusal.code in ACTED_FIRST:
            now = measure_found(request, identity)
            form.show_again(now.version)
            stored = _stored(now, said_of(Session(), now.id))
            more = {"differences": differences(form, stored), "other_at": now.updated_at}
    return _form(request, form, refusal, back, one.around.covered, **more)


@page(Act.DRAFT_MEASURE)
def renew(request: ActingRequest, identity: str) -> HttpResponse:
    """Draft what goes on after a measure in force: its words, a new decision, new answers."""
    one = measure_found(request, identity)
    require(request.by, Act.DRAFT_MEASURE, ZoneRange(one.zone, one.zone))
    incident: Any = getattr(request, "incident", None)
    if api.state_as_of(one, incident.now()) not in RENEWABLE:
        raise Http404("nothing to go on with")
    kind = api.catalogue().types[one.code]
    form = MeasureForm(
        request.POST or None, kind=kind, bases=bases_of(kind.bases),
        initial=_renewal(one, said_of(Session(), one.id)),
    )  # fmt: skip
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer = api.draft_measure(
            by=request.by, incident=one.incident, key=key_of(request),
            draft=form.draft(one.around.covered, renews=identity),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("measures:measure", args=[answer.result["measure"]]))
        refusal = answer
    back = reverse("measures:measure", args=[identity])
    return _form(request, form, refusal, back, one.around.covered, before=_evidence(one))


def _evidence(one: MeasureFacts) -> dict[str, Any]:
    """Return what is known of a measure that another shall go on after."""
    tasks = [task for task in api.tasks_of(one.package) if task.measure == one.id] \
        if one.package else []  # fmt: skip
    delivery = api.delivery_of(one.id, one.around.scope)
    return {
        "one": one, "people": one.around.people, "delivery": delivery,
        "received": len(delivery.received), "tasks": len(tasks),
        "done": sum(task.done_at is not None for task in tasks),
        "verified": sum(task.verified_at is not None for task in tasks),
    }  # fmt: skip


def _renewal(one: MeasureFacts, said: Any) -> dict[str, Any]:
    """Return the old words, begun where the old end is; every question is asked anew."""
    values = {k: v for k, v in _stored(one, said).items() if not k.startswith("yes-")}
    return values | {"starts_at": local_text(one.ends_at)}


def _form(
    request: ActingRequest, form: MeasureForm, refusal: Refusal | None, back: str,
    scope: Scope, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form beside the people of each scale; ``more`` is what else its page tells."""
    names = form.kind.names
    context = {
        "form": form, "refusal": refusal, "back": back, "key": key_of(request),
        "title": f"{form.kind.code} {choose(names.zh, names.en)}",
        "steps": _steps(form), "scales": comparison(scope), **more,
        "where": where_of(scope, names_up_from(one.lo for one in scope.ranges)),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if refusal is not None:
        status = status_of(refusal)
    return render(request, "measures/form.html", context, status=status)


def _steps(form: MeasureForm) -> list[list[Any]]:
    """Group the fields into the steps of the wizard after type and scope."""
    parts = [name for name in form.fields if name.startswith("part-")]
    care = [name for name in form.fields if name.startswith(("who-", "much-"))]
    asked = [name for name in form.fields if name.startswith(("yes-", "why-"))]
    cited = ["policies"] if "policies" in form.fields else []
    groups = [
        ["purpose", "purpose_en", "smaller_why"], ["basis", *cited],
        [*parts, *care, "exceptions", "exceptions_en", "help_line"], asked,
        ["starts_at", "hours"],
    ]  # fmt: skip
    return [[form[name] for name in group] for group in groups]


def _initial(kind: Any, at: Any) -> dict[str, Any]:
    return {
        "starts_at": local_text(at), "hours": int(kind.default_time.total_seconds() // HOURS),
        "basis": kind.bases[0],
    }  # fmt: skip


def _stored(one: MeasureFacts, said: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "purpose": one.purpose, "purpose_en": one.purpose_en, "smaller_why": one.smaller_why,
        "exceptions": one.exceptions, "exceptions_en": one.exceptions_en,
        "help_line": one.help_line, "basis": one.basis,
        "policies": one.policies.split(","), "starts_at": local_text(one.starts_at),
    }  # fmt: skip
    if one.starts_at and one.ends_at:
        values["hours"] = int((one.ends_at - one.starts_at).total_seconds() // HOURS)
    for question, (yes, why) in said["answers"].items():
        values |= {f"yes-{question}": "yes" if yes else "no", f"why-{question}": why}
    for need, (who, much) in said["companion"].items():
        values |= {f"who-{need}": who, f"much-{need}": much}
    return values | {f"part-{part}": text for part, text in said["parts"].items()}
