"""The front door of incidents."""

from bihuan.features.incidents.actions import (
    IncidentDraft,
    close_incident,
    open_incident,
    set_cut_off,
    set_drill_clock,
    set_level,
)
from bihuan.features.incidents.actions.adopt_profile import adopt_profile
from bihuan.features.incidents.selectors import (
    Adoption,
    IncidentView,
    adoption_in,
    adoption_of,
    incident,
    incidents,
    profile_named,
    profiles,
)

__all__ = [
    "Adoption",
    "IncidentDraft",
    "IncidentView",
    "adopt_profile",
    "adoption_in",
    "adoption_of",
    "close_incident",
    "incident",
    "incidents",
    "open_incident",
    "profile_named",
    "profiles",
    "set_cut_off",
    "set_drill_clock",
    "set_level",
]
