"""Names of levels, attributes and kinds of place, in both languages through the catalogue."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.places import PlaceKind
from bihuan.domain.registers.zones import Attribute
from bihuan.domain.zones import Level

LEVELS: Mapping[Level, Promise] = {
    Level.CITY: _("City"),
    Level.COUNTY: _("County"),
    Level.TOWNSHIP: _("Township"),
    Level.COMMUNITY: _("Community"),
    Level.GRID: _("Grid"),
}
ATTRIBUTES: Mapping[Attribute, Promise] = {
    Attribute.FRINGE: _("Urban-rural fringe"),
    Attribute.THREE_NO: _("Three-no compounds"),
    Attribute.COURTYARD: _("Courtyard housing"),
    Attribute.RURAL: _("Rural"),
}
PLACE_KINDS: Mapping[PlaceKind, Promise] = {
    PlaceKind.COMPOUND: _("Residential compound"),
    PlaceKind.NURSING_HOME: _("Nursing home"),
    PlaceKind.SCHOOL: _("School"),
    PlaceKind.HOSPITAL: _("Hospital or clinic"),
    PlaceKind.MARKET: _("Market"),
    PlaceKind.SHOP: _("Shop"),
    PlaceKind.FACILITY: _("Facility"),
    PlaceKind.STATION: _("Station"),
    PlaceKind.WORKSITE: _("Workplace"),
    PlaceKind.OFFICE: _("Office or service hall"),
    PlaceKind.PUBLIC: _("Public space"),
    PlaceKind.OTHER: _("Other place"),
}
