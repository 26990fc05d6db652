"""Refusals of this feature in words: what stands in the way, and how to mend it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Promise] = {
    "incident_not_open": _("The incident is not open; choose an open one."),
    "profile_unknown": _("There is no profile %(profile)s."),
    "profile_not_for_live": _(
        "The profile %(profile)s is for drills or training; a live incident cannot be on it."
    ),
    "incident_needs_both_names": _("Give the incident's name in Chinese and in English."),
    "incident_level_unknown": _("Level %(level)s does not exist; choose I to IV."),
    "incident_starts_in_the_future": _(
        "Day %(day)s lies in the future; choose today or an earlier day."
    ),
    "cut_off_is_no_time_of_day": _("The cut-off must be a time of day."),
    "live_clock_is_the_wall": _(
        "A live incident follows the wall clock; only a drill's clock can be set."
    ),
    "drill_clock_only_moves_forward": _("A drill's clock moves forward only; choose a later time."),
    "drill_speed_out_of_range": _("Choose a speed from 0 to %(fastest)s."),
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
