"""The call list (电话联系清单) and the pulse behind the count in the title and the sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import BUCKET_OF, Bucket, State
from bihuan.domain.ground import Ground
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ancestors_of, level_of
from bihuan.features.posts import api as posts
from bihuan.features.supervision.api import (
    OFFICES,
    CallLine,
    LedgerFilter,
    call_key,
    findings_by_id,
    label_of,
    ledger_page,
    open_calls,
    pulse_of,
    tick_call,
)
from bihuan.features.supervision.labels import CALLS, STATES, TONES
from bihuan.features.supervision.views.names import type_name
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page as declared
from bihuan.platform.ui.paging import KeyedPage, read_key, write_key

RAISED = 2
MOST_RAISED = 20
PAGE = 30
KEY_PARTS = 2


@dataclass(frozen=True, slots=True)
class Call:
    """One line as the page shows it."""

    line: CallLine
    facts: FindingFacts
    label: str
    where: str
    what: str
    why: str
    who: Sequence[posts.PostView]
    state: str
    tone: str

    @property
    def ended(self) -> bool:
        """Tell whether nothing is left to hurry: whoever is called only needs to be told."""
        return BUCKET_OF[self.facts.state] is not Bucket.OPEN


@declared(Act.CALL_OUT)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Show who must be reached, the oldest first."""
    return _shown(request, None)


@declared(Act.CALL_OUT)
@require_POST
def tick(request: HttpRequest) -> HttpResponse:
    """Say that a person was reached."""
    incident: Any = getattr(request, "incident", None)
    answer = tick_call(
        by=request.by,  # type: ignore[attr-defined]
        record=request.POST.get("record", "")[:120],
        incident=incident.id if incident else 0,
        key=request.POST.get("key", "") + ":call",
    )
    if isinstance(answer, Refusal):
        return _shown(request, answer)
    return HttpResponseRedirect(reverse("calls"), status=303)


def _shown(request: HttpRequest, refusal: Refusal | None) -> HttpResponse:
    by: ActingPost = request.by  # type: ignore[attr-defined]
    incident: Any = getattr(request, "incident", None)
    key = read_key(request.GET.get("after", ""), KEY_PARTS) or (0, "")
    found = (
        open_calls(incident=incident.id, scope=by.ground, most=PAGE + 1, after=key)  # type: ignore[arg-type]
        if incident
        else ()
    )
    lines = found[:PAGE]
    after = write_key(call_key(lines[-1])) if len(found) > PAGE else ""
    context = {
        "calls": _calls(lines),
        "page": KeyedPage(lines, after, key == (0, "")),
        "raised": _raised(incident.id, by.ground) if incident else (),
        "refusal": refusal,
        "key": uuid4().hex,
        "calls_now": incident.now() if incident else None,
    }
    status = 200 if refusal is None else 422
    return render(request, "supervision/calls.html", context, status=status)


def _calls(lines: Sequence[CallLine]) -> list[Call]:
    findings = findings_by_id([line.finding for line in lines])
    chains = territory.name_chains(line.zone for line in lines)
    known = posts.posts_of(line.to_post for line in lines if line.to_post)
    offices = _offices(lines)
    return [
        Call(
            line,
            findings[line.finding],
            label_of(findings[line.finding]),
            " ".join(str(name) for name in chains.get(line.zone, ())[1:]),
            type_name(findings[line.finding]),
            str(CALLS.get(line.why, line.why)),
            [known[line.to_post or 0]]
            if line.to_post in known
            else _nearest(offices, line, findings[line.finding]),
            str(STATES[State(findings[line.finding].state)]),
            TONES[State(findings[line.finding].state)],
        )
        for line in lines
        if line.finding in findings
    ]


def _offices(lines: Sequence[CallLine]) -> Mapping[tuple[Role, int], list[posts.PostView]]:
    """Read the posts that lines name by their kind, of the zones around each finding."""
    roles = {OFFICES[line.to] for line in lines if line.to in OFFICES}
    zones = {code for line in lines for code in (line.zone, *ancestors_of(line.zone))}
    found: dict[tuple[Role, int], list[posts.PostView]] = {}
    for post in posts.posts_of_roles(roles, zones=zones) if roles else ():
        found.setdefault((post.role, post.zone), []).append(post)
    return found


def _nearest(
    offices: Mapping[tuple[Role, int], list[posts.PostView]], line: CallLine, facts: FindingFacts
) -> Sequence[posts.PostView]:
    """Return the posts of a line's kind nearest to its finding, from its own office upward."""
    role = OFFICES.get(line.to)
    if role is None:
        return ()
    own = facts.office_level or Level.GRID
    chain = [code for code in (line.zone, *ancestors_of(line.zone)) if level_of(code) <= own]
    return next((offices[role, code] for code in chain if (role, code) in offices), ())


def _raised(incident: int, scope: Ground) -> list[tuple[FindingFacts, str, str]]:
    """Return what has escalated to E2 and above: people must meet, talk or help."""
    wanted = LedgerFilter(least_level=RAISED)
    rows = ledger_page(incident=incident, scope=scope, wanted=wanted, size=MOST_RAISED).rows
    return [(facts, label_of(facts), type_name(facts)) for facts in rows]


@declared(Act.VIEW_NOW)
@require_GET
def pulse(request: HttpRequest) -> HttpResponse:
    """Tell in a few bytes how many calls wait for this post; 304 when nothing changed."""
    incident: Any = getattr(request, "incident", None)
    by: ActingPost = request.by  # type: ignore[attr-defined]
    found = pulse_of(by, incident.id) if incident else None
    count = found.calls if found else 0
    latest = micros(found.latest) if found and found.latest else 0
    body = {
        "calls": count,
        "version": latest,
        "of": f"{incident.id if incident else 0}-{by.post}",
        "says": _("%(n)s to call") % {"n": count},
    }
    tag = f'"{sha256(repr(body).encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response
