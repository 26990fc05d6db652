"""Zones by code, their names, their children, their people in numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import get_language

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.registers.personal import like_codes
from bihuan.domain.registers.zones import Attribute
from bihuan.domain.zones import (
    SPANS,
    Level,
    ZoneCodeError,
    ZoneRange,
    ancestors_of,
    level_of,
    range_of,
)
from bihuan.features.territory.models import Zone
from bihuan.platform.db.dialects import Session
from bihuan.platform.ui.forms import number_said

FIELDS = (
    "id", "level", "parent_id", "name_zh", "name_en", "official_name", "fringe", "three_no",
    "courtyard", "rural", "residents", "households", "schematic", "valid_from", "valid_to",
)  # fmt: skip
# Every report asks it, so it goes past the ORM, whose wrapping costs twenty times as much.
_ONE = f"SELECT {', '.join(FIELDS)} FROM territory_zone WHERE id=?"  # noqa: S608
LARGEST_CODE = 10**15


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A zone's name in both languages."""

    code: int
    zh: str
    en: str

    def __str__(self) -> str:
        """Return the name in the language of the page."""
        return self.en if self.en and (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A zone as pages and other features see it."""

    code: int
    level: Level
    parent: int | None
    name: ZoneName
    official_name: str
    attributes: frozenset[Attribute]
    residents: int | None
    households: int | None
    schematic: bool
    valid_from: datetime | None
    valid_to: datetime | None

    @property
    def range(self) -> ZoneRange:
        """All codes of its subtree."""
        return range_of(self.code)

    def in_force(self, at: datetime) -> bool:
        """Tell whether the zone exists at an instant."""
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class Population:
    """Residents and households of a zone; None where the register does not know them."""

    residents: int | None
    households: int | None


def in_force_at(at: datetime | None) -> Q:
    """Return the condition of being in force: now and openly (None), or at an instant."""
    if at is None:
        return Q(valid_to__isnull=True)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=at)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gt=at))


def zone_of(code: int) -> ZoneView | None:
    """Return a zone, in force or gone."""
    row = Session().one(_ONE, (code,)) if 0 <= code < LARGEST_CODE else None
    if row is None:
        return None
    *columns, schematic, begins, ends = row
    instants = (None if at is None else instant_of(at) for at in (begins, ends))
    return view_of((*columns, bool(schematic), *instants))


def view_of(row: tuple[Any, ...]) -> ZoneView:
    """Build the view of a row of ``FIELDS``."""
    code, level, parent, zh, en, official, *rest = row
    marks, others = rest[:4], rest[4:]
    kinds = (Attribute.FRINGE, Attribute.THREE_NO, Attribute.COURTYARD, Attribute.RURAL)
    attributes = frozenset(kind for kind, given in zip(kinds, marks, strict=True) if given)
    return ZoneView(
        code, Level(level), parent, ZoneName(code, zh, en), official, attributes, *others
    )


def zones_in(
    *, scope: ZoneRange, level: Level | None = None, at: datetime | None = None
) -> list[ZoneView]:
    """Return the zones of a scope in code order, of one level or of all."""
    found = Zone.objects.filter(in_force_at(at), id__range=(scope.lo, scope.hi))
    if level is not None:
        found = found.filter(level=int(level))
    return [view_of(row) for row in found.order_by("id").values_list(*FIELDS)]


def children(code: int, *, at: datetime | None = None, also: Iterable[int] = ()) -> list[ZoneView]:
    """Return a zone's direct children in code order, and others named besides."""
    found = Zone.objects.filter(Q(in_force_at(at), parent_id=code) | Q(id__in=list(also)))
    return [view_of(row) for row in found.order_by("id").values_list(*FIELDS)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A zone with the names from the city down to it and the zones in force directly below."""

    zone: ZoneView
    chain: Sequence[ZoneName]
    children: Sequence[ZoneView]

    @property
    def population(self) -> Population:
        """The people of the zone: its own figures, else its children's where all are known."""
        return _people(self.zone, self.children)


def around(code: int, *, at: datetime | None = None) -> Surroundings | None:
    """Return a zone, in force or gone, with what is above and below it: one query."""
    try:
        above = (*reversed(tuple(ancestors_of(code))), code)
    except ZoneCodeError:
        return None
    wanted = Q(id__in=above) | (Q(parent_id=code) & in_force_at(at))
    rows = Zone.objects.filter(wanted).order_by("id").values_list(*FIELDS)
    found = {row[0]: view_of(row) for row in rows}
    if code not in found:
        return None
    chain = tuple(found[step].name for step in above if step in found)
    below = [one for one in found.values() if one.parent == code]
    return Surroundings(found[code], chain, below)


def names(codes: Iterable[int]) -> Mapping[int, ZoneName]:
    """Return the names of zones, gone ones included; unknown codes are absent."""
    wanted = set(codes)
    found = Zone.objects.filter(id__in=wanted).values_list("id", "name_zh", "name_en")
    return {row[0]: ZoneName(*row) for row in found}


def zones_said(text: str) -> frozenset[int]:
    """Return the zones, gone ones included, whose codes in a text read like numbers of persons.

    Nothing is asked of the register where no number reads so.
    """
    like = like_codes(text)
    return frozenset(names(like)) if like else frozenset()


def name_chain(code: int) -> Sequence[ZoneName]:
    """Return the names from the city down to the zone; empty for an unknown code."""
    return name_chains([code]).get(code, ())


def name_chains(codes: Iterable[int]) -> Mapping[int, Sequence[ZoneName]]:
    """Return the name chain of each code, with one query for all."""
    lines = lines_to(codes)
    return chains_from(lines, names(step for line in lines.values() for step in line))


def lines_to(codes: Iterable[int]) -> Mapping[int, Sequence[int]]:
    """Return the codes from the city down to each zone; what is no code is left out."""
    lines: dict[int, Sequence[int]] = {}
    for code in set(codes):
        try:
            lines[code] = (*reversed(tuple(ancestors_of(code))), code)
        except ZoneCodeError:
            continue
    return lines


def chains_from(
    lines: Mapping[int, Sequence[int]], known: Mapping[int, ZoneName]
) -> Mapping[int, Sequence[ZoneName]]:
    """Return the name chains of known zones."""
    return {
        code: tuple(known[step] for step in line if step in known)
        for code, line in lines.items()
        if code in known
    }


def population(code: int, *, at: datetime | None = None) -> Population:
    """Return the people of a zone: its own figures, else its children's where all are known."""
    zone = zone_of(code)
    if zone is None:
        return Population(None, None)
    needed = None in (zone.residents, zone.households)
    return _people(zone, children(code, at=at) if needed else [])


def _people(zone: ZoneView, below: Sequence[ZoneView]) -> Population:
    return Population(
        _own_or_sum(zone.residents, [child.residents for child in below]),
        _own_or_sum(zone.households, [child.households for child in below]),
    )


def _own_or_sum(own: int | None, below: Sequence[int | None]) -> int | None:
    if own is not None:
        return own
    known = [count for count in below if count is not None]
    return sum(known) if known and len(known) == len(below) else None


def zone_said(said: str, *, scope: ZoneRange) -> ZoneView | None:
    """Return the zone that a browser names, None outside a scope; "" is the scope's own, or all."""
    code = number_said(said) if said else scope.lo
    try:
        known = code is not None and scope.covers(range_of(code))
    except ZoneCodeError:
        known = False
    found = zone_of(code) if known and code is not None else None
    return found if said or found is not None else root()


def root() -> ZoneView | None:
    """Return the city, None before a register was entered."""
    row = Zone.objects.filter(level=int(Level.CITY)).values_list(*FIELDS).first()
    return None if row is None else view_of(row)


def zone_codes() -> frozenset[int]:
    """Return every code in force, for checks of registers that point to zones."""
    return frozenset(Zone.objects.filter(valid_to__isnull=True).values_list("id", flat=True))


def free_code(parent: int) -> int | None:
    """Return the code after the last one ever given below a zone, None when there is none left."""
    level = level_of(parent)
    if level is Level.GRID:
        return None
    step = SPANS[Level(level + 1)]
    last = Zone.objects.filter(parent_id=parent).aggregate(last=Max("id"))["last"]
    following = int(last or parent) + step
    return following if following in range_of(parent) else None
