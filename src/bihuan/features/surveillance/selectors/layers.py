"""Blind spots on the map: how many plain questions have no answer, for each zone."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from bihuan.domain.zones import parent_of
from bihuan.features.incidents import api as incidents
from bihuan.features.surveillance.selectors.blind import blind_lines
from bihuan.features.territory import api as territory
from bihuan.platform.figures.windows import window_at


def _blind(
    zones: Sequence[territory.ZoneView], moment: territory.Moment
) -> Mapping[int, int | None]:
    chosen = moment.incident
    above = parent_of(zones[0].code) if zones else None
    view = None if chosen is None or above is None else incidents.incident(chosen)
    zone = None if view is None or above is None else territory.zone_of(above)
    if view is None or zone is None:
        return {}
    day = window_at(view.clock, view.now()).day  # as the page: the last window that has ended
    return {one.zone.code: one.blind for one in blind_lines(view, zone, day)}


LAYERS = (
    territory.Layer(
        "blind_spots", _("Blind spots: questions without an answer"), _blind, costly=True
    ),
)
