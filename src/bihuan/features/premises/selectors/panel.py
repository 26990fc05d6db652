"""The part of a zone's page about its compounds."""

from collections.abc import Sequence

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import Level
from bihuan.features.premises.permissions import can_act
from bihuan.features.premises.selectors.compounds import compounds_in
from bihuan.features.territory.api import Moment, Panel, PlaceView, ZoneView
from bihuan.platform.auth import ActingPost

MOST = 20


def gates_panel(
    by: ActingPost, zone: ZoneView, moment: Moment, places: Sequence[PlaceView]
) -> Panel | None:
    """Return the compounds of a community, with those that nobody has drawn yet."""
    if zone.level < Level.COMMUNITY:
        return None
    drawn = compounds_in(zone.range, limit=MOST)
    known = {one.id for one in drawn}
    bare = [place for place in places if place.kind == PlaceKind.COMPOUND and place.id not in known]
    if not drawn and not bare:
        return None
    lines = [(one, not one.problems(moment.at)) for one in drawn]
    may_draw = can_act(by, Act.DRAW_COMPOUND, zone.code)
    return Panel(
        "premises/_panel.html", {"lines": lines, "bare": bare[:MOST], "may_draw": may_draw}
    )
