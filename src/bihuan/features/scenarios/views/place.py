"""The incident and the zone that a request is about."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import ZoneCodeError, level_of, range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.scenarios.permissions import can_act
from bihuan.features.territory.api import ZoneView, root, zone_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.ui.forms import number_said


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
    zone = _said(request.by, said) if said else _own(request.by)
    return None if view is None or zone is None else Place(view, zone, request.by)


def _own(by: ActingPost) -> ZoneView | None:
    code = by.scope.lo
    return (zone_of(code) if _is_code(code) else None) or root()


def _said(by: ActingPost, said: str) -> ZoneView:
    code = number_said(said)
    inside = code is not None and _is_code(code) and by.scope.covers(range_of(code))
    found = zone_of(code) if inside and code is not None else None
    if found is None:
        raise Http404("outside the scope")
    return found


def _is_code(code: int) -> bool:
    try:
        level_of(code)
    except ZoneCodeError:
        return False
    return True
