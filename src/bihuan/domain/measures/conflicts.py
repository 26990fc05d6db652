"""Two orders for one zone, and add-ons (层层加码) that no level may make."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.measures.catalogue import Catalogue
from bihuan.domain.refusals import Refusal
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

    A renewal may meet the measure that it follows.
    """
    return tuple(
        other.id
        for other in others
        if other.id not in (mine.id, renews)
        and other.code == mine.code
        and other.starts_at < mine.ends_at
        and mine.starts_at < other.ends_at
        and any(_meet(a, b) for a in mine.scope for b in other.scope)
    )


def add_on(text: str, code: str, catalogue: Catalogue) -> Refusal | None:
    """Return the refusal of a condition that goes beyond the catalogue, None when it says none.

    Whoever executes a measure adds no condition at all: words that a prohibition names are
    refused with its text, any other with the general rule.
    """
    said = text.strip().lower()
    if not said:
        return None
    for one in catalogue.prohibitions:
        hit = any(word.lower() in said for word in one.words)
        if hit and (not one.types or code in one.types):
            return Refusal("add_on_forbidden", {"add_on": one.names.zh, "en": one.names.en},
                           one.clause)  # fmt: skip
    return Refusal("add_on_beyond_catalogue", {"measure": code}, "PHERL 9; IDL 17")


def forbidden_words(text: str, code: str, catalogue: Catalogue) -> Refusal | None:
    """Return the refusal when a text names what is forbidden, None for any other text."""
    refusal = add_on(text, code, catalogue)
    return refusal if refusal and refusal.code == "add_on_forbidden" else None


def _meet(a: ZoneRange, b: ZoneRange) -> bool:
    return a.lo <= b.hi and b.lo <= a.hi
