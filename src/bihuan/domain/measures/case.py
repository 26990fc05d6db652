"""One act on one measure at one instant, as guards and effects see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.policy.actor import Actor


class Case(NamedTuple):
    """The arguments of a decision, and the state as of now."""

    act: str
    facts: MeasureFacts
    by: Actor
    payload: Mapping[str, Any]
    now: datetime
    state: str

    def said(self, name: str) -> str:
        """Return a text of the payload without outer blanks; empty when absent or no text."""
        value = self.payload.get(name)
        return value.strip() if isinstance(value, str) else ""
