"""Names of the queues on the first screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bihuan.domain.policy.loop_acts import LoopAct

QUEUES = {
    "to_receive": _("Orders to sign for"),
    "to_start": _("To start"),
    "at_work": _("To put right and report"),
    "waiting_above": _("Waiting for a ruling or help"),
    "s1_running": _("S1 running"),
    "overdue": _("Rectification overdue"),
    "to_file": _("To triage and file"),
    "to_assign": _("To order in writing"),
    "returns": _("Returns to rule on"),
    "to_close": _("Passed, to close out"),
    "to_verify": _("Verifications named to me"),
    "look_backs": _("Look-backs due"),
    "looking_back": _("Look-backs begun, to conclude"),
    "to_name": _("Reported as done, no verifier drawn"),
    "disputes": _("Objections to rule on"),
    "raised": _("Escalated to E2 and above"),
    "blocked": _("Blocked, needs help from above"),
    "second_returns": _("Second returns to rule on"),
    "meetings": _("E3 and above: cause and resources"),
    "extensions": _("Extensions to rule on"),
    "to_reply": _("Referrals to reply to"),
    "to_confirm": _("Referrals to confirm"),
    "to_approve": _("Referrals to decide on"),
    "disputed": _("Objections open"),
    "reviews": _("Formal reviews to decide"),
    "own": _("My findings, still open"),
    "open_here": _("Open in my area"),
    "over_control": _("Over-control, open"),
}

_RULE, _DECIDE = pgettext_lazy("verb", "Rule on it"), pgettext_lazy("verb", "Decide")
# Where there is more than one answer, the button opens the order, where all of them stand.
RULINGS: Mapping[LoopAct, Promise] = {
    LoopAct.ACCEPT_RETURN: _RULE,
    LoopAct.GRANT_EXTENSION: _RULE,
    LoopAct.UPHOLD_ORDER: _RULE,
    LoopAct.UPHOLD_ON_REVIEW: _DECIDE,
    LoopAct.CONFIRM_REFERRAL: _DECIDE,
    LoopAct.APPROVE_REFERRAL: _DECIDE,
    LoopAct.PASS: pgettext_lazy("verb", "Verify"),
    LoopAct.CONFIRM_LOOK_BACK: pgettext_lazy("verb", "Conclude"),
    LoopAct.ACCEPT_BLOCKER: _DECIDE,
}
OWN, WATCHED = _("Mine to do"), _("To keep an eye on")
TOLD: Mapping[str, Promise] = {
    "rejected": _("Your report was not filed"),
    "merged": _("Your report was merged into %(into)s"),
    "reminder": _("Reminder: %(percent)s percent of the time is used"),
}

ASKS: Mapping[str, Promise] = {
    "receive": pgettext_lazy("ask", "Receive the decision's order"),
    "report": pgettext_lazy("ask", "Carry out and report"),
    "verify": pgettext_lazy("ask", "Verify the decision"),
    "sign": pgettext_lazy("ask", "Sign what was taken down"),
    "submit": pgettext_lazy("ask", "Say that the county's figures are complete"),
    "note_plan": pgettext_lazy("ask", "Take note of tomorrow's plan"),
}
MEASURE_VERBS: Mapping[str, Promise] = {
    "report_task": _("Report the task as done"),
    "acknowledge_notice": _("Acknowledge the notice"),
    "pass_legal_check": _("Check the law"),
    "give_opinion": _("Give the expert opinion"),
    "approve_measure": _("Approve for the city"),
    "decide_measure": _("Decide"),
    "decide_for_a_county": _("The county decides, the city may:"),
    "publish_notice": _("Publish the notice"),
    "activate_measure": _("Put in force"),
    "lift_measure": _("Lift the measure, or decide anew"),
    "report_upward": _("Send the report to the superior"),
    "decide_appeal": _("Decide the appeal"),
}
