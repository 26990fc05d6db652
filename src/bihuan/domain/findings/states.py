"""States of a finding and of its side procedures, and the groups the rules speak of."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Main state; ``NEW`` is a finding nobody has written down yet."""

    NEW = ""
    DRAFT = "DRAFT"
    DELETED = "DELETED"
    REPORTED = "REPORTED"
    MERGED = "MERGED"
    REJECTED = "REJECTED"
    ON_SITE_FIXED = "ON_SITE_FIXED"
    FILED = "FILED"
    ASSIGNED = "ASSIGNED"
    RECEIVED = "RECEIVED"
    RETURN_REQ = "RETURN_REQ"
    RECTIFYING = "RECTIFYING"
    EXT_REQ = "EXT_REQ"
    BLOCKED = "BLOCKED"
    RECTIFIED = "RECTIFIED"
    VERIFYING = "VERIFYING"
    FAILED = "FAILED"
    PASSED = "PASSED"
    CLOSED = "CLOSED"
    LOOKBACK = "LOOKBACK"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"
    ARCHIVED = "ARCHIVED"


class Dispute(StrEnum):
    """The side procedure of an objection (异议): once per order."""

    NONE = ""
    OPEN = "open"
    UPHELD = "upheld"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    SENT_TO_REVIEW = "sent_to_review"


class Review(StrEnum):
    """The side procedure of a formal review (复核), decided in 30 days."""

    NONE = ""
    OPEN = "open"
    UPHELD = "upheld"
    AMENDED = "amended"
    CANCELLED = "cancelled"


class Referral(StrEnum):
    """The side procedure of an accountability referral (追责建议): people decide, twice."""

    NONE = ""
    INVITED = "invited"
    REPLIED = "replied"
    DRAFTED = "drafted"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    DECLINED = "declined"


UNCOUNTED = (
    State.NEW, State.DRAFT, State.DELETED, State.REPORTED, State.MERGED, State.REJECTED,
    State.WITHDRAWN,
)  # fmt: skip
"""What the count of recurring findings leaves out: not filed yet, doubled, or unfounded."""


class Bucket(StrEnum):
    """Where a finding stands in the control line (勾稽行); drafts are counted apart."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


_S = State

OPEN_AFTER_FILED = (
    _S.FILED, _S.ASSIGNED, _S.RECEIVED, _S.RETURN_REQ, _S.RECTIFYING, _S.EXT_REQ, _S.BLOCKED,
    _S.RECTIFIED, _S.VERIFYING, _S.FAILED, _S.PASSED,
)  # fmt: skip
"""From here a command body may suspend and the head of the office withdraw."""

RECTIFY_RUNNING = (
    _S.ASSIGNED, _S.RECEIVED, _S.RETURN_REQ, _S.RECTIFYING, _S.EXT_REQ, _S.BLOCKED, _S.FAILED,
)  # fmt: skip
"""States in which the rectify clock runs and escalation looks at it."""

DISPUTABLE = (
    _S.RECEIVED, _S.RETURN_REQ, _S.RECTIFYING, _S.EXT_REQ, _S.BLOCKED, _S.RECTIFIED,
    _S.VERIFYING, _S.FAILED,
)  # fmt: skip
"""From RECEIVED to VERIFYING."""

TRIAGE_RUNNING = (_S.REPORTED, _S.FILED)
RULING_RUNNING = (_S.RETURN_REQ, _S.EXT_REQ)
VERIFY_RUNNING = (_S.RECTIFIED, _S.VERIFYING)
FINISHED = (_S.CLOSED, _S.LOOKBACK)

ORDERED = (*RECTIFY_RUNNING, _S.RECTIFIED, _S.VERIFYING, _S.PASSED)
"""States with an order in force."""

_BUCKETS: dict[State, Bucket] = dict.fromkeys(State, Bucket.OPEN) | {
    _S.NEW: Bucket.DRAFT,
    _S.DRAFT: Bucket.DRAFT,
    _S.DELETED: Bucket.DRAFT,
    _S.MERGED: Bucket.MERGED,
    _S.REJECTED: Bucket.REJECTED,
    _S.WITHDRAWN: Bucket.WITHDRAWN,
    _S.CLOSED: Bucket.CLOSED,
    _S.LOOKBACK: Bucket.CLOSED,
    _S.ARCHIVED: Bucket.CLOSED,
}

BUCKET_OF: Mapping[str, Bucket] = MappingProxyType({str(s): b for s, b in _BUCKETS.items()})
"""The control line's bucket of each main state."""
