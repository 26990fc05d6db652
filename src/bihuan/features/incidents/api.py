"""The front door of incidents."""

from bihuan.features.incidents.actions import (
    IncidentDraft,
    close_incident,
    open_incident,
    set_calendar_year,
    set_cut_off,
    set_drill_clock,
    set_level,
)
from bihuan.features.incidents.actions.adopt_profile import adopt_profile
from bihuan.features.incidents.selectors.calendar import (
    YearView,
    calendar_year,
    calendar_years,
    proposed_year,
    working_calendar,
)
from bihuan.features.incidents.selectors.incidents import (
    Adoption,
    IncidentView,
    incident,
    incidents,
    profile_named,
    profiles,
)
from bihuan.features.incidents.selectors.open_work import OpenWork, provide_open_work

__all__ = [
    "Adoption",
    "IncidentDraft",
    "IncidentView",
    "OpenWork",
    "YearView",
    "adopt_profile",
    "calendar_year",
    "calendar_years",
    "close_incident",
    "incident",
    "incidents",
    "open_incident",
    "profile_named",
    "profiles",
    "proposed_year",
    "provide_open_work",
    "set_calendar_year",
    "set_cut_off",
    "set_drill_clock",
    "set_level",
    "working_calendar",
]
