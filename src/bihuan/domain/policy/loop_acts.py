"""The acts of the closed loop, by the stable name of their command.

Who may do them is in ``loop_rules``, what a case needs for them in the findings' machines.
"""

from enum import StrEnum


class LoopAct(StrEnum):
    """What a post may do to a finding."""

    # Reporting and triage
    DRAFT = "supervision.draft"
    DISCARD = "supervision.discard"
    REPORT = "supervision.report"
    RAISE_OVER_CONTROL = "supervision.raise_over_control"
    FILE_BY_RULE = "supervision.file_by_rule"
    FIX_ON_SITE = "supervision.fix_on_site"
    PROPOSE_REJECTION = "supervision.propose_rejection"
    REJECT = "supervision.reject"
    MERGE = "supervision.merge"
    FILE = "supervision.file"
    RAISE_SEVERITY = "supervision.raise_severity"
    # The order and its unit
    ASSIGN = "supervision.assign"
    RECEIVE = "supervision.receive"
    REQUEST_RETURN = "supervision.request_return"
    ACCEPT_RETURN = "supervision.accept_return"
    REFUSE_RETURN = "supervision.refuse_return"
    START = "supervision.start"
    REQUEST_EXTENSION = "supervision.request_extension"
    GRANT_EXTENSION = "supervision.grant_extension"
    REFUSE_EXTENSION = "supervision.refuse_extension"
    RETRACT_EXTENSION = "supervision.retract_extension"
    BLOCK = "supervision.block"
    ACCEPT_BLOCKER = "supervision.accept_blocker"
    UNBLOCK = "supervision.unblock"
    ASK_HELP = "supervision.ask_help"
    OFFER_HELP = "supervision.offer_help"
    RECTIFY = "supervision.rectify"
    # Verification, close-out, look-back
    NAME_VERIFIER = "supervision.name_verifier"
    PASS = "supervision.pass"  # noqa: S105 - a verdict
    FAIL = "supervision.fail"
    CLOSE = "supervision.close"
    BEGIN_LOOK_BACK = "supervision.begin_look_back"
    CONFIRM_LOOK_BACK = "supervision.confirm_look_back"
    REOPEN = "supervision.reopen"
    ARCHIVE = "supervision.archive"
    # Side procedures
    DISPUTE = "supervision.dispute"
    UPHOLD_ORDER = "supervision.uphold_order"
    CORRECT_ORDER = "supervision.correct_order"
    SEND_TO_REVIEW = "supervision.send_to_review"
    REQUEST_REVIEW = "supervision.request_review"
    UPHOLD_ON_REVIEW = "supervision.uphold_on_review"
    AMEND_ON_REVIEW = "supervision.amend_on_review"
    CANCEL_ON_REVIEW = "supervision.cancel_on_review"
    SUSPEND = "supervision.suspend"
    RESUME = "supervision.resume"
    WITHDRAW = "supervision.withdraw"
    # Escalation
    ESCALATE = "supervision.escalate"
    RECORD_SPECIAL_MEETING = "supervision.record_special_meeting"
    DECIDE_TALK = "supervision.decide_talk"
    INVITE_REPLY = "supervision.invite_reply"
    REPLY = "supervision.reply"
    REFER = "supervision.refer"
    CONFIRM_REFERRAL = "supervision.confirm_referral"
    APPROVE_REFERRAL = "supervision.approve_referral"
    DECLINE_REFERRAL = "supervision.decline_referral"
