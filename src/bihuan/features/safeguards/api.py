"""The front door of safeguards."""

from bihuan.features.safeguards.actions.appeals import decide_appeal, file_appeal
from bihuan.features.safeguards.actions.halting import resume_measure, suspend_measure
from bihuan.features.safeguards.selectors.appeals import (
    AppealView,
    appeal_by_code,
    appeal_of,
    appeals_in,
    appeals_to_hear,
    code_for,
    granted_against,
    hands_of,
    overdue_appeals,
)
from bihuan.platform.auth import anybody

__all__ = [
    "AppealView",
    "anybody",
    "appeal_by_code",
    "appeal_of",
    "appeals_in",
    "appeals_to_hear",
    "code_for",
    "decide_appeal",
    "file_appeal",
    "granted_against",
    "hands_of",
    "overdue_appeals",
    "resume_measure",
    "suspend_measure",
]
