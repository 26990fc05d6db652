"""The last sheet of a register of zones: what each column says, and what each value means."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.domain.registers.zones import NEEDED, Attribute
from bihuan.domain.zones import Level
from bihuan.features.territory.labels import ATTRIBUTES, LEVELS
from bihuan.platform.exchange.writers import OutSheet, notes_sheet

SHEET = "zones"
_SAYS: Mapping[str, Promise] = {
    "code": _lazy("15 digits: the official code, filled up with zeros on the right."),
    "level": _lazy("Follows from the code; may be left empty; values below."),
    "parent": _lazy("Follows from the code; may be left empty."),
    "name_zh": _lazy("The Chinese name."),
    "name_en": _lazy("The English name; may be left empty."),
    "official_name": _lazy("The full official name; may be left empty."),
    "attributes": _lazy("Needs more service; several with commas between; values below."),
    "residents": _lazy("Residents, a whole number; may be left empty."),
    "households": _lazy("Households, a whole number; may be left empty."),
    "schematic": _lazy("1 when the zone is only schematic (示意), else empty."),
    "valid_from": _lazy("The first day, such as 2026-11-30."),
    "valid_to": _lazy("The day from which it no longer holds; empty for without an end."),
}


def zone_notes() -> OutSheet:
    """Return the sheet in the language of the page; it is skipped when the file comes back."""
    needed = _("must be filled in")
    columns = [
        (SHEET, name, needed if name in NEEDED else "", str(said)) for name, said in _SAYS.items()
    ]
    levels = [(SHEET, "level", level.name.lower(), str(LEVELS[level])) for level in Level]
    marks = [(SHEET, "attributes", one.value, str(ATTRIBUTES[one])) for one in Attribute]
    return notes_sheet([*columns, *levels, *marks])
