"""What each act asks for, by the names its guards read; a mark ``?`` says it may be left out."""

from collections.abc import Iterator, Mapping

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.sources import can_confirm
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.severity import Severity

A = LoopAct
DAY_SECONDS = 86_400

ASKED: Mapping[LoopAct, tuple[str, ...]] = {
    A.FIX_ON_SITE: ("evidence", "unit_agrees"),
    A.PROPOSE_REJECTION: ("reason",),
    A.REJECT: ("reason",),
    A.MERGE: ("target", "reason?"),
    A.FILE: ("type_code?", "severity", "clause", "reason?"),
    A.RAISE_SEVERITY: ("severity", "reason"),
    A.ASSIGN: ("order_text", "items?", "plan_days?", "reply_text"),
    A.REQUEST_RETURN: ("to_post", "reason"),
    A.ACCEPT_RETURN: ("to_post?", "reason?"),
    A.REFUSE_RETURN: ("reason",),
    A.START: ("plan?",),
    A.REQUEST_EXTENSION: ("seconds", "reason", "protection?"),
    A.GRANT_EXTENSION: ("seconds?", "reason?"),
    A.REFUSE_EXTENSION: ("reason",),
    A.RETRACT_EXTENSION: ("reason?",),
    A.BLOCK: ("need",),
    A.ACCEPT_BLOCKER: ("need?",),
    A.UNBLOCK: ("reason?",),
    A.ASK_HELP: ("need",),
    A.OFFER_HELP: ("need",),
    A.RECTIFY: ("evidence", "cause", "prevention"),
    A.NAME_VERIFIER: ("verifier?", "reason?"),
    A.PASS: ("visit", "resident_confirmed", "notes?"),
    A.FAIL: ("visit", "reason", "notes"),
    A.CONFIRM_LOOK_BACK: ("evidence",),
    A.REOPEN: ("reason", "evidence"),
    A.DISPUTE: ("contested", "reason", "evidence"),
    A.UPHOLD_ORDER: ("reason",),
    A.CORRECT_ORDER: ("reason", "order_text", "items?", "clause?"),
    A.SEND_TO_REVIEW: ("reason",),
    A.REQUEST_REVIEW: ("reason",),
    A.UPHOLD_ON_REVIEW: ("reason",),
    A.AMEND_ON_REVIEW: ("reason", "order_text", "items?", "clause?", "reply_text"),
    A.CANCEL_ON_REVIEW: ("reason",),
    A.SUSPEND: ("until", "reason"),
    A.RESUME: ("reason",),
    A.WITHDRAW: ("reason", "confirm"),
    A.RECORD_SPECIAL_MEETING: ("root_cause", "resources"),
    A.DECIDE_TALK: ("talk", "reason"),
    A.INVITE_REPLY: ("explanation",),
    A.REPLY: ("text",),
    A.REFER: ("mitigation",),
    A.CONFIRM_REFERRAL: ("reason",),
    A.APPROVE_REFERRAL: ("reason",),
    A.DECLINE_REFERRAL: ("reason",),
}
"""Acts that are not here ask for nothing but a click."""

FIELD_OF: Mapping[str, str] = {
    "reason_missing": "reason",
    "lowered_without_reason": "reason",
    "type_corrected_without_reason": "reason",
    "corrected_type_unknown": "type_code",
    "severity_unknown": "severity",
    "severity_not_graver": "severity",
    "clause_missing": "clause",
    "evidence_missing": "evidence",
    "unit_does_not_agree": "unit_agrees",
    "merge_target_not_open": "target",
    "merge_target_differs": "target",
    "merge_target_younger": "target",
    "order_text_missing": "order_text",
    "right_of_reply_missing": "reply_text",
    "plan_time_not_allowed": "plan_days",
    "proposed_owner_missing": "to_post",
    "new_owner_unknown": "to_post",
    "plan_missing": "plan",
    "extension_too_long": "seconds",
    "extension_beyond_request": "seconds",
    "interim_protection_missing": "protection",
    "need_missing": "need",
    "offer_missing": "need",
    "cause_missing": "cause",
    "prevention_missing": "prevention",
    "verifier_missing": "verifier",
    "verifier_not_independent": "verifier",
    "site_visit_missing": "visit",
    "resident_not_confirmed": "resident_confirmed",
    "notes_missing": "notes",
    "end_date_missing": "until",
    "suspension_too_long": "until",
    "contested_point_missing": "contested",
    "root_cause_missing": "root_cause",
    "resources_missing": "resources",
    "talk_undecided": "talk",
    "reply_not_explained": "explanation",
    "reply_text_missing": "text",
    "mitigation_missing": "mitigation",
}
"""Beside which field a refusal is shown."""

SAYS_WHEN_EMPTY: Mapping[str, str] = {
    field: code for code, field in reversed(list(FIELD_OF.items())) if code.endswith("_missing")
} | {
    "resident_confirmed": "resident_not_confirmed",
    "severity": "severity_unknown",
    "seconds": "extension_too_long",
    "explanation": "reply_not_explained",
    "talk": "talk_undecided",
}


def says_when_empty(act: LoopAct, field: str) -> str | None:
    """Return the refusal told for a field left empty, so that form and guard say the same."""
    return "offer_missing" if (act, field) == (A.OFFER_HELP, "need") else SAYS_WHEN_EMPTY.get(field)


def asked_by(act: LoopAct, facts: FindingFacts, *, pictures: int) -> Iterator[tuple[str, bool]]:
    """Yield the fields of an act for this finding, and whether each must be filled.

    Parameters
    ----------
    act, facts
        What is to be done, to which finding.
    pictures
        Stored pictures that stand in for the words of this act.
    """
    for entry in ASKED.get(act, ()):
        name, needed = entry.removesuffix("?"), not entry.endswith("?")
        if name == "resident_confirmed" and not can_confirm(facts.author_post, facts.source):
            continue
        if name == "plan_days" and facts.severity != Severity.S4:
            continue
        if name == "protection" and facts.severity > Severity.S2:
            continue
        yield name, _needed(act, name, facts, pictures) if name in _VARYING else needed


_VARYING = frozenset({"plan", "protection", "evidence", "notes", "reason"})


def _needed(act: LoopAct, name: str, facts: FindingFacts, pictures: int) -> bool:
    listed = name in ASKED[act]
    if name == "plan":
        return facts.rectify_seconds > DAY_SECONDS
    if name == "protection":
        return True
    if name in ("evidence", "notes"):
        return listed and pictures == 0
    return listed or (act is A.NAME_VERIFIER and facts.verifier_post is not None)
