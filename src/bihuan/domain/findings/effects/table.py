"""Which effect belongs to which act."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.effects import escalating, ordering, procedures, reporting, verifying
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.policy.loop_acts import LoopAct as A

Effect = Callable[[Case, Draft], None]

EFFECTS: Mapping[A, Effect] = MappingProxyType(
    {
        A.DRAFT: reporting.drafted,
        A.DISCARD: reporting.discarded,
        A.REPORT: reporting.reported,
        A.FILE_BY_RULE: reporting.filed_by_rule,
        A.FIX_ON_SITE: reporting.fixed_on_site,
        A.PROPOSE_REJECTION: reporting.rejection_proposed,
        A.REJECT: reporting.rejected,
        A.MERGE: reporting.merged,
        A.FILE: reporting.filed,
        A.RAISE_SEVERITY: reporting.severity_raised,
        A.ASSIGN: ordering.assigned,
        A.RECEIVE: ordering.received,
        A.REQUEST_RETURN: ordering.return_requested,
        A.ACCEPT_RETURN: ordering.return_accepted,
        A.REFUSE_RETURN: ordering.return_refused,
        A.START: ordering.started_work,
        A.REQUEST_EXTENSION: ordering.extension_requested,
        A.GRANT_EXTENSION: ordering.extension_granted,
        A.REFUSE_EXTENSION: ordering.extension_refused,
        A.RETRACT_EXTENSION: ordering.extension_retracted,
        A.BLOCK: ordering.blocked,
        A.ACCEPT_BLOCKER: ordering.blocker_accepted,
        A.UNBLOCK: ordering.unblocked,
        A.ASK_HELP: ordering.help_asked,
        A.OFFER_HELP: ordering.help_offered,
        A.RECTIFY: ordering.rectified,
        A.NAME_VERIFIER: verifying.verifier_named,
        A.PASS: verifying.passed,
        A.FAIL: verifying.failed,
        A.CLOSE: verifying.closed,
        A.BEGIN_LOOK_BACK: verifying.look_back_begun,
        A.CONFIRM_LOOK_BACK: verifying.look_back_confirmed,
        A.REOPEN: verifying.reopened,
        A.ARCHIVE: verifying.archived,
        A.SUSPEND: procedures.suspended,
        A.RESUME: procedures.resumed,
        A.WITHDRAW: procedures.withdrawn,
        A.DISPUTE: procedures.disputed,
        A.UPHOLD_ORDER: procedures.order_upheld,
        A.CORRECT_ORDER: procedures.order_corrected,
        A.SEND_TO_REVIEW: procedures.sent_to_review,
        A.REQUEST_REVIEW: procedures.review_requested,
        A.UPHOLD_ON_REVIEW: procedures.upheld_on_review,
        A.AMEND_ON_REVIEW: procedures.amended_on_review,
        A.CANCEL_ON_REVIEW: procedures.cancelled_on_review,
        A.INVITE_REPLY: procedures.reply_invited,
        A.REPLY: procedures.replied,
        A.REFER: procedures.referral_moved,
        A.CONFIRM_REFERRAL: procedures.referral_moved,
        A.APPROVE_REFERRAL: procedures.referral_moved,
        A.DECLINE_REFERRAL: procedures.referral_moved,
        A.ESCALATE: escalating.escalated,
        A.RECORD_SPECIAL_MEETING: escalating.special_meeting_held,
        A.DECIDE_TALK: escalating.talk_decided,
    }
)
"""Every act of the machines has one effect; a test holds both complete."""
