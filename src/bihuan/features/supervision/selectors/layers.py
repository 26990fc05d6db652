"""Open findings on the map: a figure for each zone, from the counters."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.incidents import api as incidents
from bihuan.features.territory import api as territory
from bihuan.platform.rollups.reader import by_zone


def _open(metric: str, zones: Sequence[territory.ZoneView]) -> Mapping[int, int | None]:
    listed = incidents.incidents()
    if not listed or not zones:
        return {}
    ranges = [zone.range for zone in zones]
    reach = ZoneRange(min(one.lo for one in ranges), max(one.hi for one in ranges))
    counties = all(zone.level <= Level.COUNTY for zone in zones)
    found = by_zone(incident=listed[0].id, metrics=[metric], scope=reach, own=not counties)
    rows = found[metric].items()
    return {one.lo: sum(n for zone, n in rows if zone in one) for one in ranges}


def _all(zones: Sequence[territory.ZoneView], at: datetime) -> Mapping[int, int | None]:  # noqa: ARG001
    return _open("finding.stock.open", zones)


def _grave(zones: Sequence[territory.ZoneView], at: datetime) -> Mapping[int, int | None]:  # noqa: ARG001
    return _open("finding.stock.open.S1", zones)


# The map shows the last one first.
LAYERS = (
    territory.Layer("open_s1", _("Open S1 findings"), _grave, zero_wanted=True, flagged=True),
    territory.Layer("open_findings", _("Open findings"), _all),
)
