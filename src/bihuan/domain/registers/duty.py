"""The duty register as tables: organisations, posts, people, appointments, responsibilities."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bihuan.domain.duties import AppointmentKind, DutyFunction, OrganisationKind
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level


class Sheet(StrEnum):
    """The tables of the register."""

    ORGANISATIONS = "organisations"
    POSTS = "posts"
    PEOPLE = "people"
    APPOINTMENTS = "appointments"
    RULES = "rules"
    RESPONSIBILITIES = "responsibilities"


COLUMNS: Mapping[Sheet, tuple[str, ...]] = {
    Sheet.ORGANISATIONS: ("id", "name_zh", "name_en", "kind", "zone", "parent"),
    Sheet.POSTS: (
        "id", "title_zh", "title_en", "organisation", "role", "zone", "work_phone",
        "valid_from", "valid_to",
    ),
    Sheet.PEOPLE: ("id", "name", "work_phone"),
    Sheet.APPOINTMENTS: ("post", "person", "kind", "valid_from", "valid_to", "acknowledged_at"),
    Sheet.RULES: ("function", "level", "role", "deputy_role", "escalation_role"),
    Sheet.RESPONSIBILITIES: (
        "function", "zone", "post", "deputy", "escalation", "valid_from", "valid_to",
    ),
}  # fmt: skip
NEEDED: Mapping[Sheet, tuple[str, ...]] = {
    Sheet.ORGANISATIONS: ("id", "name_zh", "kind", "zone"),
    Sheet.POSTS: ("id", "title_zh", "organisation", "role", "zone"),
    Sheet.PEOPLE: ("id", "name"),
    Sheet.APPOINTMENTS: ("post", "person", "valid_from"),
    Sheet.RULES: ("function", "level", "role"),
    Sheet.RESPONSIBILITIES: ("function", "zone", "post", "valid_from"),
}


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation as a register says it."""

    id: int
    name_zh: str
    name_en: str
    kind: OrganisationKind
    zone: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post as a register says it; its level is its zone's."""

    id: int
    title_zh: str
    title_en: str
    organisation: int
    role: Role
    zone: int
    work_phone: str
    valid_from: datetime | None
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person at work: a name and a telephone at work, nothing else."""

    id: int
    name: str
    work_phone: str


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """Who holds which post since when."""

    post: int
    person: int
    kind: AppointmentKind
    valid_from: datetime
    valid_to: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """Which role must answer for a function at a level, who stands in, who is above."""

    function: DutyFunction
    level: Level
    role: Role
    deputy_role: Role | None
    escalation_role: Role | None


@dataclass(frozen=True, slots=True)
class ResponsibilityDraft:
    """Which post answers for a function in a zone."""

    function: DutyFunction
    zone: int
    post: int
    deputy: int | None
    escalation: int | None
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers that are stored already, so that rows may point to them.

    ``organisations`` and ``posts`` map each to its zone; ``claims`` maps (function, zone) to the
    stored periods, each with its start as identity; ``duties`` are the stored responsibilities as
    a row says them; ``holders`` maps a post to the person holding it openly and since when.
    """

    zones: Collection[int] = frozenset()
    organisations: Mapping[int, int] = field(default_factory=dict)
    posts: Mapping[int, int] = field(default_factory=dict)
    people: Collection[int] = frozenset()
    claims: Mapping[tuple[str, int], Sequence[tuple[datetime, datetime | None]]] = field(
        default_factory=dict
    )
    duties: Collection[ResponsibilityDraft] = frozenset()
    holders: Mapping[int, tuple[int, datetime]] = field(default_factory=dict)

    def stands(self, sheet: Sheet, draft: Any) -> bool:
        """Tell whether a row names the zone that is stored of it, in force or not.

        What a boundary change has ended stays in the book, and in the book that is downloaded.
        """
        if sheet is Sheet.RESPONSIBILITIES:
            return isinstance(draft, ResponsibilityDraft) and draft in self.duties
        stored = self.organisations if sheet is Sheet.ORGANISATIONS else self.posts
        return bool(stored.get(draft.id) == draft.zone)


@dataclass(frozen=True, slots=True)
class DutyRegister:
    """The drafts of all tables of a file, in the file's order."""

    organisations: tuple[OrganisationDraft, ...] = ()
    posts: tuple[PostDraft, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    appointments: tuple[AppointmentDraft, ...] = ()
    rules: tuple[RuleDraft, ...] = ()
    responsibilities: tuple[ResponsibilityDraft, ...] = ()


def sheet_of(header: Collection[str]) -> str:
    """Return the sheet whose columns a header fits best, empty when none fits."""
    given = set(header)
    fitting = [sheet for sheet in Sheet if set(NEEDED[sheet]) <= given]
    return max(fitting, key=lambda sheet: len(NEEDED[sheet]), default="")
