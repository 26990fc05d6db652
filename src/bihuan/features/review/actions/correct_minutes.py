"""Correct issued minutes: they stay as they were served, and the correction stands beside them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.features.review.actions.issue_minutes import LONGEST, Attendance
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    StoredNight,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

MINUTES, TABLE = "review_minutes", "review_minutes_correction"
ATTENDANCE = ("present", "excused", "attending")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right, why, and how many corrections the writer has seen.

    Parameters
    ----------
    attendance
        Who was there, as it should read.
    words
        What else in the minutes is wrong, and how it should read; "" for nothing.
    reason
        Why they are corrected.
    seen
        Number of corrections that stood there when this one was written.
    """

    attendance: Attendance
    words: str
    reason: str
    seen: int


def correct_minutes(
    *, by: ActingPost, incident: int, day: str, correction: Correction, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Put a correction beside the minutes of a night; the result gives its ``number``."""
    return execute(CorrectMinutes(incident, day, correction), by=by, key=key)


@dataclass(frozen=True, slots=True)
class IssuedFacts:
    """The incident, the night, its minutes, and the attendance as it reads now."""

    incident: StoredIncident
    night: StoredNight
    minutes: str | None
    reads: Attendance
    corrections: int


@dataclass(frozen=True, slots=True)
class CorrectMinutes:
    """The command behind ``correct_minutes``."""

    incident: int
    day: str
    correction: Correction
    kind: str = "review.correct_minutes"

    def payload(self) -> Mapping[str, Any]:
        """Return night and correction."""
        said = {"words": self.correction.words, "reason": self.correction.reason}
        return {"day": self.day, "seen": self.correction.seen, **said,
                **asdict(self.correction.attendance)}  # fmt: skip

    def load(self, read: Reader) -> IssuedFacts | Refusal:
        """Read the minutes with their corrections."""
        found = stored_incident(read, self.incident)
        if isinstance(found, Refusal):
            return found
        night = stored_night(read, self.incident, self.day)
        minutes = read.one(MINUTES, ("id", *ATTENDANCE), night_id=night.id)
        corrections = read.all(TABLE, ("number", *ATTENDANCE), night_id=night.id)
        newest = max(corrections, default=minutes or ("", "", "", ""))
        count = len(corrections)
        issued = None if minutes is None else str(minutes[0])
        return IssuedFacts(found, night, issued, Attendance(*newest[1:]), count)

    def check(self, by: ActingPost, facts: IssuedFacts) -> Refusal | None:
        """Ask the policy: who issues minutes corrects them."""
        return check_act(by, Act.ISSUE_MINUTES, facts.incident.zone)

    def decide(
        self, by: ActingPost, facts: IssuedFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse a correction of nothing, without a reason, or of what was corrected meanwhile."""
        if facts.minutes is None:
            return Refusal("minutes_not_issued", {"day": self.day})
        if facts.corrections != self.correction.seen:
            return changed_meanwhile(MINUTES, facts.minutes)
        return self._lacking(facts) or (by.post, now)

    def _lacking(self, facts: IssuedFacts) -> Refusal | None:
        said = self.correction
        texts = {**asdict(said.attendance), "words": said.words, "reason": said.reason}
        for name, text in texts.items():
            if len(text) > LONGEST:
                return Refusal("attendance_too_long", {"field": name, "longest": LONGEST})
        if not said.attendance.present.strip():
            return Refusal("attendance_missing", {"field": "present"})
        if not said.reason.strip():
            return Refusal("correction_reason_missing", {"field": "reason"})
        if said.attendance == facts.reads and not said.words.strip():
            return Refusal("nothing_corrected", {"field": "words"})
        return None

    def write(
        self,
        step: tuple[int, datetime],
        facts: IssuedFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the correction; the minutes' own row is never touched."""
        post, now = step
        number = facts.corrections + 1
        identity = row_id("correction", facts.night.id, number)
        values = {
            "night_id": facts.night.id,
            "incident": self.incident,
            "number": number,
            **asdict(self.correction.attendance),
            "words": self.correction.words,
            "reason": self.correction.reason,
            "corrected_at": now,
            "corrected_by": post,
        }
        writes = (Insert(TABLE, identity, values),)
        entry = Entry("review.minutes_corrected", facts.night.id, facts.incident.zone, writes)
        return Written([entry], {"number": number})
