"""Open findings on the map: a figure for each zone, from the counters."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.territory import api as territory
from bihuan.platform.rollups.reader import by_zone


def _open(
    metric: str, zones: Sequence[territory.ZoneView], moment: territory.Moment
) -> Mapping[int, int | None]:
    incident = moment.incident
    if incident is None or not zones:
        return {}
    stand_for = {zone.code: moment.carried.ground(zone.code) for zone in zones}
    parts = [part for one in stand_for.values() for part in one.parts]
    reach = ZoneRange(min(one.lo for one in parts), max(one.hi for one in parts))
    moved = any(one.moved for one in stand_for.values())
    own = moved or any(zone.level > Level.COUNTY for zone in zones)
    found = by_zone(incident=incident, metrics=[metric], scope=reach, own=own)
    rows = found[metric].items()
    return {code: sum(n for zone, n in rows if zone in one) for code, one in stand_for.items()}


def _all(zones: Sequence[territory.ZoneView], moment: territory.Moment) -> Mapping[int, int | None]:
    return _open("finding.stock.open", zones, moment)


def _grave(
    zones: Sequence[territory.ZoneView], moment: territory.Moment
) -> Mapping[int, int | None]:
    return _open("finding.stock.open.S1", zones, moment)


# The map shows the last one first.
LAYERS = (
    territory.Layer("open_s1", _("Open S1 findings"), _grave, zero_wanted=True, flagged=True),
    territory.Layer("open_findings", _("Open findings"), _all),
)
