"""Security headers on every answer, errors and static files included; no answer to a flood."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
