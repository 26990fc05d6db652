"""The incident, the zone and the day that a request is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404

from bihuan.domain.policy.acts import Act
from bihuan.domain.surveillance.case_rows import SHORTEST_CODE
from bihuan.domain.zones import DIGITS, Level
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance import api
from bihuan.features.surveillance.permissions import can_act
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL


@dataclass(frozen=True, slots=True)
class Place:
    """What a page is about: incident, zone, who looks, and the incident's time."""

    view: IncidentView
    zone: territory.ZoneView
    by: ActingPost
    now: datetime

    @property
    def today(self) -> date:
        """The civil day on the incident's clock."""
        return self.now.astimezone(LOCAL).date()

    @property
    def sees_small_cells(self) -> bool:
        """Whether counts of one to four may be shown."""
        return can_act(self.by, Act.VIEW_SMALL_CELLS, self.zone.code)

    def may(self, act: Act) -> bool:
        """Tell whether the post may do an act to the zone."""
        return can_act(self.by, act, self.zone.code)

    def covers(self, rows: Sequence[api.CaseRow]) -> api.Covers:
        """Return what hides with small counts on the days of some rows, whatever zone is asked."""
        root = None if self.sees_small_cells else territory.zone_of(self.view.zone)
        days = sorted({row.cell.day for row in rows})
        return {} if root is None else api.covers_of(incident=self.view.id, root=root, days=days)

    def enterable(self) -> list[tuple[int, str]]:
        """Return the zones to choose from: this one and its children, by code."""
        below = territory.children(self.zone.code) if self.zone.level < Level.TOWNSHIP else []
        return [(one.code, str(one.name)) for one in (self.zone, *below)]


def place_of(request: Any) -> Place | None:
    """Return what a request is about; None when no incident is open or no register entered.

    Raises
    ------
    Http404
        The zone asked for lies outside the post's reach, or there is none.
    """
    view: IncidentView | None = getattr(request, "incident", None)
    said = _filled(request.GET.get("zone", "") or request.POST.get("at", ""))
    zone = territory.zone_said(said, scope=request.by.scope)
    if zone is None and said:
        raise Http404("outside the scope")
    if view is None or zone is None:
        return None
    return Place(view, zone, request.by, view.now())


def _filled(code: str) -> str:
    """Return a zone's code with the zeros that a short one leaves out, as files may."""
    short = SHORTEST_CODE <= len(code) < DIGITS and code.isascii() and code.isdigit()
    return code.ljust(DIGITS, "0") if short else code


def day_of(place: Place, said: str) -> str:
    """Return a day of an address.

    Raises
    ------
    Http404
        The text is no day, or a day ahead.
    """
    try:
        day = date.fromisoformat(said)
    except ValueError as wrong:
        raise Http404("no day") from wrong
    if day.isoformat() != said or day > place.today:
        raise Http404("not yet")
    return said
