"""Pages for what goes wrong: what happened, what is safe, what to do next."""

import sys
from collections.abc import Callable
from http import HTTPStatus
from secrets import token_hex

import structlog
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.platform.auth.access import SignedOut
from bihuan.platform.db.dialects import storage_full
from bihuan.site.kept_words import kept_words

# After these nothing is wrong with what was typed: it is shown, and can be sent again.
KEEPING = frozenset({"form_expired", "signed_out", "no_post", "no_room"})
log = structlog.get_logger("bihuan.errors")


def _page(request: HttpRequest, status: HTTPStatus, name: str) -> HttpResponse:
    reference = token_hex(4)
    log.warning("error page", status=int(status), reference=reference, path=request.path)
    kept = kept_words(request) if name in KEEPING else None
    context = {"name": name, "status": int(status), "reference": reference, "kept": kept}
    return render(request, "errors.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read, was too large, or named another host."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    other = isinstance(exception, DisallowedHost)
    return _page(request, HTTPStatus.BAD_REQUEST, "other_host" if other else "bad_request")


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that more was sent than is taken at once."""
    return _page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that too many attempts were made in a short time."""
    return _page(request, HTTPStatus.TOO_MANY_REQUESTS, "too_many")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not granted to the acting post, that there is none, or the session ended."""
    if isinstance(exception, SignedOut):
        return _page(request, HTTPStatus.FORBIDDEN, "signed_out")
    name = "no_post" if str(exception) == "no_post" else "forbidden"
    return _page(request, HTTPStatus.FORBIDDEN, name)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing here, or nothing this post may see."""
    return _page(request, HTTPStatus.NOT_FOUND, "not_found")


def not_taken(request: HttpRequest) -> HttpResponse:
    """Say that an address does not answer this kind of request."""
    return _page(request, HTTPStatus.METHOD_NOT_ALLOWED, "not_taken")


def no_room(request: HttpRequest) -> HttpResponse:
    """Say that nothing more can be stored; reading goes on."""
    return _page(request, HTTPStatus.INSUFFICIENT_STORAGE, "no_room")


class FullDisk:
    """Middleware: a view that found the disk full is answered in words, not as a failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a full disk; leave everything else to the page for failures."""
        return no_room(request) if storage_full(fault) else None


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the program failed; nothing acknowledged is lost."""
    if storage_full(sys.exception()):
        return no_room(request)
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "broken")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that the form has expired."""
    return _page(request, HTTPStatus.FORBIDDEN, "form_expired")
