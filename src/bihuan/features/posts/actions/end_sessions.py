"""Sign out everywhere: a person ends every session of the own account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level
from bihuan.platform.auth import ActingPost, own_sessions
from bihuan.platform.commands import Outcome, Registrar, Written, execute, together
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.reader import Reader


def end_own_sessions(*, by: ActingPost, key: str, mark: str = "") -> Outcome | Refusal:
    """End the session of a mark, or every one; each ends with its next request.

    ``by`` is the person, who may act for no post at the moment.
    """
    with together():
        answer = execute(EndSessions(by.person, bool(mark)), by=by, key=key)
        if isinstance(answer, Outcome) and not answer.repeated:
            own_sessions.end(by.person, mark)
    return answer


@dataclass(frozen=True, slots=True)
class EndSessions:
    """The command behind ``end_own_sessions``; what a session is known by is not recorded."""

    person: int
    one: bool
    kind: str = "posts.end_sessions"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return whose, and whether it is one or all."""
        return {"person": self.person, "one": self.one}

    def load(self, read: Reader) -> int:
        """Read the city, whose chain records accounts."""
        row = read.one("territory_zone", ("id",), level=int(Level.CITY))
        return 0 if row is None else int(row[0])

    def check(self, by: ActingPost, facts: int) -> Refusal | None:  # noqa: ARG002
        """Need no post: everybody ends the own sessions."""
        return None if by.person == self.person else Refusal("act_not_granted")

    def decide(self, by: ActingPost, facts: int, now: datetime) -> datetime:  # noqa: ARG002
        """Let it be done at any time."""
        return now

    def write(self, step: datetime, facts: int, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write that it was done."""
        facts_said = {"sessions": "one" if self.one else "all"}
        entry = Entry("posts.sessions_ended", self.person, facts, facts=facts_said)
        return Written([entry], {"person": self.person})
