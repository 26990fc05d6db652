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


def conflicting(mine: Other, others: Iterable[Other]) -> tuple[str, ...]:
    """Return the ids of decided measures of the same type that overlap in zone and time, each once.

    A renewal begins when the measure that it follows ends: people are held by one order at a time,
    whatever is suspended, resumed or lifted meanwhile.
    """
    here = mine.covered
    met = (
        other.id
        for other in others
        if other.id != mine.id
        and other.code == mine.code
        and other.starts_at < mine.ends_at
        and mine.starts_at < other.ends_at
        and here.meets(other.covered)
    )
    return tuple(dict.fromkeys(met))
