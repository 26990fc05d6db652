"""Incidents and drills (事件与演练): open, change, end, choose which one the pages are about."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api
from bihuan.features.incidents.forms import THOUSAND, ChangeForm, IncidentForm
from bihuan.features.incidents.permissions import can_act
from bihuan.features.incidents.views.current import CHOSEN
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page, public, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.i18n import choose as in_tongue
from bihuan.platform.i18n.dates import long_date
from bihuan.platform.ui.forms import go, key_of

MIDNIGHT = 24 * 60
# What can be done to an open incident: which act, which fields of the form.
WAYS: Mapping[str, tuple[Act, tuple[str, ...]]] = {
    "level": (Act.SET_LEVEL, ("level",)),
    "cut-off": (Act.SET_CUT_OFF, ("cut_off",)),
    "clock": (Act.SET_DRILL_CLOCK, ("at", "speed")),
    "end": (Act.CLOSE_INCIDENT, ("name", "leave_open")),
}


@page(Act.VIEW_SETUP)
def incidents(request: ActingRequest) -> HttpResponse:
    """List open incidents with what can be done, and those that have ended."""
    zones = territory.names(one.zone for one in (*api.incidents(), *api.incidents(closed=True)))
    context = {
        "open": [_line(request.by, one, zones) for one in api.incidents()],
        "ended": [_line(request.by, one, zones) for one in api.incidents(closed=True)],
        "look_at": "/ledger" if can(Act.VIEW_LEDGER, request.by.actor) else "/setup",
        "may_open": bool(_own_zones(request.by)),
        "wall": now(),
    }
    return render(request, "incidents/incidents.html", context)


def _line(by: ActingPost, one: api.IncidentView, zones: Mapping[int, Any]) -> dict[str, Any]:
    minutes, names = one.clock.cut_off_minutes, one.adoption.profile.names
    return {
        "incident": one,
        "zone": zones.get(one.zone),
        "cut_off": _time_of(minutes),
        "speed": one.clock.speed / THOUSAND,
        "profile": in_tongue(names.zh, names.en),
        "may_adopt": one.closed_at is None and can_act(by, Act.ADOPT_PROFILE, range_of(one.zone)),
        "ways": [
            (how, _titles()[how])
            for how, (act, _fields) in WAYS.items()
            if one.closed_at is None and can_act(by, act, range_of(one.zone))
            and (how != "clock" or one.drill)
        ],
    }  # fmt: skip


def _titles() -> Mapping[str, str]:
    return {
        "level": _("Set the level"),
        "cut-off": _("Set the cut-off"),
        "clock": _("Set the drill's clock"),
        "end": _("End the incident"),
    }


def _time_of(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@page(Act.OPEN_INCIDENT)
def new(request: ActingRequest) -> HttpResponse:
    """Open an incident, live or as a drill."""
    zones = _own_zones(request.by)
    today = now().astimezone(LOCAL)
    first: dict[str, Any] = {"kind": "live", "level": 2, "day_zero": today.date(), "speed": 1,
                             "cut_off": "18:00"}  # fmt: skip
    form = IncidentForm(request.POST or None, zones=zones, initial=first)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        answer = api.open_incident(by=request.by, draft=_draft(form), key=key_of(request))
        if not isinstance(answer, Refusal):
            request.session[CHOSEN] = int(answer.result["incident"])
            messages.success(request, _("The incident is open."))
            return go(reverse("incidents"))
        refusal = answer
    return _form(request, _("Open an incident or a drill"), form, refusal)


def _draft(form: IncidentForm) -> api.IncidentDraft:
    said = form.cleaned_data
    return api.IncidentDraft(
        name_zh=said["name_zh"].strip(),
        name_en=said["name_en"].strip(),
        zone=said["zone"],
        level=said["level"],
        day_zero=said["day_zero"],
        drill_at=said["drill_at"],
        speed=(1 if said["speed"] is None else said["speed"]) * THOUSAND,
        cut_off_minutes=said["cut_off"],
    )


def _own_zones(by: ActingPost) -> list[tuple[str, str]]:
    """Return the city and its counties, as far as the post may open something there."""
    city = territory.root()
    if city is None:
        return []
    listed = [city, *territory.children(city.code)]
    return [
        (str(one.code), str(one.name))
        for one in listed
        if can_act(by, Act.OPEN_INCIDENT, one.range)
    ]


@page(Act.VIEW_SETUP)
def change(request: ActingRequest, number: int, how: str) -> HttpResponse:
    """Change one thing about an open incident."""
    found = api.incident(number)
    if found is None or found.closed_at is not None or how not in WAYS:
        raise Http404("no such open incident")
    act, fields = WAYS[how]
    require(request.by, act, range_of(found.zone))
    wanted = [name for name in fields if found.drill or name != "leave_open"]
    form = ChangeForm(request.POST or None, wanted=wanted, initial=_stands(found))
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        answer = _changed(request, found, how, form.cleaned_data)
        if not isinstance(answer, Refusal):
            messages.success(request, _said(number, how))
            return go(reverse("incidents"))
        refusal = answer
    name = in_tongue(found.name_zh, found.name_en)
    return _form(request, f"{_titles()[how]}: {name}", form, refusal)


def _said(number: int, how: str) -> str:
    """Say from when a change holds; a cut-off leaves the nights before as they were."""
    changed = api.incident(number)
    if how != "cut-off" or changed is None or not changed.clock.earlier:
        return _("Changed, from now on.")
    first = changed.clock.earlier[-1][0] + timedelta(days=1)
    return _("Changed. The first night that ends at the new cut-off is %(day)s.") % {
        "day": long_date(first)
    }


def _stands(found: api.IncidentView) -> dict[str, Any]:
    clock = found.clock
    return {"level": found.level, "cut_off": _time_of(clock.cut_off_minutes % MIDNIGHT),
            "speed": clock.speed // THOUSAND}  # fmt: skip


def _changed(
    request: ActingRequest, found: api.IncidentView, how: str, said: Mapping[str, Any]
) -> object:
    by, key, number = request.by, key_of(request), found.id
    if how == "level":
        return api.set_level(by=by, incident=number, level=said["level"], key=key)
    if how == "cut-off":
        return api.set_cut_off(by=by, incident=number, minutes=said["cut_off"], key=key)
    if how == "clock":
        at: datetime | None = said["at"]
        speed = said["speed"] * THOUSAND
        return api.set_drill_clock(by=by, incident=number, at=at, speed=speed, key=key)
    if said["name"].strip() != found.name_zh:
        return Refusal("incident_name_differs", {"name": found.name_zh})
    leave = bool(said.get("leave_open"))
    return api.close_incident(by=by, incident=number, key=key, leave_open=leave)


def _form(request: ActingRequest, title: str, form: Any, refusal: Refusal | None) -> HttpResponse:
    context = {"title": title, "form": form, "refusal": refusal, "key": key_of(request)}
    wrong = refusal is not None or form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "incidents/form.html", context, status=status)


@public  # an incident is chosen for the own pages alone; what it shows is asked page by page
@require_POST
def choose(request: ActingRequest) -> HttpResponse:
    """Choose which incident the pages are about; an ended one until another is chosen."""
    wanted = request.POST.get("incident", "")
    if getattr(request, "by", None) is not None:
        for one in (*api.incidents(), *api.incidents(closed=True)):
            if str(one.id) == wanted:
                request.session[CHOSEN] = one.id
    said = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        said, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return go(said if safe else "/")
