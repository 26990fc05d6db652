"""The part of a zone's page about its open orders: how many, how grave, the first of them."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.severity import Severity
from bihuan.domain.zones import Level
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter
from bihuan.features.supervision.selectors.ledger_table import counts_of, ledger_page
from bihuan.features.supervision.selectors.lines import brief_lines_of
from bihuan.features.territory.api import Moment, Panel, PlaceView, ZoneView
from bihuan.platform.auth import ActingPost

FIRST = 6


def orders_panel(
    by: ActingPost,
    zone: ZoneView,
    moment: Moment,
    places: Sequence[PlaceView],  # noqa: ARG001  (every panel is given them)
) -> Panel | None:
    """Return the open findings of a zone's subtree, counted, and the first of them."""
    incident, at = moment.incident, moment.incident_at
    if incident is None or at is None or not can(Act.VIEW_LEDGER, by.actor):
        return None
    everything = LedgerFilter(zone=zone.range)
    wanted = [
        everything,
        replace(everything, severities=(Severity.S1,)),
        replace(everything, overdue_at=at),
    ]
    number, grave, late = counts_of(incident=incident, scope=by.scope, wanted=wanted)
    found = ledger_page(incident=incident, scope=by.scope, wanted=everything, size=FIRST)
    context = {
        "zone": zone,
        "open": number,
        "lines": brief_lines_of(found.rows, at, where=zone.level < Level.COMMUNITY),
    }
    zeros = [(_("Open S1 findings"), grave), (_("Past their deadline"), late)]
    return Panel("supervision/_zone_orders.html", context, zeros)
