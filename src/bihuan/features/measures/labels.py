"""Names of states, parts and needs, and why a measure is not possible, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Mapping[str, Promise] = {
    "measure_type_unknown": _("There is no measure type %(measure)s in the catalogue."),
    "measure_not_offered": _("Measure %(measure)s may not be offered now."),
    "clock_set_back": _("The clock was set back; nothing is decided until it is right again."),
    "scope_covers_nobody": _("The scope covers nobody; choose zones in which people live."),
    "smaller_scope_not_answered": _("Say why a smaller scope is not enough."),
    "purpose_missing": _("Say what the measure is for."),
    "end_missing": _("Set a beginning and an end; no measure exists without an end."),
    "ends_before_it_starts": _("The end lies before the beginning; choose a later end."),
    "lasts_too_long": _(
        "Measure %(measure)s may last %(hours)s hours at most; going on needs a new decision."
    ),
    "measure_already_over": _("The end has already passed; choose a later one."),
    "measure_begins_later": _("The beginning has not come yet."),
    "parts_missing": _("%(n)s required parts are not described yet."),
    "exceptions_missing": _("Say who is exempt and which help line people can call."),
    "questions_unanswered": _("%(n)s of the seven questions are not answered with a text."),
    "not_proportionate": _(
        "%(n)s of the seven questions are answered with no; only the head can override that,"
        " with a reason, and never whether it is lawful."
    ),
    "add_on_in_text": _("A text adds what is forbidden."),
    "add_on_forbidden": _("“%(add_on)s” (%(en)s) is forbidden at every level; leave it out."),
    "add_on_beyond_catalogue": _(
        "Nobody who carries out measure %(measure)s may add conditions to it."
    ),
    "basis_missing": _("Choose an article on which a measure of this type may rest."),
    "basis_unconfirmed": _("The legal office has not confirmed the basis %(basis)s."),
    "basis_not_in_force": _("The basis %(basis)s is not law on %(day)s, the real date."),
    "basis_not_yet_in_force": _("The basis %(basis)s comes into force on %(day)s only."),
    "basis_out_of_force": _("The basis %(basis)s is no longer in force."),
    "reviewer_is_author": _("Whoever wrote the draft does not check its law; ask another one."),
    "opinion_missing": _("No expert opinion is on record; ask the disease-control centre."),
    "opinion_against": _("The experts advise against it; say why their advice is not followed."),
    "opinion_unknown": _("Say whether the opinion supports the measure or not."),
    "city_approval_missing": _("The city has not approved this decision of a county."),
    "decider_level_too_low": _("Your level may not decide this measure."),
    "notice_missing": _("The public notice is not published."),
    "upward_report_missing": _("The report to the superior has not been sent."),
    "companion_plan_short": _("The companion plan leaves %(n)s needs short."),
    "companion_plan_not_active": _("The companion plan is not running."),
    "gate_plan_missing": _(
        "%(n)s compounds in scope have no gate plan that passed the fire-egress check."
    ),
    "egress_unsafe": _("%(n)s compounds in scope have a sealed or locked exit; open it first."),
    "measure_conflict": _("%(n)s other measures of this type cover the same zone and time."),
    "not_deciding_authority": _("Only the level that decided the measure may lift it."),
    "not_superior": _("Only a level above the one that decided may revoke the measure."),
    "measure_not_over": _("The end of the measure has not come."),
    "class_does_not_allow": _(
        "The legal class in profile %(profile)s does not allow measure %(measure)s."
    ),
    "level_may_not_decide": _(
        "Townships and communities carry out measures; a county or the city decides %(measure)s."
    ),
    "superior_decides": _("Measure %(measure)s is decided by a superior government only."),
    "authority_too_low": _("Measure %(measure)s is decided by the city, not by a county."),
    "register_not_there": _(
        "Measure %(measure)s waits for a register that is not there yet: %(register)s (%(en)s)."
    ),
    "necessity_not_assessed": _(
        "Measure %(measure)s needs an assessment of necessity first; the disease-control centre"
        " records it."
    ),
}
