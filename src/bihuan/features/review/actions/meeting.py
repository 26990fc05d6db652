"""Call the meeting and go through its agenda; time spent is counted, nothing is skipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NIGHT, NightCase, NightState
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.meeting import MeetingFacts, left, load_meeting
from bihuan.features.review.selectors.stored import ITEM, NIGHT_TABLE
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update, Write
from bihuan.platform.db.reader import Reader

FIRST = 1


def call_meeting(*, by: ActingPost, incident: int, day: str, key: str) -> Outcome | Refusal:
    """Begin the meeting of a frozen night with its first item."""
    return execute(Turn(incident, day, FIRST, "call"), by=by, key=key)


def turn_to(
    *, by: ActingPost, incident: int, day: str, position: int, key: str
) -> Outcome | Refusal:
    """Open an item of the agenda; the time of the one before is counted."""
    return execute(Turn(incident, day, position, "turn"), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Turn:
    """The command behind both: ``call`` or ``turn``."""

    incident: int
    day: str
    position: int
    act: str

    @property
    def kind(self) -> str:
        """The command's name."""
        return f"review.{self.act}"

    def payload(self) -> Mapping[str, Any]:
        """Return night and item."""
        return {"day": self.day, "position": self.position}

    def load(self, read: Reader) -> MeetingFacts | Refusal:
        """Read the night and its agenda."""
        return load_meeting(read, self.incident, self.day)

    def check(self, by: ActingPost, facts: MeetingFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.CALL_MEETING, facts.incident.zone)

    def decide(self, by: ActingPost, facts: MeetingFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse what the night's state forbids, and an item that is not there."""
        step = NIGHT.step(facts.night.state, self.act, NightCase())
        if isinstance(step, Refusal):
            return step
        if facts.item(self.position) is None:
            return Refusal("agenda_item_unknown", {"position": self.position})
        if facts.night.position == self.position:
            return Refusal("agenda_item_is_open", {"position": self.position})
        return now

    def write(self, step: datetime, facts: MeetingFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Move the meeting to the item."""
        night = facts.night
        old: dict[str, Any] = {"position": night.position, "item_since": night.item_since}
        new: dict[str, Any] = {"position": self.position, "item_since": step}
        event = "review.item_opened"
        if self.act == "call":
            event = "review.meeting_called"
            old |= {"state": night.state, "called_at": None}
            new |= {"state": NightState.IN_MEETING.value, "called_at": step}
        writes = (
            Update(NIGHT_TABLE, night.id, night.version, old, new),
            *left(facts, step),
            *self._opened(facts, step),
        )
        said = {"position": self.position}
        return Written([Entry(event, night.id, facts.incident.zone, writes, facts=said)])

    def _opened(self, facts: MeetingFacts, now: datetime) -> tuple[Write, ...]:
        item = facts.item(self.position)
        if item is None or item.opened_at is not None:
            return ()
        return (Update(ITEM, item.id, item.version, {"opened_at": None}, {"opened_at": now}),)
