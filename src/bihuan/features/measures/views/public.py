"""Public pages: what applies where I am. No account, no script, no cookie needed."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.listing import measure_of
from bihuan.features.measures.selectors.notices import (
    Notice,
    calendar,
    cap_message,
    notice_of,
    notices,
    plain_text,
)
from bihuan.platform.auth.access import public
from bihuan.platform.i18n import html_lang
from bihuan.platform.ui.print.documents import qr_for_page


@public
def home(request: HttpRequest) -> HttpResponse:
    """List what is in force, incident by incident; what is over says so."""
    groups = [(one, notices(incident=one.id, at=one.now())) for one in incidents.incidents()]
    context = {
        "groups": [(one, listed) for one, listed in groups if listed],
        "large": "large" in request.GET,
    }
    return render(request, "measures/public_home.html", context)


@public
def notice(request: HttpRequest, identity: str) -> HttpResponse:
    """Show one notice; one A4 when printed."""
    one, at = _found(identity)
    address = request.build_absolute_uri(reverse("measures:public_notice", args=[identity]))
    context: dict[str, Any] = {
        "one": one, "now_there": at, "large": "large" in request.GET, "qr": qr_for_page(address),
        "address": address,
    }  # fmt: skip
    return render(request, "measures/public_notice.html", context)


@public
def text(request: HttpRequest, identity: str) -> HttpResponse:  # noqa: ARG001
    """Return the notice as plain text to be read aloud."""
    one, _ = _found(identity)
    return HttpResponse(plain_text(one, html_lang()), content_type="text/plain; charset=utf-8")


@public
def cap(request: HttpRequest, identity: str) -> HttpResponse:
    """Return the notice as a CAP 1.2 message."""
    one, _ = _found(identity)
    address = request.build_absolute_uri(reverse("measures:public_notice", args=[identity]))
    message = cap_message(one, sender=request.get_host(), address=address)
    return HttpResponse(message, content_type="application/cap+xml; charset=utf-8")


@public
def ends(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the ends of all measures in force as a calendar."""
    listed = [
        told
        for one in incidents.incidents()
        for told in notices(incident=one.id, at=one.now())
        if not told.over
    ]
    return HttpResponse(calendar(listed), content_type="text/calendar; charset=utf-8")


def _found(identity: str) -> tuple[Notice, datetime]:
    one = measure_of(identity)
    view = None if one is None else incidents.incident(one.incident)
    at = None if view is None else view.now()
    told = None if at is None else notice_of(identity, at)
    if told is None or at is None:
        raise Http404("no such notice")
    return told, at
