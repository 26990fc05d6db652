"""Two orders of a type for one zone at one time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.zones import ZoneRange


@dataclass(frozen=True, slots=True)
class Other:
    """Another decided measure as far as conflicts go."""

    id: str
    code: str
    scope: tuple[ZoneRange, ...]
    starts_at: datetime
    ends_at: datetime


def conflicting(mine: Other, others: Iterable[Other], renews: str = "") -> tuple[str, ...]:
    """Return the ids of decided measures of the same type that overlap in zone and time.

    A renewal may meet the measure that it follows, as far as it stays inside its scope.
    """
    others = tuple(others)
    return tuple(
        other.id
        for other in others
        if other.id != mine.id
        and other.code == mine.code
        and not (other.id == renews and _inside(mine.scope, others, renews))
        and other.starts_at < mine.ends_at
        and mine.starts_at < other.ends_at
        and any(_meet(a, b) for a in mine.scope for b in other.scope)
    )


def _meet(a: ZoneRange, b: ZoneRange) -> bool:
    return a.lo <= b.hi and b.lo <= a.hi


def _inside(mine: tuple[ZoneRange, ...], others: Iterable[Other], renews: str) -> bool:
    """Tell whether every range lies in the renewed measure, whose zones may come one by one."""
    held = [reach for other in others if other.id == renews for reach in other.scope]
    return all(any(reach.covers(one) for reach in held) for one in mine)
