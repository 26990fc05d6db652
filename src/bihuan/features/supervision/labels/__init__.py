"""The loop in words, through the catalogue of both languages."""

from collections.abc import Mapping

from django.utils.functional import Promise

from bihuan.features.supervision.labels.acts import EVENTS, ICONS, VERBS
from bihuan.features.supervision.labels.records import (
    CALLS,
    CLOCKS,
    RECORDS,
    SERIES,
    SOURCES,
    TALKS,
)
from bihuan.features.supervision.labels.refusals import REFUSALS
from bihuan.features.supervision.labels.states import (
    DISPUTES,
    NAMED,
    NEXT,
    NEXT_BESIDE,
    NEXT_REOPENED,
    NEXT_REVIEWED,
    NEXT_SECOND_RETURN,
    REFERRALS,
    REVIEWS,
    STATES,
    TONES,
)

__all__ = [
    "CALLS",
    "CLOCKS",
    "DISPUTES",
    "EVENTS",
    "ICONS",
    "NEXT",
    "NEXT_BESIDE",
    "NEXT_REOPENED",
    "NEXT_REVIEWED",
    "NEXT_SECOND_RETURN",
    "PARAMETERS",
    "RECORDS",
    "REFERRALS",
    "REFUSALS",
    "REVIEWS",
    "SERIES",
    "SOURCES",
    "STATES",
    "TALKS",
    "TONES",
    "VERBS",
]

PARAMETERS: Mapping[str, Mapping[str, Promise]] = {"state": NAMED, "possible": NAMED}
"""What the values of a refusal's parameters are called."""
