"""A duty register against what is stored: rows of the tables, and the dry run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bihuan.domain.chain.canonical import micros
from bihuan.domain.duties import DutyFunction
from bihuan.domain.registers.cells import RowProblem
from bihuan.domain.registers.duty import (
    AppointmentDraft,
    DutyRegister,
    Known,
    ResponsibilityDraft,
    RuleDraft,
    Sheet,
    sheet_of,
)
from bihuan.domain.registers.duty_parse import Table, parse_duty
from bihuan.domain.zones import level_of
from bihuan.features.posts.models import Appointment, Organisation, Person, Post, Responsibility
from bihuan.features.territory.api import root, zone_codes
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now
from bihuan.platform.exchange.readers import TableFile
from bihuan.platform.exchange.register import Comparison, Rows, dry_run

REGISTERS = UUID("3e8ed9a4-0a63-5b0c-9c5a-86b0c2a4d3b1")
SYSTEM_PERSON = 0
Tables = Mapping[str, Table]

# Column of a sheet → columns of the table that it fills, where the names differ.
_FILLS: Mapping[str, tuple[str, ...]] = {
    "zone": ("zone_id", "level"),
    "parent": ("parent_id",),
    "organisation": ("organisation_id",),
    "post": ("post_id",),
    "deputy": ("deputy_id",),
    "escalation": ("escalation_id",),
}
_PERIOD: Mapping[str, tuple[str, ...]] = {"valid_from": ("starts_at",), "valid_to": ("ends_at",)}


@dataclass(frozen=True, slots=True)
class DutyReport:
    """What a file would do, what is wrong with it, by sheet and row."""

    rows: int
    problems: tuple[RowProblem, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Entering:
    """Who enters a register, and when: rows of appointments say both."""

    person: int
    at: datetime


def known_duty() -> Known:
    """Return what is stored as far as rows of a file may point to it."""
    claims: defaultdict[tuple[str, int], list[tuple[datetime, datetime | None]]] = defaultdict(list)
    duties = set()
    for function, *said in Responsibility.objects.values_list(
        "function", "zone_id", "post_id", "deputy_id", "escalation_id", "starts_at", "ends_at"
    ):
        duty = ResponsibilityDraft(DutyFunction(function), *said)
        duties.add(duty)
        claims[function, duty.zone].append((duty.valid_from, duty.valid_to))
    holders = Appointment.objects.filter(
        kind="primary", ends_at__isnull=True, confirmed_at__isnull=False
    ).values_list("post_id", "person_id", "starts_at")
    return Known(
        zones=zone_codes(),
        organisations=dict(Organisation.objects.values_list("id", "zone_id")),
        posts=dict(Post.objects.values_list("id", "zone_id")),
        people=frozenset(Person.objects.values_list("id", flat=True)),
        claims=dict(claims),
        duties=duties,
        holders={post: (person, starts) for post, person, starts in holders},
    )


def tables_of(file: TableFile) -> Tables:
    """Return the sheets of a file by name; a single table without one is known by its columns."""
    return {
        sheet.name or sheet_of(sheet.header): (sheet.header, sheet.lines)
        for sheet in file.sheets
        if sheet.lines or sheet.name in set(Sheet)
    }


def check_duty(tables: Tables, *, by: ActingPost) -> DutyReport:
    """Try a duty register without changing anything (dry run)."""
    register, problems = parse_duty(tables, known_duty())
    rows = duty_rows(register, tables, Entering(by.person, now()))
    count = sum(len(lines) for _, lines in tables.values())
    would = dry_run([table for _, table in rows])
    if by.person == SYSTEM_PERSON:
        n = len(waiting_of(register))
        would = Comparison(would.new, would.changed + n, would.unchanged - n)
    return DutyReport(count, tuple(problems), would)


def waiting_of(register: DutyRegister) -> Sequence[str]:
    """Return the register's appointments that stand already and wait for a second person."""
    ids = [appointment_id(a.post, a.person, a.valid_from) for a in register.appointments]
    waiting = Appointment.objects.filter(confirmed_at__isnull=True, ends_at__isnull=True)
    stored = set(waiting.values_list("id", flat=True)) if ids else set()
    return [one for one in ids if one in stored]


def duty_rows(
    register: DutyRegister, tables: Mapping[str, Table], entering: Entering
) -> list[tuple[Mapping[Any, int], Rows]]:
    """Return the register as rows of the state tables.

    Returns
    -------
    list
        For each table its rows and a mapping from row id to the zone whose chain records it.
    """
    posts = {post.id: post.zone for post in register.posts}
    posts = _stored_zones([a.post for a in register.appointments], posts)
    city = root()
    top = 0 if city is None else city.code
    told = {sheet: _told(tables.get(sheet.value, ((), ()))[0]) for sheet in Sheet}
    return [
        _organisations(register, told[Sheet.ORGANISATIONS]),
        _posts(register, told[Sheet.POSTS]),
        _people(register, top, told[Sheet.PEOPLE]),
        _appointments(register.appointments, posts, entering),
        _rules(register.rules, top),
        _responsibilities(register.responsibilities, told[Sheet.RESPONSIBILITIES]),
    ]


def _stored_zones(wanted: Sequence[int], known: dict[int, int]) -> dict[int, int]:
    missing = {post for post in wanted if post not in known}
    if missing:
        known |= dict(Post.objects.filter(id__in=missing).values_list("id", "zone_id"))
    return known


def _told(header: Iterable[str]) -> frozenset[str]:
    names = [column for name in header for column in _FILLS.get(name, (name,))]
    return frozenset(names)


def _organisations(register: DutyRegister, told: frozenset[str]) -> tuple[Mapping[Any, int], Rows]:
    columns = ("id", "name_zh", "name_en", "kind", "level", "zone_id", "parent_id")
    rows = tuple(
        (o.id, o.name_zh, o.name_en, o.kind.value, int(level_of(o.zone)), o.zone, o.parent)
        for o in register.organisations
    )
    zones = {o.id: o.zone for o in register.organisations}
    return zones, Rows("posts_organisation", columns, rows, told)


def _posts(register: DutyRegister, told: frozenset[str]) -> tuple[Mapping[Any, int], Rows]:
    columns = (
        "id", "title_zh", "title_en", "organisation_id", "role", "level", "zone_id",
        "work_phone", "valid_from", "valid_to",
    )  # fmt: skip
    rows = tuple(
        (
            *(p.id, p.title_zh, p.title_en, p.organisation, p.role.value, int(level_of(p.zone))),
            *(p.zone, p.work_phone, p.valid_from, p.valid_to),
        )
        for p in register.posts
    )
    return {p.id: p.zone for p in register.posts}, Rows("posts_post", columns, rows, told)


def _people(
    register: DutyRegister, city: int, told: frozenset[str]
) -> tuple[Mapping[Any, int], Rows]:
    rows = tuple((p.id, p.name, p.work_phone) for p in register.people)
    table = Rows("posts_person", ("id", "name", "work_phone"), rows, told)
    return dict.fromkeys((p.id for p in register.people), city), table


def appointment_id(post: int, person: int, starts: datetime) -> str:
    """Return the id of an appointment: post, person and beginning name it, not its kind.

    A deputy who takes the post over stays the same appointment.
    """
    return uuid5(REGISTERS, f"appointment:{post}:{person}:{micros(starts)}").hex


def _appointments(
    drafts: Sequence[AppointmentDraft], posts: Mapping[int, int], entering: Entering
) -> tuple[Mapping[Any, int], Rows]:
    """Return appointments; what the system enters is confirmed, what a person enters is not."""
    columns = (
        "id", "post_id", "person_id", "zone_id", "kind", "starts_at", "ends_at",
        "acknowledged_at", "requested_by", "requested_at", "confirmed_by", "confirmed_at",
    )  # fmt: skip
    rows, zones = [], {}
    for draft in drafts:
        kind, zone = draft.kind.value, posts.get(draft.post, 0)
        identity = appointment_id(draft.post, draft.person, draft.valid_from)
        zones[identity] = zone
        system = entering.person == SYSTEM_PERSON
        seen = draft.acknowledged_at if system else None
        asked = draft.valid_from if system else entering.at
        confirmed = (SYSTEM_PERSON, draft.valid_from) if system else (None, None)
        rows.append(
            (
                *(identity, draft.post, draft.person, zone, kind, draft.valid_from),
                *(draft.valid_to, seen, entering.person, asked, *confirmed),
            )
        )
    table = Rows("posts_appointment", columns, tuple(rows), frozenset({"ends_at"}))
    return zones, table


def _rules(drafts: Sequence[RuleDraft], city: int) -> tuple[Mapping[Any, int], Rows]:
    columns = ("id", "function", "level", "role", "deputy_role", "escalation_role")
    rows = tuple(
        (
            uuid5(REGISTERS, f"rule:{rule.function}:{int(rule.level)}").hex,
            *(rule.function.value, int(rule.level), rule.role.value),
            *(rule.deputy_role or "", rule.escalation_role or ""),
        )
        for rule in drafts
    )
    told = frozenset(columns[3:])
    return dict.fromkeys((row[0] for row in rows), city), Rows(
        "posts_responsibility_rule", columns, rows, told
    )


def responsibility_id(function: str, zone: int, starts: datetime) -> str:
    """Return the id of a responsibility: function, zone and start name it."""
    return uuid5(REGISTERS, f"responsibility:{function}:{zone}:{micros(starts)}").hex


def _responsibilities(
    drafts: Sequence[ResponsibilityDraft], told: frozenset[str]
) -> tuple[Mapping[Any, int], Rows]:
    columns = (
        "id", "function", "zone_id", "post_id", "deputy_id", "escalation_id", "starts_at",
        "ends_at",
    )  # fmt: skip
    rows, zones = [], {}
    for draft in drafts:
        identity = responsibility_id(draft.function.value, draft.zone, draft.valid_from)
        zones[identity] = draft.zone
        rows.append(
            (
                *(identity, draft.function.value, draft.zone, draft.post, draft.deputy),
                *(draft.escalation, draft.valid_from, draft.valid_to),
            )
        )
    names = told | {name for given in told for name in _PERIOD.get(given, ())}
    return zones, Rows("posts_responsibility", columns, tuple(rows), names)
