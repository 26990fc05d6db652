"""Names of gate states, and why a compound's plan does not pass, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.premises.gates import GateState

GATE_STATES: Mapping[GateState, Promise] = {
    GateState.OPEN: pgettext_lazy("gate", "Open"),
    GateState.STAFFED: pgettext_lazy("gate", "Open, staffed"),
    GateState.EGRESS_ONLY: pgettext_lazy("gate", "Opens from inside at once"),
    GateState.EMERGENCY_VEHICLE_ONLY: pgettext_lazy("gate", "Emergency vehicles only"),
}
GATE_SHAPES: Mapping[GateState, str] = {
    GateState.OPEN: "open",
    GateState.STAFFED: "staffed",
    GateState.EGRESS_ONLY: "egress",
    GateState.EMERGENCY_VEHICLE_ONLY: "vehicle",
}

REFUSALS: Mapping[str, Promise] = {
    "gate_sealed": _("Somebody reported that gate %(gate)s is sealed or locked; open it first."),
    "compound_without_exit": _("The compound has no gate through which people can leave."),
    "building_one_way_out": _(
        "Building %(building)s has %(ways)s independent ways out; two are needed."
    ),
    "fire_lane_blocked": _("A fire engine does not reach every building on clear lanes."),
    "unlock_not_measured": _("Nobody has measured how long gate %(gate)s takes to open."),
    "unlock_too_slow": _("Gate %(gate)s takes %(seconds)s seconds to open; 60 are allowed."),
    "no_accessible_route": _("No exit can be used by people in wheelchairs."),
    "check_unsigned": _("No fire-egress check of this compound is signed."),
    "check_expired": _("The fire-egress check ended on %(day)s; have it made again."),
}
