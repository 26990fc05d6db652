"""Who does what when in the demo's two days (示意): plans for findings, drawn from one seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bihuan.domain.places import PlaceKind
from bihuan.domain.severity import Severity
from bihuan.domain.zones import Level, ancestor_of
from bihuan.features.supervision.api import FindingType, finding_types
from bihuan.site.demo.city import City, ZoneLine

DATA = Path(__file__).parent / "data"
PLACES = {
    "小区": PlaceKind.COMPOUND,
    "家属院": PlaceKind.COMPOUND,
    "商场": PlaceKind.SHOP,
    "学校": PlaceKind.SCHOOL,
    "集贸市场": PlaceKind.MARKET,
    "养老院": PlaceKind.NURSING_HOME,
    "工地": PlaceKind.WORKSITE,
    "卫生院": PlaceKind.HOSPITAL,
}
BY_RULE = frozenset({"R01", "R02", "R03"})


class Course(StrEnum):
    """How a finding goes."""

    CLOSED = "closed"  # put right, verified, closed
    REWORK = "rework"  # fails once, then passes
    TWICE_FAILED = "twice_failed"  # fails twice and is at work again
    OVERDUE = "overdue"  # at work, past its time
    LATE = "late"  # closed, but past its time
    AT_WORK = "at_work"  # received and at work
    SERVED = "served"  # assigned, not yet signed for
    TO_VERIFY = "to_verify"  # reported as put right
    TO_CLOSE = "to_close"  # passed, not yet closed
    ON_SITE = "on_site"  # put right on the spot
    REJECTED = "rejected"
    MERGED = "merged"
    DISPUTED = "disputed"  # an objection waits for its ruling
    CORRECTED = "corrected"  # an objection changed the order; closed
    RETURNED = "returned"  # handed back to its correct owner
    EXTENDED = "extended"  # more time was granted
    EXTENSION_ASKED = "extension_asked"
    BLOCKED = "blocked"  # needs help from above
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


WEIGHTS = {
    Course.CLOSED: 44, Course.REWORK: 6, Course.TWICE_FAILED: 2, Course.OVERDUE: 5,
    Course.LATE: 5, Course.AT_WORK: 6, Course.SERVED: 2, Course.TO_VERIFY: 3, Course.TO_CLOSE: 3,
    Course.ON_SITE: 9, Course.REJECTED: 3, Course.DISPUTED: 2, Course.CORRECTED: 1,
    Course.RETURNED: 2, Course.EXTENDED: 2, Course.EXTENSION_ASKED: 1, Course.BLOCKED: 3,
    Course.WITHDRAWN: 1, Course.MERGED: 2, Course.SUSPENDED: 1,
}  # fmt: skip


UNFINISHED = frozenset(
    {
        Course.TWICE_FAILED, Course.OVERDUE, Course.AT_WORK, Course.SERVED,
        Course.TO_VERIFY, Course.TO_CLOSE, Course.DISPUTED, Course.EXTENSION_ASKED,
        Course.BLOCKED, Course.SUSPENDED,
    }
)  # fmt: skip
EARLY = 0.15
STUCK = 0.07  # of the old ones, so that every level of escalation can be seen
_PATIENCE = {
    Severity.S1: timedelta(hours=2.5),
    Severity.S2: timedelta(hours=13),
    Severity.S3: timedelta(hours=30),
    Severity.S4: timedelta(days=5),
}
Window = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Site:
    """A made-up place of a community."""

    zone: int
    kind: PlaceKind
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One finding to come: what, where, when, and how it goes."""

    number: int
    type: FindingType
    zone: int
    site: Site
    text: str
    at: datetime
    course: Course
    pace: float


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[str, Any]]:
    """Return the invented texts by type."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "findings.yaml").read_text("utf-8"))
    return found


def plans_of(
    city: City, *, start: datetime, until: datetime, window: Window, seed: int
) -> Iterator[Plan]:
    """Yield the findings of one window: every type, every county, all courses.

    Parameters
    ----------
    city
        The demo city.
    start, until
        When the window begins, and the end of the story: what is grave and old by then has
        been settled, but for a few that are stuck.
    window
        Its hours, how many findings fall into it, the number of the first.
    seed
        The draw.
    """
    hours, count, first = window
    rng = random.Random(seed)  # noqa: S311  (a story, not a secret)
    kinds = list(finding_types().values())
    below = _by_county(city.zones)
    counties = sorted(below)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        county = counties[(number * 7 + number // len(counties)) % len(counties)]
        zone = rng.choice(below[county])
        word = rng.choice(list(PLACES))
        place = f"{zone.name_zh}{word}{rng.randint(1, 9)}号"
        english = f"{zone.name_en} {PLACES[word].value.replace('_', ' ')} {place[-2]}"
        site = Site(zone.code, PLACES[word], place, english)
        at = start + timedelta(hours=hours * (number + rng.random()) / count)
        if kind.code in BY_RULE:  # early, so that it is closed when the demo opens
            at = start + (at - start) * EARLY
        text = "示意：" + rng.choice(texts()[kind.code]["facts"]).format(place=place)
        course = Course.CLOSED if kind.code in BY_RULE else _course(rng, kind, number)
        if course in UNFINISHED and until - at > _PATIENCE[kind.severity] and rng.random() > STUCK:
            course = Course.CLOSED
        where = zone.code if kind.level is Level.COMMUNITY else _at_level(zone.code, kind.level)
        pace = rng.uniform(0.25, 0.8)
        yield Plan(first + number, kind, where, site, text, at, course, pace)


def _course(rng: random.Random, kind: FindingType, number: int) -> Course:
    # The first findings walk through every course, so that none is missing by bad luck.
    listed = list(WEIGHTS)
    drawn = listed[number % len(listed)] if number < 3 * len(listed) else None
    course = drawn or rng.choices(listed, list(WEIGHTS.values()))[0]
    if course is Course.ON_SITE and kind.severity <= Severity.S2:
        return Course.CLOSED
    if course in (Course.REJECTED, Course.OVERDUE) and kind.severity is Severity.S1:
        return Course.LATE
    return course


def _by_county(zones: Sequence[ZoneLine]) -> dict[int, list[ZoneLine]]:
    found: dict[int, list[ZoneLine]] = {}
    for zone in zones:
        if zone.level is Level.COMMUNITY:
            found.setdefault(ancestor_of(zone.code, Level.COUNTY), []).append(zone)
    return found


def _at_level(code: int, level: Level) -> int:
    return ancestor_of(code, level)
