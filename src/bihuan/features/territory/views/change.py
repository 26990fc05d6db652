"""Forms that change a zone: each parses, makes one call, and answers."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, range_of
from bihuan.features.territory import api
from bihuan.features.territory.forms import (
    EndForm,
    MergeForm,
    PlaceForm,
    RenameForm,
    SplitForm,
    ZoneForm,
)
from bihuan.features.territory.views.zone import zone_or_404
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import go, key_of

Answer = Outcome | Refusal


def _serve(
    request: ActingRequest,
    zone: api.ZoneView,
    title: Promise,
    form: forms.Form,
    act: Callable[[], Answer],
    plan: Callable[[], api.Reshaping | Refusal] | None = None,
) -> HttpResponse:
    """Show a form; on a good one act and go back to the zone, on a refusal keep what was typed.

    With a ``plan`` it first says what the change does; the next click on the same choice makes it.
    """
    refusal: Refusal | None = None
    change: api.Reshaping | None = None
    if request.method == "POST" and form.is_valid():
        answer = plan() if plan and request.POST.get("seen") != _chosen(form) else act()
        if isinstance(answer, Outcome):
            messages.success(request, gettext("%(verb)s: done.") % {"verb": title})
            return go(reverse("territory:zone", args=[zone.code]))
        refusal, change = (None, answer) if isinstance(answer, api.Reshaping) else (answer, None)
    wrong = refusal is not None or (form.is_bound and change is None)
    context = {
        "consequences": api.consequences_of(request.by, change) if change else (),
        "renamed": _renamed(change) if change else (),
        "seen": _chosen(form) if change else "",
        "zone": zone,
        "chain": api.name_chain(zone.code),
        "title": title,
        "form": form,
        "refusal": refusal,
        "previews": plan is not None,
        "key": key_of(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "territory/form.html", context, status=status)


def _renamed(change: api.Reshaping) -> list[tuple[api.ZoneName, api.ZoneName]]:
    """Return the names before and after of the zones that cannot keep theirs."""
    return [
        (
            api.ZoneName(one.pair.old, one.was.zh, one.was.en),
            api.ZoneName(one.pair.new, one.becomes.zh, one.becomes.en),
        )
        for one in change.renamed
    ]


def _chosen(form: forms.Form) -> str:
    """Return what is chosen as one word: another choice has not been looked at yet."""
    said = repr(sorted((name, str(value)) for name, value in form.cleaned_data.items()))
    return sha256(said.encode()).hexdigest()[:16]


@page(Act.RENAME_ZONE)
def rename(request: ActingRequest, code: int) -> HttpResponse:
    """Give a zone another name."""
    zone = zone_or_404(code)
    require(request.by, Act.RENAME_ZONE, range_of(code))
    stands = {"name_zh": zone.name.zh, "name_en": zone.name.en}
    form = RenameForm(request.POST or None, initial=stands | {"was": zone.name.zh})

    def act() -> Answer:
        said = form.cleaned_data
        answer = api.rename_zone(by=request.by, zone=code, key=key_of(request), **said)
        if isinstance(answer, Refusal) and answer.code == "zone_renamed_meanwhile":
            form.data = request.POST | {
                "was": answer.params["name"]
            }  # said now: once more is meant
        return answer

    return _serve(request, zone, _("Rename the zone"), form, act)


@page(Act.RETIRE_ZONE)
def retire(request: ActingRequest, code: int) -> HttpResponse:
    """End a zone; its code stays the address of past facts."""
    zone = zone_or_404(code)
    require(request.by, Act.RETIRE_ZONE, range_of(code))
    form = EndForm(request.POST or None, expected=zone.name.zh)

    def act() -> Answer:
        return api.retire_zone(by=request.by, zone=code, key=key_of(request))

    return _serve(request, zone, _("End the zone"), form, act)


@page(Act.CREATE_ZONE)
def create(request: ActingRequest, code: int) -> HttpResponse:
    """Create a zone below this one."""
    zone = zone_or_404(code)
    require(request.by, Act.CREATE_ZONE, range_of(code))
    form = ZoneForm(request.POST or None, below=code, free=_next_code(zone))

    def act() -> Answer:
        draft = api.ZoneDraft(**form.cleaned_data)
        return api.create_zone(by=request.by, draft=draft, key=key_of(request))

    return _serve(request, zone, _("Create a zone below it"), form, act)


@page(Act.MERGE_ZONES)
def merge(request: ActingRequest, code: int) -> HttpResponse:
    """Merge zones beside this one into it."""
    zone = zone_or_404(code)
    require(request.by, Act.MERGE_ZONES, range_of(code))
    beside = api.children(zone.parent) if zone.parent else []
    choices = [(one.code, str(one.name)) for one in beside if one.code != code]
    form = MergeForm(request.POST or None, beside=choices)

    def said() -> dict[str, Any]:
        sources, along = [code, *form.cleaned_data["others"]], form.cleaned_data["along"]
        return {"sources": sources, "target": api.NewZone(code, ""), "along": along}

    def act() -> Answer:
        return api.merge_zones(by=request.by, key=key_of(request), **said())

    def plan() -> api.Reshaping | Refusal:
        return api.Reshape.merging(**said()).planned(request.by)

    return _serve(request, zone, _("Merge zones into it"), form, act, plan)


@page(Act.SPLIT_ZONE)
def split(request: ActingRequest, code: int) -> HttpResponse:
    """Split a new zone off this one."""
    zone = zone_or_404(code)
    require(request.by, Act.SPLIT_ZONE, range_of(code))
    below = [(one.code, str(one.name)) for one in api.children(code)]
    form = SplitForm(request.POST or None, below=below, initial={"code": _code_beside(zone)})

    def said() -> dict[str, Any]:
        given = form.cleaned_data
        new = api.NewZone(given["code"], given["name_zh"], given["name_en"])
        parts, children = [api.NewZone(code, ""), new], {new.code: given["children"]}
        return {"source": code, "parts": parts, "children": children, "along": given["along"]}

    def act() -> Answer:
        return api.split_zone(by=request.by, key=key_of(request), **said())

    def plan() -> api.Reshaping | Refusal:
        return api.Reshape.splitting(**said()).planned(request.by)

    return _serve(request, zone, _("Split a zone off"), form, act, plan)


@page(Act.CREATE_PLACE)
def new_place(request: ActingRequest, code: int) -> HttpResponse:
    """Name a place in this zone."""
    zone = zone_or_404(code)
    require(request.by, Act.CREATE_PLACE, range_of(code))
    form = PlaceForm(request.POST or None)

    def act() -> Answer:
        draft = api.PlaceDraft(zone=code, **form.cleaned_data)
        return api.create_place(by=request.by, draft=draft, key=key_of(request))

    return _serve(request, zone, _("Name a place"), form, act)


def _next_code(zone: api.ZoneView) -> int | None:
    """Propose the code after the last one below a zone, retired ones included."""
    if zone.level is Level.GRID:
        return None
    return api.free_code(zone.code)


def _code_beside(zone: api.ZoneView) -> int | None:
    return api.free_code(zone.parent) if zone.parent else None
