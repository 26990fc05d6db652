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
EXTRA_SERVICE = frozenset({Attribute.FRINGE, Attribute.THREE_NO, Attribute.COURTYARD})
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
REFUSALS: Mapping[str, Promise] = {
    "cell_formula": _(
        "This cell holds a formula without a result. Enter the value itself: in the spreadsheet "
        "copy the cells and paste them as values."
    ),
    "cell_missing": _("This cell must not be empty."),
    "cell_control_character": _("The cell holds an invisible control character; type it again."),
    "cell_too_long": _("The text has %(length)s characters; at most %(longest)s are possible."),
    "cell_not_a_whole_number": _("“%(value)s” is no whole number; write digits only."),
    "cell_number_too_large": _(
        "%(value)s is too large; write a whole number from %(smallest)s to %(largest)s."
    ),
    "cell_number_too_small": _(
        "%(value)s is too small; write a whole number from %(smallest)s to %(largest)s."
    ),
    "cell_not_a_phone_number": _("“%(value)s” is no telephone number; write digits and hyphens."),
    "cell_impossible_date": _("“%(value)s” is no possible date; write it like 2026-08-02."),
    "cell_not_a_choice": _("“%(value)s” is not known here; one of these is: %(allowed)s."),
    "column_of_persons": _(
        "The column “%(name)s” reads like data on persons, which this table does not keep; delete"
        " the column."
    ),
    "column_unknown": _(
        "This table does not take the column “%(name)s”; it takes %(known)s. Delete the column."
    ),
    "column_missing": _("The column is missing; keep the header of the template."),
    "dates_reversed": _("The end lies before the beginning."),
    "sheet_unknown": _("This sheet is not known; these are: %(allowed)s."),
    "register_unchanged": _("The file changes nothing."),
    "zone_code_malformed": _("“%(value)s” is no zone code: 15 digits, from the city down."),
    "zone_code_twice": _("Row %(first_row)s gives the same code already."),
    "zone_code_already_given": _("Code %(zone)s was given before; a code is never given twice."),
    "zone_level_contradicts_code": _("By its code the zone is of level %(expected)s."),
    "zone_parent_contradicts_code": _("By its code the zone lies in %(expected)s."),
    "zone_is_its_own_parent": _("The zone names itself as its parent."),
    "zone_parent_unknown": _(
        "Zone %(parent)s, in which it lies, is neither in the file nor stored."
    ),
    "zone_outside_city": _("The zone lies outside the city of this installation, %(city)s."),
    "zone_ended_already": _(
        "This zone ended at %(at)s, and its code is never in force again. Write that end, or leave"
        " the row out; a zone that is made anew gets a new code."
    ),
    "zone_begins_before_parent": _("The zone begins before %(parent)s, the zone in which it lies."),
    "zone_parent_not_in_force": _("The zone in which %(zone)s lies is not in force."),
    "zone_name_twice": _("Zone %(other)s beside it is already called “%(name)s”."),
    "zone_name_taken": _("Another zone beside it is already called “%(name)s”."),
    "zone_name_malformed": _("The name holds a bracket or a hidden sign; write letters only."),
    "zone_name_missing": _("The zone needs a name."),
    "zone_name_too_long": _("The name is too long: at most 60 characters."),
    "zone_renamed_meanwhile": _(
        "Somebody has just renamed it to “%(name)s”. Press once more to give it your name instead."
    ),
    "zone_has_that_name": _("The zone is called “%(name)s” already."),
    "zone_not_in_force": _("Zone %(zone)s does not exist or is no longer in force."),
    "zone_begins_later": _("Zone %(zone)s has only just begun or begins later; try again then."),
    "zone_has_zones_below": _("%(count)s zones lie below it; move or retire them first."),
    "zones_of_different_levels": _("Only zones of one level can be merged or split into."),
    "city_cannot_be_reshaped": _("The city itself cannot be merged, split or retired."),
    "merge_needs_two_zones": _("A merger needs at least two zones."),
    "split_needs_two_parts": _("A split needs at least two parts."),
    "split_leaves_a_child": _("Zone %(zone)s below it is allotted to no part."),
    "not_a_child_of_the_zone": _("Zone %(zone)s does not lie directly below it."),
    "child_named_twice": _("A zone below it is allotted to two parts."),
    "zone_codes_exhausted": _("There is no free code below %(zone)s any more."),
    "place_name_missing": _("The place needs a name."),
    "place_name_too_long": _("The name is too long: at most 80 characters."),
    "place_name_taken": _("A place in this zone is already called “%(name)s”."),
    "place_not_in_use": _("This place does not exist or has ended."),
    "shapes_not_readable": _("The outlines cannot be read: %(reason)s"),
    "import_not_there": _("This file was not entered here, or has been taken back already."),
    "import_too_old": _(
        "It was entered more than %(hours)s hours ago; change the rows one by one."
    ),
    "import_changed_since": _(
        "%(n)s of its rows have been changed since; change back one by one what is still wrong."
    ),
    "zones_in_use": _(
        "%(n)s posts, places, orders or zones have been tied to the new zones since; move or end"
        " these first."
    ),
    "file_missing": _("Choose a file first."),
    "file_too_large": _("The file has %(megabytes)s MB; at most %(most)s MB can be read."),
    "file_cell_too_long": _(
        "Row %(row)s has a cell of more than %(most)s characters; shorten it, or look for a"
        " quotation mark that is not closed."
    ),
    "file_too_many_rows": _("The file has more than %(most)s rows; split it."),
    "file_not_readable": _(
        "This is no CSV or Excel file that can be read; save it again as .xlsx."
    ),
    "file_encoding": _(
        "Row %(row)s is neither UTF-8 nor GB 18030; save the file as UTF-8 and try again."
    ),
    "file_with_definitions": _(
        "The workbook declares a document type of its own; save it anew with a spreadsheet program."
    ),
    "file_dates_1904": _(
        "The workbook counts its dates from 1904; switch that off in its options and save it."
    ),
    "file_sheet_hidden": _(
        "The sheet “%(sheet)s” is hidden; show it or remove it, so that you see what is entered."
    ),
    "file_cells_merged": _(
        "On the sheet “%(sheet)s” the cells %(cells)s are merged, so only the first holds a value;"
        " unmerge them and fill in each."
    ),
    "file_too_costly": _(
        "Reading the workbook takes more than %(megabytes)s MB or %(seconds)s seconds; copy the"
        " filled cells into a new workbook, or split it."
    ),
    "file_header_twice": _("Two columns are called “%(column)s”."),
    "file_empty": _("The file holds no rows."),
    "file_text_empty": _(
        "The file is no workbook but plain text, and holds no rows below its first line; save it"
        " again as .xlsx, or as CSV with the names of the columns in the first line."
    ),
    "file_old_workbook": _(
        "This is a workbook of an old Excel (.xls), or one with a password; save it as .xlsx"
        " without a password."
    ),
}
"""What stands in the way, by the code of the refusal or of the row's problem."""
