"""Tables of surveillance."""

from bihuan.features.surveillance.models.analysis import Analysis
from bihuan.features.surveillance.models.capacity import CapacityCount
from bihuan.features.surveillance.models.case import CaseAggregate, CaseChange
from bihuan.features.surveillance.models.regime import SurveillanceRegime
from bihuan.features.surveillance.models.signal import Signal
from bihuan.features.surveillance.models.timeline import EventTimeline

__all__ = [
    "Analysis",
    "CapacityCount",
    "CaseAggregate",
    "CaseChange",
    "EventTimeline",
    "Signal",
    "SurveillanceRegime",
]
