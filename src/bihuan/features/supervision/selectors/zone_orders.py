"""The part of a zone's page about its open orders: how many, how grave, the first of them."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.severity import Severity
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter
from bihuan.features.supervision.selectors.ledger_table import first_and_counts
from bihuan.features.supervision.selectors.lines import brief_lines_of
from bihuan.features.territory.api import Panel, Shown
from bihuan.platform.auth import ActingPost

FIRST = 6
# What left is listed nowhere else for who had it before.
ALL_THAT_LEFT = 50


def orders_panel(by: ActingPost, shown: Shown) -> Panel | None:
    """Return the open findings of a zone's subtree, counted, and the first of them."""
    incident, at, zone = shown.moment.incident, shown.moment.incident_at, shown.zone
    if incident is None or at is None or not can(Act.VIEW_LEDGER, by.actor):
        return None
    ground = shown.moment.carried.ground
    left = _left(by, shown)
    everything = LedgerFilter(zone=ground(zone.code))
    wanted = [
        everything,
        replace(everything, severities=(Severity.S1,)),
        replace(everything, overdue_at=at),
    ]
    rows, (number, grave, late) = first_and_counts(
        incident=incident, scope=ground(zone.code) if left else by.ground, wanted=everything,
        counted=wanted, size=ALL_THAT_LEFT if left else FIRST,
    )  # fmt: skip
    context = {
        "zone": zone,
        "open": number,
        "left": left,
        "lines": brief_lines_of(
            rows, at, inside=[(ground(one.code), one.name) for one in shown.children]
        ),
    }
    zeros = [(_("Open S1 findings"), grave), (_("Orders past their deadline"), late)]
    return Panel(_("Open orders"), "supervision/_zone_orders.html", context, zeros, number)


def _left(by: ActingPost, shown: Shown) -> bool:
    """Tell whether a zone lay with this post until its ground went to another one.

    Who had an order before can still read it: the page of the old zone lists them.
    """
    ground = shown.moment.carried.ground(shown.zone.code)
    return by.ground.whole.covers(ground.whole) and not by.ground.shared_with(ground)
