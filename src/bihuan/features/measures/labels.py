"""Names of states, parts, needs and acts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.measures.catalogue import Part, Reach
from bihuan.domain.measures.companion import Need
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.states import MeasureState as S
from bihuan.domain.policy.acts import Act

STATES: Mapping[str, Promise] = {
    S.NEW: pgettext_lazy("measure", "New"),
    S.DRAFT: pgettext_lazy("measure", "Draft"),
    S.LEGAL_CHECK: pgettext_lazy("measure", "At the legal office"),
    S.EXPERT_OPINION: pgettext_lazy("measure", "Waits for opinion and decision"),
    S.DECIDED: pgettext_lazy("measure", "Decided"),
    S.NOTICE_PUBLISHED: pgettext_lazy("measure", "Notice published"),
    S.ACTIVE: pgettext_lazy("measure", "In force"),
    S.REVIEW_DUE: pgettext_lazy("measure", "In force, review due"),
    S.SUSPENDED: pgettext_lazy("measure", "Suspended"),
    S.LIFTED: pgettext_lazy("measure", "Lifted"),
    S.EXPIRED: pgettext_lazy("measure", "Expired"),
    S.REVOKED: pgettext_lazy("measure", "Revoked by the superior"),
    S.DISCARDED: pgettext_lazy("measure", "Discarded"),
    S.AFTERCARE: pgettext_lazy("measure", "Aftercare"),
    S.ARCHIVED: pgettext_lazy("measure", "Archived"),
}
PARTS: Mapping[Part, Promise] = {
    Part.SOURCES: _("Sources"),
    Part.RESIDENT_NOTICE: _("Notice to residents"),
    Part.PESTICIDE_SAFETY: _("Safety of pesticides"),
    Part.INDICATION: _("Indication"),
    Part.PLAIN_RULE: _("The rule in plain words"),
    Part.SUPPLY_CHECK: _("Essential supplies checked"),
    Part.ALTERNATIVES: _("Alternatives"),
    Part.ASSESSMENT: _("Assessment of the place"),
    Part.OWNER_HEARING: _("Hearing of the owner"),
    Part.HELP_PATH: _("Way to help"),
    Part.CHILDCARE: _("Childcare for key workers"),
    Part.MEALS: _("Meals"),
    Part.WAGE_INFORMATION: _("Information on wages"),
    Part.GATE_PLAN: _("Gate plan"),
    Part.COMPANION_PLAN: _("Companion plan"),
    Part.DAILY_REVIEW: _("Daily review"),
    Part.EXEMPTIONS: _("Exemptions"),
    Part.QUEUE_TARGET: _("Target for the queue"),
    Part.CAPACITY: _("Proof of capacity"),
    Part.RIGHTS_CARD: _("Card of rights"),
    Part.CONSENT_TEXT: _("Text of consent"),
    Part.MOBILITY_SERVICE: _("Service for people of limited mobility"),
    Part.FIRE_ACCEPTANCE: _("Fire acceptance"),
    Part.POWER_AND_WASTE: _("Power and waste"),
    Part.STAFF: _("Staff"),
    Part.INVENTORY: _("Inventory and receipt"),
    Part.COMPENSATION: _("Compensation"),
    Part.ALTERNATIVE_SUPPLY: _("Alternative supply"),
}
NEEDS: Mapping[Need, Promise] = {
    Need.FOOD: _("Food"),
    Need.WATER: _("Water"),
    Need.MEDICINE: _("Medicine"),
    Need.CARE: _("Medical care"),
    Need.HELP_LINE: _("Help line"),
    Need.WASTE: _("Waste"),
    Need.CHILDCARE: _("Childcare"),
}
QUESTIONS: Mapping[Question, Promise] = {
    Question.LAWFUL: _("Is it lawful?"),
    Question.LEGITIMATE_AIM: _("Does it serve health?"),
    Question.NECESSARY: _("Is it necessary, on evidence?"),
    Question.LEAST_RESTRICTIVE: _("Is it the least restrictive that serves?"),
    Question.NON_DISCRIMINATORY: _("Does it treat everybody alike?"),
    Question.TIME_LIMITED: _("Does it end, with a review before?"),
    Question.RECIPROCAL: _("Do people get food, medicine, wages, a way to appeal?"),
}
ACTS: Mapping[str, Promise] = {
    Act.SUBMIT_MEASURE: _("Submit to the legal office"),
    Act.DISCARD_MEASURE: _("Discard the draft"),
    Act.OBJECT_TO_MEASURE: _("Object and send back"),
    Act.PASS_LEGAL_CHECK: _("Pass the legal check"),
    Act.GIVE_OPINION: _("Give the expert opinion"),
    Act.APPROVE_MEASURE: _("Approve for the city"),
    Act.DECIDE_MEASURE: _("Decide"),
    Act.PUBLISH_NOTICE: _("Publish the notice"),
    Act.REPORT_UPWARD: _("Send the report to the superior"),
    Act.PROVIDE_COMPANION: _("Start the companion plan"),
    Act.ACTIVATE_MEASURE: _("Put in force"),
    Act.PROPOSE_LIFTING: _("Propose to lift it"),
    Act.LIFT_MEASURE: _("Lift the measure"),
    Act.REVOKE_MEASURE: _("Revoke the measure"),
    Act.SUSPEND_ON_APPEAL: _("Suspend after an appeal"),
    Act.RESUME_MEASURE: _("Resume the measure"),
    Act.FINISH_AFTERCARE: _("Record the aftercare"),
    Act.ACKNOWLEDGE_NOTICE: _("Acknowledge the notice"),
    Act.REPORT_TASK: _("Report the task as done"),
    Act.VERIFY_TASK: _("Verify the task"),
    Act.RETURN_TASK: _("Return the task"),
}
PACKAGE_STATES: Mapping[str, Promise] = {
    "DRAFT": pgettext_lazy("package", "Draft"),
    "ISSUED": pgettext_lazy("package", "Sent, waits for the signature"),
    "SIGNED": pgettext_lazy("package", "Signed"),
    "DISCARDED": pgettext_lazy("package", "Discarded"),
}
TASK_STATES: Mapping[str, Promise] = {
    "OPEN": pgettext_lazy("task", "To do"),
    "DONE": pgettext_lazy("task", "Done, not seen yet"),
    "VERIFIED": pgettext_lazy("task", "Seen to be done"),
}
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
PERMISSIONS: Mapping[str, Promise] = {
    "allowed": pgettext_lazy("profile", "allowed"),
    "conditional": pgettext_lazy("profile", "on conditions"),
    "forbidden": pgettext_lazy("profile", "not offered"),
}
PROFILE_PARTS: Mapping[str, Promise] = {
    "labels": _("Labels and case definitions"),
    "law": _("Law and reporting clocks"),
    "catalogue": _("Measures: what may be offered"),
    "thresholds": _("Indicators and thresholds"),
    "checklists": _("Checklists, workforce, facilities, testing"),
    "end": _("Objective and end rules"),
    "models": _("Models"),
}
PROFILE_FIELDS: Mapping[str, Promise] = {
    "names": _("Name"), "aliases": _("Other words"), "case_definitions": _("Case definition"),
    "messages": _("Message to the public"), "vulnerable": _("Whom it hits hardest"),
    "routes": _("How it spreads"), "legal_class": _("Legal class"),
    "class_source": _("Source of the class"), "managed_as_a": _("Managed as class A"),
    "provisional_a": _("Provisional class A"), "report_h": _("Statutory report, hours"),
    "cluster_report_h": _("Report of a cluster, hours"), "standing": _("May be used for"),
    "superseded": _("Superseded"), "validity": _("Validity"), "id": _("Profile"),
    "version": _("Version"), "measures": _("Measure"), "indicators": _("Indicator"),
    "thresholds": _("Threshold"), "zones": _("Distance"), "small_cell": _("Smallest cell shown"),
    "incubation_days": _("Incubation, days"), "incubation_source": _("Source of the incubation"),
    "checklists": _("Checklist"), "workforce": _("Workforce"),
    "facility_uses": _("Use of facilities"), "pool_size": _("Samples in a tube"),
    "testing": _("Testing"), "cost_panel": _("Costs shown"), "objective": _("Objective"),
    "end_rule": _("End rule"), "community_zero": _("Community zero"),
    "epidemiology": _("Models"),
}  # fmt: skip
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
    "scope_too_wide": _("Choose at most %(most)s zones for one measure."),
    "measure_text_too_long": _("A text is longer than %(most)s characters; shorten it."),
    "basis_unknown": _("The register has no article %(basis)s."),
    "basis_text_missing": _("Enter the official text of the article, 10 to %(most)s characters."),
    "assessment_lasts_too_long": _("An assessment counts for 1 hour to %(days)s days."),
    "measure_type_unknown": _("There is no measure type %(measure)s in the catalogue."),
    "measure_not_offered": _("Measure %(measure)s may not be offered now."),
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
        "Compounds in scope without a gate plan that passed the fire-egress check: %(n)s."
    ),
    "compounds_not_drawn": _(
        "%(n)s communities in scope have no compound drawn yet, so nothing shows their ways out;"
        " first %(zones)s (%(en)s)."
    ),
    "egress_unsafe": _("Compounds in scope with a sealed or locked exit: %(n)s; open it first."),
    "measure_conflict": _("%(n)s other measures of this type cover the same zone and time."),
    "not_deciding_authority": _("Only the level that decided the measure may lift it."),
    "opinion_by_author": _("Whoever wrote the draft does not give the opinion on it."),
    "decider_is_reviewer": _(
        "Whoever gave the legal check or the opinion does not decide; another head or deputy does."
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
        "Measure %(measure)s waits for a register that is not there yet: %(register)s (%(en)s)."
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

PARAMETERS: Mapping[str, Mapping[str, Promise]] = {
    "reach": {
        Reach.CITY: pgettext_lazy("reach", "a city"),
        Reach.COUNTY: pgettext_lazy("reach", "a county"),
        Reach.TOWNSHIP: pgettext_lazy("reach", "a township"),
        Reach.COMMUNITY: pgettext_lazy("reach", "a community"),
        Reach.GRID: pgettext_lazy("reach", "a grid"),
    },
}

FOUND_BY_RULE: Mapping[str, Promise] = {
    "X01": _("Gates that still let nobody in two hours after their measure has ended."),
    "X02": _("An exit that somebody reports as sealed or locked, at once."),
    "X03": _(
        "Waits for the register of traffic points: until it is there, nothing shows an unapproved"
        " checkpoint, and people report it."
    ),
    "X04": _("A gate that has been closed for two hours and no measure has asked for it."),
    "X05": _(
        "Nobody confirms in time that urgent patients pass where a measure is in force. A refused"
        " passage itself waits for the register of service requests; until then people report it."
    ),
    "X06": _("Nobody reports the first delivery in time where a measure is in force."),
    "X07": _(
        "Evidence of a task that lists people's numbers, or a notice that holds an identity"
        " number. What is collected elsewhere people report."
    ),
    "X08": _("An appeal whose time has passed without a result."),
}
"""What a rule files by itself, by finding type, and what waits for a register."""
