"""One act on one finding at one instant: what guards and effects read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bihuan.domain.clocks import Pause, read_pauses
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import LoopRules
from bihuan.domain.findings.states import State
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.loop_acts import LoopAct


class Case(NamedTuple):
    """The arguments of a decision, and the main state as of now."""

    act: LoopAct
    facts: FindingFacts
    by: Actor
    payload: Mapping[str, Any]
    now: datetime
    rules: LoopRules
    state: str

    def said(self, name: str) -> str:
        """Return a text of the payload without outer blanks; empty when absent or no text."""
        value = self.payload.get(name)
        return value.strip() if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """Return a whole number of the payload, or None when absent or none."""
        value = self.payload.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def instant(self, name: str) -> datetime | None:
        """Return an aware instant of the payload, or None."""
        value = self.payload.get(name)
        return value if isinstance(value, datetime) and value.tzinfo is not None else None

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Return the finding's pauses."""
        return read_pauses(self.facts.pauses)


def state_as_of(facts: FindingFacts, now: datetime) -> str:
    """Return the main state now: a suspension ends by itself at its end date."""
    if facts.state != State.SUSPENDED:
        return facts.state
    until = facts.suspended_until
    return facts.suspended_state if until is not None and now >= until else facts.state
