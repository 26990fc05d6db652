"""What every form of the product does: one key, one answer, back to a page."""

from http import HTTPStatus
from uuid import uuid4

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bihuan.domain.refusals import Refusal

LONGEST_KEY = 80
# What a form carries by itself; everything else somebody chose or wrote.
OWN_FIELDS = frozenset({"csrfmiddlewaretoken", "key", "version", "next"})
ACTED_FIRST = frozenset({"changed_meanwhile", "not_in_this_state"})
NOT_GRANTED = frozenset({"act_not_granted", "outside_own_scope"})
MOST_DIGITS = 15  # as many as a zone's code has


def key_of(request: HttpRequest) -> str:
    """Return the form's own key, so that a double click acts once; a missing one is made up."""
    said = request.POST.get("key", "").strip()
    return said if 0 < len(said) <= LONGEST_KEY else uuid4().hex


def typed(request: HttpRequest) -> bool:
    """Tell whether a form was sent in which somebody chose or wrote something."""
    return request.method == "POST" and any(
        any(values) for name, values in request.POST.lists() if name not in OWN_FIELDS
    )


def number_said(text: str) -> int | None:
    """Return the whole number that a browser sent, None for anything else.

    Python reads other scripts' digits too, refuses thousands of them with an error of its own,
    and the database takes no more than 64 bits: hence plain digits, at most fifteen.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if plain else None


def status_of(refusal: Refusal | None, *forms: BaseForm | None) -> HTTPStatus:
    """Return the status of a page after an act.

    403 when the post may not do it, 409 when somebody acted first, 422 when a field is wrong.
    """
    if refusal is not None and refusal.code in NOT_GRANTED:
        return HTTPStatus.FORBIDDEN
    if refusal is not None and refusal.code in ACTED_FIRST:
        return HTTPStatus.CONFLICT
    wrong = refusal is not None or any(form is not None and form.errors for form in forms)
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def go(address: str) -> HttpResponse:
    """Send the browser on after an act, so that reloading does not repeat it."""
    answer = HttpResponseRedirect(address)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
