"""The duty book: who answers for what, who holds which post, what waits for a signature."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.duties import AppointmentKind
from bihuan.domain.zones import ZoneRange
from bihuan.features.posts.models import (
    Appointment,
    Handover,
    Person,
    Responsibility,
    ResponsibilityRule,
)
from bihuan.features.posts.selectors.posts import (
    FIELDS,
    LARGEST_NUMBER,
    PostView,
    appointed_at,
    view_of,
)
from bihuan.platform.db.dialects import Session

# The columns of ``FIELDS``, then of ``HOLDING``; instants as they are stored.
_SEATED = (
    "p.id, p.title_zh, p.title_en, p.organisation_id, o.name_zh, o.name_en, p.role,"
    " p.level, p.zone_id, p.work_phone, p.valid_to, a.id, a.post_id, a.person_id, w.name,"
    " w.work_phone, a.kind, a.starts_at, a.ends_at, a.acknowledged_at"
)
_HELD = (
    "JOIN posts_organisation o ON o.id=p.organisation_id"
    " LEFT JOIN posts_appointment a ON a.post_id=p.id AND a.confirmed_at<=? AND a.starts_at<=?"
    " AND (a.ends_at IS NULL OR a.ends_at>?) LEFT JOIN posts_person w ON w.id=a.person_id"
)
_STAFFED = (
    f"SELECT {_SEATED} FROM posts_post p {_HELD}"  # noqa: S608
    " WHERE p.id IN (SELECT value FROM json_each(?)) OR (p.zone_id=? AND p.valid_to IS NULL)"
    " ORDER BY p.id, a.kind DESC, a.starts_at"
)
# Who answers in some zones: each responsibility in force with its post and its deputy.
_ANSWERING = (
    "SELECT r.function, r.zone_id, r.post_id, r.deputy_id, r.escalation_id, r.starts_at,"  # noqa: S608
    f" {_SEATED} FROM posts_responsibility r JOIN posts_post p ON p.id IN (r.post_id, r.deputy_id)"
    f" {_HELD} WHERE r.zone_id IN (SELECT value FROM json_each(?)) AND r.starts_at<=?"
    " AND (r.ends_at IS NULL OR r.ends_at>?)"
    " ORDER BY r.zone_id, r.function, p.id, a.kind DESC, a.starts_at"
)
HOLDING = (
    "id", "post_id", "person_id", "person__name", "person__work_phone", "kind", "starts_at",
    "ends_at", "acknowledged_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holding a post, with what the post's circle may see of him: name and work phone."""

    appointment: str
    post: int
    person: int
    name: str
    work_phone: str
    kind: AppointmentKind
    starts: datetime
    ends: datetime | None
    acknowledged: datetime | None


@dataclass(frozen=True, slots=True)
class Staffed:
    """A post with those who hold it, holders before deputies."""

    post: PostView
    held: Sequence[Holding]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A responsibility in force."""

    function: str
    zone: int
    post: int
    deputy: int | None
    escalation: int | None
    starts: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An appointment that waits for the second person."""

    holding: Holding
    requested_by: int
    requested_by_name: str
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """A handover that waits for its second signature."""

    id: str
    post: int
    note: str
    outgoing: str
    incoming: str
    incoming_person: int
    signed_out_at: datetime


def _in_force(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def claims_on(codes: Iterable[int], *, at: datetime) -> Sequence[ClaimView]:
    """Return the responsibilities in force of zones, by zone and function."""
    found = Responsibility.objects.filter(_in_force(at), zone_id__in=set(codes))
    return _claims(found.order_by("zone_id", "function"))


def claims_of_post(post: int, *, at: datetime, limit: int = 200) -> Sequence[ClaimView]:
    """Return what a post answers for, as the post itself or as deputy."""
    found = Responsibility.objects.filter(_in_force(at), Q(post_id=post) | Q(deputy_id=post))
    return _claims(found.order_by("zone_id", "function")[:limit])


def _claims(found: Iterable[Responsibility]) -> list[ClaimView]:
    return [
        ClaimView(r.function, r.zone_id, r.post_id, r.deputy_id, r.escalation_id, r.starts_at)
        for r in found
    ]


def holdings_of(posts: Collection[int], *, at: datetime) -> Mapping[int, Sequence[Holding]]:
    """Return who holds posts at an instant, holders before deputies."""
    found = Appointment.objects.filter(appointed_at(at), post_id__in=posts)
    held: defaultdict[int, list[Holding]] = defaultdict(list)
    for row in found.order_by("-kind", "starts_at").values_list(*HOLDING):
        held[row[1]].append(_holding(row))
    return dict(held)


def staffed(
    numbers: Iterable[int], *, at: datetime, zone: int | None = None
) -> Mapping[int, Staffed]:
    """Return posts by number with those who hold them: one query.

    Parameters
    ----------
    numbers
        Which posts; unknown numbers are absent.
    at
        The instant at which somebody holds them.
    zone
        With the posts in use of exactly this zone besides.
    """
    instant = micros(at)
    listed = json.dumps(sorted(number for number in numbers if number <= LARGEST_NUMBER))
    return _staffed(Session().all(_STAFFED, (instant, instant, instant, listed, zone)))


def answering(
    codes: Iterable[int], *, at: datetime
) -> tuple[Sequence[ClaimView], Mapping[int, Staffed]]:
    """Return the responsibilities in force of zones, and their posts and deputies: one query."""
    instant = micros(at)
    listed = json.dumps(sorted(codes))
    rows = Session().all(_ANSWERING, (instant, instant, instant, listed, instant, instant))
    told = dict.fromkeys(row[:6] for row in rows)
    claims = [
        ClaimView(function, zone, post, deputy, escalation, instant_of(starts))
        for function, zone, post, deputy, escalation, starts in told
    ]
    return claims, _staffed(row[6:] for row in rows)


def _staffed(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, Staffed]:
    found: dict[int, tuple[PostView, dict[str, Holding]]] = {}
    for row in rows:
        post, holding = row[: len(FIELDS)], row[len(FIELDS) :]
        _, people = found.setdefault(row[0], (view_of(post), {}))
        if holding[0] is not None and holding[0] not in people:
            *named, starts, ends, seen = holding
            instants = (None if one is None else instant_of(one) for one in (starts, ends, seen))
            people[holding[0]] = _holding((*named, *instants))
    return {number: Staffed(post, [*people.values()]) for number, (post, people) in found.items()}


def appointment_zone(identity: str) -> int | None:
    """Return the zone of an appointment's post."""
    return Appointment.objects.filter(id=identity).values_list("zone_id", flat=True).first()


def waiting_in(*, scope: ZoneRange, limit: int = 100) -> Sequence[Waiting]:
    """Return the appointments of a scope that wait for the second person, oldest first."""
    found = Appointment.objects.filter(
        confirmed_at__isnull=True,
        ends_at__isnull=True,
        zone_id__gte=scope.lo,
        zone_id__lte=scope.hi,
    )
    asker = Person.objects.filter(id=OuterRef("requested_by")).values("name")[:1]
    rows = (
        found.annotate(asker=Subquery(asker))
        .order_by("requested_at", "id")
        .values_list("requested_by", "asker", "requested_at", *HOLDING)
    )
    return [Waiting(_holding(row[3:]), row[0], row[1] or "", row[2]) for row in rows[:limit]]


def handovers_of(person: int) -> Sequence[OpenHandover]:
    """Return the open handovers that a person has given or shall sign for."""
    found = Handover.objects.filter(
        Q(incoming__person_id=person) | Q(outgoing__person_id=person), signed_in_at__isnull=True
    )
    rows = found.order_by("signed_out_at").values_list(
        "id", "post_id", "note", "outgoing__person__name", "incoming__person__name",
        "incoming__person_id", "signed_out_at",
    )  # fmt: skip
    return [OpenHandover(*row) for row in rows]


def people_of_unit(unit: int, *, limit: int = 200) -> Sequence[tuple[int, str]]:
    """Return number and name of the people who hold or held a post of an organisation."""
    posts = Appointment.objects.filter(post__organisation_id=unit).values("person_id")
    found = Person.objects.filter(id__in=posts).order_by("name", "id")
    return list(found.values_list("id", "name")[:limit])


def required_functions() -> Mapping[tuple[str, int], tuple[str, str, str]]:
    """Return the rules: function and level → role, deputy role, escalation role."""
    rows = ResponsibilityRule.objects.values_list(
        "function", "level", "role", "deputy_role", "escalation_role"
    )
    return {(row[0], row[1]): row[2:] for row in rows}


def _holding(row: tuple) -> Holding:  # type: ignore[type-arg]
    identity, post, person, name, phone, kind, starts, ends, seen = row
    return Holding(identity, post, person, name, phone, AppointmentKind(kind), starts, ends, seen)
