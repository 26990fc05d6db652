"""What was written down on the phone and is not reported yet: report it, or delete it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.api import (
    FindingDraft,
    Seen,
    act_on,
    finding_facts,
    own_drafts,
    save_draft,
)
from bihuan.features.supervision.views.filled import Filled
from bihuan.features.supervision.views.names import type_name
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n.refusal_texts import sentence

ACTS = {"report": LoopAct.REPORT, "discard": LoopAct.DISCARD}


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft as the page shows it."""

    facts: FindingFacts
    what: str
    where: str


def drafts_of(by: ActingPost, incident: int) -> Sequence[DraftLine]:
    """Return a post's own drafts in words."""
    found = own_drafts(post=by.post, incident=incident)
    chains = territory.name_chains({one.zone for one in found}) if found else {}
    return [
        DraftLine(one, type_name(one), " ".join(str(name) for name in chains.get(one.zone, ())[1:]))
        for one in found
    ]


def kept(filled: Filled, draft: FindingDraft, key: str) -> Outcome | Refusal:
    """Write a finding down without reporting it."""
    return save_draft(by=filled.by, incident=filled.incident, draft=draft, key=f"{key}:draft")


@page(Act.REPORT_FINDING)
@require_POST
def settle(request: HttpRequest, finding: str) -> HttpResponse:
    """Report a draft or delete it; only who wrote it may."""
    act = ACTS.get(request.POST.get("act", ""))
    facts = finding_facts(finding)
    by: ActingPost = request.by  # type: ignore[attr-defined]
    if act is None or facts is None or facts.author_post != by.post:
        raise Http404(finding)
    seen = Seen(finding, facts.incident, facts.version)
    answer = act_on(by=by, act=act, seen=seen, key=request.POST.get("key", "") + ":settle")
    if isinstance(answer, Refusal):
        messages.error(request, sentence(answer))
    elif act is LoopAct.REPORT:
        return HttpResponseRedirect(reverse("reported", args=[finding]), status=303)
    else:
        messages.success(request, _("The draft is deleted."))
    return HttpResponseRedirect(reverse("report_finding"), status=303)
