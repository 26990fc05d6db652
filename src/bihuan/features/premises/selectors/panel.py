"""What compounds add to the pages of the territory: a part of the zone's page, and a layer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.posts.api import WeakSpot
from bihuan.features.premises.permissions import can_act
from bihuan.features.premises.selectors.bare import count_bare
from bihuan.features.premises.selectors.compounds import compounds_in
from bihuan.features.premises.selectors.readiness import readiness, readiness_of
from bihuan.features.territory.api import Layer, Moment, Panel, Shown, ZoneView, carried
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session

MOST = 20
TITLE = _("Gates and ways out")
SEALED = _("Compounds with a sealed exit")
FAILING = _("Compounds whose ways out do not pass")


def failing_compounds(zones: Sequence[ZoneView], moment: Moment) -> Mapping[int, int | None]:
    """Return how many compounds of each zone lack ways out that pass; None where none is known."""
    ranges = {str(one.code): [one.range] for one in zones}
    found = readiness_of(Session(), ranges, moment.at, moved=moment.carried)
    ready = {one.code: found[str(one.code)] for one in zones}
    return {code: one.without_plan if one.compounds else None for code, one in ready.items()}


GATES = Layer("gates", FAILING, failing_compounds, zero_wanted=True)


def gates_panel(by: ActingPost, shown: Shown) -> Panel | None:
    """Return the compounds of a community one by one, of a larger zone counted.

    Those of a zone that ended stand on the page of the one that carries its ground.
    """
    zone, at, moved = shown.zone, shown.moment.at, shown.moment.carried
    if moved.today(zone.code) != zone.code:
        return None
    if zone.level < Level.COMMUNITY:
        return _counted(by, zone, shown.moment)
    drawn = compounds_in(zone.range, limit=MOST, known=moved)
    known = {one.id for one in drawn}
    bare = [
        place
        for place in shown.places
        if place.kind == PlaceKind.COMPOUND and place.id not in known
    ]
    if not drawn and not bare:
        return None
    lines = [(one, not one.problems(at)) for one in drawn]
    may_draw = can_act(by, Act.DRAW_COMPOUND, zone.code)
    return Panel(
        TITLE,
        "premises/_panel.html",
        {"lines": lines, "bare": bare[:MOST], "may_draw": may_draw},
        [(SEALED, sum(one.shaken for one in drawn))],
        len(lines) + len(bare),
    )


def without_gates(at: datetime, scope: ZoneRange) -> WeakSpot:  # noqa: ARG001
    """Return how many compounds of a scope are named and have no plan of their gates."""
    bare = sum(count_bare(one) for one in carried().standing(scope))
    return WeakSpot(_("Compounds without data of their gates"), bare, "/gates", Act.VIEW_GATES)


def _counted(by: ActingPost, zone: ZoneView, moment: Moment) -> Panel | None:
    ready = readiness([zone.range], moment.at, moved=moment.carried)
    if not ready.compounds:
        return None
    context = {"ready": ready, "may_list": can(Act.VIEW_GATES, by.actor)}
    zeros = [(SEALED, ready.unsafe)]
    return Panel(TITLE, "premises/_counted.html", context, zeros, ready.compounds)
