"""States of a finding and of its side procedures in words, and the tone they are shown in."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from bihuan.domain.findings.states import Dispute, Referral, Review, State
from bihuan.domain.findings.transitions import DISPUTE, MAIN, REFERRAL, REVIEW
from bihuan.domain.machines import Machine

STATES: Mapping[State, Promise] = {
    State.DRAFT: pgettext_lazy("state", "Draft"),
    State.DELETED: pgettext_lazy("state", "Deleted draft"),
    State.REPORTED: pgettext_lazy("state", "Reported"),
    State.MERGED: pgettext_lazy("state", "Merged"),
    State.REJECTED: pgettext_lazy("state", "Not filed"),
    State.ON_SITE_FIXED: pgettext_lazy("state", "Fixed on site"),
    State.FILED: pgettext_lazy("state", "Filed"),
    State.ASSIGNED: pgettext_lazy("state", "Assigned"),
    State.RECEIVED: pgettext_lazy("state", "Received"),
    State.RETURN_REQ: pgettext_lazy("state", "Return requested"),
    State.RECTIFYING: pgettext_lazy("state", "Rectifying"),
    State.EXT_REQ: pgettext_lazy("state", "Extension requested"),
    State.BLOCKED: pgettext_lazy("state", "Blocked"),
    State.RECTIFIED: pgettext_lazy("state", "Rectified, to be verified"),
    State.VERIFYING: pgettext_lazy("state", "Being verified"),
    State.FAILED: pgettext_lazy("state", "Rework"),
    State.PASSED: pgettext_lazy("state", "Passed"),
    State.CLOSED: pgettext_lazy("state", "Closed"),
    State.LOOKBACK: pgettext_lazy("state", "Look-back"),
    State.SUSPENDED: pgettext_lazy("state", "Suspended"),
    State.WITHDRAWN: pgettext_lazy("state", "Withdrawn"),
    State.ARCHIVED: pgettext_lazy("state", "Archived"),
}
"""Main states."""

TONES: Mapping[State, str] = {
    State.DRAFT: "waiting",
    State.DELETED: "ended",
    State.REPORTED: "waiting",
    State.MERGED: "ended",
    State.REJECTED: "ended",
    State.ON_SITE_FIXED: "done",
    State.FILED: "waiting",
    State.ASSIGNED: "waiting",
    State.RECEIVED: "running",
    State.RETURN_REQ: "ruling",
    State.RECTIFYING: "running",
    State.EXT_REQ: "ruling",
    State.BLOCKED: "ruling",
    State.RECTIFIED: "running",
    State.VERIFYING: "running",
    State.FAILED: "rework",
    State.PASSED: "done",
    State.CLOSED: "done",
    State.LOOKBACK: "running",
    State.SUSPENDED: "waiting",
    State.WITHDRAWN: "ended",
    State.ARCHIVED: "ended",
}
"""Tone of each state's pill: waiting, running, ruling, rework, done or ended."""

DISPUTES: Mapping[Dispute, Promise] = {
    Dispute.OPEN: pgettext_lazy("dispute", "Objection awaits its ruling"),
    Dispute.UPHELD: pgettext_lazy("dispute", "Objection ruled: the order stands"),
    Dispute.CORRECTED: pgettext_lazy("dispute", "Objection ruled: the order was corrected"),
    Dispute.WITHDRAWN: pgettext_lazy("dispute", "Objection ended: the order was withdrawn"),
    Dispute.SENT_TO_REVIEW: pgettext_lazy("dispute", "Objection sent to formal review"),
}
"""Stages of an objection."""

REVIEWS: Mapping[Review, Promise] = {
    Review.OPEN: pgettext_lazy("review", "Formal review in progress"),
    Review.UPHELD: pgettext_lazy("review", "Formal review: upheld"),
    Review.AMENDED: pgettext_lazy("review", "Formal review: amended"),
    Review.CANCELLED: pgettext_lazy("review", "Formal review: cancelled"),
}
"""Stages of a formal review."""

REFERRALS: Mapping[Referral, Promise] = {
    Referral.INVITED: pgettext_lazy(
        "referral", "Referral considered: the unit is invited to reply"
    ),
    Referral.REPLIED: pgettext_lazy("referral", "Referral considered: the unit has replied"),
    Referral.DRAFTED: pgettext_lazy("referral", "Referral drafted, awaits the legal office"),
    Referral.CONFIRMED: pgettext_lazy("referral", "Referral confirmed, awaits the leader"),
    Referral.APPROVED: pgettext_lazy("referral", "Referral approved"),
    Referral.DECLINED: pgettext_lazy("referral", "Referral declined"),
}
"""Stages of an accountability referral."""

NEXT_REOPENED = pgettext_lazy(
    "next step", "Next, a new finding one step graver is filed; this one stays closed."
)
"""What a recurrence brings about."""
NEXT_SECOND_RETURN = pgettext_lazy(
    "next step", "Next, the coordinator rules on the second return; the clock keeps running."
)
"""The office rules on the first one only."""

NEXT: Mapping[State, Promise] = {
    State.REPORTED: pgettext_lazy(
        "next step", "Next, the supervision office files it and assigns it in writing."
    ),
    State.FILED: pgettext_lazy("next step", "Next, the supervision office assigns it in writing."),
    State.ASSIGNED: pgettext_lazy("next step", "Next, the unit signs for the order."),
    State.RECEIVED: pgettext_lazy("next step", "Next, the unit starts to put it right."),
    State.RETURN_REQ: pgettext_lazy(
        "next step", "Next, the supervision office rules on the return; the clock keeps running."
    ),
    State.RECTIFYING: pgettext_lazy(
        "next step",
        "Next, the unit reports the rectification. Only the supervision office closes "
        "it, after an independent verification.",
    ),
    State.EXT_REQ: pgettext_lazy(
        "next step", "Next, one level up rules on the extension; the clock keeps running."
    ),
    State.BLOCKED: pgettext_lazy("next step", "Next, the nightly review decides on the blocker."),
    State.RECTIFIED: pgettext_lazy(
        "next step", "Next, an independent verifier is named by rotation."
    ),
    State.VERIFYING: pgettext_lazy("next step", "Next, the independent verifier decides."),
    State.FAILED: pgettext_lazy(
        "next step", "Next, the unit starts the rework; it has half the original time."
    ),
    State.PASSED: pgettext_lazy("next step", "Next, the supervision office closes it out."),
    State.CLOSED: pgettext_lazy(
        "next step",
        "Next, a look-back if one was drawn; the unit may ask for a formal review within 30 days.",
    ),
    State.LOOKBACK: pgettext_lazy(
        "next step", "Next, another team confirms it or records a recurrence."
    ),
    State.SUSPENDED: pgettext_lazy("next step", "It resumes by itself at the end date."),
    State.DRAFT: pgettext_lazy("next step", "Only you see this draft until it is reported."),
}
"""What happens next in each state, and by whom."""

NEXT_REVIEWED: Promise = pgettext_lazy(
    "next step", "Next, a look-back if one was drawn; 90 days after the close-out it is archived."
)
"""The same for a closed one whose close-out can no longer be reviewed."""

NEXT_BESIDE: Mapping[str, Promise] = {
    Review.OPEN: pgettext_lazy(
        "next step", "Next, the government office decides the formal review within 30 days."
    ),
    Referral.INVITED: pgettext_lazy(
        "next step", "Next, the unit may reply; only then may anything be proposed."
    ),
    Referral.REPLIED: pgettext_lazy("next step", "Next, the head of the office weighs the reply."),
    Referral.DRAFTED: pgettext_lazy("next step", "Next, the legal office checks the referral."),
    Referral.CONFIRMED: pgettext_lazy("next step", "Next, a leader decides on the referral."),
}
"""What is pending beside an order that has ended."""


_NOT_BEGUN: Mapping[str, Promise] = {
    MAIN.name: pgettext_lazy("state", "Not written down yet"),
    DISPUTE.name: pgettext_lazy("dispute", "No objection"),
    REVIEW.name: pgettext_lazy("review", "No formal review"),
    REFERRAL.name: pgettext_lazy("referral", "No referral considered"),
}
_WORDED: tuple[tuple[Machine[Any], Mapping[Any, Promise]], ...] = (
    (MAIN, STATES), (DISPUTE, DISPUTES), (REVIEW, REVIEWS), (REFERRAL, REFERRALS),
)  # fmt: skip
NAMED: Mapping[str, Promise] = {
    machine.named(state): words
    for machine, table in _WORDED
    for state, words in {**table, "": _NOT_BEGUN[machine.name]}.items()
}
"""Every state by its name among those of all machines, as refusals say it."""
