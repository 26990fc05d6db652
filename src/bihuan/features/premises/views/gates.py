"""The list of compounds, those that do not pass first, and the page of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.premises.egress import NARROWEST_WAY_CM, gates_for_engines, independent_ways
from bihuan.domain.premises.gates import LETS_IN, LETS_OUT, SEALED, GateState
from bihuan.domain.premises.lines import line_of, read_lines, written
from bihuan.domain.premises.plan import Gate
from bihuan.domain.reading import Problem
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.features.premises import api
from bihuan.features.premises.forms import CheckForm, GateForm, PlanForm
from bihuan.features.premises.labels import (
    GATE_SHAPES,
    GATE_STATES,
    GATES,
    PROBLEMS,
    building_said,
)
from bihuan.features.premises.permissions import can_act, check_act
from bihuan.features.premises.selectors import waiting
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import refusal_texts
from bihuan.platform.ui.forms import go, key_of, status_of

MOST = 200


@page(Act.VIEW_GATES)
def gates(request: ActingRequest) -> HttpResponse:
    """List the compounds of the post's zones, whatever fails first."""
    at = now()
    found = api.compounds_in(request.by.scope, limit=MOST)
    zones = territory.name_chains({one.zone for one in found})
    rows = [(one, _why(one, at), zones.get(one.zone, ())[-2:]) for one in found]
    context = {
        "rows": rows,
        "failing": sum(bool(why) for _, why, _ in rows),
        "sealed": sum(one.shaken for one in found),
        "most": MOST,
        "cut": len(found) == MOST,
    }
    return render(request, "premises/gates.html", context)


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate on the page: its shape, how it stands, whether somebody says it is sealed."""

    gate: Gate
    shape: str
    state: Promise
    sealed: bool
    form: GateForm

    @property
    def name(self) -> Promise | str:
        """The gate's name in the page's language, where it is one that most gates have."""
        return GATES.get(self.gate.name, self.gate.name)

    @property
    def by_hours(self) -> bool:
        """Tell whether people come in here, so that it may have hours."""
        return self.gate.state in LETS_IN

    @property
    def narrow(self) -> bool:
        """Tell whether it lets people out and is too narrow to count as a way out."""
        return self.gate.state in LETS_OUT and self.gate.width_cm < NARROWEST_WAY_CM


@page(Act.VIEW_GATES)
def compound(request: ActingRequest, identity: str) -> HttpResponse:
    """Show a compound: gates, ways out of each building, check, waiting, what can be done."""
    return _page(request, _found(request, identity))


def _page(
    request: ActingRequest,
    one: api.CompoundView,
    *,
    refusal: Refusal | None = None,
    check: CheckForm | None = None,
    gate: GateForm | None = None,
) -> HttpResponse:
    at, wait = now(), api.expected_wait(one.plan)
    may = {act: can_act(request.by, act, one.zone) for act in (
        Act.SET_GATE, Act.SIGN_EGRESS_CHECK, Act.DRAW_COMPOUND, Act.REPORT_SEALED,
    )}  # fmt: skip
    context = {
        "compound": one,
        "chain": territory.name_chain(one.zone),
        "problems": _why(one, at),
        "gates": _gates(one, gate),
        "buildings": [
            (building_said(name), people, independent_ways(one.plan, name, closed=one.sealed))
            for name, people in one.plan.buildings.items()
        ],
        "wait": wait,
        "peak_percent": round(wait.peak_share * 100) if wait else 0,
        "engines": [
            GATES.get(one.plan.gates[code].name, one.plan.gates[code].name)
            for code in sorted(gates_for_engines(one.plan, closed=one.sealed))
        ],
        "model": waiting,
        "check": check or CheckForm(compound=one),
        "may_set": may[Act.SET_GATE],
        "may_sign": may[Act.SIGN_EGRESS_CHECK],
        "may_draw": may[Act.DRAW_COMPOUND],
        "may_report": may[Act.REPORT_SEALED],
        "refusal": refusal,
        "now": at,
    }
    return render(request, "premises/compound.html", context, status=status_of(refusal, check))


def _gates(one: api.CompoundView, typed: GateForm | None) -> Sequence[GateLine]:
    found = []
    for position, (code, gate) in enumerate(one.plan.gates.items()):
        form = GateForm(initial={"state": gate.state} | _hours(gate))
        if typed is not None and typed.data.get("gate") == code:
            form = typed
        form.auto_id = f"gate-{position}-%s"
        shape, state = GATE_SHAPES[gate.state], GATE_STATES[gate.state]
        found.append(GateLine(gate, shape, state, code in one.sealed, form))
    return found


def _hours(gate: Gate) -> dict[str, str]:
    """Return the hours of a gate as a browser's own control takes them."""
    if gate.hours is None:
        return {}
    opens, closes = str(gate.hours).split("–")
    return {"opens": opens, "closes": closes.replace("24:00", "00:00")}


def _why(one: api.CompoundView, at: datetime) -> list[str]:
    return [refusal_texts.sentence(refusal) for refusal in one.problems(at)]


@page(Act.VIEW_GATES)
@require_POST
def set_gate(request: ActingRequest, identity: str) -> HttpResponse:
    """Set how a gate stands; "sealed" raises an S1 finding and suspends the plan."""
    one = _found(request, identity)
    code = request.POST.get("gate", "")
    form = GateForm(request.POST)
    act = Act.REPORT_SEALED if request.POST.get("state") == SEALED else Act.SET_GATE
    if (forbidden := check_act(request.by, act, one.zone)) is not None:
        return _page(request, one, refusal=forbidden, gate=form)
    if not form.is_valid():
        state_wrong = "state" in form.errors
        why = "gate_state_unknown" if state_wrong else "gate_hours_unreadable"
        return _page(request, one, refusal=Refusal(why), gate=form)
    state, key = form.cleaned_data["state"], key_of(request)
    if state == SEALED:
        answer = _report(request, one, code, key)
    else:
        answer = api.set_gate(
            by=request.by,
            compound=identity,
            gate=code,
            state=GateState(state),
            key=key,
            hours=form.hours,
        )
    return _answered(request, one, answer, gate=form)


def _report(
    request: ActingRequest, one: api.CompoundView, gate: str, key: str
) -> Outcome | Refusal:
    incident: Any = getattr(request, "incident", None)
    if incident is None:
        return Refusal("no_incident_to_report_in")
    if gate not in one.plan.gates:
        return Refusal("gate_unknown", {"gate": gate})
    draft = api.SealDraft(compound=one.id, gate=gate)
    return api.report_sealed(by=request.by, incident=incident.id, draft=draft, key=key)


@page(Act.SIGN_EGRESS_CHECK)
@require_POST
def sign(request: ActingRequest, identity: str) -> HttpResponse:
    """Compute the check from what was measured, and sign it when it passes."""
    one = _found(request, identity)
    require(request.by, Act.SIGN_EGRESS_CHECK, ZoneRange(one.zone, one.zone))
    form = CheckForm(request.POST, compound=one)
    if not form.is_valid():
        return _page(request, one, check=form)
    measured = api.Measured(form.seconds, form.blocked, form.cleaned_data["days"])
    answer = api.sign_check(
        by=request.by, compound=identity, measured=measured, key=key_of(request)
    )
    if isinstance(answer, Outcome) and answer.result.get("faults"):
        messages.error(request, _("The check does not pass and is not signed; see what fails."))
    return _answered(request, one, answer, check=form)


@page(Act.DRAW_COMPOUND)
def plan(request: ActingRequest, identity: str) -> HttpResponse:
    """Type the plan of a compound in lines; what is wrong is told by line."""
    place = territory.place_of(identity)
    if place is None or place.kind != PlaceKind.COMPOUND:
        raise Http404("no such compound")
    require(request.by, Act.DRAW_COMPOUND, ZoneRange(place.zone, place.zone))
    known = api.compound_of(identity)
    form = PlanForm(request.POST or None, initial={"lines": written(known.plan) if known else ""})
    refusal = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["lines"]
        answer = _drawn(request, identity, text)
        if isinstance(answer, Outcome):
            return go(reverse("premises:compound", args=[identity]))
        refusal = answer if isinstance(answer, Refusal) else None
        for problem in answer if isinstance(answer, tuple) else ():
            form.add_error("lines", forms.ValidationError(_told(problem, text)))
    wrong = refusal is not None or form.is_bound
    context = {"form": form, "refusal": refusal, "place": place, "key": key_of(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "premises/plan.html", context, status=status)


def _drawn(
    request: ActingRequest, identity: str, text: str
) -> Outcome | Refusal | tuple[Problem, ...]:
    data = read_lines(text)
    if isinstance(data, tuple):
        return data
    return api.draw_compound(by=request.by, place=identity, plan=data, key=key_of(request))


def _told(problem: Problem, text: str) -> str:
    """Say what is wrong, and in which line of what was typed."""
    line = line_of(text, problem.path)
    where = problem.where if line is None else _("line %(n)s") % {"n": line}
    sentence = PROBLEMS.get(problem.code, _("%(where)s: this cannot be read (%(got)s)."))
    said: Mapping[str, str | int | float] = {"got": "", "choices": "", "lo": "", "hi": ""}
    return str(sentence) % {**said, **problem.params, "where": where}


def _answered(
    request: ActingRequest, one: api.CompoundView, answer: Outcome | Refusal, **typed: Any
) -> HttpResponse:
    """Go back to the compound, or stay with the reason and what was typed."""
    if isinstance(answer, Outcome):
        return go(reverse("premises:compound", args=[one.id]))
    return _page(request, one, refusal=answer, **typed)


def _found(request: ActingRequest, identity: str) -> api.CompoundView:
    one = api.compound_of(identity)
    if one is None or one.zone not in request.by.scope:
        raise Http404("no such compound in the scope")
    return one
