"""Posts, their units and names, and who can verify."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.domain.duties import OrganisationKind
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ZoneRange, ancestors_of
from bihuan.features.posts.models import Appointment, Organisation, Post
from bihuan.features.territory.api import ZoneName
from bihuan.platform.db.dialects import Session

LONGEST_PLACE, SHORTEST_OWN = 12, 3
LARGEST_NUMBER = 2**63 - 1  # what the database can compare
FIELDS = (
    "id", "title_zh", "title_en", "organisation_id", "organisation__name_zh",
    "organisation__name_en", "role", "level", "zone_id", "work_phone", "valid_to",
)  # fmt: skip


# Where the name of a place ends that a unit and a post of it both begin with.
PLACE = re.compile(
    r"(?:.{1,20}?(?:街道|社区|[市区县旗镇乡村])|[\w' -]{1,60}?"
    r"\b(?:City|District|County|Banner|Town|Township|Subdistrict|Community|Village)\b ?)+"
)


def full_name(unit: str, title: str, between: str) -> str:
    """Return unit and title once: neither the unit nor the place of both is said twice.

    Parameters
    ----------
    unit, title
        Names in one language.
    between
        What stands between them: a blank on pages, nothing in official Chinese.
    """
    if title.startswith(unit):
        return title
    for place in range(1, min(LONGEST_PLACE, len(unit) - SHORTEST_OWN) + 1):
        # 市督查二组 with 督查二组督查岗: the unit has the place, the title the unit.
        if not unit[place].isascii() and title.startswith(unit[place:]):
            return unit[:place] + title
    shared = PLACE.match(unit)
    own = title.removeprefix(shared[0]) if shared else title
    return f"{unit}{between}{own or title}"


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as pages and other features see it: a title, a unit, a telephone at work."""

    id: int
    title: ZoneName
    unit: int
    unit_name: ZoneName
    role: Role
    level: Level
    zone: int
    work_phone: str
    in_use: bool

    @property
    def label(self) -> str:
        """Unit and title in the language of the page."""
        return full_name(str(self.unit_name), str(self.title), " ")

    @property
    def formal(self) -> str:
        """Unit and title as official papers address a post, in Chinese and without a space."""
        return full_name(self.unit_name.zh, self.title.zh, "")

    @property
    def english(self) -> str:
        """Unit and title in English."""
        return full_name(self.unit_name.en, self.title.en, " ")


@dataclass(frozen=True, slots=True)
class UnitView:
    """An organisation by its legal name."""

    id: int
    name: ZoneName
    kind: str
    level: Level
    zone: int
    parent: int | None


def post_of(number: int) -> PostView | None:
    """Return a post, abolished ones included."""
    return posts_of([number]).get(number)


def posts_of(numbers: Iterable[int]) -> Mapping[int, PostView]:
    """Return posts by number with one query; unknown numbers are absent."""
    known = [number for number in set(numbers) if number <= LARGEST_NUMBER]
    if not known:
        return {}
    return {row[0]: view_of(row) for row in Session().all(numbered(), [json.dumps(known)])}


@cache
def numbered() -> str:
    """Write the query once: nearly every page names posts, and building it took most of that."""
    asked = str(Post.objects.values_list(*FIELDS).query)
    return asked + ' WHERE "posts_post"."id" IN (SELECT value FROM json_each(?))'  # noqa: S608  (no input)


def posts_with_zones(zones: Iterable[int]) -> Mapping[int, int]:
    """Return the posts in use whose own zone is one of some, with it."""
    found = Post.objects.filter(zone_id__in=set(zones), valid_to__isnull=True)
    return dict(found.values_list("id", "zone_id"))


def post_label(number: int) -> str:
    """Return unit and title of a post in the language of the page, or "—" for an unknown one."""
    post = post_of(number)
    return "—" if post is None else post.label


def posts_in(*, scope: ZoneRange, role: Role | None = None, limit: int = 500) -> list[PostView]:
    """Return the posts in use in a scope, by zone and number."""
    found = Post.objects.filter(valid_to__isnull=True, zone_id__gte=scope.lo, zone_id__lte=scope.hi)
    if role is not None:
        found = found.filter(role=role.value)
    return [view_of(row) for row in found.order_by("zone_id", "id").values_list(*FIELDS)[:limit]]


def posts_of_roles(roles: Iterable[Role], *, zones: Iterable[int]) -> list[PostView]:
    """Return the posts in use of some roles at exactly these zones, with one query."""
    wanted = [role.value for role in roles]
    found = Post.objects.filter(valid_to__isnull=True, zone_id__in=set(zones), role__in=wanted)
    return [view_of(row) for row in found.order_by("zone_id", "id").values_list(*FIELDS)]


def search_posts(text: str, *, scope: ZoneRange, limit: int = 8) -> list[PostView]:
    """Return the posts in use whose title or unit contains a text; the city first."""
    named = Q(title_zh__contains=text) | Q(title_en__icontains=text)
    of_unit = Q(organisation__name_zh__contains=text) | Q(organisation__name_en__icontains=text)
    found = Post.objects.filter(
        named | of_unit, valid_to__isnull=True, zone_id__gte=scope.lo, zone_id__lte=scope.hi
    )
    return [
        view_of(row)
        for row in found.order_by("level", "zone_id", "id").values_list(*FIELDS)[:limit]
    ]


def posts_at(zone: int, *, limit: int = 200) -> list[PostView]:
    """Return the posts in use of exactly one zone."""
    found = Post.objects.filter(valid_to__isnull=True, zone_id=zone).order_by("id")
    return [view_of(row) for row in found.values_list(*FIELDS)[:limit]]


def posts_reaching(zone: int, *, limit: int = 300) -> list[PostView]:
    """Return the posts in use whose subtree contains a zone, nearest first."""
    found = Post.objects.filter(valid_to__isnull=True, zone_id__in=(zone, *ancestors_of(zone)))
    return [view_of(row) for row in found.order_by("-level", "id").values_list(*FIELDS)[:limit]]


def units_in(*, scope: ZoneRange, limit: int = 500) -> list[UnitView]:
    """Return the organisations of a scope, by zone and number."""
    found = Organisation.objects.filter(zone_id__gte=scope.lo, zone_id__lte=scope.hi)
    rows = found.order_by("zone_id", "id").values_list(
        "id", "name_zh", "name_en", "kind", "level", "zone_id", "parent_id"
    )[:limit]
    return [
        UnitView(id_, ZoneName(zone, zh, en), kind, Level(level), zone, parent)
        for id_, zh, en, kind, level, zone, parent in rows
    ]


def command_name(city: ZoneName) -> str | None:
    """Return a city's command as its papers name it, with the city; None where there is none."""
    scope = ZoneRange(city.code, city.code)
    found = (u for u in units_in(scope=scope) if u.kind == OrganisationKind.COMMAND.value)
    command = next(found, None)
    if command is None:
        return None
    name = command.name.zh
    return name if city.zh in name else city.zh + name.removeprefix("市")


def unit_names(numbers: Iterable[int]) -> Mapping[int, ZoneName]:
    """Return the names of organisations with one query."""
    rows = Organisation.objects.filter(id__in=set(numbers))
    return {
        id_: ZoneName(id_, zh, en) for id_, zh, en in rows.values_list("id", "name_zh", "name_en")
    }


def verifiers(
    *, zone: int, at: datetime, excluding_units: Collection[int] = (), role: Role = Role.VERIFIER
) -> list[PostView]:
    """Return the held posts that can verify in a zone, nearest level first.

    Parameters
    ----------
    zone
        Where the finding lies; a verifier's own zone must contain it.
    at
        The instant: a post counts when a confirmed appointment is in force.
    excluding_units
        The units involved: handler, and issuer where the severity asks for it.
    role
        The role that verifies.
    """
    found = _held(at).filter(role=role.value, zone_id__in=(zone, *ancestors_of(zone)))
    rows = found.exclude(organisation_id__in=excluding_units).order_by("-level", "id")
    return [view_of(row) for row in rows.values_list(*FIELDS)]


def held_posts(*, scope: ZoneRange, role: Role, at: datetime) -> list[PostView]:
    """Return the posts of a role in a scope that somebody holds at an instant."""
    found = _held(at).filter(role=role.value, zone_id__gte=scope.lo, zone_id__lte=scope.hi)
    return [view_of(row) for row in found.order_by("zone_id", "id").values_list(*FIELDS)]


def appointed_at(at: datetime) -> Q:
    """Return the condition of an appointment in force: confirmed, begun, not ended."""
    begun = Q(confirmed_at__isnull=False, confirmed_at__lte=at, starts_at__lte=at)
    return begun & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def _held(at: datetime) -> QuerySet[Post]:
    held = Appointment.objects.filter(appointed_at(at), post_id=OuterRef("pk"))
    in_use = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    return Post.objects.filter(in_use, Exists(held))


def view_of(row: tuple[Any, ...]) -> PostView:
    """Build the view of a row of ``FIELDS``."""
    number, zh, en, unit, unit_zh, unit_en, role, level, zone, phone, ends = row
    return PostView(
        id=number,
        title=ZoneName(number, zh, en),
        unit=unit,
        unit_name=ZoneName(unit, unit_zh, unit_en),
        role=Role(role),
        level=Level(level),
        zone=zone,
        work_phone=phone,
        in_use=ends is None,
    )
