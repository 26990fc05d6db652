"""The front door of incidents."""

from bihuan.features.incidents.actions import (
    IncidentDraft,
    close_incident,
    open_incident,
    set_cut_off,
    set_drill_clock,
    set_level,
)
from bihuan.features.incidents.selectors import IncidentView, incident, incidents

__all__ = [
    "IncidentDraft",
    "IncidentView",
    "close_incident",
    "incident",
    "incidents",
    "open_incident",
    "set_cut_off",
    "set_drill_clock",
    "set_level",
]
