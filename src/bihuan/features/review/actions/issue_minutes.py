"""Issue the minutes of a night: numbered, with the snapshot's hash and the root's fingerprint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from bihuan.domain.chain.canonical import canonical
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NIGHT, NightCase, NightState
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.meeting import MeetingFacts, left, load_meeting
from bihuan.features.review.selectors.minutes import minutes_content
from bihuan.features.review.selectors.nights import PINNED
from bihuan.features.review.selectors.stored import NIGHT_TABLE
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

LONGEST = 600


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there, who was excused, who sat in: posts, as text."""

    present: str
    excused: str = ""
    attending: str = ""


def issue_minutes(
    *, by: ActingPost, incident: int, day: str, attendance: Attendance, key: str
) -> Outcome | Refusal:  # fmt: skip
    """End the meeting and issue its minutes; the result gives ``number`` and ``year``."""
    return execute(IssueMinutes(incident, day, attendance), by=by, key=key)


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """The meeting and what its minutes say."""

    meeting: MeetingFacts
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IssueMinutes:
    """The command behind ``issue_minutes``."""

    incident: int
    day: str
    attendance: Attendance
    kind: str = "review.issue_minutes"

    def payload(self) -> Mapping[str, Any]:
        """Return night and attendance."""
        return {"day": self.day, **asdict(self.attendance)}

    def load(self, read: Reader) -> MinutesFacts | Refusal:
        """Read the meeting and gather its minutes."""
        meeting = load_meeting(read, self.incident, self.day)
        if isinstance(meeting, Refusal):
            return meeting
        return MinutesFacts(meeting, minutes_content(incident=self.incident, day=self.day))

    def check(self, by: ActingPost, facts: MinutesFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.ISSUE_MINUTES, facts.meeting.incident.zone)

    def decide(
        self, by: ActingPost, facts: MinutesFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse minutes of a meeting that did not open its fixed items."""
        pinned = [item for item in facts.meeting.items if item.kind in PINNED]
        unheard = sum(item.opened_at is None for item in pinned)
        step = NIGHT.step(facts.meeting.night.state, "issue", NightCase(unheard))
        if isinstance(step, Refusal):
            return step
        if not self.attendance.present.strip():
            return Refusal("attendance_missing", {"field": "present"})
        if any(len(text) > LONGEST for text in asdict(self.attendance).values()):
            return Refusal("attendance_too_long", {"field": "present", "longest": LONGEST})
        return by.post, now

    def write(
        self, step: tuple[int, datetime], facts: MinutesFacts, registrar: Registrar
    ) -> Written:
        """Give the minutes their number and end the meeting."""
        post, now = step
        meeting, night = facts.meeting, facts.meeting.night
        year = now.astimezone(LOCAL).year
        drill = meeting.incident.clock.drill
        series = f"drill:{self.incident}:minutes" if drill else "minutes"
        identity = row_id("minutes", night.id)
        number = registrar.next(series, year, identity)
        body = canonical(dict(facts.content))
        values = {
            "night_id": night.id,
            "incident": self.incident,
            "year": year,
            "number": number,
            "series": series,
            **asdict(self.attendance),
            "said": body.decode(),
            "sha256": sha256(body).hexdigest(),
            "issued_at": now,
            "issued_by": post,
        }
        old = {"state": night.state, "position": night.position, "item_since": night.item_since,
               "ended_at": None}  # fmt: skip
        new = {"state": NightState.MINUTES_ISSUED.value, "position": None, "item_since": None,
               "ended_at": now}  # fmt: skip
        writes = (
            Update(NIGHT_TABLE, night.id, night.version, old, new),
            *left(meeting, now),
            Insert("review_minutes", identity, values),
        )
        told = {"number": number, "year": year, "sha256": values["sha256"]}
        entry = Entry("review.minutes_issued", night.id, meeting.incident.zone, writes, facts=told)
        return Written([entry], {"number": number, "year": year})
