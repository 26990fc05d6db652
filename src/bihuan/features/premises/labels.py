"""Names of gate states, and why a compound's plan does not pass, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.premises.gates import GateState
from bihuan.domain.premises.names import building_en
from bihuan.platform.i18n import choose

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

GATES: Mapping[str, Promise] = {
    "东门": _("East gate"),
    "南门": _("South gate"),
    "西门": _("West gate"),
    "北门": _("North gate"),
    "正门": _("Main gate"),
    "后门": _("Back gate"),
    "侧门": _("Side gate"),
}
"""Names that most gates have; any other is a name of its own and told as it is."""

PARAMETERS: Mapping[str, Mapping[str, Promise]] = {"gate": GATES}


def building_said(name: str) -> str:
    """Return a building's name in the language of the page."""
    return choose(name, building_en(name))


BY_HOURS = _("%(state)s %(hours)s; at other hours on a ring, within a minute")
"""How an entrance with hours stands."""

PROBLEMS: Mapping[str, Promise] = {
    "plan_line_unknown": _("%(where)s: begin with building, gate, junction or way (%(got)s)."),
    "plan_line_number": _("%(where)s: a number is missing or misspelt (%(got)s)."),
    "not_a_choice": _("%(where)s: “%(got)s” is no state; choose one of %(choices)s."),
    "node_unknown": _("%(where)s: a way leads to “%(got)s”, which no line names."),
    "node_twice": _("“%(got)s” is named twice; give each gate and building its own name."),
    "way_to_itself": _("%(where)s: a way leads from “%(got)s” to itself; name its other end."),
    "gate_width_impossible": _(
        "Gate %(gate)s: a clear width of %(got)s cm cannot be; measure it, %(lo)s to %(hi)s cm."
    ),
    "hours_too_few": _(
        "Gate %(gate)s: %(got)s are too few hours; an entrance is open for at least %(minutes)s"
        " minutes a day."
    ),
    "compound_without_exit": _(
        "A compound needs at least one gate: ways out are never closed (Fire Protection Law Art"
        " 28)."
    ),
    "compound_without_building": _("A compound needs at least one building."),
    "hours_unreadable": _("%(where)s: “%(got)s” are no hours; write them as 06:00-22:00."),
    "out_of_bounds": _("%(where)s: %(got)s lies outside %(lo)s to %(hi)s."),
}

REFUSALS: Mapping[str, Promise] = {
    "compound_unknown": _("There is no such compound or zone; choose one of the list."),
    "place_is_no_compound": _("This place is no compound; name a compound first."),
    "gate_state_unknown": _("Choose how the gate stands."),
    "no_incident_to_report_in": _("No incident is open; call 119 and open the gate."),
    "gate_hours_unreadable": _(
        "Give both hours of the gate, opening and closing, or neither for day and night."
    ),
    "gate_hours_too_few": _(
        "%(gate)s: an entrance is open for at least %(minutes)s minutes a day; correct its hours,"
        " or leave both empty for day and night."
    ),
    "check_by_keeper": _(
        "Whoever drew this plan or set its gates does not sign that its ways out are free; another"
        " person does."
    ),
    "gate_unknown": _("The plan has no such gate: %(gate)s."),
    "plan_broken": _("The plan cannot be read at %(where)s."),
    "check_lasts_too_long": _("A check counts for 1 to %(days)s days."),
    "check_while_sealed": _(
        "The finding of a sealed exit is open here; it must be put right and verified before a"
        " check can be signed."
    ),
    "seal_not_open": _("This report is not open any more."),
    "seal_cleared_by_loop_only": _(
        "Only the verification of its finding ends a report of a sealed exit."
    ),
    "exit_sealed": _(
        "Somebody reported a sealed or locked exit here; the plan is suspended until its finding"
        " was verified as put right. No check can be signed before."
    ),
    "exit_not_seen_since": _(
        "Somebody reported a sealed or locked exit here, and its finding ended before anybody had"
        " looked; the plan is suspended until a newer check is signed and passes."
    ),
    "gate_sealed": _("Somebody reported an exit as sealed or locked: %(gate)s; open it first."),
    "compound_without_exit": _("The compound has no gate through which people can leave."),
    "building_one_way_out": _("%(building)s: independent ways out: %(ways)s; two are needed."),
    "way_out_too_narrow": _(
        "%(gate)s: at a clear width of %(cm)s cm it is no way out; %(least)s cm are needed."
    ),
    "fire_lane_blocked": _("A fire engine does not reach every building on clear lanes."),
    "unlock_not_measured": _("Nobody has measured how long it takes to open: %(gate)s."),
    "unlock_too_slow": _("%(gate)s: it takes %(seconds)s seconds to open; 60 are allowed."),
    "no_accessible_route": _("Through no gate can people in wheelchairs go out and come back in."),
    "no_staffed_entrance": _(
        "A gate is closed to whoever comes and no other is staffed; set one gate to “open, staffed”"
        " first, so that ambulances, supplies and residents come in."
    ),
    "hardly_staffed": _(
        "The entrances are open for fewer than %(hours)s hours a day; staff one for longer, so that"
        " ambulances, supplies and residents come in."
    ),
    "check_unsigned": _("No fire-egress check of this compound is signed."),
    "check_expired": _("The fire-egress check ended on %(day)s; have it made again."),
}
