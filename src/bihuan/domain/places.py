"""Kinds of place (场所): where something is found, never where somebody lives."""

from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place is used for."""

    COMPOUND = "compound"
    NURSING_HOME = "nursing_home"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    MARKET = "market"
    SHOP = "shop"
    FACILITY = "facility"
    STATION = "station"
    WORKSITE = "worksite"
    OFFICE = "office"
    PUBLIC = "public"
    OTHER = "other"
