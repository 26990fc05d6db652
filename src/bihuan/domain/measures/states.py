"""States of a measure, as stored and as read; an end in the past needs nobody to act."""

from enum import StrEnum


class MeasureState(StrEnum):
    """Where a measure stands; ``NEW`` is one nobody has written down yet."""

    NEW = ""
    DRAFT = "DRAFT"
    LEGAL_CHECK = "LEGAL_CHECK"
    EXPERT_OPINION = "EXPERT_OPINION"
    DECIDED = "DECIDED"
    NOTICE_PUBLISHED = "NOTICE_PUBLISHED"
    ACTIVE = "ACTIVE"
    REVIEW_DUE = "REVIEW_DUE"
    SUSPENDED = "SUSPENDED"
    LIFTED = "LIFTED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    DISCARDED = "DISCARDED"
    AFTERCARE = "AFTERCARE"
    ARCHIVED = "ARCHIVED"


S = MeasureState

BEFORE_DECISION = (S.DRAFT, S.LEGAL_CHECK, S.EXPERT_OPINION)
BEFORE_FORCE = (*BEFORE_DECISION, S.DECIDED, S.NOTICE_PUBLISHED)
LAPSING = frozenset({S.DECIDED, S.NOTICE_PUBLISHED, S.ACTIVE, S.REVIEW_DUE, S.SUSPENDED})
"""States that a passed end turns into ``EXPIRED``."""
IN_FORCE = frozenset({S.ACTIVE, S.REVIEW_DUE})
"""States, as read, in which people have to follow a measure."""
ENDED = frozenset({S.LIFTED, S.EXPIRED, S.REVOKED})
