"""The part of a zone's page about the measures that apply there, each with its end."""

from bihuan.domain.policy.acts import Act
from bihuan.features.measures.permissions import can_act
from bihuan.features.measures.selectors.listing import expiring, in_force_now, measures_in
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.territory.api import Moment, Panel, ZoneView
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n import choose


def measures_panel(by: ActingPost, zone: ZoneView, moment: Moment) -> Panel | None:
    """Return the measures in force in a zone or around it, soonest end first."""
    incident, at = moment.incident, moment.incident_at
    if incident is None or at is None or not can_act(by, Act.VIEW_MEASURES, zone.code):
        return None
    found = measures_in(incident=incident, scope=zone.range, at=at)
    soon = {one.id for one in expiring(found, at)}
    types = catalogue().types
    lines = [
        (one, choose(types[one.code].names.zh, types[one.code].names.en), one.id in soon)
        for one in in_force_now(found, at)
    ]
    return Panel("measures/_zone_measures.html", {"lines": lines})
