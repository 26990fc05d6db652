"""The night's page before and after the meeting, the list of nights, the frozen files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.figures import Ratio
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NightState
from bihuan.domain.zones import county_of
from bihuan.features.review import api
from bihuan.features.review.labels import FOLLOW_STATES, NIGHT_STATES
from bihuan.features.review.views.evening import Evening, evening_of, offers, plan_address
from bihuan.features.review.views.meeting import meeting_page
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.charts.drawings import drawing, width_asked
from bihuan.platform.charts.svg import NoDrawingError
from bihuan.platform.commands import Outcome
from bihuan.platform.figures.windows import window_at
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import go, key_of, status_of
from bihuan.platform.ui.print.documents import pdf
from bihuan.platform.ui.print.installed import city_fonts, origin, printed_address


@page(Act.VIEW_REVIEW)
@require_GET
def nights(request: ActingRequest) -> HttpResponse:
    """List the nights of the incident, newest first, with tonight on top."""
    view = getattr(request, "incident", None)
    if view is None:
        return render(request, "review/no_incident.html")
    now = view.now()
    heads = api.snapshot_heads(incident=view.id)
    listed = [
        (night, heads.get(night.day), NIGHT_STATES[night.state])
        for night in api.nights(incident=view.id)
    ]
    tonight = (view.last_night or view.clock.review_day(now)).isoformat()
    last = view.last_night or window_at(view.clock, now).day
    context = {
        "listed": listed,
        "tonight": tonight,
        "last": last.isoformat() if last >= view.day_zero else None,
        "open": api.open_decisions(incident=view.id),
        "ended": view.closed_at is not None,
        "now": now,
    }
    return render(request, "review/nights.html", context)


@page(Act.VIEW_REVIEW)
@require_GET
def night(request: ActingRequest, day: str) -> HttpResponse:
    """Show the night as it stands; during the meeting the meeting, unless the pack is wanted."""
    evening = evening_of(request, day)
    if evening.state is NightState.IN_MEETING and request.GET.get("view") != "pack":
        return meeting_page(request, evening)
    return night_page(request, evening)


@page(Act.VIEW_REVIEW)
@require_GET
def chart(request: ActingRequest, day: str, slug: str) -> HttpResponse:
    """Send a chart of the night's report as a drawing."""
    evening = evening_of(request, day)
    found = evening.report().chart(slug) if evening.ended else None
    if found is None:
        raise Http404("no such chart")
    try:
        text = drawing(found, get_language() or "zh-hans", width_asked(request.GET))
    except NoDrawingError as absent:
        raise Http404("no drawing") from absent
    return HttpResponse(text, content_type="image/svg+xml")


def night_page(
    request: ActingRequest, evening: Evening, refusal: Refusal | None = None
) -> HttpResponse:
    """Draw the night's page, with a refusal if an act was refused."""
    view, day = evening.view, evening.day
    state = NIGHT_STATES[evening.state] if evening.state else None
    plan = api.plan_of(incident=view.id, day=day)
    reminded = _reminded(evening, plan)
    draft = evening.draft() if evening.ended else None
    units = [] if evening.head else _units(evening, draft, reminded["submission"])
    context: dict[str, Any] = {
        "evening": evening,
        "report": evening.report(draft) if evening.ended else None,
        # Worked out on the wall's clock, told on the incident's: a drill has another one.
        "worked_out_at": view.clock.moment(draft.at).incident if draft else None,
        "units": units,
        "missing": sum(unit.how != "submitted" for unit, _reminded_at in units),
        "state": state,
        "offers": offers(request.by, evening),
        "revisions": api.revisions_of(incident=view.id, day=day),
        "minutes": api.minutes_of(evening.night) if evening.night and evening.head else None,
        "plan": plan,
        "asked": _asked(request, reminded["submission"], reminded["plan"]),
        "own_report_at": _own_report_at(request, evening),
        "own_note": plan.note_of(_own_county(request)) if plan else None,
        "noted_percent": _percent(plan),
        "taken": [
            (one, FOLLOW_STATES[one.order.state])  # type: ignore[index]
            for one in api.decisions_of_night(incident=view.id, day=day)
        ],
        "refusal": refusal,
    }
    return render(request, "review/night.html", context, status=status_of(refusal))


Reminded = Mapping[int, datetime]


def _reminded(evening: Evening, plan: api.PlanView | None) -> Mapping[str, Reminded]:
    """Return when counties were reminded, by subject; nothing once all have taken note."""
    if evening.head and plan and plan.noted == len(plan.notes):
        return {"submission": {}, "plan": {}}
    return api.reminders_by_subject(incident=evening.view.id, day=evening.day)


def _units(
    evening: Evening, draft: api.Draft | None, reminded: Reminded
) -> list[tuple[api.ReportingUnit, datetime | None]]:
    """Return the counties that are due, each with when it was last reminded."""
    if draft is None:
        units = api.reporting_units(evening.view, evening.window)
    else:
        units = api.units_in(draft.content)
    return [(unit, reminded.get(unit.zone)) for unit in units]


def _asked(request: ActingRequest, report: Reminded, plan: Reminded) -> dict[str, Any]:
    """Return when counties were asked for the plan's note, and what the own county is asked."""
    own = _own_county(request)
    return {"plan": plan, "own_report": report.get(own or 0), "own_plan": plan.get(own or 0)}


def _own_report_at(request: ActingRequest, evening: Evening) -> datetime | None:
    """Return when the acting post's county submitted; asked only while it may."""
    county = _own_county(request)
    if county is None or evening.head is not None:
        return None
    return api.submitted_at(evening.view, evening.day, county)


def _own_county(request: ActingRequest) -> int | None:
    return county_of(request.by.scope.lo) if request.by.scope.lo else None


def _percent(plan: api.PlanView | None) -> str:
    """Return how many of the counties have taken note, as a figure of the report is shown."""
    return "" if plan is None or not plan.notes else Ratio(plan.noted, len(plan.notes)).shown


@page(Act.FREEZE)
@require_POST
def freeze(request: ActingRequest, day: str) -> HttpResponse:
    """Freeze the night."""
    evening = evening_of(request, day)
    answer = api.freeze(by=request.by, incident=evening.view.id, day=day, key=key_of(request))
    return after(request, evening, answer)


@page(Act.SUBMIT_FOR_REVIEW)
@require_POST
def submit(request: ActingRequest, day: str) -> HttpResponse:
    """Say that the county's figures are complete."""
    evening = evening_of(request, day)
    answer = api.submit(by=request.by, incident=evening.view.id, day=day, key=key_of(request))
    return after(request, evening, answer)


@page(Act.CALL_MEETING)
@require_POST
def call(request: ActingRequest, day: str) -> HttpResponse:
    """Begin the meeting."""
    evening = evening_of(request, day)
    answer = api.call_meeting(by=request.by, incident=evening.view.id, day=day, key=key_of(request))
    return after(request, evening, answer)


@page(Act.ACKNOWLEDGE_PLAN)
@require_POST
def acknowledge(request: ActingRequest, day: str) -> HttpResponse:
    """Take note of the plan for the acting post's county."""
    evening = evening_of(request, day)
    answer = api.acknowledge_plan(
        by=request.by, incident=evening.view.id, day=day, key=key_of(request)
    )
    return go(plan_address(day)) if isinstance(answer, Outcome) else after(request, evening, answer)


@page(Act.VIEW_REVIEW)
@require_POST
def remind(request: ActingRequest, day: str) -> HttpResponse:
    """Ask the counties for what is missing; the command asks the policy."""
    evening, about = evening_of(request, day), request.POST.get("about", "")
    answer = api.remind(
        by=request.by, incident=evening.view.id, day=day, about=about, key=key_of(request)
    )
    if about == "plan" and isinstance(answer, Outcome):
        return go(plan_address(day))
    return after(request, evening, answer)


def after(request: ActingRequest, evening: Evening, answer: Outcome | Refusal) -> HttpResponse:
    """Go back to the night, or show on its page why not."""
    if isinstance(answer, Outcome):
        return go(reverse("review:night", args=(evening.day,)))
    return night_page(request, evening_of(request, evening.day), answer)


@page(Act.VIEW_REVIEW)
@require_GET
def snapshot_json(request: ActingRequest, day: str) -> HttpResponse:
    """Send the canonical JSON whose hash stands on every page."""
    evening = evening_of(request, day)
    body = api.snapshot_body(incident=evening.view.id, day=day)
    if body is None:
        raise Http404("not frozen")
    return _file(body.encode(), "application/json", f"review-{day}.json")


@page(Act.VIEW_REVIEW)
@require_GET
def pack_pdf(request: ActingRequest, day: str) -> HttpResponse:
    """Send the frozen report as PDF in the language of the page."""
    evening = evening_of(request, day)
    if evening.head is None:
        raise Http404("not frozen")
    link = printed_address(request, reverse("review:night", args=(day,)))
    document = api.pack_document(
        evening.report(), sha256=evening.head.sha256, label=evening.head.label,
        language=choose("zh", "en"), origin=origin(), link=link,
    )  # fmt: skip
    made = pdf(document, made_at=evening.head.frozen_at, city_fonts=city_fonts())
    return _file(made, "application/pdf", f"review-{day}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
