"""The companion plan (保障方案): what people inside a measure get, and how much of it.

Shares are planning assumptions (unconfirmed); pages show them and a city edits its file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil


class Need(StrEnum):
    """What a companion plan has to cover in every zone."""

    FOOD = "food"
    WATER = "water"
    MEDICINE = "medicine"
    CARE = "care"
    HELP_LINE = "help_line"
    WASTE = "waste"
    CHILDCARE = "childcare"


SHARES_PER_MILLE: Mapping[Need, int] = {
    Need.FOOD: 1000,
    Need.WATER: 1000,
    Need.MEDICINE: 100,
    Need.CARE: 30,
    Need.HELP_LINE: 10,
    Need.WASTE: 1000,
    Need.CHILDCARE: 10,
}
"""People to serve a day for each thousand residents (assumed)."""
EXTRA_PERCENT = 150
"""Service in fringe, three-no and courtyard zones against elsewhere (assumed)."""


@dataclass(frozen=True, slots=True)
class Provision:
    """Who provides for a need, and for how many people a day."""

    provider: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A need that is not covered: how many people a day it takes, how many are provided."""

    need: Need
    wanted: int
    provided: int


def wanted(need: Need, people: int, *, extra: bool) -> int:
    """Return how many people a day must be served; more where extra service is due."""
    share = SHARES_PER_MILLE[need] * (EXTRA_PERCENT if extra and need is not Need.FOOD else 100)
    return max(1, ceil(people * share / 100_000))


def shortfalls(plan: Mapping[str, Provision], people: int, *, extra: bool) -> tuple[Shortfall, ...]:
    """Return every need that a plan leaves short; empty when it can be put in force."""
    found = []
    for need in Need:
        have = plan.get(need)
        provided = have.capacity if have and have.provider.strip() else 0
        due = wanted(need, people, extra=extra)
        if provided < due:
            found.append(Shortfall(need, due, provided))
    return tuple(found)
