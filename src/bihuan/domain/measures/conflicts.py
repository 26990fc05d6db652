"""Two orders of a type for one zone at one time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.measures.scopes import Scope, ScopePlace, scope_within
from bihuan.domain.zones import ZoneRange


@dataclass(frozen=True, slots=True)
class Other:
    """Another decided measure as far as conflicts go."""

    id: str
    code: str
    scope: tuple[ZoneRange, ...]
    starts_at: datetime
    ends_at: datetime
    places: tuple[ScopePlace, ...] = ()

    @property
    def covered(self) -> Scope:
        """What it covers, part by part."""
        return scope_within(self.scope, self.places)


def conflicting(mine: Other, others: Iterable[Other], renews: str = "") -> tuple[str, ...]:
    """Return the ids of decided measures of the same type that overlap in zone and time.

    A renewal may meet the measure that it follows, as far as it stays inside its scope.
    """
    others, here = tuple(others), mine.covered
    return tuple(
        other.id
        for other in others
        if other.id != mine.id
        and other.code == mine.code
        and not (other.id == renews and _inside(here, others, renews))
        and other.starts_at < mine.ends_at
        and mine.starts_at < other.ends_at
        and here.meets(other.covered)
    )


def _inside(mine: Scope, others: Iterable[Other], renews: str) -> bool:
    """Tell whether everything lies in the renewed measure, whose parts may come one by one."""
    held = [other.covered for other in others if other.id == renews]
    whole = tuple(reach for one in held for reach in one.whole)
    places = tuple(place for one in held for place in one.places)
    return Scope(whole, places).covers(mine)
