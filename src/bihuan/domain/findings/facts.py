"""The state row of a finding, and what must be known from elsewhere to decide on it.

``FindingFacts`` is flat: integers, text, truth values, aware instants. Its columns are stored
one to one; everything that has happened is in the ledger. Instants of deadlines (``…_from``)
never move, so overdue can be computed at any time and is never stored.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from bihuan.domain.findings.items import OrderedItem


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Facts that come from registers, other findings or a register of evidence.

    Parameters
    ----------
    responsible_post, responsible_unit, responsible_level
        Owner by the responsibility rule (type × zone × time); None when there is none.
    proposed_post, proposed_unit, proposed_level
        Owner named in a return, resolved.
    verifier_post, verifier_unit, verifier_person
        Candidate drawn by rotation.
    target, target_open, target_type, target_zone, target_place, target_severity, target_at
        The older finding of a merge; ``target_at`` is when it was reported. One that has
        passed its verification is not open any more: the same thing again is a recurrence.
    evidence_count, unblurred_photos
        Pieces of evidence stored; photos with a face or plate not yet smudged.
    open_items, items
        Sub-items of the order not yet done; every row of them, for an order that is rewritten.
    resident_asked, resident_confirmed
        Whether a resident's request was the source, and whether he confirmed.
    corrected_type, corrected_severity, corrected_clause, corrected_over_control
        The type that triage puts in the place of the reported one, as the table has it;
        empty when it is unknown or filed by rule only.
    recent_same_type
        Findings of this type filed in this zone in 7 days, this one included.
    earlier_failures
        Failed verifications and recurrences of the handling unit: the weight of history.
    seed
        Integer of the incident from which lots are drawn.
    """

    responsible_post: int | None = None
    responsible_unit: int | None = None
    responsible_level: int | None = None
    proposed_post: int | None = None
    proposed_unit: int | None = None
    proposed_level: int | None = None
    verifier_post: int | None = None
    verifier_unit: int | None = None
    verifier_person: int | None = None
    target: str | None = None
    target_open: bool = False
    target_type: str = ""
    target_zone: int | None = None
    target_place: str | None = None
    target_severity: int | None = None
    target_at: datetime | None = None
    evidence_count: int = 0
    unblurred_photos: int = 0
    open_items: int = 0
    items: tuple[OrderedItem, ...] = ()
    resident_asked: bool = False
    resident_confirmed: bool = False
    corrected_type: str = ""
    corrected_severity: int = 0
    corrected_clause: str = ""
    corrected_over_control: bool = False
    recent_same_type: int = 0
    earlier_failures: int = 0
    seed: int = 0


NOTHING_ELSE = Circumstances()


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One finding as it stands; ``around`` is no column.

    For the first act (draft, report, file by rule) the caller fills the columns that say what
    was found; everything later is written by ``decide``. ``office_level`` is the level of the
    office that filed it, then of the one whose order it is; ``fixer_unit`` the unit that fixed
    it on the spot; ``reviewer_person`` who amended the order on review.
    """

    # What was found
    id: str
    incident: int
    zone: int
    type_code: str
    severity: int
    place: str | None = None
    drill: bool = False
    rural: bool = False
    over_control: bool = False
    default_severity: int = 4
    source: str = "supervision"
    source_key: str = ""
    text: str = ""
    clause: str = ""
    observed_at: datetime | None = None
    parent: str | None = None
    parent_kind: str = ""
    # Where it stands
    state: str = ""
    version: int = 1
    updated_at: datetime | None = None
    next_tick_at: datetime | None = None
    on_site: bool = False
    # Whose hands
    author_post: int | None = None
    author_person: int | None = None
    author_unit: int | None = None
    proposer_person: int | None = None
    filer_post: int | None = None
    office_level: int | None = None
    issuer_post: int | None = None
    issuer_person: int | None = None
    issuer_unit: int | None = None
    handler_post: int | None = None
    handler_person: int | None = None
    handler_unit: int | None = None
    handler_level: int | None = None
    fixer_unit: int | None = None
    return_to_post: int | None = None
    return_to_unit: int | None = None
    return_to_level: int | None = None
    verifier_post: int | None = None
    verifier_person: int | None = None
    verifier_unit: int | None = None
    closer_post: int | None = None
    closer_person: int | None = None
    rejecter_person: int | None = None
    look_back_post: int | None = None
    reviewer_person: int | None = None
    # Numbers
    ledger_year: int | None = None
    ledger_number: int | None = None
    document_year: int | None = None
    document_number: int | None = None
    # When it happened
    drafted_at: datetime | None = None
    reported_at: datetime | None = None
    filed_at: datetime | None = None
    assigned_at: datetime | None = None
    received_at: datetime | None = None
    started_at: datetime | None = None
    rectified_at: datetime | None = None
    failed_at: datetime | None = None
    passed_at: datetime | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    archived_at: datetime | None = None
    blocked_at: datetime | None = None
    # Clocks: from, budget in seconds of the clock, due, reminders given (bits)
    clock: str = ""
    pauses: str = ""
    triage_from: datetime | None = None
    triage_seconds: int = 0
    triage_due_at: datetime | None = None
    triage_issued: int = 0
    receipt_from: datetime | None = None
    receipt_seconds: int = 0
    receipt_due_at: datetime | None = None
    receipt_issued: int = 0
    rectify_from: datetime | None = None
    rectify_seconds: int = 0
    rectify_due_at: datetime | None = None
    rectify_issued: int = 0
    verify_from: datetime | None = None
    verify_seconds: int = 0
    verify_due_at: datetime | None = None
    verify_issued: int = 0
    ruling_from: datetime | None = None
    ruling_seconds: int = 0
    ruling_due_at: datetime | None = None
    ruling_issued: int = 0
    dispute_from: datetime | None = None
    dispute_seconds: int = 0
    dispute_due_at: datetime | None = None
    dispute_issued: int = 0
    # The order's own deadline: printed, moved by a granted extension, never by rework
    order_from: datetime | None = None
    original_seconds: int = 0
    order_due_at: datetime | None = None
    # Rounds and escalation
    round: int = 0
    rework_count: int = 0
    level: int = 0
    highest_level: int = 0
    e3_rounds: int = 0
    recent_same_type: int = 0
    # Side procedures
    return_count: int = 0
    extension_used: bool = False
    extension_asked_seconds: int = 0
    extension_seconds: int = 0
    blocker_accepted: bool = False
    help_asked: int = 0
    help_offered: int = 0
    dispute: str = ""
    dispute_count: int = 0
    dispute_total: int = 0
    dispute_decided: int = 0
    dispute_changed: int = 0
    dispute_ruled_at: datetime | None = None
    review: str = ""
    review_from: datetime | None = None
    review_due_at: datetime | None = None
    review_decided_at: datetime | None = None
    suspended_from: datetime | None = None
    suspended_until: datetime | None = None
    suspended_state: str = ""
    verify_count: int = 0
    verify_failed: int = 0
    verify_independent: int = 0
    look_back_plan: str = ""
    look_back_due_at: datetime | None = None
    look_back_count: int = 0
    reopened_count: int = 0
    referral: str = ""
    reply_due_at: datetime | None = None
    replied_at: datetime | None = None
    # From elsewhere, not a column
    around: Circumstances = NOTHING_ELSE


COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(FindingFacts) if f.name != "around")
"""The columns of the state row, in order."""
