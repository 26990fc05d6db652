"""The loop in words, through the catalogue of both languages."""

from bihuan.features.supervision.labels.acts import EVENTS, ICONS, VERBS
from bihuan.features.supervision.labels.records import CALLS, CLOCKS, RECORDS, SERIES, SOURCES
from bihuan.features.supervision.labels.refusals import REFUSALS
from bihuan.features.supervision.labels.states import (
    DISPUTES,
    NEXT,
    NEXT_BESIDE,
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
    "RECORDS",
    "REFERRALS",
    "REFUSALS",
    "REVIEWS",
    "SERIES",
    "SOURCES",
    "STATES",
    "TONES",
    "VERBS",
]
