"""The conditions of being in force in words, and who can supply each."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GUARDS: Mapping[str, Promise] = {
    "time_runs_on": _("No clock was set back"),
    "known_type": _("The type stands in the catalogue"),
    "has_purpose": _("The purpose is written down"),
    "parts_said": _("Every required part is described"),
    "exceptions_said": _("It is said who is exempt and whom to call"),
    "has_opinion": _("An expert opinion is on record"),
    "opinion_followed": _("The opinion supports it, or it is said why not"),
    "approved_by_city": _("The city approved what a county may not decide alone"),
    "offered": _("Catalogue, profile, class, level, authority and evidence allow it"),
    "decided_high_enough": _("Decided at the right level, never below the county"),
    "has_basis": _("It rests on an article for its type"),
    "basis_confirmed": _("The legal office confirmed the basis"),
    "basis_in_force": _("The basis is law today"),
    "covers_somebody": _("The scope covers people"),
    "smallest_scope": _("It is said why a smaller scope is not enough"),
    "end_set": _("Beginning and end are set"),
    "begins_ahead": _("It does not begin before it is decided"),
    "ends_after_start": _("The end lies after the beginning"),
    "within_longest": _("No longer than the catalogue allows"),
    "not_over": _("The end still lies ahead"),
    "has_begun": _("The beginning has come"),
    "notice_published": _("The public notice is published"),
    "companion_covers": _("The companion plan covers every need"),
    "companion_active": _("The companion plan is running"),
    "compounds_drawn": _("Every community in scope has its compounds drawn"),
    "gates_planned": _("Every compound has a gate plan that passed"),
    "exits_open": _("No exit is sealed or locked"),
    "reported_upward": _("The superior has the report"),
    "questions_answered": _("All seven questions are answered"),
    "proportionate": _("No question is answered with no, or the head gave a reason"),
    "nothing_added": _("No text adds what is forbidden"),
    "no_conflict": _("No other order covers the same zone"),
}
DRAFTER, LEGAL = _("whoever drafts it"), _("the legal office")
HEAD, COMMUNITY = _("the head of the county or city"), _("the community and the fire office")
SUPPLIERS: Mapping[str, Promise] = {
    "offered": _("the disease-control centre, by its assessment"),
    "decided_high_enough": HEAD,
    "has_basis": DRAFTER,
    "basis_confirmed": LEGAL,
    "basis_in_force": LEGAL,
    "smallest_scope": DRAFTER,
    "has_purpose": DRAFTER,
    "parts_said": DRAFTER,
    "exceptions_said": DRAFTER,
    "end_set": DRAFTER,
    "begins_ahead": DRAFTER,
    "within_longest": DRAFTER,
    "notice_published": HEAD,
    "companion_covers": _("the supplies group"),
    "companion_active": _("the supplies group or the township"),
    "compounds_drawn": COMMUNITY,
    "gates_planned": COMMUNITY,
    "exits_open": COMMUNITY,
    "reported_upward": _("the duty officer"),
    "questions_answered": DRAFTER,
    "proportionate": HEAD,
    "nothing_added": DRAFTER,
    "no_conflict": DRAFTER,
}
