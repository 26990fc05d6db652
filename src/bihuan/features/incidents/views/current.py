"""Finds the incident that a request is about: the chosen one, else the first open one.

One that has ended is shown only to who chose it, for its look-backs and its record.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bihuan.features.incidents.api import incident, incidents
from bihuan.platform.clock.system import asked_at, now
from bihuan.platform.ui.forms import number_said

CHOSEN = "incident"


def _chosen(request: HttpRequest) -> int | None:
    """Return the incident that a browser chose before, or that a program names in the address."""
    if getattr(request, "service", False):
        return number_said(request.GET.get(CHOSEN, ""))
    chosen: int | None = request.session.get(CHOSEN)
    return chosen


def current_incident(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set ``request.incident`` (None when nothing is open) and ``request.incidents``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        listed = incidents() if getattr(request, "by", None) else ()
        chosen = _chosen(request)
        current = next((one for one in listed if one.id == chosen), None)
        if current is None and chosen is not None and getattr(request, "by", None):
            current = incident(chosen)
            listed = listed if current is None else (*listed, current)
        current = current or (listed[0] if listed else None)
        request.incident, request.incidents = current, listed  # type: ignore[attr-defined]
        if current is None or current.recorded <= now():
            return get_response(request)
        with asked_at(current.recorded):  # a clock that was set back shows nothing as it was
            return get_response(request)

    return middleware
