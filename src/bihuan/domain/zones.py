"""Zone codes (区划代码): arithmetic on 15-digit integers, nothing else.

Two digits province, two city, two county, three township, three village or community,
three grid; missing levels are zeros. A subtree is a range of codes, an ancestor an integer
division. The layout follows the statistical standard (unconfirmed) and lives only here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from bihuan.domain.texts import hidden

DIGITS = 15
CITY_CHAIN_STEP = 10**11
COUNTY_STEP = 10**9


class Level(IntEnum):
    """Level of a zone, from the city down to the grid."""

    CITY = 1
    COUNTY = 2
    TOWNSHIP = 3
    COMMUNITY = 4
    GRID = 5


SPANS: Mapping[Level, int] = {
    Level.CITY: CITY_CHAIN_STEP,
    Level.COUNTY: COUNTY_STEP,
    Level.TOWNSHIP: 10**6,
    Level.COMMUNITY: 10**3,
    Level.GRID: 1,
}


# Each level below the city with the span of the one above it.
_FINEST_FIRST = tuple(
    (level, SPANS[Level(level - 1)]) for level in reversed(Level) if level > Level.CITY
)


class ZoneCodeError(ValueError):
    """A number that is no zone code; the message says what was expected."""


@dataclass(frozen=True, slots=True, order=True)
class ZoneRange:
    """All codes of a subtree, both ends included."""

    lo: int
    hi: int

    def __contains__(self, code: object) -> bool:
        return isinstance(code, int) and self.lo <= code <= self.hi

    def covers(self, other: "ZoneRange") -> bool:
        """Tell whether every code of ``other`` lies inside this range."""
        return self.lo <= other.lo and other.hi <= self.hi


def level_of(code: int) -> Level:
    """Return the level of a code: the finest one whose digits are not all zero.

    Raises
    ------
    ZoneCodeError
        The code has not 15 digits, or lies above the city.
    """
    if not 10 ** (DIGITS - 1) <= code < 10**DIGITS:
        raise ZoneCodeError(f"Expected a zone code of {DIGITS} digits, got {code}.")
    for level, coarser in _FINEST_FIRST:
        if code % coarser:
            return level
    if code // CITY_CHAIN_STEP % 100 == 0:
        raise ZoneCodeError(f"Expected a city or a part of one, got {code}.")
    return Level.CITY


def range_of(code: int) -> ZoneRange:
    """Return the range of codes of the subtree that ``code`` heads."""
    return ZoneRange(code, code + SPANS[level_of(code)] - 1)


def ancestor_of(code: int, level: Level) -> int:
    """Return the code of the ancestor at ``level`` (the code itself at its own level)."""
    step = SPANS[level]
    return code - code % step


def parent_of(code: int) -> int | None:
    """Return the parent's code, or None for a city."""
    level = level_of(code)
    return None if level is Level.CITY else ancestor_of(code, Level(level - 1))


def ancestors_of(code: int) -> Iterator[int]:
    """Yield the codes above ``code``, nearest first."""
    for number in range(level_of(code) - 1, 0, -1):
        yield ancestor_of(code, Level(number))


def chain_of(code: int) -> int:
    """Return the ledger chain of a zone: its county's six digits, or the city's with 00."""
    return code // COUNTY_STEP


def county_of(code: int) -> int | None:
    """Return the county's code, or None when the zone is the city itself."""
    return None if level_of(code) is Level.CITY else ancestor_of(code, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class TreeProblem:
    """One thing wrong with a register of zones; ``row`` counts from 1."""

    row: int
    code: str
    params: Mapping[str, str | int]


def tree_problems(rows: Iterable[tuple[int, int | None, str]]) -> list[TreeProblem]:
    """Check a register of zones given as (code, parent code, name) rows.

    Finds unknown parents, parents that contradict the code, codes given twice, and names given
    twice under one parent. A cycle cannot pass: a parent must be the code's own prefix.
    """
    listed = list(rows)
    codes = {code for code, _, _ in listed}
    seen_codes: dict[int, int] = {}
    seen_names: dict[tuple[int | None, str], int] = {}
    problems: list[TreeProblem] = []
    for number, (code, parent, name) in enumerate(listed, start=1):
        problems += _row_problems(number, code, parent, codes)
        if code in seen_codes:
            params: dict[str, str | int] = {"code": code, "first_row": seen_codes[code]}
            problems.append(TreeProblem(number, "zone_code_twice", params))
        seen_codes.setdefault(code, number)
        key = (parent, name)
        if key in seen_names:
            params = {"name": name, "first_row": seen_names[key]}
            problems.append(TreeProblem(number, "zone_name_twice", params))
        seen_names.setdefault(key, number)
    return problems


def _row_problems(row: int, code: int, parent: int | None, codes: set[int]) -> list[TreeProblem]:
    try:
        expected = parent_of(code)
    except ZoneCodeError:
        return [TreeProblem(row, "zone_code_malformed", {"code": code})]
    if parent != expected:
        params: dict[str, str | int] = {
            "code": code,
            "parent": parent or 0,
            "expected": expected or 0,
        }
        return [TreeProblem(row, "zone_parent_contradicts_code", params)]
    if parent is not None and parent not in codes:
        return [TreeProblem(row, "zone_parent_unknown", {"code": code, "parent": parent})]
    return []


def well_named(name: str) -> bool:
    """Tell whether a text can name a zone: no markup, no control character, no hidden sign."""
    return not (hidden(name) or "<" in name or ">" in name)
