"""Who acts: a post of a unit, and the person holding it."""

from dataclasses import dataclass

from bihuan.domain.roles import Role
from bihuan.domain.zones import DIGITS, Level


@dataclass(frozen=True, slots=True)
class Actor:
    """The post that acts, as the rules see it.

    Parameters
    ----------
    post, person, unit
        Numbers of the post, its holder and the organisation it belongs to.
    role, level
        What kind of work, at which level of the territory.
    lo, hi
        The range of zone codes the post answers for, both ends included.
    """

    post: int
    person: int
    unit: int
    role: Role
    level: Level
    lo: int
    hi: int


CLOCK = Actor(0, 0, 0, Role.SYSTEM, Level.CITY, 0, 10**DIGITS - 1)
"""The clock: reminders, escalations, endings and archiving fall due without anybody."""
