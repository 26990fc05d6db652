"""Roles of posts: what kind of work a post does. What it may do is in the policy matrix."""

from collections.abc import Mapping
from enum import StrEnum

from bihuan.domain.zones import Level


class Role(StrEnum):
    """The roles of people and bodies that meet the product, and the system itself."""

    CITY_LEADER = "city_leader"
    COUNTY_PRINCIPAL = "county_principal"
    TOWNSHIP_SECRETARY = "township_secretary"
    COMMUNITY_LEADER = "community_leader"
    GRID_WORKER = "grid_worker"
    LIAISON_CADRE = "liaison_cadre"
    DUTY_OFFICER = "duty_officer"
    GROUP_LEAD = "group_lead"
    EPIDEMIOLOGIST = "epidemiologist"
    LEGAL_REVIEWER = "legal_reviewer"
    CLERK = "clerk"
    UNIT_DUTY = "unit_duty"
    OFFICE_HEAD = "office_head"
    COORDINATOR = "coordinator"
    GOVERNMENT_OFFICE = "government_office"
    SUPERVISOR = "supervisor"
    VERIFIER = "verifier"
    FACILITY_MANAGER = "facility_manager"
    TESTING_LEAD = "testing_lead"
    HOTLINE_OPERATOR = "hotline_operator"
    PRESS_OFFICER = "press_officer"
    SAFEGUARDS_OFFICER = "safeguards_officer"
    RESIDENT = "resident"
    BUSINESS_OWNER = "business_owner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


_CITY = frozenset({Level.CITY})
_UPPER = frozenset({Level.CITY, Level.COUNTY})
_EVERY = frozenset(Level)

ROLE_LEVELS: Mapping[Role, frozenset[Level]] = {
    Role.CITY_LEADER: _CITY,
    Role.COUNTY_PRINCIPAL: frozenset({Level.COUNTY}),
    Role.TOWNSHIP_SECRETARY: frozenset({Level.TOWNSHIP}),
    Role.COMMUNITY_LEADER: frozenset({Level.COMMUNITY}),
    Role.GRID_WORKER: frozenset({Level.GRID}),
    Role.LIAISON_CADRE: frozenset({Level.TOWNSHIP, Level.COMMUNITY}),
    Role.DUTY_OFFICER: _UPPER,
    Role.GROUP_LEAD: _UPPER,
    Role.EPIDEMIOLOGIST: _UPPER,
    Role.LEGAL_REVIEWER: _UPPER,
    Role.CLERK: _UPPER,
    # Departments have duty posts at city and county level.
    Role.UNIT_DUTY: frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.COMMUNITY}),
    Role.OFFICE_HEAD: _UPPER,
    Role.COORDINATOR: _UPPER,
    Role.GOVERNMENT_OFFICE: _UPPER,
    Role.SUPERVISOR: _UPPER,
    Role.VERIFIER: _UPPER,
    Role.FACILITY_MANAGER: _EVERY,
    Role.TESTING_LEAD: _UPPER,
    Role.HOTLINE_OPERATOR: _CITY,
    Role.PRESS_OFFICER: _CITY,
    Role.SAFEGUARDS_OFFICER: _CITY,
    Role.RESIDENT: _EVERY,
    Role.BUSINESS_OWNER: _EVERY,
    Role.AUDITOR: _CITY,
    Role.ADMINISTRATOR: _CITY,
    Role.SYSTEM: _CITY,
}
"""The zone levels at which a post of each role exists."""

PUBLIC_ROLES = frozenset({Role.RESIDENT, Role.BUSINESS_OWNER})
"""People without an account: they come in through public pages only."""
