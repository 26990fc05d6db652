"""The machines of the loop: the one table of transitions, and its side procedures.

Who may act stands in the permission matrix. A side procedure is a machine of its own on its
own column; the main state and its clock run on beside it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.guards import ordering as o
from bihuan.domain.findings.guards import procedures as p
from bihuan.domain.findings.guards import reporting as r
from bihuan.domain.findings.guards import verifying as v
from bihuan.domain.findings.states import (
    OPEN_AFTER_FILED,
    ORDERED,
    RECTIFY_RUNNING,
    RULING_RUNNING,
    TRIAGE_RUNNING,
    VERIFY_RUNNING,
    Dispute,
    Referral,
    Review,
    State,
)
from bihuan.domain.machines import Guard, Machine, Transition
from bihuan.domain.policy.loop_acts import LoopAct

S, A = State, LoopAct
Row = Transition[Case]
Guards = tuple[Guard[Case], ...]


def _loops(states: Iterable[State], act: LoopAct, event: str, guards: Guards) -> tuple[Row, ...]:
    """Return rows that leave the state as it is."""
    return tuple(Row(s, s, act, event, guards) for s in states)


def _from(
    states: Iterable[State], target: State, act: LoopAct, event: str, guards: Guards
) -> tuple[Row, ...]:
    return tuple(Row(s, target, act, event, guards) for s in states)


def _interrupted(state: State) -> Guard[Case]:
    def holds(case: Case) -> bool:
        """Tell whether the suspension interrupted this state."""
        return case.facts.suspended_state == state

    return Guard(f"interrupted_{state.value.lower()}", "not_in_this_state", "", holds)


REPORTING: tuple[Row, ...] = (
    Row(S.NEW, S.DRAFT, A.DRAFT, "drafted", (r.faces_blurred,)),
    Row(S.DRAFT, S.DELETED, A.DISCARD, "discarded", (r.draft_is_fresh,)),
    Row(S.NEW, S.REPORTED, A.REPORT, "reported", r.REPORTED_GUARDS),
    Row(S.DRAFT, S.REPORTED, A.REPORT, "reported", r.REPORTED_GUARDS),
    Row(
        S.NEW, S.FILED, A.FILE_BY_RULE, "filed_by_rule",
        (r.caused_by_event, r.described, r.clause_cited, r.owned),
    ),
    Row(
        S.REPORTED, S.VERIFYING, A.FIX_ON_SITE, "fixed_on_site",
        (r.minor, r.has_evidence, r.unit_agrees), r.drawn_for_verification, S.ON_SITE_FIXED,
    ),
    Row(
        S.REPORTED, S.PASSED, A.FIX_ON_SITE, "fixed_on_site",
        (r.minor, r.has_evidence, r.unit_agrees), None, S.ON_SITE_FIXED,
    ),
    Row(
        S.REPORTED, S.REPORTED, A.PROPOSE_REJECTION, "rejection_proposed",
        (r.is_s1, r.not_proposed_before, r.has_reason),
    ),
    Row(S.REPORTED, S.REJECTED, A.REJECT, "rejected", (r.has_reason,)),
    Row(
        S.REPORTED, S.MERGED, A.MERGE, "merged",
        (r.target_is_open, r.same_place_and_type, r.target_is_older),
    ),
    Row(
        S.REPORTED, S.FILED, A.FILE, "filed",
        (
            r.corrected_type_known, r.correction_explained, r.severity_known,
            r.lowering_explained, r.clause_cited, r.owned,
        ),
    ),
)  # fmt: skip

ORDERING: tuple[Row, ...] = (
    Row(
        S.FILED, S.ASSIGNED, A.ASSIGN, "assigned",
        (o.addressed, o.order_written, o.reply_explained, o.plan_time_allowed),
    ),
    Row(S.ASSIGNED, S.RECEIVED, A.RECEIVE, "received"),
    *_from(
        (S.ASSIGNED, S.RECEIVED), S.RETURN_REQ, A.REQUEST_RETURN, "return_requested",
        (o.may_return, o.early_enough, r.has_reason, o.proposes_owner),
    ),
    Row(
        S.RETURN_REQ, S.ASSIGNED, A.ACCEPT_RETURN, "return_accepted",
        (o.ruled_by_right_post, o.new_owner_known),
    ),
    Row(
        S.RETURN_REQ, S.RECEIVED, A.REFUSE_RETURN, "return_refused",
        (o.ruled_by_right_post, r.has_reason),
    ),
    *_from(
        (S.RECEIVED, S.FAILED), S.RECTIFYING, A.START, "started", (o.planned_if_long,)
    ),
    Row(
        S.RECTIFYING, S.EXT_REQ, A.REQUEST_EXTENSION, "extension_requested",
        (
            o.not_extended_before, o.before_deadline, o.within_original, r.has_reason,
            o.protected_if_grave,
        ),
    ),
    Row(
        S.EXT_REQ, S.RECTIFYING, A.GRANT_EXTENSION, "extension_granted",
        (o.one_level_up, o.not_more_than_asked),
    ),
    Row(
        S.EXT_REQ, S.RECTIFYING, A.REFUSE_EXTENSION, "extension_refused",
        (o.one_level_up, r.has_reason),
    ),
    Row(S.EXT_REQ, S.RECTIFYING, A.RETRACT_EXTENSION, "extension_retracted"),
    Row(S.RECTIFYING, S.BLOCKED, A.BLOCK, "blocked", (o.names_need,)),
    Row(
        S.BLOCKED, S.BLOCKED, A.ACCEPT_BLOCKER, "blocker_accepted", (o.not_accepted_before,)
    ),
    Row(S.BLOCKED, S.RECTIFYING, A.UNBLOCK, "unblocked"),
    Row(
        S.RECTIFYING, S.RECTIFIED, A.RECTIFY, "rectified",
        (v.items_done, r.has_evidence, o.cause_named, o.prevention_named),
    ),
    *_loops(RECTIFY_RUNNING, A.ASK_HELP, "help_asked", (o.names_need,)),
    *_loops(RECTIFY_RUNNING, A.OFFER_HELP, "help_offered", (o.names_offer,)),
    *_loops(
        (S.REPORTED, S.FILED, *RECTIFY_RUNNING, *VERIFY_RUNNING, S.SUSPENDED),
        A.RAISE_SEVERITY, "severity_raised",
        (r.not_gravest, r.severity_known, r.graver, r.has_reason),
    ),
)  # fmt: skip

VERIFYING: tuple[Row, ...] = (
    Row(
        S.RECTIFIED, S.VERIFYING, A.NAME_VERIFIER, "verifier_named",
        (v.verifier_drawn, v.candidate_independent, v.choice_explained),
    ),
    Row(
        S.VERIFYING, S.VERIFYING, A.NAME_VERIFIER, "verifier_named",
        (v.verifier_drawn, v.candidate_independent, v.choice_explained),
    ),
    Row(
        S.VERIFYING, S.PASSED, A.PASS, "passed",
        (v.items_done, v.visited_if_grave, v.resident_confirmed),
    ),
    Row(S.VERIFYING, S.FILED, A.FAIL, "failed", (r.has_reason, v.noted), v.never_ordered),
    Row(S.VERIFYING, S.FAILED, A.FAIL, "failed", (r.has_reason, v.noted)),
    Row(S.PASSED, S.CLOSED, A.CLOSE, "closed", (v.items_done, v.no_open_dispute)),
    Row(
        S.CLOSED, S.LOOKBACK, A.BEGIN_LOOK_BACK, "look_back_begun",
        (v.look_back_drawn, v.look_back_due),
    ),
    Row(S.LOOKBACK, S.CLOSED, A.CONFIRM_LOOK_BACK, "look_back_confirmed", (r.has_evidence,)),
    Row(S.LOOKBACK, S.CLOSED, A.REOPEN, "reopened", (r.has_reason, r.has_evidence)),
    Row(
        S.CLOSED, S.ARCHIVED, A.ARCHIVE, "archived", (v.closed_long_ago, v.nothing_pending)
    ),
)  # fmt: skip

ENDING: tuple[Row, ...] = (
    *_from(
        OPEN_AFTER_FILED,
        S.SUSPENDED,
        A.SUSPEND,
        "suspended",
        (r.has_reason, p.ends_later, p.ends_soon_enough),
    ),
    *(
        Row(S.SUSPENDED, s, A.RESUME, "resumed", (p.over_or_explained,), _interrupted(s))
        for s in OPEN_AFTER_FILED
    ),
    *_from((*OPEN_AFTER_FILED, S.SUSPENDED), S.WITHDRAWN, A.WITHDRAW, "withdrawn", (r.has_reason,)),
)

# A dispute may still wait for its ruling when the fix has passed.
_ESCALATING = tuple(
    dict.fromkeys((*TRIAGE_RUNNING, *RECTIFY_RUNNING, *RULING_RUNNING, *VERIFY_RUNNING, S.PASSED))
)

ESCALATING: tuple[Row, ...] = (
    *_loops(_ESCALATING, A.ESCALATE, "escalated", (p.something_due,)),
    *_loops(
        ORDERED, A.RECORD_SPECIAL_MEETING, "special_meeting_held",
        (p.meeting_called, p.root_cause_found, p.resources_given),
    ),
    *_loops(
        ORDERED, A.DECIDE_TALK, "talk_decided",
        (p.talk_proposed, p.talk_settled, r.has_reason),
    ),
)  # fmt: skip

MAIN = Machine(
    "finding",
    (*REPORTING, *ORDERING, *VERIFYING, *ENDING, *ESCALATING),
    frozenset({S.DELETED, S.MERGED, S.REJECTED, S.WITHDRAWN, S.ARCHIVED}),
)

D, V, F = Dispute, Review, Referral

DISPUTE = Machine(
    "dispute",
    (
        *(
            Row(
                d, D.OPEN, A.DISPUTE, "disputed",
                (
                    p.not_suspended, p.signed_for, p.before_the_verdict, p.disputable,
                    p.not_disputed_before, p.contests_point, r.has_reason,
                    r.has_evidence,
                ),
            )
            for d in (D.NONE, D.UPHELD, D.CORRECTED, D.SENT_TO_REVIEW)
        ),
        Row(D.OPEN, D.UPHELD, A.UPHOLD_ORDER, "order_upheld", (r.has_reason,)),
        Row(
            D.OPEN, D.CORRECTED, A.CORRECT_ORDER, "order_corrected",
            (p.not_suspended, p.still_running, p.not_verified_yet, r.has_reason, o.order_written),
        ),
        Row(
            D.OPEN, D.SENT_TO_REVIEW, A.SEND_TO_REVIEW, "sent_to_review",
            (p.no_review_open, r.has_reason),
        ),
    ),
    frozenset({D.UPHELD, D.CORRECTED, D.WITHDRAWN, D.SENT_TO_REVIEW}),
)  # fmt: skip

REVIEW = Machine(
    "review",
    (
        # Each conclusion once: a ruling, a close-out, and the close-out of an amended order.
        *(
            Row(
                v, V.OPEN, A.REQUEST_REVIEW, "review_requested",
                (
                    p.not_suspended, p.objection_ruled, p.within_the_window, p.review_possible,
                    p.concluded_anew, r.has_reason,
                ),
            )
            for v in (V.NONE, V.UPHELD, V.AMENDED)
        ),
        Row(V.OPEN, V.UPHELD, A.UPHOLD_ON_REVIEW, "upheld_on_review", (r.has_reason,)),
        Row(
            V.OPEN, V.AMENDED, A.AMEND_ON_REVIEW, "amended_on_review",
            (p.not_suspended, p.amendable, r.has_reason, p.rewritten),
        ),
        Row(
            V.OPEN, V.CANCELLED, A.CANCEL_ON_REVIEW, "cancelled_on_review",
            (p.not_suspended, p.amendable, r.has_reason),
        ),
    ),
    frozenset({V.UPHELD, V.AMENDED, V.CANCELLED}),
)  # fmt: skip

REFERRAL = Machine(
    "referral",
    (
        Row(
            F.NONE, F.INVITED, A.INVITE_REPLY, "reply_invited",
            (p.meeting_called, p.not_withdrawn, p.window_explained),
        ),
        Row(F.INVITED, F.REPLIED, A.REPLY, "replied", (p.reply_given,)),
        *(
            Row(f, F.DRAFTED, A.REFER, "referral_drafted", (p.heard, p.mitigation_weighed))
            for f in (F.INVITED, F.REPLIED)
        ),
        Row(F.DRAFTED, F.CONFIRMED, A.CONFIRM_REFERRAL, "referral_confirmed", (r.has_reason,)),
        Row(F.CONFIRMED, F.APPROVED, A.APPROVE_REFERRAL, "referral_approved", (r.has_reason,)),
        *(
            Row(f, F.DECLINED, A.DECLINE_REFERRAL, "referral_declined", (r.has_reason,))
            for f in (F.DRAFTED, F.CONFIRMED)
        ),
    ),
    frozenset({F.APPROVED, F.DECLINED}),
)  # fmt: skip

MACHINES: tuple[Machine[Case], ...] = (MAIN, DISPUTE, REVIEW, REFERRAL)


def _column_of(machine: Machine[Case]) -> str:
    return "state" if machine is MAIN else machine.name


MACHINE_OF: Mapping[str, tuple[str, Machine[Case]]] = MappingProxyType(
    {row.act: (_column_of(machine), machine) for machine in MACHINES for row in machine.transitions}
)
"""The column and the machine that each act moves."""
