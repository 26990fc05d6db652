"""The sheet of one-time links, and the page that such a link opens."""

import base64
import io
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.domain.refusals import Refusal
from bihuan.features.posts import api
from bihuan.features.posts.forms import PasswordForm
from bihuan.platform.auth.access import public
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.forms import go, key_of

LONGEST_TOKEN = 80


def sheet(
    request: ActingRequest,
    links: Sequence[tuple[int, str]],
    refusals: Sequence[tuple[int, Refusal]],
) -> HttpResponse:
    """Show links that were just made, each with its picture to scan: shown once, never stored."""
    tokens, at = dict(links), now()
    cards = []
    for person in api.people_by_number(tokens, at=at):
        address = request.build_absolute_uri(reverse("posts:invitation", args=[tokens[person.id]]))
        cards.append({"person": person, "address": address, "picture": picture_of(address)})
    lost = [(number, sentence(refusal)) for number, refusal in refusals]
    return render(request, "posts/invitations.html", {"cards": cards, "lost": lost, "at": at})


def picture_of(address: str) -> str:
    """Return an address as a square to scan, as a picture inside the page."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, micro=False, error="m").save(drawn, kind="svg", border=2, svgclass=None)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


@public  # the link is the permission; it names nobody who is not invited
def invitation(request: HttpRequest, identity: str) -> HttpResponse:
    """Let the invited person choose the own password; opening the page uses nothing up."""
    at = now()
    token = identity[:LONGEST_TOKEN]
    person = api.person_invited(token, at=at)
    if person is None or person.grant is None:
        return _answer(request, None, PasswordForm(), Refusal("invitation_not_open"))
    form = PasswordForm(request.POST or None, account=person.grant.account)
    if request.method != "POST" or not form.is_valid():
        return _answer(request, person, form)
    answer = api.accept(
        by=api.invited_post(person), token=token, password=form.cleaned_data["password"],
        key=key_of(request),
    )  # fmt: skip
    if isinstance(answer, Refusal):
        return _answer(request, None, PasswordForm(), answer)
    messages.success(request, _("The password is set. Sign in with it now."))
    return go(reverse("account_login"))


def _answer(
    request: HttpRequest,
    person: api.PersonView | None,
    form: PasswordForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {"person": person, "form": form, "refusal": refusal, "until": _until(person)}
    status = HTTPStatus.OK
    if refusal is not None:
        status = HTTPStatus.GONE
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "posts/invitation.html", context, status=status)


def _until(person: api.PersonView | None) -> datetime | None:
    return person.grant.expires_at if person and person.grant else None
