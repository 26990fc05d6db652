"""Who acts: a post of a unit, and the person holding it."""

from dataclasses import dataclass

from bihuan.domain.ground import Ground
from bihuan.domain.roles import Role
from bihuan.domain.zones import DIGITS, Level, ZoneRange


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
    moved
        What its zone stands for where boundaries changed; None where nothing moved.
    """

    post: int
    person: int
    unit: int
    role: Role
    level: Level
    lo: int
    hi: int
    moved: Ground | None = None

    @property
    def ground(self) -> Ground:
        """What the post answers for today: its subtree, and old codes that went into it."""
        own = ZoneRange(self.lo, self.hi)
        return Ground(own, (own,)) if self.moved is None else self.moved


CLOCK = Actor(0, 0, 0, Role.SYSTEM, Level.CITY, 0, 10**DIGITS - 1)
"""The clock: reminders, escalations, endings and archiving fall due without anybody."""
