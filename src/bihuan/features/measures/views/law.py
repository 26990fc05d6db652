"""The register of legal bases, and assessments of necessity."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from bihuan.domain.measures.legal import Confirmation, LegalBasis
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import AssessForm, BasisForm
from bihuan.features.measures.labels.articles import article_said
from bihuan.features.measures.selectors.law import bases, versions
from bihuan.features.measures.views.beside import differences
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n import refusal_texts
from bihuan.platform.ui.forms import ACTED_FIRST, go, key_of, number_said, status_of
from bihuan.platform.ui.parts import Difference

WRONG = {"basis_text_missing": "text", "ends_before_it_starts": "last"}
"""The field beside which a refusal is told, too."""
UNREAD = -1
"""The version of a form that names none: no row ever has it."""


@page(Act.VIEW_MEASURES)
def law(request: ActingRequest) -> HttpResponse:
    """List every article with its standing."""
    return _list(request)


class Word(NamedTuple):
    """A word on an article that was refused: its form is shown again with what was typed."""

    basis: str
    form: BasisForm
    differences: Sequence[Difference] = ()


def _list(
    request: ActingRequest, refusal: Refusal | None = None, word: Word | None = None
) -> HttpResponse:
    session, today = Session(), now().astimezone(LOCAL).date()
    known, read = bases(session), versions(session)
    context = {
        "rows": [
            {
                "shipped": shipped, "basis": known[one], "cited": article_said(one),
                "valid": known[one].in_force(today), "version": read.get(one, 0),
                "form": word.form if word and word.basis == one else _form(known[one]),
                "open": word is not None and word.basis == one,
            }
            for one, shipped in api.shipped_bases().items()
        ],
        "unconfirmed": sum(not one.confirmed for one in known.values()),
        "may": can(Act.CONFIRM_BASIS, request.by.actor), "refusal": refusal,
        "differences": word.differences if word else (), "now": now(),
        "wrong": word.form if word and refusal is None else None,
    }  # fmt: skip
    status = status_of(refusal, word.form if word else None)
    return render(request, "measures/law.html", context, status=status)


def _form(basis: LegalBasis | None, data: QueryDict | None = None) -> BasisForm:
    """Return the form of one article; the ids of its fields are its own on the page."""
    slug = slugify(basis.reference) if basis else "basis"
    stands = basis is not None and basis.confirmed and "text" not in (data or ())
    initial = {"last": basis.last if basis else None}
    return BasisForm(data, confirmed=stands, auto_id=f"{slug}-%s", initial=initial)


@page(Act.CONFIRM_BASIS)
@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Confirm an article with its text and last day, or withdraw the confirmation."""
    reference = request.POST.get("basis", "")
    basis = bases(Session()).get(reference)
    form = _form(basis, request.POST)
    if not form.is_valid():
        return _list(request, word=Word(reference, form))
    last = form.cleaned_data["last"]
    withdraw = request.POST.get("how") == "withdraw"
    word = api.BasisWord(
        reference,
        form.cleaned_data.get("text") or (basis.text if basis else ""),
        Confirmation.WITHDRAWN if withdraw else Confirmation.CONFIRMED,
        last.isoformat() if last else "",
    )
    seen = number_said(request.POST.get("version", ""))
    answer = api.confirm_basis(
        by=request.by, word=word, key=key_of(request), seen=UNREAD if seen is None else seen
    )
    if isinstance(answer, Outcome):
        return go(reverse("measures:law"))
    if answer.code not in ACTED_FIRST:
        if (field := WRONG.get(answer.code)) in form.fields:
            form.add_error(field, refusal_texts.sentence(answer))
        return _list(request, answer, Word(reference, form))
    basis = bases(Session())[reference]  # what somebody else entered meanwhile
    found = differences(form, {"text": basis.text, "last": basis.last})
    return _list(
        request,
        answer,
        Word(reference, _form(basis, None if basis.confirmed else request.POST), found),
    )


@page(Act.ASSESS_NECESSITY)
def assess(request: ActingRequest) -> HttpResponse:
    """Record that restricting measures are necessary in a zone."""
    incident: Any = getattr(request, "incident", None)
    code = number_said(request.GET.get("zone", ""))
    zone = None if code is None else territory.zone_of(code)
    if incident is None or zone is None:
        raise Http404("no such zone")
    require(request.by, Act.ASSESS_NECESSITY, zone.range)
    form = AssessForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        said_ = form.cleaned_data
        answer = api.assess_necessity(
            by=request.by, incident=incident.id, key=key_of(request),
            assessment=api.Assessment(zone.code, said_["evidence"], said_["hours"]),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("measures:measures"))
        refusal = answer
    context = {"form": form, "refusal": refusal, "zone": zone, "key": key_of(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal or form.is_bound else HTTPStatus.OK
    return render(request, "measures/assess.html", context, status=status)
