"""What measures add to the pages of the territory: those in force, each with its end."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.permissions import can_act
from bihuan.features.measures.selectors.followed import followed_in
from bihuan.features.measures.selectors.listing import expiring
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.territory.api import Layer, Moment, Panel, Shown, ZoneView
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n import choose

MOST = 12


def measures_panel(by: ActingPost, shown: Shown) -> Panel | None:
    """Return the measures in force in a zone or around it, soonest end first."""
    incident, at, zone = shown.moment.incident, shown.moment.incident_at, shown.zone
    if incident is None or at is None or not can_act(by, Act.VIEW_MEASURES, zone.code):
        return None
    found = [one for one, _ in followed_in(incident=incident, scope=zone.range, at=at)]
    soon = {one.id for one in expiring(found, at)}
    types = catalogue().types
    lines = [
        (one, choose(types[one.code].names.zh, types[one.code].names.en), one.id in soon)
        for one in found[:MOST]
    ]
    context = {"lines": lines, "more": len(found) - len(lines)}
    return Panel(IN_FORCE.label, "measures/_zone_measures.html", context, count=len(found))


def measures_on(zones: Sequence[ZoneView], moment: Moment) -> Mapping[int, int | None]:
    """Return how many measures in force touch each zone."""
    incident, at = moment.incident, moment.incident_at
    if incident is None or at is None or not zones:
        return {}
    reach = ZoneRange(min(one.range.lo for one in zones), max(one.range.hi for one in zones))
    scopes = [scope for _, scope in followed_in(incident=incident, scope=reach, at=at)]
    return {
        zone.code: sum(
            any(part.lo <= zone.range.hi and part.hi >= zone.range.lo for part in scope)
            for scope in scopes
        )
        for zone in zones
    }


IN_FORCE = Layer("measures", _("Measures in force"), measures_on)
