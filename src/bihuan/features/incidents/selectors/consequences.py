"""What a new footing of an incident brings with it: told by the features that stand on it.

A profile, the legal weight of an epidemic or a response level changes by one command; what may
not go on under the new one ends in the same commit, not when somebody remembers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.profiles import DiseaseProfile
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Registrar
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class Footing:
    """What an incident will stand on: profile, major in law or not, response level (1 to 4)."""

    incident: int
    profile: DiseaseProfile
    major: bool
    level: int


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes the footing, when, and why."""

    by: ActingPost
    at: datetime
    reason: str


Ends = Callable[[Change, Registrar], Sequence[Entry]]
"""Gives the entries that belong into the same commit."""
Follow = Callable[[Reader, Footing], Ends]
_follows: dict[str, Follow] = {}


def provide_consequence(of: str, follow: Follow) -> None:
    """Register what follows for some work; the feature that owns it calls it."""
    _follows[of] = follow


def consequences(read: Reader, footing: Footing) -> tuple[Ends, ...]:
    """Return what follows from a new footing, read as of this commit."""
    return tuple(follow(read, footing) for follow in _follows.values())
