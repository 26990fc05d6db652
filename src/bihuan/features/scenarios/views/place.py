"""The incident and the zone that a request is about."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.policy.acts import Act
from bihuan.domain.scenarios.tonight import Tonight
from bihuan.features.incidents.api import IncidentView
from bihuan.features.measures.api import catalogue
from bihuan.features.scenarios.api import cases_hide
from bihuan.features.scenarios.permissions import can_act
from bihuan.features.territory.api import ZoneView, zone_said
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n import choose


@dataclass(frozen=True, slots=True)
class Place:
    """What a page is about: incident, zone, who looks."""

    view: IncidentView
    zone: ZoneView
    by: ActingPost

    @property
    def may_run(self) -> bool:
        """Tell whether the post may ask for runs here."""
        return can_act(self.by, Act.RUN_SCENARIO, self.zone.code)


def type_named(code: str) -> str:
    """Return what a type of measure is called."""
    kind = catalogue().types.get(code)
    return choose(kind.names.zh, kind.names.en) if kind is not None else ""


def proposed(place: Place, tonight: Tonight) -> int:
    """Return the infections proposed; whoever sees the run reads them, so few are rounded up."""
    known = tonight.cases or 1
    if not cases_hide(tonight, incident=place.view.id):
        return max(1, known)
    return -(-known // SMALL_CELL) * SMALL_CELL


def place_of(request: Any) -> Place | None:
    """Return what a request is about; None when no incident is open or no register entered.

    Raises
    ------
    Http404
        The zone asked for lies outside the post's reach, or there is none.
    """
    view: IncidentView | None = getattr(request, "incident", None)
    said = request.GET.get("zone", "") or request.POST.get("at", "")
    zone = zone_said(said, scope=request.by.scope)
    if zone is None and said:
        raise Http404("outside the scope")
    return None if view is None or zone is None else Place(view, zone, request.by)
