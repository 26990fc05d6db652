"""Names of states, parts, needs, questions and acts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.measures.catalogue import Part
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
OPINIONS: Mapping[str, Promise] = {
    "support": _("supports it"), "against": _("advises against it"),
}  # fmt: skip
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
    "I01": _("A report to the superior that was not sent within its time."),
    "N02": _(
        "A notice that a township, or a community in it, has not acknowledged within four hours."
    ),
}
"""What a rule files by itself, by finding type, and what waits for a register."""
