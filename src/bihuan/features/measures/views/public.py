"""Public pages: what applies where I am. No account, no script, no cookie needed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.domain.zones import Level, ancestor_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.listing import measure_of
from bihuan.features.measures.selectors.notice_calendar import calendar
from bihuan.features.measures.selectors.notice_cap import cap_message
from bihuan.features.measures.selectors.notice_paper import notice_pdf
from bihuan.features.measures.selectors.notice_text import plain_text
from bihuan.features.measures.selectors.notices import (
    MOST,
    Notice,
    notice_of,
    notices,
    notices_by_incident,
)
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import public
from bihuan.platform.i18n import html_lang
from bihuan.platform.ui.forms import number_said
from bihuan.platform.ui.print.documents import qr_for_page
from bihuan.platform.ui.print.installed import city_fonts, origin, printed_address

LAST_PAGE = 500


@public
def home(request: HttpRequest) -> HttpResponse:
    """List what applies where I am, incident by incident; what is over says so."""
    # Who is signed in has had the incidents read; one of them may have ended.
    read = getattr(request, "incidents", ()) or incidents.incidents()
    open_ = [one for one in read if one.closed_at is None]
    said = number_said(request.GET.get("page", "1"))
    page = min(max(1, said or 1), LAST_PAGE)
    code = number_said(request.GET.get("zone", ""))
    zone = None if code is None else territory.zone_of(code)
    listed_for = notices_by_incident(
        {one.id: one.now() for one in open_}, page=page, scope=zone.range if zone else None
    )
    groups = [(one, listed_for[one.id]) for one in open_]
    context = {
        "groups": [(one, listed) for one, listed in groups if listed],
        "large": "large" in request.GET,
        "zone": zone,
        "below": _to_choose(zone),
        "page": page,
        "more": any(len(listed) == MOST for _, listed in groups),
    }
    return render(request, "measures/public_home.html", context)


def _to_choose(zone: territory.ZoneView | None) -> Sequence[territory.ZoneView]:
    """Return the zones below the one that is shown; of a community those beside it."""
    if zone is None:
        city = territory.root()
        return territory.children(city.code) if city else []
    deep = zone.level >= Level.COMMUNITY
    return territory.children(ancestor_of(zone.code, Level.TOWNSHIP) if deep else zone.code)


@public
def notice(request: HttpRequest, identity: str) -> HttpResponse:
    """Show one notice; one A4 when printed."""
    one, at = _found(identity)
    address = request.build_absolute_uri(reverse("measures:public_notice", args=[identity]))
    context: dict[str, Any] = {
        "one": one, "now_there": at, "large": "large" in request.GET, "qr": qr_for_page(address),
        "address": address, "after": one.next.said(html_lang()) if one.next else "",
    }  # fmt: skip
    return render(request, "measures/public_notice.html", context)


@public
def text(request: HttpRequest, identity: str) -> HttpResponse:
    """Return the notice as plain text to be read aloud."""
    one, _ = _found(identity)
    said = plain_text(one, html_lang(), appeal=_appeal(request, identity))
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


@public
def paper(request: HttpRequest, identity: str) -> HttpResponse:
    """Return the notice as the official paper (PDF)."""
    one, _ = _found(identity)
    link = printed_address(request, reverse("measures:public_notice", args=[identity]))
    appeal = printed_address(request, reverse("safeguards:appeal", args=[identity]))
    made = notice_pdf(one, origin=origin(), link=link, appeal=appeal, fonts=city_fonts())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="notice-{identity[:8]}.pdf"'
    return answer


@public
def cap(request: HttpRequest, identity: str) -> HttpResponse:
    """Return the notice as a CAP 1.2 message."""
    one, at = _found(identity)
    address = request.build_absolute_uri(reverse("measures:public_notice", args=[identity]))
    message = cap_message(
        one, at, sender=request.get_host(), address=address, appeal=_appeal(request, identity)
    )
    return HttpResponse(message, content_type="application/cap+xml; charset=utf-8")


@public
def ends(request: HttpRequest) -> HttpResponse:
    """Return the ends of all published measures as a calendar; it says which are not in force."""

    def address(identity: str) -> str:
        return request.build_absolute_uri(reverse("measures:public_notice", args=[identity]))

    listed = [told for one in incidents.incidents() for told in _ahead(one)]
    made = calendar(listed, address=address)
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")


def _ahead(view: incidents.IncidentView) -> Iterator[Notice]:
    """Yield every notice of an incident whose end lies ahead, page by page."""
    at = view.now()
    for page in range(1, LAST_PAGE + 1):
        listed = notices(incident=view.id, at=at, page=page)
        yield from (told for told in listed if not told.over)
        if len(listed) < MOST or listed[-1].over:
            return


def _appeal(request: HttpRequest, identity: str) -> str:
    """Return the full address of the page of appeals, host included."""
    return request.build_absolute_uri(reverse("safeguards:appeal", args=[identity]))


def _found(identity: str) -> tuple[Notice, datetime]:
    one = measure_of(identity)
    view = None if one is None else incidents.incident(one.incident)
    at = None if view is None else view.now()
    told = None if at is None else notice_of(identity, at)
    if told is None or at is None:
        raise Http404("no such notice")
    return told, at
