"""What a command is, and what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bihuan.domain.refusals import Refusal
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.reader import Reader

By_contra = TypeVar("By_contra", contravariant=True)
Facts = TypeVar("Facts")
Step = TypeVar("Step")


class Author(Protocol):
    """Who acts: a post, and the person holding it."""

    @property
    def post(self) -> int:
        """The acting post's number; 0 for the system itself."""
        ...

    @property
    def person(self) -> int:
        """The person's number; 0 for the system itself."""
        ...


class Registrar(Protocol):
    """What is given out inside the commit that uses it: time, gapless numbers, the day's root."""

    @property
    def wall(self) -> datetime:
        """The wall time of this commit."""
        ...

    def next(self, series: str, year: int, subject: str) -> int:
        """Return the next number of a series and year."""
        ...

    def seal(self, series: int, day: str) -> bytes:
        """Sign the root over the series' chain heads for a day; return the root."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What a decided command wants committed, and what its caller gets back."""

    entries: Sequence[Entry]
    result: Mapping[str, Any] = field(default_factory=dict)


class Command(Protocol[By_contra, Facts, Step]):
    """One change of the city's record, in four steps.

    ``kind`` names it (``supervision.assign``); ``incident`` is the incident on whose clock and
    chain it runs, 0 for registers that belong to none.
    """

    @property
    def kind(self) -> str:
        """The command's name."""
        ...

    @property
    def incident(self) -> int:
        """The incident's number, or 0."""
        ...

    def payload(self) -> Mapping[str, Any]:
        """Return everything the caller said; a repeat under the same key must say the same."""
        ...

    def load(self, read: Reader) -> Facts | Refusal:
        """Read the facts inside the transaction."""
        ...

    def check(self, by: By_contra, facts: Facts) -> Refusal | None:
        """Say whether this post may do this here."""
        ...

    def decide(self, by: By_contra, facts: Facts, now: datetime) -> Step | Refusal:
        """Decide, purely, what follows."""
        ...

    def write(self, step: Step, facts: Facts, registrar: Registrar) -> Written:
        """Describe the entries and rows."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A command that was carried out, durable when the caller sees this.

    ``repeated`` tells that the same key had been carried out before; everything else is then
    the first outcome.
    """

    chain: int
    number: int
    at: datetime
    result: Mapping[str, Any]
    repeated: bool = False
