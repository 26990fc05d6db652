"""Acts on several findings of the ledger, each checked again and answered for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import State
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.api import (
    Seen,
    act_on_many,
    every_row,
    findings_by_id,
    label_of,
    put_on_agenda,
    usual_items,
)
from bihuan.features.supervision.forms.bulk import ASKS, bulk_form
from bihuan.features.supervision.labels import STATES, VERBS
from bihuan.features.supervision.views.finding import visible
from bihuan.features.supervision.views.ledger_files import selection_workbook
from bihuan.features.supervision.views.ledger_lists import chosen_of
from bihuan.features.supervision.views.names import type_name
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.forms import number_said

MOST_SELECTED = 200
SEE_OTHER = 303
LOOP: Mapping[str, LoopAct] = {
    "file": LoopAct.FILE,
    "assign": LoopAct.ASSIGN,
    "receive": LoopAct.RECEIVE,
    "start": LoopAct.START,
    "close": LoopAct.CLOSE,
}
PAPERS: Mapping[str, str] = {"print": "order", "print_supervision": "supervision"}


@dataclass(frozen=True, slots=True)
class BulkAct:
    """One button of the selection bar."""

    name: str
    label: Promise | str
    icon: str


def bulk_acts(by: ActingPost) -> Sequence[BulkAct]:
    """Return what a post may do to a selection; the server asks again for each row."""
    role = by.actor.role
    found = [
        BulkAct(name, VERBS[act], "check")
        for name, act in LOOP.items()
        if role in LOOP_RULES[act].grants
    ]
    if can(Act.PUT_ON_AGENDA, by.actor):
        found.append(BulkAct("agenda", _("Put on the agenda"), "presentation"))
    found.append(BulkAct("print", _("Print assignment orders"), "printer"))
    found.append(BulkAct("print_supervision", _("Print supervision orders"), "printer"))
    if can(Act.EXPORT_LEDGER, by.actor):
        found.append(BulkAct("export", _("Export these"), "download"))
    return found


@dataclass(frozen=True, slots=True)
class Picked:
    """One selected finding, as it was looked at."""

    facts: FindingFacts
    version: int | None

    @property
    def label(self) -> str:
        """Its number."""
        return label_of(self.facts)

    @property
    def type_name(self) -> str:
        """What it is about."""
        return type_name(self.facts)

    @property
    def state(self) -> Promise | str:
        """Where it stands: not every act fits every selected row."""
        return STATES[State(self.facts.state)]

    @property
    def items(self) -> Sequence[str]:
        """What an order of its type usually asks for, item by item."""
        return usual_items(self.facts)

    @property
    def value(self) -> str:
        """What the form sends: a row named on the confirmation has been looked at there."""
        return f"{self.facts.id}:{self.version or self.facts.version}"


@page(Act.VIEW_LEDGER)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one act to the selected findings, each checked again for itself."""
    name = request.POST.get("act", "")
    allowed = {one.name: one for one in bulk_acts(request.by)}  # type: ignore[attr-defined]
    if request.incident is None or name not in allowed:  # type: ignore[attr-defined]
        return redirect("ledger")
    picked = _picked(request)
    if name in PAPERS:
        return _to_paper(PAPERS[name], picked)
    if name == "export":
        return _exported(request, picked)
    said: Mapping[str, Any] = {}
    if name in ASKS and picked:
        data = request.POST if "confirmed" in request.POST else None
        form = bulk_form(name, count=len(picked), data=data)
        if not form.is_valid():
            return _ask(request, allowed[name], picked, form)
        said = form.cleaned_data
    return _answered(request, allowed[name], _done(request, name, picked, said))


def _picked(request: HttpRequest) -> list[Picked]:
    """Return the selected findings that the post may see; others are as if absent."""
    by = request.by  # type: ignore[attr-defined]
    if request.POST.get("everything"):
        found = [Picked(facts, None) for facts in _matching(request)]
    else:
        said = [one.partition(":") for one in request.POST.getlist("finding")[:MOST_SELECTED]]
        versions = {identity: number_said(version) for identity, _, version in said}
        known = findings_by_id(list(versions))
        found = [Picked(known[i], version) for i, version in versions.items() if i in known]
    return [one for one in found if visible(by, one.facts)]


def _matching(request: HttpRequest) -> list[FindingFacts]:
    by, incident = request.by, request.incident  # type: ignore[attr-defined]
    said = dict(parse_qsl(request.POST.get("query", "")))
    wanted = chosen_of(said, by, incident.now()).wanted
    rows = every_row(incident=incident.id, scope=by.ground, wanted=wanted)
    return [facts for _, facts in zip(range(MOST_SELECTED), rows, strict=False)]


def _to_paper(paper: str, picked: Sequence[Picked]) -> HttpResponse:
    said = {"paper": paper, "ids": ",".join(one.label for one in picked)}
    return HttpResponseRedirect(f"{reverse('orders_print')}?{urlencode(said)}", status=SEE_OTHER)


def _exported(request: HttpRequest, picked: Sequence[Picked]) -> HttpResponse:
    return selection_workbook(request, [one.facts for one in picked])


def _ask(request: HttpRequest, act: BulkAct, picked: Sequence[Picked], form: Form) -> HttpResponse:
    context = {
        "act": act,
        "picked": picked,
        "form": form,
        "query": request.POST.get("query", ""),
        "key": request.POST.get("key", "")[:60],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "supervision/bulk_confirm.html", context, status=status)


def _done(
    request: HttpRequest, name: str, picked: Sequence[Picked], said: Mapping[str, Any]
) -> list[tuple[Picked, Outcome | Refusal]]:
    by, incident = request.by, request.incident.id  # type: ignore[attr-defined]
    key = request.POST.get("key", "")[:60]
    if not picked:
        return []
    if name == "agenda":
        answers = put_on_agenda(
            by=by,
            incident=incident,
            findings=[one.facts.id for one in picked],
            reason=said["reason"],
            key=key,
        )
    else:
        each = [
            (Seen(one.facts.id, incident, one.version), _said(name, one, said)) for one in picked
        ]
        answers = act_on_many(by=by, act=LOOP[name], each=each, key=key)
    return list(zip(picked, answers, strict=True))


def _said(name: str, one: Picked, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the act says about one row: the common words, and the items of its own type."""
    return {**said, "items": list(one.items)} if name == "assign" else {}


def _answered(
    request: HttpRequest, act: BulkAct, answers: Sequence[tuple[Picked, Outcome | Refusal]]
) -> HttpResponse:
    context = {
        "act": act,
        "done": [one for one, answer in answers if isinstance(answer, Outcome)],
        "left": [(one, sentence(no)) for one, no in answers if isinstance(no, Refusal)],
        "back": f"{reverse('ledger')}?{request.POST.get('query', '')}",
    }
    return render(request, "supervision/bulk.html", context)
