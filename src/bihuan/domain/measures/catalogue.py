"""The catalogue of measure types (措施目录): rule data, read and checked here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from re import Pattern
from types import MappingProxyType

from bihuan.domain.profiles.names import Names, names_of
from bihuan.domain.profiles.profile import MEASURE_CODES, LegalClass
from bihuan.domain.reading import Problem, Reader
from bihuan.domain.zones import Level

LONGEST_H = 24 * 90


class Decider(StrEnum):
    """The lowest body that may decide a type; below the county nobody decides anything."""

    COUNTY = "county"
    CITY = "city"
    SUPERIOR = "superior"

    @property
    def level(self) -> Level:
        """Return the lowest level of a deciding post."""
        return Level.COUNTY if self is Decider.COUNTY else Level.CITY


class Reach(StrEnum):
    """The largest kind of zone or place that a scope may name."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    GRID = "grid"
    COMPOUND = "compound"
    BUILDING = "building"

    @property
    def fineness(self) -> int:
        """Return how fine it is: the level of a zone, and beyond it."""
        return list(Reach).index(self) + 1


class Part(StrEnum):
    """What must be there before a measure of a type is in force."""

    SOURCES = "sources"
    RESIDENT_NOTICE = "resident_notice"
    PESTICIDE_SAFETY = "pesticide_safety"
    INDICATION = "indication"
    PLAIN_RULE = "plain_rule"
    SUPPLY_CHECK = "supply_check"
    ALTERNATIVES = "alternatives"
    ASSESSMENT = "assessment"
    OWNER_HEARING = "owner_hearing"
    HELP_PATH = "help_path"
    CHILDCARE = "childcare"
    MEALS = "meals"
    WAGE_INFORMATION = "wage_information"
    GATE_PLAN = "gate_plan"
    COMPANION_PLAN = "companion_plan"
    DAILY_REVIEW = "daily_review"
    EXEMPTIONS = "exemptions"
    QUEUE_TARGET = "queue_target"
    CAPACITY = "capacity"
    RIGHTS_CARD = "rights_card"
    CONSENT_TEXT = "consent_text"
    MOBILITY_SERVICE = "mobility_service"
    FIRE_ACCEPTANCE = "fire_acceptance"
    POWER_AND_WASTE = "power_and_waste"
    STAFF = "staff"
    INVENTORY = "inventory"
    COMPENSATION = "compensation"
    ALTERNATIVE_SUPPLY = "alternative_supply"


ENGLISH = "_en"
"""What the key of a part's English text ends with; the part itself is decided in Chinese."""
CHECKED_ELSEWHERE = frozenset({Part.GATE_PLAN, Part.COMPANION_PLAN})
"""Parts that registers prove; every other one is said in words by the drafter."""


@dataclass(frozen=True, slots=True)
class Prohibition:
    """Something no measure of any level may add, with the text that forbids it.

    ``acts`` name a deed, which a text may name to forbid it; ``bans`` forbid by themselves.
    """

    code: str
    names: Names
    clause: str
    acts: tuple[Pattern[str], ...]
    bans: tuple[Pattern[str], ...]
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class MeasureType:
    """One row of the catalogue.

    Parameters
    ----------
    code, names
        M01 … M20.
    bases
        References of the articles a measure of this type may rest on.
    decider, city_approval
        Who decides at least, and whether the city must approve a county's decision.
    default_time, longest_time
        How long a decision lasts unless said otherwise, and at most.
    parts
        What must be there.
    restricts
        Whether people inside its scope count for restriction person-days.
    classes
        Legal classes in which the type exists at all; empty for every class.
    major_bases
        Which of its articles hold only in a major epidemic, after an assessment of necessity.
    widest
        The largest kind of zone or place that its scope may name.
    register
        The register the type waits for before it can be carried out; None for none.
    """

    code: str
    names: Names
    bases: tuple[str, ...]
    decider: Decider
    city_approval: bool
    default_time: timedelta
    longest_time: timedelta
    parts: tuple[Part, ...]
    restricts: bool
    classes: frozenset[LegalClass]
    register: Names | None
    major_bases: frozenset[str] = frozenset()
    widest: Reach = Reach.CITY

    def needs_major(self, basis: str = "") -> bool:
        """Tell whether it rests on an article for major epidemics; without a basis, if all are."""
        return basis in self.major_bases if basis in self.bases \
            else set(self.bases) <= self.major_bases  # fmt: skip

    @property
    def said_parts(self) -> tuple[Part, ...]:
        """Return the parts that the drafter says in words."""
        return tuple(part for part in self.parts if part not in CHECKED_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every measure type, and what may never be added to one."""

    types: Mapping[str, MeasureType]
    prohibitions: tuple[Prohibition, ...]


def parse_catalogue(data: object) -> Catalogue | tuple[Problem, ...]:
    """Read the catalogue, or return every problem with its path."""
    top = Reader(data)
    major = frozenset(str(item) for _, item in top.items("major_bases", optional=True))
    listed = [_type(r, major) for r in top.readers("types")]
    forbidden = tuple(_prohibition(r) for r in top.readers("prohibitions"))
    top.close()
    types = {one.code: one for one in listed}
    for code in sorted(set(MEASURE_CODES) - set(types)):
        top.note("measure_not_decided", None, measure=code)
    if len(types) != len(listed):
        top.note("measure_twice", "types")
    return tuple(top.problems) or Catalogue(MappingProxyType(types), forbidden)


def _type(r: Reader, major: frozenset[str]) -> MeasureType:
    code = r.text("code")
    if code and code not in MEASURE_CODES:
        r.note("unknown_measure", "code", got=code)
    default, longest = r.whole("default_h", 1, LONGEST_H), r.whole("longest_h", 1, LONGEST_H)
    if default > longest:
        r.note("not_in_order", None, names="default_h, longest_h")
    bases = tuple(str(item) for _, item in r.items("bases"))
    out = MeasureType(
        code=code,
        names=names_of(r.child("names")),
        bases=bases,
        decider=r.choice("decider", Decider),
        city_approval=r.flag("city_approval", default=False),
        default_time=timedelta(hours=default),
        longest_time=timedelta(hours=longest),
        parts=tuple(p for _, x in r.items("parts") if (p := r.member(x, Part, "parts"))),
        restricts=r.flag("restricts", default=False),
        classes=frozenset(
            c
            for _, x in r.items("classes", optional=True)
            if (c := r.member(x, LegalClass, "classes"))
        ),
        register=None if (waits := r.maybe("register")) is None else names_of(waits),
        major_bases=major & set(bases),
        widest=r.choice("widest", Reach, Reach.CITY),
    )
    if not out.bases:
        r.note("missing", "bases")
    r.close()
    return out


def _prohibition(r: Reader) -> Prohibition:
    out = Prohibition(
        r.text("code"),
        names_of(r.child("names")),
        r.text("clause"),
        _patterns(r, "acts"),
        _patterns(r, "bans"),
        frozenset(str(item) for _, item in r.items("types", optional=True)),
    )
    r.close()
    return out


def _patterns(r: Reader, key: str) -> tuple[Pattern[str], ...]:
    """Read regular expressions; one that is none is noted at its place."""
    found = []
    for place, item in r.items(key, optional=True):
        try:
            found.append(re.compile(str(item)))
        except re.error as damage:
            r.note("pattern_unreadable", key, n=place, got=str(damage))
    return tuple(found)
