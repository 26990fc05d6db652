"""What holds for every answer: security headers, no answer to a flood, no empty page."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from bihuan.site import errors

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATIC = "/static/"
MOST_BYTES = 26 * 2**20  # a register of 25 MB and its form around it


def headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the headers to whatever comes back; pages with data are never cached."""
    strict_transport = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_TLS:
            response.headers.setdefault("Strict-Transport-Security", strict_transport)
        if not request.path.startswith(STATIC):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def bounded(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what is too large before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > MOST_BYTES:
            return errors.too_large(request)
        return get_response(request)

    return middleware


def no_dead_end(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead a reader from an address that only takes forms to the page above it.

    A form that was refused is shown at such an address: whoever then changes the language, signs in
    again or loads it anew asks for it, and would see nothing at all. Whoever asks in another way
    than an address takes reads so, and which ways it takes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        reading = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        if reading:
            return HttpResponseRedirect(_page_above(request.path_info), status=HTTPStatus.SEE_OTHER)
        told = errors.not_taken(request)
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told

    return middleware


def _page_above(path: str) -> str:
    """Return the nearest address above that leads somewhere."""
    above = path.rstrip("/").rpartition("/")[0]
    while above:
        try:
            resolve(above)
        except Resolver404:
            above = above.rpartition("/")[0]
        else:
            return above
    return "/"
