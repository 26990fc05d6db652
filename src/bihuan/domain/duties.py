"""Functions somebody answers for, kinds of organisation and of appointment."""

from enum import StrEnum


class DutyFunction(StrEnum):
    """What a post answers for in its zones (职能)."""

    COMMUNITY_CONTROL = "community_control"
    FIRE_EGRESS = "fire_egress"
    TRAFFIC = "traffic"
    MEDICAL = "medical"
    SUPPLIES = "supplies"
    INFORMATION = "information"
    SAFEGUARDS = "safeguards"
    WORKFORCE = "workforce"
    PROTECTION = "protection"
    PATROLS = "patrols"
    PUBLICITY = "publicity"
    MARKETS = "markets"
    FACILITIES = "facilities"
    TESTING = "testing"
    VECTOR_CONTROL = "vector_control"
    SURVEILLANCE = "surveillance"


class OrganisationKind(StrEnum):
    """What an organisation is (组织)."""

    COMMITTEE = "committee"
    GOVERNMENT = "government"
    COMMAND = "command"
    DEPARTMENT = "department"
    SUPERVISION_OFFICE = "supervision_office"
    DISEASE_CONTROL = "disease_control"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    FACILITY = "facility"
    OTHER = "other"


class AppointmentKind(StrEnum):
    """As what a person holds a post (任职): holder, deputy, or acting for the holder."""

    PRIMARY = "primary"
    DEPUTY = "deputy"
    ACTING = "acting"
