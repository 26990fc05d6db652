"""The fields of finding types, named by the first letter of their codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

FAMILIES: Mapping[str, Promise] = {
    "X": pgettext_lazy("family of types", "Too much control"),
    "W": pgettext_lazy("family of types", "People on duty and their protection"),
    "P": pgettext_lazy("family of types", "Patrols and key places"),
    "G": pgettext_lazy("family of types", "Entrances and passage"),
    "N": pgettext_lazy("family of types", "Notices and instructions"),
    "S": pgettext_lazy("family of types", "Requests and households in need"),
    "B": pgettext_lazy("family of types", "Shops and premises"),
    "F": pgettext_lazy("family of types", "Isolation and resettlement facilities"),
    "T": pgettext_lazy("family of types", "Testing"),
    "V": pgettext_lazy("family of types", "Breeding sites and disinfection"),
    "I": pgettext_lazy("family of types", "Reports and forms"),
    "O": pgettext_lazy("family of types", "Other"),
}
"""A city's own letter stands as it is."""
