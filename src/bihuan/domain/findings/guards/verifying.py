"""Conditions of verification, close-out, look-back and archiving."""

from datetime import datetime

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.guards.said import said_at
from bihuan.domain.findings.states import Dispute, Review
from bihuan.domain.machines import guard
from bihuan.domain.severity import Severity

ON_SITE_VISIT = "on_site"
REMOTE_VISIT = "remote"


@guard("verifier_missing", clause="closed loop, VERIFYING")
def verifier_drawn(case: Case) -> bool:
    """A verifier was drawn by rotation."""
    around = case.facts.around
    return around.verifier_post is not None and around.verifier_unit is not None


@guard("verifier_not_independent", clause="invariant 2")
def candidate_independent(case: Case) -> bool:
    """He is of another unit than the handler, for S1–S2 than the issuer, and not the finder."""
    facts, around = case.facts, case.facts.around
    if around.verifier_unit == facts.handler_unit or around.verifier_post == facts.author_post:
        return False
    person = around.verifier_person
    if person is not None and person in (facts.author_person, facts.handler_person):
        return False
    return facts.severity > Severity.S2 or around.verifier_unit != facts.issuer_unit


@guard("reason_missing", clause="closed loop, VERIFYING")
def choice_explained(case: Case) -> bool:
    """A verifier chosen by hand, or in the place of one already named, needs a reason."""
    by_rotation = case.facts.verifier_post is None and case.number("verifier") is None
    return by_rotation or bool(case.said("reason"))


@guard("site_visit_missing", clause="closed loop, VERIFYING")
def visited_if_grave(case: Case) -> bool:
    """S1 and S2 were visited; S3 and S4 may be verified remotely."""
    visit = case.said("visit")
    if case.facts.severity <= Severity.S2:
        return visit == ON_SITE_VISIT
    return visit in (ON_SITE_VISIT, REMOTE_VISIT)


@guard("resident_not_confirmed", clause="closed loop, VERIFYING")
def resident_confirmed(case: Case) -> bool:
    """The resident whose request was the source confirms."""
    around = case.facts.around
    return around.resident_confirmed or not around.resident_asked


@guard("notes_missing", clause="closed loop, FAILED")
def noted(case: Case) -> bool:
    """Notes or a photo show what is not put right."""
    return bool(case.said("notes")) or case.facts.around.evidence_count > 0


@guard("fixed_on_site", clause="closed loop, ON_SITE_FIXED")
def never_ordered(case: Case) -> bool:
    """It was fixed on the spot and no order exists, so it must be filed now."""
    return case.facts.assigned_at is None


def _open_items(case: Case) -> dict[str, str | int]:
    return {"n": case.facts.around.open_items}


@guard("items_open", clause="closed loop, CLOSED", params=_open_items)
def items_done(case: Case) -> bool:
    """All sub-items of the order are done."""
    return case.facts.around.open_items == 0


@guard("dispute_open", clause="right of reply")
def no_open_dispute(case: Case) -> bool:
    """No objection waits for its ruling."""
    return case.facts.dispute != Dispute.OPEN


@guard("no_look_back_drawn", clause="closed loop, LOOKBACK")
def look_back_drawn(case: Case) -> bool:
    """A look-back was drawn and has not been held yet."""
    return case.facts.look_back_due_at is not None


def _look_back_day(case: Case) -> dict[str, str | int]:
    return {"day": said_at(case.facts.look_back_due_at)}


@guard("no_look_back_due", clause="closed loop, LOOKBACK", params=_look_back_day)
def look_back_due(case: Case) -> bool:
    """Its day has come."""
    due_at: datetime | None = case.facts.look_back_due_at
    return due_at is not None and case.now >= due_at


@guard("too_early_to_archive", clause="closed loop, ARCHIVED")
def closed_long_ago(case: Case) -> bool:
    """Ninety days have passed since the close-out."""
    closed = case.facts.closed_at
    return closed is not None and case.now - closed >= case.rules.archive_after


@guard("procedure_pending", clause="closed loop, ARCHIVED")
def nothing_pending(case: Case) -> bool:
    """No review and no look-back is pending."""
    return case.facts.review != Review.OPEN and case.facts.look_back_due_at is None
