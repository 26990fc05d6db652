"""What can be entered: counts and their revisions, regimes, signals, milestones, capacity."""

from bihuan.features.surveillance.actions.enter_capacity import CapacityDraft, enter_capacity
from bihuan.features.surveillance.actions.enter_cases import CaseDraft, enter_cases
from bihuan.features.surveillance.actions.enter_signals import enter_signals
from bihuan.features.surveillance.actions.enter_timeline import TimelineDraft, enter_timeline
from bihuan.features.surveillance.actions.set_regime import RegimeDraft, set_regime

__all__ = [
    "CapacityDraft",
    "CaseDraft",
    "RegimeDraft",
    "TimelineDraft",
    "enter_capacity",
    "enter_cases",
    "enter_signals",
    "enter_timeline",
    "set_regime",
]
