"""Programs that speak for a post: a token in the header, at the addresses made for them only."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from bihuan.platform.auth.acting_post import ActingPost

SCHEME = "Bearer "
LONGEST_TOKEN = 200
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Provider = Callable[[str, datetime], ActingPost | None]
_providers: list[Provider] = []


def provide_services(provider: Provider) -> None:
    """Register who knows which post a token speaks for; the feature that owns posts calls it."""
    _providers[:] = [provider]


def takes_tokens(view: View) -> View:
    """Open a view to programs; what comes with a session's cookie still needs its CSRF token.

    Stands below ``page``: who may not ask is told so first.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def either(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = view if getattr(request, "service", False) else protected
        return chosen(request, *args, **kwargs)

    either.takes_tokens = True  # type: ignore[attr-defined]
    return either  # type: ignore[return-value]


def token_of(request: HttpRequest) -> str | None:
    """Return the token of a request to an address that takes one; None when it carries none."""
    said = request.headers.get("Authorization", "")
    if not said.startswith(SCHEME):
        return None
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    return said[len(SCHEME) :].strip() if getattr(view, "takes_tokens", False) else None


def post_for(token: str, at: datetime) -> ActingPost | None:
    """Return the post that a token speaks for; None when it speaks for nobody."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return None
    found = (provider(token, at) for provider in _providers)
    return next((post for post in found if post is not None), None)


def unknown_token() -> JsonResponse:
    """Answer a token that speaks for nobody: unknown, ended, taken back, or its post is lost."""
    message = _("This token is not valid, or not any more. Ask the administrator for a new one.")
    said = {"refused": {"code": "token_not_valid", "message": message}}
    answer = JsonResponse(said, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer
