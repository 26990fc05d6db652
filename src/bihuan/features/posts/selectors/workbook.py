"""The duty book as sheets of a workbook: what is stored, in the form in which it comes back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.registers.cells import LOCAL
from bihuan.domain.registers.duty import COLUMNS, Sheet
from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.posts.models import (
    Appointment,
    Organisation,
    Person,
    Post,
    Responsibility,
    ResponsibilityRule,
)
from bihuan.features.posts.models.post import ROLES_WITH_POSTS
from bihuan.features.posts.selectors.workbook_notes import notes
from bihuan.platform.exchange.writers import OutSheet

_LEVELS = tuple(level.name.lower() for level in Level)
CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    Sheet.ORGANISATIONS: {"kind": tuple(OrganisationKind)},
    Sheet.POSTS: {"role": ROLES_WITH_POSTS},
    Sheet.APPOINTMENTS: {"kind": tuple(AppointmentKind)},
    Sheet.RULES: {
        "function": tuple(DutyFunction), "level": _LEVELS, "role": ROLES_WITH_POSTS,
        "deputy_role": ROLES_WITH_POSTS, "escalation_role": ROLES_WITH_POSTS,
    },
    Sheet.RESPONSIBILITIES: {"function": tuple(DutyFunction)},
}  # fmt: skip
# Sheet → columns of the table in the order of the sheet's own.
_FIELDS: Mapping[Sheet, tuple[str, ...]] = {
    Sheet.ORGANISATIONS: ("id", "name_zh", "name_en", "kind", "zone_id", "parent_id"),
    Sheet.POSTS: (
        "id", "title_zh", "title_en", "organisation_id", "role", "zone_id", "work_phone",
        "valid_from", "valid_to",
    ),
    Sheet.PEOPLE: ("id", "name", "work_phone"),
    Sheet.APPOINTMENTS: (
        "post_id", "person_id", "kind", "starts_at", "ends_at", "acknowledged_at",
    ),
    Sheet.RULES: ("function", "level", "role", "deputy_role", "escalation_role"),
    Sheet.RESPONSIBILITIES: (
        "function", "zone_id", "post_id", "deputy_id", "escalation_id", "starts_at", "ends_at",
    ),
}  # fmt: skip


def duty_sheets(*, scope: ZoneRange) -> list[OutSheet]:
    """Return the duty book of a scope as sheets, each with its drop-downs."""
    within = {"zone_id__gte": scope.lo, "zone_id__lte": scope.hi}
    appointments = Appointment.objects.filter(**within)
    people = Person.objects.filter(id__in=appointments.values("person_id"))
    found: Mapping[Sheet, Any] = {
        Sheet.ORGANISATIONS: Organisation.objects.filter(**within).order_by("zone_id", "id"),
        Sheet.POSTS: Post.objects.filter(**within).order_by("zone_id", "id"),
        Sheet.PEOPLE: people.order_by("id"),
        Sheet.APPOINTMENTS: appointments.order_by("zone_id", "post_id", "starts_at"),
        Sheet.RULES: ResponsibilityRule.objects.order_by("function", "level"),
        Sheet.RESPONSIBILITIES: Responsibility.objects.filter(**within).order_by(
            "zone_id", "function", "starts_at"
        ),
    }
    sheets = [
        OutSheet(sheet.value, COLUMNS[sheet], _rows(sheet, rows), CHOICES.get(sheet, {}))
        for sheet, rows in found.items()
    ]
    return [*sheets, notes()]


def _rows(sheet: Sheet, rows: Any) -> Iterator[list[Any]]:
    fields = _FIELDS[sheet]
    for row in rows.values_list(*fields).iterator():
        yield [_cell(name, value) for name, value in zip(fields, row, strict=True)]


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).isoformat()
    if name == "level":
        return _LEVELS[value - 1]
    # A code of fifteen digits as a number would be shown rounded.
    return str(value) if name == "zone_id" else value
