"""Anybody reports a locked exit or too much control: no account, no name, no script."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.domain.findings.case import state_as_of
from bihuan.domain.findings.sources import MANY, REQUEST, by_resident
from bihuan.domain.findings.states import State
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.premises import api as premises
from bihuan.features.supervision import api
from bihuan.features.supervision.forms.public import PublicReportForm
from bihuan.features.supervision.labels import STATES
from bihuan.features.territory import api as territory
from bihuan.platform.auth import anybody
from bihuan.platform.auth.access import public
from bihuan.platform.auth.tries import WAIT, WAIT_STATUS, too_many
from bihuan.platform.ui.forms import go, key_of, number_said

REPORTS, MOST_COMPOUNDS = 20, 100
"""Reports from one connection in a quarter of an hour (locked exits are never refused); compounds
of a community as choices."""


@public
def report(request: HttpRequest) -> HttpResponse:
    """Choose where, then what: a locked exit suspends the gate plan in this very request."""
    zone = territory.zone_of(number_said(request.GET.get("zone", "")) or 0)
    context: dict[str, Any] = {"zone": zone, "what": request.GET.get("what", ""),
                               "large": "large" in request.GET}  # fmt: skip
    if zone is None or zone.level < Level.COMMUNITY:
        above = zone or territory.root()
        context["below"] = territory.children(above.code) if above else []
        return render(request, "supervision/public_report.html", context)
    incident = _incident_at(zone.code)
    if incident is None:
        return render(request, "supervision/public_report.html", context | {"no_incident": True})
    form = PublicReportForm(
        request.POST or None, types=_types(), places=_places(zone.code),
        initial={"what": context["what"]},
    )  # fmt: skip
    context |= {"form": form, "key": key_of(request), "drill": incident.drill}
    if request.method == "POST":
        return _sent(request, incident.id, zone.code, context)
    return render(request, "supervision/public_report.html", context)


def _sent(request: HttpRequest, incident: int, zone: int, context: dict[str, Any]) -> HttpResponse:
    """Take a report; after many from one connection only those of locked exits, and marked."""
    form, status = context["form"], HTTPStatus.UNPROCESSABLE_ENTITY
    many = too_many(request, "report", REPORTS)
    if many and request.POST.get("what") != api.EGRESS:
        context["refusal"], status = WAIT, WAIT_STATUS
    elif form.is_valid():
        answer = _reported(request, incident, zone, form.cleaned_data, many=many)
        if not isinstance(answer, Refusal):
            large = "?large" if context["large"] else ""
            return go(reverse("public_reported", args=[answer]) + large)
        context["refusal"] = answer
    return render(request, "supervision/public_report.html", context, status=status)


def _reported(
    request: HttpRequest, incident: int, zone: int, said: Mapping[str, Any], *, many: bool
) -> str | Refusal:
    """Return the finding: above the limit, one that says the same and waits is not doubled."""
    draft = api.FindingDraft(
        said["what"], zone, said["text"] or "", place=said.get("place") or None, source=REQUEST,
        source_key=MANY if many else "",
    )  # fmt: skip
    known = api.waiting_alike(
        incident, draft.type_code, zone, place=draft.place, text=draft.text
    ) if many else None  # fmt: skip
    if known is not None:
        return known
    answer = api.report(by=anybody(), incident=incident, draft=draft, key=key_of(request))
    return answer if isinstance(answer, Refusal) else str(answer.result["finding"])


def _types() -> Sequence[api.FindingType]:
    """Return what is too much control, the gravest first; every other duty is for posts."""
    found = [one for one in api.finding_types().values() if one.over_control and not one.by_rule]
    return sorted(found, key=lambda one: (int(one.severity), one.code))


def _places(zone: int) -> list[tuple[str, str]]:
    drawn = premises.compounds_in(range_of(zone), limit=MOST_COMPOUNDS)
    return [(one.id, one.name) for one in sorted(drawn, key=lambda one: one.name_zh)]


def _incident_at(zone: int) -> incidents.IncidentView | None:
    """Return the open incident in which a zone's findings go: a live one before a drill."""
    return next((one for one in incidents.incidents() if zone in range_of(one.zone)), None)


@public
def reported(request: HttpRequest, finding: str) -> HttpResponse:
    """Tell what became of a report; whoever keeps this address can look again."""
    facts = api.finding_facts(finding)
    if facts is None or not by_resident(facts.author_post, facts.source):
        raise Http404("no such report")
    incident = incidents.incident(facts.incident)
    if incident is None:
        raise Http404("no such incident")
    kind = api.finding_types().get(facts.type_code)
    place = territory.places_by_id({facts.place}).get(facts.place) if facts.place else None
    answer, at = api.public_answer(facts), incident.now()
    joined = answer.joined
    context = {
        "reason": answer.reason, "joined": joined, "ended": (joined or facts).ended_at,
        "joined_state": STATES[State(state_as_of(joined, at))] if joined else "",
        "joined_public": joined is not None and by_resident(joined.author_post, joined.source),
        "facts": facts, "what": kind.label if kind else facts.type_code,
        "where": territory.name_chain(facts.zone)[1:], "place": place,
        "state": STATES[State(state_as_of(facts, at))],
        "address": request.build_absolute_uri(request.path), "large": "large" in request.GET,
        "drill": facts.drill,
        "grave": facts.severity == 1,
    }  # fmt: skip
    return render(request, "supervision/public_reported.html", context)
