"""The incident and the zone that a request is about."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from bihuan.domain.policy.acts import Act
from bihuan.features.incidents.api import IncidentView
from bihuan.features.scenarios.permissions import can_act
from bihuan.features.territory.api import ZoneView, zone_said
from bihuan.platform.auth import ActingPost


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
