"""One measure: what it says, the conditions of being in force, and what a post may do."""

from operator import itemgetter
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.domain.measures.add_ons import forbidden_words
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.together import wants
from bihuan.domain.measures.transitions import EXPIRE, LOSE_GROUND, MEASURE
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import ActForm, local_text
from bihuan.features.measures.labels.articles import article_said
from bihuan.features.measures.labels.conditions import GUARDS, SUPPLIERS
from bihuan.features.measures.labels.names import ACTS, STATES
from bihuan.features.measures.permissions import can_act, check_act
from bihuan.features.measures.selectors.notices import OVER
from bihuan.features.measures.selectors.people import names_up_from
from bihuan.features.measures.selectors.policies import policies
from bihuan.features.measures.views.said import (
    answers_of,
    companion_of,
    decide_by,
    rules_of,
    where_of,
)
from bihuan.features.measures.views.scales import comparison
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import choose, durations, refusal_texts
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.forms import ACTED_FIRST, go, key_of, number_said, status_of
from bihuan.platform.ui.parts import GuardMark, Hold

MOST_NAMED = 12
RENEWABLE = frozenset({"ACTIVE", "REVIEW_DUE"})
CLOSED = OVER | {"DISCARDED"}
"""States in which nothing is missing any more."""
NEEDS_REASON = frozenset(
    {
        Act.OBJECT_TO_MEASURE, Act.GIVE_OPINION, Act.LIFT_MEASURE, Act.REVOKE_MEASURE,
        Act.PROPOSE_LIFTING, Act.FINISH_AFTERCARE, Act.DISCARD_MEASURE,
    }
)  # fmt: skip


class Typed(NamedTuple):
    """What was typed for an act that was refused: it is shown again."""

    act: str
    form: ActForm


UNDOING = frozenset({Act.OBJECT_TO_MEASURE, Act.DISCARD_MEASURE, Act.REVOKE_MEASURE})
"""What throws work away stands last, and is never the act that the page proposes."""
AT_THE_DESK = frozenset({Act.SUSPEND_ON_APPEAL, Act.RESUME_MEASURE})
"""What is done only where appeals are heard."""


@page(Act.VIEW_MEASURES)
@asks_once
def measure(request: ActingRequest, identity: str) -> HttpResponse:
    """Show a measure."""
    return _page(request, measure_found(request, identity))


def _page(
    request: ActingRequest, one: MeasureFacts, refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> HttpResponse:  # fmt: skip
    incident: Any = getattr(request, "incident", None)
    at = incident.now()
    kind = api.catalogue().types[one.code]
    around, state = one.around, api.state_as_of(one, at)
    marks = [] if state in CLOSED else _marks(one, at, request)
    names = names_up_from(reach.lo for reach in around.scope)
    context = {
        "one": one,
        "type": choose(kind.names.zh, kind.names.en),
        "state": STATES[state],
        "review_due": api.review_due_at(one),
        "zones": where_of(around.covered, names),
        "comparison": comparison(around.covered),
        "basis": article_said(one.basis),
        "cited": [doc for doc in policies(one.around.law_day) if doc.id in one.policies.split(",")]
        if one.policies else [],
        "basis_ok": one.around.basis is not None and one.around.basis.confirmed,
        "answers": answers_of(one),
        "rules": rules_of(one),
        "companion": companion_of(one),
        "marks": marks, "held": sum(mark.hold == Hold.HOLDS for mark in marks),
        "delivery": _delivery(request, one),
        "acts": _acts(request, one, at, typed), "decide_by": decide_by((one,), at),
        "refusal": refusal,
        "may_amend": one.state == "DRAFT" and can_act(request.by, Act.DRAFT_MEASURE, one.zone),
        "may_renew": state in RENEWABLE
        and can_act(request.by, Act.DRAFT_MEASURE, one.zone),
        "real_date": one.drill,
        "law_day": one.around.law_day,
        "now": at,
    }  # fmt: skip
    return render(request, "measures/measure.html", context, status=status_of(refusal))


def _delivery(request: ActingRequest, one: MeasureFacts) -> dict[str, Any] | None:
    """Return whom a published notice has reached, and whether the post may say so for its own."""
    if one.notice_at is None:
        return None
    found, own = api.delivery_of(one.id, one.around.scope), request.by.scope.lo
    took = found.time_to_last(one.notice_at)
    return {
        "received": len(found.received), "due": found.due,
        "waiting": _(", ").join(str(zone) for zone in found.waiting[:MOST_NAMED]),
        "more": max(0, len(found.waiting) - MOST_NAMED),
        "took": None if took is None else durations.span(took),
        "may": any(zone.code == own for zone in found.waiting)
        and can_act(request.by, Act.ACKNOWLEDGE_NOTICE, own),
    }  # fmt: skip


def _marks(one: MeasureFacts, at: Any, request: ActingRequest) -> list[GuardMark]:
    """Return every condition, what is missing first."""
    listed = api.checklist(one, request.by.actor, at)
    return [
        GuardMark(
            str(GUARDS[guard.name]),
            Hold.HOLDS if holds else Hold.MISSING,
            str(SUPPLIERS.get(guard.name, "")),
        )
        for guard, holds in sorted(listed, key=itemgetter(1))
    ]


def _acts(
    request: ActingRequest, one: MeasureFacts, at: Any, typed: Typed | None
) -> list[dict[str, Any]]:
    """Return the acts the table knows here and the role may do, each with its form.

    What was done once and stays done is not offered again; a refused form keeps what was typed.
    What only another hand may do is shown with the reason.
    """
    state = api.state_as_of(one, at)
    stored = state if state == "EXPIRED" else one.state
    over = {EXPIRE, LOSE_GROUND, Act.DRAFT_MEASURE, *AT_THE_DESK}
    over |= {Act.REPORT_UPWARD} if one.reported_at else set()
    over |= {Act.PROVIDE_COMPANION} if one.companion_at or not _cares(one) else set()
    over |= set() if wants(Act.APPROVE_MEASURE, one) else {Act.APPROVE_MEASURE}
    known = [
        act for act in MEASURE.acts_in(stored)
        if act not in over and can_act(request.by, act, one.zone)
    ]  # fmt: skip
    known.sort(key=lambda act: act in UNDOING)
    closed = {act: api.closed_to(act, one, request.by.actor, at) for act in known}
    first = next((act for act in known if closed[act] is None and act not in UNDOING), "")
    return [
        {
            "slug": act,
            "label": ACTS[act],
            "form": typed.form
            if typed and typed.act == act
            else ActForm(auto_id=f"{act}-%s", must=must_of(act)),
            "first": act == first,
            "why": refusal_texts.sentence(why) if (why := closed[act]) else "",
            "reason": act in NEEDS_REASON or act == Act.DECIDE_MEASURE,
            "opinion": act == Act.GIVE_OPINION,
            "override": act == Act.DECIDE_MEASURE,
            "end": act == Act.ACTIVATE_MEASURE,
        }
        for act in known
    ]


def _cares(one: MeasureFacts) -> bool:
    """Tell whether its type has a companion plan at all."""
    kind = one.around.type
    return kind is not None and Part.COMPANION_PLAN in kind.parts


def must_of(act: str) -> tuple[str, ...]:
    """Return the fields an act cannot do without."""
    if act == Act.ACTIVATE_MEASURE:
        return ("end_typed",)
    if act == Act.GIVE_OPINION:
        return ("opinion", "reason")
    return ("reason",) if act in NEEDS_REASON else ()


@page(Act.VIEW_MEASURES)
@require_POST
def act(request: ActingRequest, identity: str, slug: str) -> HttpResponse:
    """Do one act; what stands in the way is told on the same page."""
    one = measure_found(request, identity)
    if slug not in ACTS or slug in AT_THE_DESK:
        raise Http404("no such act")
    where = request.by.scope.lo if slug == Act.ACKNOWLEDGE_NOTICE else one.zone
    if (forbidden := check_act(request.by, Act(slug), where)) is not None:
        return _page(request, one, forbidden)
    if slug == Act.ACKNOWLEDGE_NOTICE:
        told = api.acknowledge_notice(
            by=request.by, measure=identity, incident=one.incident, key=key_of(request)
        )
        return _answered(request, one, told)
    return _acted(request, one, slug)


def _acted(request: ActingRequest, one: MeasureFacts, slug: str) -> HttpResponse:
    """Do an act of the measure's own life with what was typed for it."""
    form = ActForm(request.POST, auto_id=f"{slug}-%s", must=must_of(slug))
    typed = Typed(slug, form)
    if not form.is_valid():
        return _page(request, one, Refusal("measure_act_unreadable"), typed)
    end = form.cleaned_data["end_typed"]
    if slug == Act.ACTIVATE_MEASURE and local_text(end) != local_text(one.ends_at):
        return _page(request, one, Refusal("end_not_confirmed"), typed)
    # A reason may tell what somebody found at a gate; it gives no order that nobody may give.
    added = forbidden_words(form.said().get("reason", ""), one.code, api.catalogue(),
                            bans_only=True)  # fmt: skip
    if slug in (Act.PROPOSE_LIFTING, Act.LIFT_MEASURE) and added is not None:
        return _page(request, one, added, typed)
    answer = api.act_on_measure(
        by=request.by, act=slug, measure=one.id, incident=one.incident, key=key_of(request),
        said=form.said() | _seen(request),
    )  # fmt: skip
    if isinstance(answer, Refusal) and answer.code in ACTED_FIRST:
        one = measure_found(request, one.id)
    return _answered(request, one, answer, typed)


def _seen(request: ActingRequest) -> dict[str, int]:
    """Return the version that the page had shown: nobody signs for a text he has not read.

    A form that names none was never shown: no measure has version 0.
    """
    return {"seen": number_said(request.POST.get("version", "")) or 0}


def _answered(
    request: ActingRequest, one: MeasureFacts, answer: Outcome | Refusal,
    typed: Typed | None = None,
) -> HttpResponse:  # fmt: skip
    if isinstance(answer, Outcome):
        return go(reverse("measures:measure", args=[one.id]))
    return _page(request, one, answer, typed)


def measure_found(request: ActingRequest, identity: str) -> MeasureFacts:
    """Return a measure of the page's incident that touches the post's scope.

    Raises
    ------
    Http404
        There is none.
    """
    incident: Any = getattr(request, "incident", None)
    one = api.measure_of(identity, view=incident)
    if one is None or incident is None or one.incident != incident.id:
        raise Http404("no such measure in this incident")
    scope = request.by.scope
    if not any(r.lo <= scope.hi and scope.lo <= r.hi for r in one.around.scope):
        raise Http404("no such measure in the scope")
    return one
