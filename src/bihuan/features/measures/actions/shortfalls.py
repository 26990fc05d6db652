"""Write down when the care of a measure in force fell short, and when it was whole again.

Reading suspends it at once; what is written down is how long that lasted, for the days that are
counted afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.standing import care_falls_short
from bihuan.domain.measures.suspensions import begun, over
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.domain.roles import Role
from bihuan.features.measures.selectors.rows import TABLE
from bihuan.features.measures.selectors.stored import measure_in
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader


def note_shortfall(*, by: ActingPost, measure: str, incident: int, key: str) -> Outcome | Refusal:
    """Note that the care of a measure falls short from now on, or does so no more."""
    return execute(NoteShortfall(measure, incident), by=by, key=key)


@dataclass(frozen=True, slots=True)
class NoteShortfall:
    """The command behind it: what is noted is what the registers say in this commit."""

    measure: str
    incident: int
    kind: str = "measures.note_shortfall"

    def payload(self) -> Mapping[str, Any]:
        """Return which measure."""
        return {"measure": self.measure}

    def load(self, read: Reader) -> MeasureFacts | Refusal:
        """Read the measure; refuse where it is noted already."""
        facts = measure_in(read, self.measure)
        if facts is None or facts.incident != self.incident:
            return Refusal("measure_unknown")
        noted = facts.shortfalls.endswith("-")
        return changed_meanwhile(TABLE, facts.id) if noted == care_falls_short(facts) else facts

    def check(self, by: ActingPost, facts: MeasureFacts) -> Refusal | None:  # noqa: ARG002
        """Leave it to the clock: nobody writes this down by hand."""
        if by.actor.role is Role.SYSTEM:
            return None
        return Refusal("act_not_granted", {"act": self.kind, "role": str(by.actor.role)})

    def decide(self, by: ActingPost, facts: MeasureFacts, now: datetime) -> str:  # noqa: ARG002
        """Return the times with what begins or ends now."""
        note = begun if care_falls_short(facts) else over
        return note(facts.shortfalls, now)

    def write(self, step: str, facts: MeasureFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write it."""
        new = {"shortfalls": step}
        update = Update(TABLE, facts.id, facts.version, {"shortfalls": facts.shortfalls}, new)
        event = f"measures.care_{'short' if step.endswith('-') else 'whole'}"
        return Written([Entry(event, facts.id, facts.zone, (update,), facts={"code": facts.code})])
