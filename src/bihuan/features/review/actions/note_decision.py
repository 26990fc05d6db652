"""Take a decision down for a leader's signature, or drop what was taken down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.decisions import DecisionDraft
from bihuan.domain.reviews.nights import NightState
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.notes import DROPPED, OPEN, said_of
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    StoredNight,
    stored_incident,
    stored_night,
)
from bihuan.features.review.selectors.stored_notes import TABLE, StoredNote, stored_note
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, plain
from bihuan.platform.db.reader import Reader

LONGEST = 2000
TEXTS = ("title", "situation", "risks", "powers", "reasons", "help")


def note_decision(
    *, by: ActingPost, incident: int, day: str, subject: str, draft: DecisionDraft, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Keep a draft of a decision on an agenda item; writing again replaces it.

    It may lack anything but a title: what it must say is asked when a leader signs it.
    """
    return execute(NoteDecision(incident, day, subject[:80], draft), by=by, key=key)


def drop_note(
    *, by: ActingPost, incident: int, day: str, subject: str, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Drop the open draft of an agenda item."""
    return execute(DropNote(incident, day, subject[:80]), by=by, key=key)


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """The incident, the night, the open draft of the item, how many the item had."""

    incident: StoredIncident
    night: StoredNight
    note: StoredNote | None
    earlier: int


def _facts(read: Reader, incident: int, day: str, subject: str) -> NoteFacts | Refusal:
    found = stored_incident(read, incident)
    if isinstance(found, Refusal):
        return found
    night = stored_night(read, incident, day)
    earlier = len(read.all(TABLE, ("id",), night_id=night.id, subject=subject))
    return NoteFacts(found, night, stored_note(read, night.id, subject), earlier)


@dataclass(frozen=True, slots=True)
class NoteDecision:
    """The command behind ``note_decision``."""

    incident: int
    day: str
    subject: str
    draft: DecisionDraft
    kind: str = "review.note_decision"

    def payload(self) -> Mapping[str, Any]:
        """Return the draft as taken down."""
        return {"day": self.day, "subject": self.subject, **said_of(self.draft)}

    def load(self, read: Reader) -> NoteFacts | Refusal:
        """Read the night and the item's open draft."""
        return _facts(read, self.incident, self.day, self.subject)

    def check(self, by: ActingPost, facts: NoteFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.NOTE_DECISION, facts.incident.zone)

    def decide(
        self, by: ActingPost, facts: NoteFacts, now: datetime
    ) -> tuple[ActingPost, datetime] | Refusal:
        """Refuse a draft outside the meeting, without a title, or too long."""
        if facts.night.state != NightState.IN_MEETING:
            return Refusal("no_meeting_going_on", {"day": self.day})
        if not self.draft.title.strip():
            return Refusal("decision_field_missing", {"field": "title"})
        if any(len(getattr(self.draft, name)) > LONGEST for name in TEXTS):
            return Refusal("decision_text_too_long", {"field": "title", "longest": LONGEST})
        return by, now

    def write(
        self,
        step: tuple[ActingPost, datetime],
        facts: NoteFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the draft, or replace the open one."""
        by, now = step
        values = {
            "said": said_of(self.draft),
            "written_at": now,
            "written_by": by.post,
            "writer_person": by.actor.person,
        }
        note = facts.note
        write: Insert | Update
        if note is None:
            identity = row_id("note", facts.night.id, self.subject, facts.earlier)
            fresh = {
                "night_id": facts.night.id, "incident": self.incident, "subject": self.subject,
                "state": OPEN, **values,
                **dict.fromkeys(("decision", "signer_person", "ended_at")),
            }  # fmt: skip
            write = Insert(TABLE, identity, fresh)
        else:
            identity = note.id
            changed = {k: v for k, v in values.items() if plain(v) != note.old[k]}
            old = {name: note.old[name] for name in changed}
            write = Update(TABLE, identity, note.version, old, changed)
        return Written([Entry("review.noted", identity, facts.incident.zone, (write,))])


@dataclass(frozen=True, slots=True)
class DropNote:
    """The command behind ``drop_note``."""

    incident: int
    day: str
    subject: str
    kind: str = "review.drop_note"

    def payload(self) -> Mapping[str, Any]:
        """Return what is dropped."""
        return {"day": self.day, "subject": self.subject}

    def load(self, read: Reader) -> NoteFacts | Refusal:
        """Read the night and the item's open draft."""
        return _facts(read, self.incident, self.day, self.subject)

    def check(self, by: ActingPost, facts: NoteFacts) -> Refusal | None:
        """Ask the policy: who takes down may drop, and so may who would sign."""
        refused = check_act(by, Act.NOTE_DECISION, facts.incident.zone)
        return refused and check_act(by, Act.DECIDE, facts.incident.zone)

    def decide(self, by: ActingPost, facts: NoteFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse when there is nothing to drop."""
        if facts.note is None:
            return Refusal("no_open_draft")
        return now

    def write(self, step: datetime, facts: NoteFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Close the draft; it stays readable in the ledger."""
        note = facts.note or StoredNote("", {}, 0)
        old, new = {"state": OPEN, "ended_at": None}, {"state": DROPPED, "ended_at": step}
        update = Update(TABLE, note.id, note.version, old, new)
        return Written([Entry("review.note_dropped", note.id, facts.incident.zone, (update,))])
