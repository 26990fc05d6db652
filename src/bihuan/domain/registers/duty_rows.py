"""Rows of the duty register, each as a draft or with the problems of its cells."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.registers.cells import Cells
from bihuan.domain.registers.duty import (
    AppointmentDraft,
    OrganisationDraft,
    PersonDraft,
    PostDraft,
    ResponsibilityDraft,
    RuleDraft,
    Sheet,
)
from bihuan.domain.roles import PUBLIC_ROLES, ROLE_LEVELS, Role
from bihuan.domain.zones import Level

LONGEST_NAME = 80
LONGEST_PERSON = 40
LARGEST_ID = 10**18
_NO_POST = PUBLIC_ROLES | {Role.SYSTEM}
_ROLES: Mapping[str, Role] = {role.value: role for role in Role if role not in _NO_POST}
_FUNCTIONS: Mapping[str, DutyFunction] = {kind.value: kind for kind in DutyFunction}
_ORGANISATIONS: Mapping[str, OrganisationKind] = {kind.value: kind for kind in OrganisationKind}
_KINDS: Mapping[str, AppointmentKind] = {kind.value: kind for kind in AppointmentKind}
_LEVELS: Mapping[str, Level] = {
    **{level.name.lower(): level for level in Level},
    **{str(int(level)): level for level in Level},
}


def _period(cells: Cells) -> tuple[datetime | None, datetime | None]:
    begins, ends = cells.instant("valid_from"), cells.instant("valid_to")
    if begins and ends and ends <= begins:
        cells.fault("valid_to", "dates_reversed")
    return begins, ends


def _organisation(cells: Cells) -> OrganisationDraft | None:
    number, zone = cells.identity("id"), cells.identity("zone")
    kind = cells.choice("kind", OrganisationKind, _ORGANISATIONS)
    name = cells.required("name_zh", longest=LONGEST_NAME)
    parent = cells.integer("parent", largest=LARGEST_ID)
    if number is None or zone is None or kind is None:
        return None
    if parent == number:
        cells.fault("parent", "organisation_is_its_own_parent")
    return OrganisationDraft(number, name, cells.text("name_en"), kind, zone, parent)


def _post(cells: Cells) -> PostDraft | None:
    number, zone = cells.identity("id"), cells.identity("zone")
    organisation = cells.identity("organisation")
    role = cells.choice("role", Role, _ROLES)
    title = cells.required("title_zh", longest=LONGEST_NAME)
    begins, ends = _period(cells)
    phone, english = cells.phone("work_phone"), cells.text("title_en")
    if number is None or zone is None or organisation is None or role is None:
        return None
    return PostDraft(number, title, english, organisation, role, zone, phone, begins, ends)


def _person(cells: Cells) -> PersonDraft | None:
    number = cells.identity("id")
    name, phone = cells.required("name", longest=LONGEST_PERSON), cells.phone("work_phone")
    return None if number is None else PersonDraft(number, name, phone)


def _appointment(cells: Cells) -> AppointmentDraft | None:
    post, person = cells.identity("post"), cells.identity("person")
    kind: AppointmentKind | None = AppointmentKind.PRIMARY
    if cells.given("kind"):
        kind = cells.choice("kind", AppointmentKind, _KINDS)
    cells.required("valid_from")
    begins, ends = _period(cells)
    seen = cells.instant("acknowledged_at")
    if post is None or person is None or kind is None or begins is None:
        return None
    return AppointmentDraft(post, person, kind, begins, ends, seen)


def _rule(cells: Cells) -> RuleDraft | None:
    function = cells.choice("function", DutyFunction, _FUNCTIONS)
    level = cells.choice("level", Level, _LEVELS)
    role = cells.choice("role", Role, _ROLES)
    others = [
        cells.choice(name, Role, _ROLES) if cells.given(name) else None
        for name in ("deputy_role", "escalation_role")
    ]
    if function is None or level is None or role is None:
        return None
    if level not in ROLE_LEVELS[role]:
        params = {"role": role.value, "level": level.name.lower()}
        cells.fault("role", "role_not_at_level", params)
    return RuleDraft(function, level, role, *others)


def _responsibility(cells: Cells) -> ResponsibilityDraft | None:
    function = cells.choice("function", DutyFunction, _FUNCTIONS)
    zone, post = cells.identity("zone"), cells.identity("post")
    deputy = cells.integer("deputy", largest=LARGEST_ID)
    above = cells.integer("escalation", largest=LARGEST_ID)
    cells.required("valid_from")
    begins, ends = _period(cells)
    if function is None or zone is None or post is None or begins is None:
        return None
    if deputy == post:
        cells.fault("deputy", "deputy_is_the_post_itself")
    return ResponsibilityDraft(function, zone, post, deputy, above, begins, ends)


PARSERS: Mapping[Sheet, Callable[[Cells], Any]] = {
    Sheet.ORGANISATIONS: _organisation,
    Sheet.POSTS: _post,
    Sheet.PEOPLE: _person,
    Sheet.APPOINTMENTS: _appointment,
    Sheet.RULES: _rule,
    Sheet.RESPONSIBILITIES: _responsibility,
}
"""How the rows of each sheet are read."""
