"""Search: numbers in any form, zones by name, pinyin or code. People are not searched."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.acts import Act
from bihuan.features.incidents.api import IncidentView
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page

NUMBER = re.compile(r"(?:演练)?[-–\s]*(?:jb)?[-–\s]*(?:(\d{4})[-–\s]+)?0*(\d{1,6})", re.IGNORECASE)
LONGEST = 60


@page(Act.SEARCH)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what a text finds; one finding by its number is opened at once."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    by, incident = request.by, request.incident  # type: ignore[attr-defined]
    found = _by_number(text, by, incident) if text and incident else []
    if len(found) == 1:
        return redirect(f"/orders/{supervision.label_of(found[0])}")
    zones = territory.search_zones(text, scope=by.scope) if text else []
    chains = territory.name_chains([zone.code for zone in zones])
    listed = [(zone, [str(name) for name in chains[zone.code]][1:]) for zone in zones]
    return render(request, "situation/search.html", {"text": text, "zones": listed, "rows": []})


def _by_number(text: str, by: ActingPost, incident: IncidentView) -> list[FindingFacts]:
    match = NUMBER.fullmatch(text)
    if match is None:
        return []
    year = int(match[1] or incident.now().year)
    one = supervision.finding_by_number(incident.id, year, int(match[2]))
    return [one] if one is not None and supervision.may_view(by, one) else []
