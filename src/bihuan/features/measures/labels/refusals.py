"""Why something about measures is refused, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.measures.catalogue import ENGLISH, Reach
from bihuan.domain.measures.tasks import TASK
from bihuan.domain.measures.transitions import MEASURE
from bihuan.features.measures.labels.articles import Articles
from bihuan.features.measures.labels.names import NEEDS, PARTS, STATES, TASK_STATES

REFUSALS: Mapping[str, Promise] = {
    "policy_known": _("The register has a document %(number)s already."),
    "policy_unknown": _("There is no such document, or it is confirmed already."),
    "package_unknown": _("There is no such package in this incident."),
    "package_not_draft": _("This package has been sent already; its measures live on their own."),
    "package_not_issued": _("This package has not been sent to the legal office yet."),
    "notice_not_due_here": _(
        "This notice is acknowledged by the townships and communities that it concerns."
    ),
    "notice_acknowledged": _("Your office has acknowledged this notice already."),
    "package_signed": _("This package is signed already, and nothing of it waits any more."),
    "package_nothing_waits": _("No measure of this package waits for this act any more."),
    "legal_check_open": _("The legal office has not let it pass yet."),
    "task_unknown": _("There is no such task in this incident."),
    "task_evidence_missing": _("Say in a few words what shows that the task is done."),
    "task_verifier_did_it": _("Whoever did the task, or is of the same unit, does not verify it."),
    "measure_unknown": _("There is no such measure in this incident."),
    "measure_act_unreadable": _("What was typed cannot be read; check the date and the texts."),
    "end_not_confirmed": _("Type the measure's own end to put it in force."),
    "place_not_drawn": _(
        "%(place)s is no compound with a plan, or no building of one, in the zones chosen; draw"
        " its plan first."
    ),
    "scope_too_wide": _("Choose at most %(most)s zones for one measure."),
    "measure_text_too_long": _("A text is longer than %(most)s characters; shorten it."),
    "basis_unknown": _("The register has no article %(basis)s."),
    "basis_text_missing": _("Enter the official text of the article, 10 to %(most)s characters."),
    "assessment_lasts_too_long": _("An assessment counts for 1 hour to %(days)s days."),
    "measure_type_unknown": _("There is no measure type %(measure)s in the catalogue."),
    "measure_not_offered": _("Measure %(measure)s may not be offered now."),
    "measure_ground_lost": _(
        "Profile, legal class or level in force carry measure %(measure)s no more."
    ),
    "measure_ground_kept": _(
        "Profile, legal class and level still carry measure %(measure)s; lift it by a decision."
    ),
    "clock_set_back": _("The clock was set back; nothing is decided until it is right again."),
    "scope_covers_nobody": _("The scope covers nobody; choose zones in which people live."),
    "smaller_scope_not_answered": _("Say why a smaller scope is not enough."),
    "purpose_missing": _("Say what the measure is for."),
    "end_missing": _("Set a beginning and an end; no measure exists without an end."),
    "ends_before_it_starts": _("The end lies before the beginning; choose a later end."),
    "begins_before_decision": _(
        "The beginning lies more than %(minutes)s minutes before the decision; set one that lies"
        " ahead. What is with an office already, the legal office objects to first."
    ),
    "lasts_too_long": _(
        "Measure %(measure)s may last %(hours)s hours at most; going on needs a new decision."
    ),
    "measure_already_over": _("The end has already passed; choose a later one."),
    "measure_begins_later": _("The beginning has not come yet."),
    "parts_missing": _("%(n)s required parts are not described yet."),
    "notice_holds_private_number": _(
        "“%(field)s” is published and holds an identity, bank-card or mobile number; write it"
        " without. A duty telephone stands under the help line."
    ),
    "exceptions_missing": _("Say who is exempt and which help line people can call."),
    "questions_unanswered": _("%(n)s of the seven questions are not answered with a text."),
    "not_proportionate": _(
        "%(n)s of the seven questions are answered with no; only the head can override that,"
        " with a reason, and never whether it is lawful."
    ),
    "add_on_in_text": _("A text adds what is forbidden."),
    "add_on_forbidden": _("“%(add_on)s” is forbidden at every level; leave it out."),
    "add_on_beyond_catalogue": _(
        "Nobody who carries out measure %(measure)s may add conditions to it."
    ),
    "basis_missing": _("Choose an article on which a measure of this type may rest."),
    "basis_unconfirmed": _("The legal office has not confirmed the basis %(basis)s."),
    "basis_changed_since_check": _(
        "The text of the basis %(basis)s was confirmed anew after the legal check; the legal office"
        " has to check the measure again."
    ),
    "basis_not_in_force": _("The basis %(basis)s is not law on %(day)s, the real date."),
    "basis_not_yet_in_force": _("The basis %(basis)s comes into force on %(day)s only."),
    "basis_out_of_force": _("The basis %(basis)s is no longer in force."),
    "reviewer_is_author": _("Whoever wrote the draft does not check its law; ask another one."),
    "opinion_missing": _("No expert opinion is on record; ask the disease-control centre."),
    "profile_ran_out": _(
        "The profile %(profile)s was valid until %(day)s; nothing that restricts people is newly"
        " decided on it. Adopt a profile that is in force."
    ),
    "opinion_against": _("The experts advise against it; say why their advice is not followed."),
    "opinion_unknown": _("Say whether the opinion supports the measure or not."),
    "city_approval_missing": _("The city has not approved this decision of a county."),
    "decider_level_too_low": _("Your level may not decide this measure."),
    "renewal_below_decider": _(
        "A measure goes on by a new decision of the level that decided it, or of a higher one."
    ),
    "halted_on_appeal": _(
        "The body that heard an appeal has halted this measure; lift it, or ask that body."
    ),
    "notice_missing": _("The public notice is not published."),
    "upward_report_missing": _("The report to the superior has not been sent."),
    "scope_people_unknown": _(
        "Nobody has entered how many people live in %(zones)s, so nothing shows whether"
        " the companion plan is enough; enter the residents in the register of zones, or draw the"
        " compounds that the measure is for."
    ),
    "companion_plan_short": _("The companion plan leaves short: %(needs)s."),
    "companion_plan_not_active": _("The companion plan is not running."),
    "gate_plan_missing": _(
        "Compounds in scope without a gate plan that passed the fire-egress check: %(n)s."
    ),
    "compounds_not_drawn": _(
        "%(n)s communities in scope have no compound drawn yet, so nothing shows their ways out;"
        " first %(zones)s."
    ),
    "egress_unsafe": _("Compounds in scope with a sealed or locked exit: %(n)s; open it first."),
    "scope_zone_gone": _(
        "%(zones)s is no zone any more since boundaries changed; draft the measure anew for what"
        " has taken its place."
    ),
    "zone_under_measure": _(
        "%(measure)s holds in %(zone)s until %(until)s, and this would change whom it covers or"
        " the gates in its plan. Lift it first, or wait until it is over."
    ),
    "measure_conflict": _(
        "%(n)s other measures of this type cover the same zone and time. A renewal begins when the"
        " measure that it renews ends."
    ),
    "not_deciding_authority": _("Only the level that decided the measure may lift it."),
    "opinion_by_author": _("Whoever wrote the draft does not give the opinion on it."),
    "decider_is_reviewer": _(
        "Whoever gave the legal check or the opinion does not decide; another head or deputy does."
    ),
    "opinion_by_reviewer": _(
        "Whoever checked the law does not give the opinion too; another person does."
    ),
    "approval_by_own_hand": _(
        "Whoever wrote the draft, checked its law or advised on it does not approve it for the"
        " city; another head does."
    ),
    "decider_laid_the_ground": _(
        "Whoever confirmed the article or assessed the necessity does not decide on it; another"
        " head or deputy does."
    ),
    "decider_is_approver": _(
        "Whoever gave the city's approval does not decide for the county; another head or deputy"
        " does."
    ),
    "discard_of_others": _(
        "Only its author or whoever would decide it discards a draft; object to it or advise"
        " against it instead."
    ),
    "appeal_not_named": _("A measure is suspended where its appeal is heard."),
    "hearing_body_took_part": _(
        "Your post, person or unit took part in the measure; another body hears the appeal."
    ),
    "hearing_body_not_above": _("A body above the one that decided hears the appeal."),
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
        "Measure %(measure)s waits for a register that is not there yet: %(register)s."
    ),
    "wider_than_type": _(
        "Measure %(measure)s is for single places; one scope names %(reach)s at most. Choose the"
        " smaller zones that it is for."
    ),
    "major_epidemic_missing": _(
        "Measure %(measure)s rests on an article for major epidemics; first the incident's head"
        " records, with the profile, that this epidemic counts as major."
    ),
    "necessity_not_assessed": _(
        "Measure %(measure)s needs an assessment of necessity first; the disease-control centre"
        " records it."
    ),
}

_NAMED: Mapping[str, Promise] = {
    **{MEASURE.named(state): words for state, words in STATES.items()},
    TASK.named(""): pgettext_lazy("task", "Not set yet"),
    **{TASK.named(state): words for state, words in TASK_STATES.items()},
}
_FIELDS: Mapping[str, Promise] = {
    "purpose": _("Purpose and objective"),
    "purpose_en": _("Purpose and objective in English"),
    "exceptions": _("Who and what is exempt"),
    "exceptions_en": _("Who and what is exempt, in English"),
    "help_line": _("Help line"),
} | {f"{part}{end}": words for part, words in PARTS.items() for end in ("", ENGLISH)}
PARAMETERS: Mapping[str, Mapping[str, Promise]] = {
    "basis": Articles(),
    "needs": {str(need): words for need, words in NEEDS.items()},
    "field": _FIELDS,
    "state": _NAMED,
    "possible": _NAMED,
    "reach": {
        Reach.CITY: pgettext_lazy("reach", "a city"),
        Reach.COUNTY: pgettext_lazy("reach", "a county"),
        Reach.TOWNSHIP: pgettext_lazy("reach", "a township"),
        Reach.COMMUNITY: pgettext_lazy("reach", "a community"),
        Reach.GRID: pgettext_lazy("reach", "a grid"),
        Reach.COMPOUND: pgettext_lazy("reach", "a compound"),
        Reach.BUILDING: pgettext_lazy("reach", "a building"),
    },
}
