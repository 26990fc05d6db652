"""The register of policy documents: what stands, what was superseded, which measures rest on it."""

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import PolicyForm
from bihuan.features.measures.selectors.policies import measures_resting_on, text_of
from bihuan.features.measures.selectors.policies import policies as stored
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import go, key_of


@page(Act.VIEW_MEASURES)
def policies(request: ActingRequest) -> HttpResponse:
    """List the documents with their standing and with what rests on them."""
    return _list(request)


def _list(
    request: ActingRequest, form: PolicyForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    today = _today()
    listed = stored(today)
    resting = measures_resting_on([one.id for one in listed])
    wrong = refusal is not None or (form is not None and form.is_bound)
    context = {
        "rows": [(one, one.in_force(today), resting[one.id]) for one in listed],
        "may_register": can(Act.REGISTER_POLICY, request.by.actor),
        "may_confirm": can(Act.CONFIRM_BASIS, request.by.actor),
        "person": request.by.actor.person, "form": form or _form(None), "refusal": refusal,
        "key": key_of(request), "open": wrong,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "measures/policies.html", context, status=status)


def _today() -> date:
    """Return the real day: documents hold on it, in a drill too."""
    return now().astimezone(LOCAL).date()


def _form(request: ActingRequest | None) -> PolicyForm:
    types = api.catalogue().types.values()
    orders = [(one.code, f"{one.code} {choose(one.names.zh, one.names.en)}") for one in types]
    documents = [(one.id, f"{one.number} {one.title}") for one in stored(_today())]
    return PolicyForm(request.POST if request else None, documents=documents, orders=orders)


@page(Act.VIEW_MEASURES)
def text(request: ActingRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """Return the text of a document: whoever confirms it has read it."""
    said = text_of(identity)
    if said is None:
        raise Http404("no such document")
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@page(Act.REGISTER_POLICY)
@require_POST
def register(request: ActingRequest) -> HttpResponse:
    """Register a document; somebody else confirms it."""
    form = _form(request)
    if not form.is_valid():
        return _list(request, form)
    said = form.cleaned_data
    draft = api.PolicyDraft(
        said["number"], said["title"], said["issuer"], said["first"], said["last"], said["text"],
        said["supersedes"], tuple(said["orders"]),
    )  # fmt: skip
    answer = api.register_policy(by=request.by, draft=draft, key=key_of(request))
    if isinstance(answer, Outcome):
        messages.success(request, _("Registered; it counts once a legal reviewer confirms it."))
        return go(reverse("measures:policies"))
    return _list(request, form, answer)


@page(Act.CONFIRM_BASIS)
@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Confirm a document that somebody else has registered."""
    answer = api.confirm_policy(
        by=request.by, policy=request.POST.get("policy", ""), key=key_of(request)
    )
    if isinstance(answer, Outcome):
        return go(reverse("measures:policies"))
    return _list(request, refusal=answer)
