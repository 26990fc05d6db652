"""Report a finding in three taps, with or without a network."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.supervision.api import (
    FindingDraft,
    Picture,
    add_evidence,
    families,
    finding_facts,
    finding_types,
    last_spots,
    report,
    report_many,
)
from bihuan.features.supervision.forms.report import (
    LONGEST_KEY,
    ReportForm,
    Spot,
    instant_said,
    tiles,
    whole_signs,
)
from bihuan.features.supervision.permissions import may_report_any_type
from bihuan.features.supervision.views.drafts import drafts_of, kept
from bihuan.features.supervision.views.filled import Filled, filled_in
from bihuan.features.supervision.views.finding import visible
from bihuan.features.supervision.views.reported_before import reported_before
from bihuan.features.supervision.views.synced_photo import keep_photo
from bihuan.features.territory import api as territory
from bihuan.platform import attachments
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.commands import Outcome, together
from bihuan.platform.db.epoch import epoch
from bihuan.platform.i18n import choose
from bihuan.platform.i18n.refusal_texts import sentence

MOST_ITEMS = 50
MOST_SPOTS = 40
LARGEST_SYNC = 8_000_000  # a phone sends a large photo alone


@page(Act.REPORT_FINDING)
@require_http_methods(["GET", "POST"])
def report_finding(request: HttpRequest) -> HttpResponse:
    """Show the phone's form; take what it sends."""
    if request.incident is None:  # type: ignore[attr-defined]
        return render(request, "supervision/no_incident.html", status=HTTPStatus.CONFLICT)
    here = {"incident": request.incident.id, "post": request.by.post}  # type: ignore[attr-defined]
    form = ReportForm(request.POST or None, request.FILES or None, initial=here)
    refusal = None
    if request.method == "POST" and form.is_valid():
        filled = filled_in(request, form)
        answer = filled if isinstance(filled, Refusal) else _take(request, filled, form)
        if isinstance(answer, HttpResponse):
            return answer
        if isinstance(answer, Outcome):
            done = reverse("reported", args=[answer.result["finding"]])
            return redirect(done)
        refusal = answer
    others = families(tiles=False)
    context = {"form": form, "tiles": tiles(), "families": others, "refusal": refusal}
    chosen = str(form["type"].value())
    context["other_chosen"] = any(chosen == kind.code for one in others for kind in one.types)
    context |= {"told": _told(request, form)} | _where(request)
    context["any_type"] = may_report_any_type(request.by)  # type: ignore[attr-defined]
    context["drafts"] = drafts_of(request.by, request.incident.id)  # type: ignore[attr-defined]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "supervision/report.html", context, status=status)


def _told(request: HttpRequest, form: ReportForm) -> Any:
    """Return the incident that the form names; what was typed stays where it was filled in."""
    wanted = str(form["incident"].value())
    listed = request.incidents  # type: ignore[attr-defined]
    return next((one for one in listed if str(one.id) == wanted), None)


def _take(
    request: HttpRequest, filled: Filled, form: ReportForm
) -> Outcome | Refusal | HttpResponse:
    if "draft" in request.POST:
        answer = kept(filled, form.draft(), form.cleaned_data["key"])
        if isinstance(answer, Refusal):
            return answer
        messages.success(request, _("Kept as a draft; nobody else sees it until you report it."))
        return redirect("report_finding")
    return _reported(filled, form)


def _reported(filled: Filled, form: ReportForm) -> Outcome | Refusal:
    by, incident = filled.by, filled.incident
    photo = form.cleaned_data["photo"]
    cleaned = attachments.clean(photo.read()) if photo else None
    if isinstance(cleaned, Refusal):
        return cleaned
    key = form.cleaned_data["key"]
    if cleaned is None:
        return report(by=by, incident=incident, draft=form.draft(), key=key)
    # The file lies there before anything says that it does: a full disk refuses the whole report.
    file = attachments.write(cleaned)
    with together():
        answer = report(by=by, incident=incident, draft=form.draft(), key=key)
        if isinstance(answer, Outcome):
            found = str(answer.result["finding"])
            picture = Picture(finding=found, stage="found", file=file, caption="", smudged=True)
            add_evidence(by=by, incident=incident, picture=picture, key=f"{key}:photo")
    return answer


def _where(request: HttpRequest) -> dict[str, Any]:
    """Return where it can be: what was sought, else where the post was last, then its own."""
    by, incident = request.by, request.incident.id  # type: ignore[attr-defined]
    sought = request.GET.get("q", "").strip()[:60]
    if sought:
        listed = _found(sought, by.scope)
    else:
        known = territory.carried(by.boundaries)
        lately = last_spots(post=by.post, incident=incident)
        listed = [Spot(known.today(zone), place) for zone, place in lately]
        listed += _own(by) if by.actor.level >= Level.TOWNSHIP else []
    return {"spots": _named(list(dict.fromkeys(listed))[:MOST_SPOTS]), "sought": sought}


def _found(sought: str, scope: ZoneRange) -> list[Spot]:
    places = territory.search_places(sought, scope=scope, limit=20)
    zones = territory.search_zones(sought, scope=scope, limit=20)
    return [Spot(one.zone, one.id) for one in places] + [Spot(zone.code) for zone in zones]


def _own(by: ActingPost) -> list[Spot]:
    """Return the places of the own zone, then its communities, else the zone itself."""
    known = territory.carried(by.boundaries)
    places = territory.places_in(scope=by.scope, limit=MOST_SPOTS // 2, known=known)
    zones = territory.zones_in(scope=by.scope, level=Level.COMMUNITY)[: MOST_SPOTS // 2]
    around = [Spot(zone.code) for zone in zones] or [Spot(by.actor.lo)]
    return [Spot(place.zone, place.id) for place in places] + around


def _named(spots: Sequence[Spot]) -> list[dict[str, Any]]:
    chains, places = territory.named(
        {spot.zone for spot in spots}, {spot.place for spot in spots if spot.place}
    )
    return [
        {
            "value": str(spot),
            "names": list(chains.get(spot.zone, ()))[1:],
            "place": places.get(spot.place or ""),
        }
        for spot in spots
    ]


@page(Act.REPORT_FINDING)
def reported(request: HttpRequest, finding: str) -> HttpResponse:
    """Say that it has arrived, what follows, and whether it was reported before."""
    facts = finding_facts(finding)
    if facts is None or not visible(request.by, facts):  # type: ignore[attr-defined]
        return render(request, "errors.html", {"name": "not_found", "status": 404}, status=404)
    names = list(territory.name_chain(facts.zone))[1:]
    place = territory.place_of(facts.place) if facts.place else None
    context = {"facts": facts, "before": reported_before(facts), "names": names, "place": place}
    return render(request, "supervision/reported.html", context)


@page(Act.REPORT_FINDING)
@require_POST
def sync(request: HttpRequest) -> JsonResponse:
    """Take what a phone collected without a network, each item answered for itself."""
    items = _items(request.body)
    if items is None:
        return JsonResponse({"error": "unreadable"}, status=HTTPStatus.BAD_REQUEST)
    ordered = sorted(items, key=_order)
    read = [_read(request, item) for item in ordered]
    answers: dict[int, Outcome | Refusal] = {}
    for filled in dict.fromkeys(one.filled for one in read if isinstance(one, _Sent)):
        own = {
            n: one for n, one in enumerate(read) if isinstance(one, _Sent) and one.filled == filled
        }
        drafts = [(one.draft, one.key) for one in own.values()]
        stored = report_many(by=filled.by, incident=filled.incident, drafts=drafts, key="sync")
        answers |= dict(zip(own, stored, strict=True))
    results = [
        _result(item, one, answers.get(n))
        for n, (item, one) in enumerate(zip(ordered, read, strict=True))
    ]
    return JsonResponse({"epoch": epoch(), "results": results})


@dataclass(frozen=True, slots=True)
class _Sent:
    """One item that can be reported: what, under which key, who filled it in and where."""

    draft: FindingDraft
    key: str
    filled: Filled


def _items(body: bytes) -> Sequence[Mapping[str, Any]] | None:
    if len(body) > LARGEST_SYNC:
        return None
    try:
        items = json.loads(body)["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        return None
    return items if all(isinstance(item, dict) for item in items) else None


def _order(item: Mapping[str, Any]) -> int:
    order = item.get("order")
    return order if isinstance(order, int) else 0


def _key(item: Mapping[str, Any]) -> str:
    return whole_signs(str(item.get("key", "")))[:LONGEST_KEY]


def _read(request: HttpRequest, item: Mapping[str, Any]) -> _Sent | Refusal:
    said = item.get("form")
    form = ReportForm(said if isinstance(said, dict) else {})
    form.data = {**form.data, "key": _key(item)}
    if not form.is_valid():
        return Refusal("form_not_complete", {"fields": ", ".join(form.errors)})
    filled = filled_in(request, form)
    if isinstance(filled, Refusal):
        return filled
    draft = form.draft()
    observed = draft.observed_at or next(filter(None, map(instant_said, _times(item))), None)
    return _Sent(replace(draft, observed_at=observed), _key(item), filled)


def _times(item: Mapping[str, Any]) -> list[str]:
    """Return when the phone says that it was seen, in the form or beside it."""
    form = item.get("form")
    said = (form.get("observed_at") if isinstance(form, dict) else None, item.get("observed_at"))
    return [str(one) for one in said if one]


def _other(stands: FindingFacts) -> str:
    """Say what stands under the number of an item that says something else."""
    kind, chain = finding_types().get(stands.type_code), territory.name_chain(stands.zone)
    told = {
        "kind": "" if kind is None else choose(kind.zh, kind.en),
        "where": " ".join(str(one) for one in chain[1:]),
        "text": stands.text,
    }
    return _("Another report arrived under its number: %(kind)s, %(where)s, “%(text)s”.") % told


def _result(
    item: Mapping[str, Any], sent: _Sent | Refusal, answer: Outcome | Refusal | None
) -> dict[str, Any]:
    key = _key(item)
    if isinstance(sent, Refusal):
        return {"key": key, "status": "refused", "reason": sentence(sent)}
    if answer is None:
        raise LookupError(f"{key} was read and not reported")
    if isinstance(answer, Refusal):
        stands = finding_facts(str(answer.params.get("finding", "")))
        if answer.code == "key_used_for_something_else" and stands is not None:
            return {"key": key, "status": "conflict", "reason": _other(stands)}
        return {"key": key, "status": "refused", "reason": sentence(answer)}
    finding = str(answer.result["finding"])
    fault = keep_photo(item, finding, by=sent.filled.by, incident=sent.filled.incident, key=key)
    status = "already" if answer.repeated else "stored"
    if fault is None and sent.draft.observed_at is None and _times(item):
        fault = Refusal("device_time_unreadable")
    reason = reported_before(finding_facts(finding)) if fault is None else sentence(fault)
    page = reverse("reported", args=[finding])
    return {"key": key, "status": status, "number": finding, "reason": reason, "page": page}
