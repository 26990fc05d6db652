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
from bihuan.features.incidents.actions.sign_profile import sign_profile
from bihuan.features.incidents.selectors.calendar import (
    YearView,
    calendar_year,
    calendar_years,
    proposed_year,
    working_calendar,
)
from bihuan.features.incidents.selectors.consequences import (
    Change,
    Ends,
    Footing,
    provide_consequence,
)
from bihuan.features.incidents.selectors.incidents import (
    UNTOLD,
    Adoption,
    IncidentView,
    adopted_profiles,
    incident,
    incidents,
    profile_named,
    profiles,
)
from bihuan.features.incidents.selectors.open_work import OpenWork, provide_open_work
from bihuan.features.incidents.selectors.signatures import (
    HANDS,
    Signature,
    all_signatures,
    digest_of,
    profile_text,
    ran_out,
    why_not_in_force,
)

__all__ = [
    "HANDS",
    "UNTOLD",
    "Adoption",
    "Change",
    "Ends",
    "Footing",
    "IncidentDraft",
    "IncidentView",
    "OpenWork",
    "Signature",
    "YearView",
    "adopt_profile",
    "adopted_profiles",
    "all_signatures",
    "calendar_year",
    "calendar_years",
    "close_incident",
    "digest_of",
    "incident",
    "incidents",
    "open_incident",
    "profile_named",
    "profile_text",
    "profiles",
    "proposed_year",
    "provide_consequence",
    "provide_open_work",
    "ran_out",
    "set_calendar_year",
    "set_cut_off",
    "set_drill_clock",
    "set_level",
    "sign_profile",
    "why_not_in_force",
    "working_calendar",
]
