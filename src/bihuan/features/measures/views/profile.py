"""Disease profiles (病种方案): signed by two hands; what a change of profile brings."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.profiles import Change, DiseaseProfile, Part, compare, grouped
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.labels.profiles import PERMISSIONS, PROFILE_FIELDS, PROFILE_PARTS
from bihuan.features.measures.selectors.people import names_up_from
from bihuan.features.measures.views.profile_words import inner, value
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n import chinese, choose, refusal_texts
from bihuan.platform.ui.fields import PlainText
from bihuan.platform.ui.forms import go, key_of


class AdoptForm(forms.Form):
    """The decision to put an incident on another profile."""

    major = forms.BooleanField(
        label=gettext_lazy("The epidemic counts as major in law"), required=False
    )
    reason = PlainText(
        label=gettext_lazy("Reason of the decision"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@page(Act.VIEW_MEASURES)
def profiles(request: ActingRequest) -> HttpResponse:
    """List every profile with its validity and its signatures."""
    return _list(request)


def _list(request: ActingRequest, refusal: Refusal | None = None) -> HttpResponse:
    day, signed = now().astimezone(LOCAL).date(), incidents.all_signatures()
    rows = []
    for one in incidents.profiles().values():
        digest = incidents.digest_of(incidents.profile_text(one.id))
        hands = signed.get(digest, {})
        why = incidents.why_not_in_force(one, hands, drill=False, day=day)
        rows.append({
            "one": one, "name": choose(one.names.zh, one.names.en), "digest": digest,
            "hands": [(hand, hands.get(hand)) for hand in incidents.HANDS],
            "why": refusal_texts.sentence(why) if why else "",
        })  # fmt: skip
    context = {
        "rows": rows, "may": can(Act.SIGN_PROFILE, request.by.actor), "refusal": refusal,
        "open": [
            one for one in incidents.incidents()
            if can(Act.ADOPT_PROFILE, request.by.actor, range_of(one.zone))
        ],
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "measures/profiles.html", context, status=status)


@page(Act.SIGN_PROFILE)
@require_POST
def sign(request: ActingRequest) -> HttpResponse:
    """Sign the text of a profile that the reviewer has read."""
    answer = incidents.sign_profile(
        by=request.by, profile=request.POST.get("profile", ""),
        digest=request.POST.get("digest", ""), key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Outcome):
        messages.success(request, _("Signed."))
        return go(reverse("measures:profiles"))
    return _list(request, answer)


@page(Act.VIEW_MEASURES)
def text(request: ActingRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """Return the text of a profile as it is signed."""
    if identity not in incidents.profiles():
        raise Http404("no such profile")
    said = incidents.profile_text(identity)
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@page(Act.ADOPT_PROFILE)
def adopt(request: ActingRequest, number: int) -> HttpResponse:
    """Show what changes when an incident adopts another profile, and adopt it by a decision."""
    view = incidents.incident(number)
    if view is None or view.closed_at is not None:
        raise Http404("no such open incident")
    require(request.by, Act.ADOPT_PROFILE, range_of(view.zone))
    known = incidents.profiles()
    asked = request.GET.get("to", "")
    to = known.get(asked)
    if asked and to is None:
        raise Http404("no such profile")
    form = AdoptForm(request.POST or None, initial={"major": view.adoption.major})
    refusal = None
    if request.method == "POST" and to is not None and form.is_valid():
        answer = incidents.adopt_profile(
            by=request.by, incident=number, profile=to.id, major=form.cleaned_data["major"],
            key=key_of(request), reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if isinstance(answer, Outcome):
            messages.success(request, _adopted(to, int(answer.result.get("ended", 0))))
            return go(reverse("incidents"))
        refusal = answer
    context = {
        "view": view, "now_on": view.adoption.profile, "form": form, "refusal": refusal,
        "name": choose(view.adoption.profile.names.zh, view.adoption.profile.names.en),
        "key": key_of(request), "others": _others(view, known.values()),
        **(_changes(view, to, major=_counts_as_major(form, view)) if to else {}),
    }  # fmt: skip
    wrong = refusal is not None or form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "measures/adopt.html", context, status=status)


def _adopted(to: DiseaseProfile, ended: int) -> str:
    said = _("The incident is on the profile %(profile)s now.") % {"profile": to.reference}
    if not ended:
        return said
    return said + " " + ngettext(
        "%(n)s measure ended with it.", "%(n)s measures ended with it.", ended
    ) % {"n": ended}  # fmt: skip


def _counts_as_major(form: AdoptForm, view: incidents.IncidentView) -> bool:
    """Return what the form says as it stands, as typed or as stored."""
    return bool(form["major"].value()) if form.is_bound else view.adoption.major


def _others(view: incidents.IncidentView, known: Any) -> list[dict[str, Any]]:
    day, signed = now().astimezone(LOCAL).date(), incidents.all_signatures()
    found = []
    for one in known:
        digest = incidents.digest_of(incidents.profile_text(one.id))
        why = incidents.why_not_in_force(one, signed.get(digest, {}), drill=view.drill, day=day)
        found.append({
            "one": one, "name": choose(one.names.zh, one.names.en),
            "why": refusal_texts.sentence(why) if why else "", "now": _is_on(view, one, digest),
        })  # fmt: skip
    return found


def _is_on(view: incidents.IncidentView, one: DiseaseProfile, digest: str) -> bool:
    """Tell whether an incident is on this very text: a later version of its profile is another."""
    adopted = view.adopted[2] if view.adopted else ""
    return one.id == view.adoption.profile.id and adopted in ("", digest)


def _changes(view: incidents.IncidentView, to: DiseaseProfile, *, major: bool) -> dict[str, Any]:
    """Return what changes, part by part; the catalogue measure by measure."""
    before = view.adoption.profile
    parts = grouped(compare(before, to))
    models = parts.get(Part.MODELS, ())
    session, level = Session(), view.level
    gone = api.losing(session, view, to, major=major, level=level)
    told = {one.id for one in gone}
    minor = [
        one for one in api.losing(session, view, to, major=False, level=level)
        if one.id not in told
    ]  # fmt: skip
    return {
        "to": to, "to_name": choose(to.names.zh, to.names.en),
        "parts": [
            (PROFILE_PARTS[part], _rows(changes))
            for part, changes in parts.items()
            if part not in (Part.CATALOGUE, Part.MODELS)
        ],
        "catalogue": _catalogue(before, to), "models": len(models),
        "gone": _named(gone), "gone_when_minor": _named(minor),
    }  # fmt: skip


def _named(measures: Sequence[api.MeasureFacts]) -> list[tuple[str, str, str, str]]:
    """Return measures by id, with type, where, and why they cannot go on."""
    names = names_up_from(one.zone for one in measures)
    types = api.catalogue().types
    return [
        (one.id, f"{one.code} {choose(types[one.code].names.zh, types[one.code].names.en)}",
         str(names.get(one.zone, "")), refusal_texts.sentence(one.around.lost))
        for one in measures if one.around.lost is not None
    ]  # fmt: skip


def _rows(changes: Sequence[Change]) -> list[tuple[str, str, str | None, str | None]]:
    """Return the changes in words; of a text in two languages only the page's own."""
    own, other = (".zh", ".en") if chinese() else (".en", ".zh")
    return [
        (str(PROFILE_FIELDS[part]), inner(rest.removesuffix(own).removesuffix(own[1:])),
         value(one.before), value(one.after))
        for one in changes
        for part, _dot, rest in [one.path.partition(".")]
        if not one.path.endswith(other) and (one.before or one.after)
    ]  # fmt: skip


def _catalogue(before: DiseaseProfile, to: DiseaseProfile) -> list[dict[str, Any]]:
    types = api.catalogue().types
    return [
        {
            "type": f"{code} {choose(types[code].names.zh, types[code].names.en)}",
            "before": PERMISSIONS[rule.permission],
            "after": PERMISSIONS[to.measures[code].permission],
            "levels": ", ".join(sorted(to.measures[code].levels)),
        }
        for code, rule in before.measures.items()
        if code in to.measures and rule != to.measures[code]
    ]
