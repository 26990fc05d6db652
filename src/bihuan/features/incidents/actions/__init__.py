"""What can be done with incidents: open, level, cut-off, drill clock, calendar, close."""

from bihuan.features.incidents.actions.change_incident import close_incident, set_level
from bihuan.features.incidents.actions.open_incident import IncidentDraft, open_incident
from bihuan.features.incidents.actions.set_calendar import set_calendar_year
from bihuan.features.incidents.actions.set_clock import ClockSetting, set_cut_off, set_drill_clock

__all__ = [
    "ClockSetting",
    "IncidentDraft",
    "close_incident",
    "open_incident",
    "set_calendar_year",
    "set_cut_off",
    "set_drill_clock",
    "set_level",
]
