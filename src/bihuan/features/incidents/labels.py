"""Names of levels and kinds of day, and what stands in the way, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.calendar_years import DayKind
from bihuan.domain.profiles.profile import Need

LEVELS = ((1, "I"), (2, "II"), (3, "III"), (4, "IV"))
DAY_KINDS: Mapping[DayKind, Promise] = {
    DayKind.HOLIDAY: pgettext_lazy("calendar", "Holiday"),
    DayKind.MAKE_UP: pgettext_lazy("calendar", "Make-up working day"),
}

REFUSALS: Mapping[str, Promise] = {
    "incident_not_open": _("The incident is not open; choose an open one."),
    "incident_has_open_orders": _(
        "%(open)s orders are still open, %(grave)s of them S1. An incident ends when each of them "
        "is closed out, withdrawn, rejected or merged; look-backs after that go on by themselves."
    ),
    "drill_has_open_orders": _(
        "%(open)s orders of this drill are still open, %(grave)s of them S1. Tick that they are "
        "left as they are: their clocks run on after the end."
    ),
    "incident_has_measures": _(
        "%(n)s measures are decided and have not ended, or their report to the superior was not"
        " sent. An incident ends when each of them is lifted or over and reported, so that nobody"
        " is held to what no page shows any more."
    ),
    "drill_has_measures": _(
        "%(n)s measures of this drill are decided and have not ended, or were not reported. Lift"
        " and report them, or tick that the drill's open work is left as it is."
    ),
    "profile_unknown": _("There is no profile %(profile)s."),
    "profile_unsigned": _(
        "The profile %(profile)s is not signed by both the disease-control centre and the legal"
        " office; a live incident cannot be on it yet."
    ),
    "profile_not_valid": _("The profile %(profile)s is not valid on %(day)s, the real date."),
    "profile_text_changed": _(
        "The text of profile %(profile)s has changed since you read it; read it again."
    ),
    "profile_signed_already": _("Your office has signed this text of profile %(profile)s already."),
    "profile_adopted_by_signer": _(
        "Whoever signed profile %(profile)s does not adopt it too; another head does."
    ),
    "profile_needs_two_people": _("Two people sign profile %(profile)s, one for each office."),
    "profile_not_for_live": _(
        "The profile %(profile)s is for drills or training; a live incident cannot be on it."
    ),
    "incident_needs_both_names": _("Give the incident's name in Chinese and in English."),
    "incident_level_unknown": _("Level %(level)s does not exist; choose I to IV."),
    "incident_starts_in_the_future": _(
        "Day %(day)s lies in the future; choose today or an earlier day."
    ),
    "incident_name_taken": _(
        "An open incident is called “%(name)s” already; give this one another name."
    ),
    "drill_time_out_of_range": _(
        "The time of the drill's clock must lie in the years %(first)s to %(last)s."
    ),
    "first_day_out_of_range": _(
        "Day 1 of the incident must lie in the years %(first)s to %(last)s."
    ),
    "cut_off_is_no_time_of_day": _("The cut-off must be a time of day."),
    "live_clock_is_the_wall": _(
        "A live incident follows the wall clock; only a drill's clock can be set."
    ),
    "drill_clock_only_moves_forward": _("A drill's clock moves forward only; choose a later time."),
    "drill_speed_out_of_range": _("Choose a speed from 0 to %(fastest)s."),
    "incident_zone_unknown": _("Zone %(zone)s is not stored or no longer in force."),
    "incident_name_differs": _("Type “%(name)s”, the incident's Chinese name, to end it."),
    "calendar_source_missing": _("Say where the days come from."),
    "calendar_day_of_another_year": _("%(day)s does not lie in %(year)s; enter it there."),
    "calendar_day_twice": _("%(day)s stands in the table twice; take one line out."),
    "calendar_make_up_on_a_workday": _(
        "%(day)s is a working day already; a make-up day falls on a weekend."
    ),
    "calendar_unchanged": _("Nothing to change: %(year)s stands like this already."),
    "unknown_measure": _("There is no measure %(measure)s in the catalogue."),
    "profile_superseded": _(
        "The profile %(profile)s is for training only; measure %(measure)s is not offered."
    ),
    "measure_forbidden": _("The profile %(profile)s forbids measure %(measure)s."),
    "level_too_low": _(
        "The profile %(profile)s does not offer measure %(measure)s at level %(level)s."
    ),
    "need_unmet": _("Measure %(measure)s of profile %(profile)s needs first: %(need)s."),
}

PARAMETERS: Mapping[str, Mapping[str, Promise]] = {
    "need": {
        Need.MANAGED_AS_A: _("a disease of class A or managed as one"),
        Need.MAJOR_EPIDEMIC: _("the finding of a major epidemic"),
        Need.SUPERIOR_ORDER: _("an order of a superior in the register of policy documents"),
    },
}
"""What the values of a refusal's parameters are called."""
