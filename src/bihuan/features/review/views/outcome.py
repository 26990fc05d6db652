"""After the meeting: minutes, the plan, and the decisions' orders."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.commitments import POLICY_ACT
from bihuan.domain.reviews.states import FollowAct
from bihuan.features.posts.api import command_name, post_of
from bihuan.features.review import api
from bihuan.features.review.forms import AttendanceForm, CorrectionForm, FollowForm, PlanForm
from bihuan.features.review.labels import ATTENDANCE, FOLLOW_ACTS, FOLLOW_STATES, OPTION_KINDS
from bihuan.features.review.permissions import can_act
from bihuan.features.review.views.evening import Evening, evening_of, plan_address
from bihuan.features.territory.api import zone_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.figures.sections import SAFEGUARDS_SECTION
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.forms import go, key_of, status_of
from bihuan.platform.ui.print.documents import pdf
from bihuan.platform.ui.print.installed import city_fonts, origin, printed_address

NEXT_ACTS: Mapping[str, tuple[FollowAct, ...]] = {
    "ordered": (FollowAct.RECEIVE, FollowAct.CANCEL),
    "received": (FollowAct.REPORT_DONE, FollowAct.CANCEL),
    "reported_done": (FollowAct.VERIFY, FollowAct.SEND_BACK, FollowAct.CANCEL),
}


@page(Act.VIEW_REVIEW)
@require_GET
@asks_once
def minutes(request: ActingRequest, day: str) -> HttpResponse:
    """Show the minutes: the issued ones, else the draft as the meeting stands."""
    return _minutes_page(request, evening_of(request, day), AttendanceForm())


def _minutes_page(
    request: ActingRequest,
    evening: Evening,
    form: AttendanceForm,
    refusal: Refusal | None = None,
    correcting: CorrectionForm | None = None,
) -> HttpResponse:
    if evening.night is None or evening.head is None:
        raise Http404("not frozen")
    issued = api.minutes_of(evening.night)
    content = _said(evening, issued)
    issues = can_act(request.by, Act.ISSUE_MINUTES, evening.view.zone)
    corrections = [] if issued is None else api.corrections_of(issued)
    sections = evening.report().sections
    context = {
        "evening": evening, "issued": issued, "said": content, "form": form,
        "may_issue": issues and evening.night.in_meeting,
        "refusal": refusal, "label": _minutes_label(evening, issued),
        "corrections": [(one, [(ATTENDANCE[n], *both) for n, *both in one.changes])
                        for one in corrections],
        "reads": corrections[-1].reads if corrections else issued,
        "may_correct": issues and issued is not None,
        "correcting": correcting or _correction_form(issued, corrections),
        "safeguards": next(one for one in sections if one.number == SAFEGUARDS_SECTION),
    }  # fmt: skip
    return render(
        request, "review/minutes.html", context, status=status_of(refusal, correcting or form)
    )


def _correction_form(issued: Any, corrections: Sequence[api.CorrectionView]) -> CorrectionForm:
    """Return a form that begins with the attendance as it reads now."""
    said = {name: getattr(issued, name, "") for name in ATTENDANCE}
    reads = corrections[-1].reads if corrections else said
    return CorrectionForm(initial={**reads, "seen": len(corrections)})


@page(Act.ISSUE_MINUTES)
@require_POST
def correct(request: ActingRequest, day: str) -> HttpResponse:
    """Put a correction beside the issued minutes."""
    evening = evening_of(request, day)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _minutes_page(request, evening, AttendanceForm(), correcting=form)
    answer = api.correct_minutes(
        by=request.by, incident=evening.view.id, day=day, correction=form.correction(),
        key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("review:minutes", args=(day,)))
    return _minutes_page(request, evening, AttendanceForm(), answer, correcting=form)


def _said(evening: Evening, issued: Any) -> Mapping[str, Any]:
    if issued is not None:
        said: Mapping[str, Any] = json.loads(issued.said)
        return said
    return api.minutes_content(incident=evening.view.id, day=evening.day)


def _minutes_label(evening: Evening, issued: Any) -> str:
    if issued is None:
        return ""
    return api.minutes_label(issued.year, issued.number, drill=evening.view.drill)


@page(Act.ISSUE_MINUTES)
@require_POST
def issue(request: ActingRequest, day: str) -> HttpResponse:
    """Issue the minutes."""
    evening = evening_of(request, day)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        return _minutes_page(request, evening, form)
    answer = api.issue_minutes(
        by=request.by, incident=evening.view.id, day=day, attendance=form.attendance(),
        key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("review:minutes", args=(day,)))
    return _minutes_page(request, evening_of(request, day), form, answer)


@page(Act.VIEW_REVIEW)
@require_GET
@asks_once
def minutes_pdf(request: ActingRequest, day: str) -> HttpResponse:
    """Send the minutes as PDF; before they are issued as a draft without a number."""
    evening = evening_of(request, day)
    if evening.night is None or evening.head is None:
        raise Http404("not frozen")
    issued = api.minutes_of(evening.night)
    corrections = [] if issued is None else api.corrections_of(issued)
    document = api.minutes_document(
        _said(evening, issued), issued=None if issued is None else vars(issued),
        body=_body_name(evening), origin=origin(),
        link=printed_address(request, reverse("review:minutes", args=(day,))),
        corrections=corrections,
    )  # fmt: skip
    newest = corrections[-1].at if corrections else None
    made_at = newest or (issued.issued_at if issued is not None else evening.now)
    made = pdf(document, made_at=made_at, city_fonts=city_fonts())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{day}.pdf"'
    return answer


def _body_name(evening: Evening) -> str:
    zone = zone_of(evening.view.zone)
    command = command_name(zone.name) if zone else None
    return command or f"{zone.name.zh if zone else ''}指挥部"


@page(Act.PUBLISH_PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: ActingRequest, day: str) -> HttpResponse:
    """Show what the plan starts from, or publish it."""
    evening = evening_of(request, day)
    form = PlanForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer = api.publish_plan(
            by=request.by, incident=evening.view.id, day=day, draft=form.draft(),
            key=key_of(request),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(plan_address(day))
        refusal = answer
    context = {
        "evening": evening, "form": form, "refusal": refusal,
        "start": api.plan_start(incident=evening.view.id, day=day),
    }  # fmt: skip
    return render(request, "review/plan.html", context, status=status_of(refusal, form))


@page(Act.VIEW_REVIEW)
@require_GET
def decision(request: ActingRequest, number: int) -> HttpResponse:
    """Show a decision, its form and where its order stands."""
    return _decision_page(request, number, FollowForm())


@page(Act.VIEW_REVIEW)
@require_POST
def follow(request: ActingRequest, number: int) -> HttpResponse:
    """Do one act on a decision's order; the policy of the act itself is asked by the command."""
    view = getattr(request, "incident", None)
    form = FollowForm(request.POST)
    known = {act.value: act for act in FOLLOW_ACTS}
    act = known.get(request.POST.get("act", ""))
    if view is None or act is None:
        raise Http404("no act")
    if not form.is_valid():
        return _decision_page(request, number, form)
    answer = api.follow_decision(
        by=request.by, incident=view.id, number=number, act=act,
        text=form.cleaned_data["text"], key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("review:decision", args=(number,)))
    form.add_error(None, sentence(answer))
    return _decision_page(request, number, form)


def _decision_page(request: ActingRequest, number: int, form: FollowForm) -> HttpResponse:
    view = getattr(request, "incident", None)
    one = api.decision_of(incident=view.id, number=number) if view else None
    if view is None or one is None:
        raise Http404("no decision")
    acts = _acts(request.by, one, view.zone)
    # Whatever follows the receipt is done with words: nobody is told that they may be left out.
    form.fields["text"].required = all(act is not FollowAct.RECEIVE for act, _label in acts)
    context = {
        "one": one,
        "state": FOLLOW_STATES[one.order.state],  # type: ignore[index]
        "late": one.late(view.now()),
        "owner": post_of(one.order.owner_post),
        "options": [
            (option["text"], OPTION_KINDS[option["kind"]], place == one.choice)  # type: ignore[index]
            for place, option in enumerate(one.options)
        ],
        "acts": acts,
        "form": form,
        "now": view.now(),
    }
    return render(request, "review/decision.html", context, status=status_of(None, form))


def _acts(by: ActingPost, one: api.DecisionView, city: int) -> list[tuple[FollowAct, Any]]:
    """Return the acts the post may do now; the owner's unit never verifies itself."""
    order = one.order
    found = []
    for act in NEXT_ACTS.get(order.state, ()):
        zone = city if POLICY_ACT[act] is Act.DECIDE else order.zone
        own = by.actor.unit == order.owner_unit
        verdict = POLICY_ACT[act] is Act.VERIFY_DECISION
        if can_act(by, POLICY_ACT[act], zone, order.owner_unit) and not (verdict and own):
            found.append((act, FOLLOW_ACTS[act]))
    return found
