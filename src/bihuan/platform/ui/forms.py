"""What every form of the product does: one key, one answer, back to a page."""

from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

LONGEST_KEY = 80


def key_of(request: HttpRequest) -> str:
    """Return the form's own key, so that a double click acts once; a missing one is made up."""
    said = request.POST.get("key", "").strip()
    return said if 0 < len(said) <= LONGEST_KEY else uuid4().hex


def go(address: str) -> HttpResponse:
    """Send the browser on after an act, so that reloading does not repeat it."""
    answer = HttpResponseRedirect(address)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
