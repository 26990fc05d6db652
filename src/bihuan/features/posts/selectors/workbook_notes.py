"""The last sheet of a duty book: what each column says, and what each value means."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.registers.duty import COLUMNS, NEEDED, Sheet
from bihuan.domain.roles import Role
from bihuan.features.posts.labels import FUNCTIONS, KINDS, ORGANISATIONS, ROLES
from bihuan.features.posts.models.post import ROLES_WITH_POSTS
from bihuan.platform.exchange.writers import OutSheet, notes_sheet

_NUMBER = _lazy("A number of your choice that stays with it for ever.")
_FROM = _lazy("The first day, such as 2026-11-30.")
_UNTIL = _lazy("The day from which it no longer holds; empty for without an end.")
_ZONE = _lazy("The zone's code of 15 digits, as in the register of zones.")
_LATIN = _lazy("The English name; may be left empty.")
_PHONE = _lazy("The telephone at work, never a private one.")
_SAYS: Mapping[tuple[Sheet, str] | str, Promise] = {
    "id": _NUMBER,
    "name_zh": _lazy("The Chinese name."),
    "name_en": _LATIN,
    "title_zh": _lazy("The Chinese title of the post."),
    "title_en": _LATIN,
    (Sheet.PEOPLE, "name"): _lazy("The person's name."),
    (Sheet.ORGANISATIONS, "kind"): _lazy("What kind of organisation it is; values below."),
    (Sheet.APPOINTMENTS, "kind"): _lazy("Holder, deputy or acting; values below."),
    "zone": _ZONE,
    "parent": _lazy("The number of the organisation above; may be left empty."),
    "organisation": _lazy("The number of its organisation."),
    "role": _lazy("What the post does; its rights follow from it; values below."),
    "deputy_role": _lazy("The role that stands in; may be left empty."),
    "escalation_role": _lazy("The role above, told when nobody answers; may be left empty."),
    "work_phone": _PHONE,
    "post": _lazy("The number of the post."),
    "person": _lazy("The number of the person."),
    "function": _lazy("Which duty it is; values below."),
    "level": _lazy("At which level each zone must have somebody for it."),
    "deputy": _lazy("The number of the post that stands in; may be left empty."),
    "escalation": _lazy("The number of the post above; may be left empty."),
    "valid_from": _FROM,
    "valid_to": _UNTIL,
    "acknowledged_at": _lazy("Leave it empty: the person acknowledges on screen."),
}


def notes() -> OutSheet:
    """Return the sheet in the language of the page; it is skipped when the file comes back."""
    return notes_sheet([*_columns(), *_values()])


def _columns() -> Iterator[tuple[str, str, str, str]]:
    for sheet, columns in COLUMNS.items():
        for name in columns:
            said = _SAYS.get((sheet, name)) or _SAYS[name]
            needed = _("must be filled in") if name in NEEDED[sheet] else ""
            yield sheet.value, name, needed, str(said)


def _values() -> Iterator[tuple[str, str, str, str]]:
    for kind in OrganisationKind:
        yield Sheet.ORGANISATIONS.value, "kind", kind.value, str(ORGANISATIONS[kind])
    for role in ROLES_WITH_POSTS:
        yield Sheet.POSTS.value, "role", role, str(ROLES[Role(role)])
    for held in AppointmentKind:
        yield Sheet.APPOINTMENTS.value, "kind", held.value, str(KINDS[held])
    for function in DutyFunction:
        yield Sheet.RULES.value, "function", function.value, str(FUNCTIONS[function])
