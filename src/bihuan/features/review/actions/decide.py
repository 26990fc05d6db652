"""Take a decision in its form; it leaves the room as an order with a number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.commitments import CommitmentFacts, FollowStep, follow
from bihuan.domain.reviews.decisions import DecisionDraft, decision_problems
from bihuan.domain.reviews.nights import NIGHT, NightCase
from bihuan.domain.reviews.states import FollowAct
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    StoredNight,
    day_of,
    stored_incident,
    stored_night,
)
from bihuan.features.review.selectors.stored_notes import StoredNote, signed, stored_note
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

TABLE = "review_decision"
LONGEST_TITLE = 200


def decide(
    *, by: ActingPost, incident: int, day: str, subject: str, draft: DecisionDraft, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Record a decision of the meeting; the result gives its ``number``.

    ``subject`` is the agenda item it answers; the owner's unit is looked up from the post.
    """
    return execute(Decide(incident, day, subject, draft), by=by, key=key)


@dataclass(frozen=True, slots=True)
class DecideFacts:
    """The incident, the night, the owner's unit and zone, and what a scribe took down."""

    incident: StoredIncident
    night: StoredNight
    owner_unit: int | None
    owner_zone: int
    note: StoredNote | None = None
    heard: bool = True  # the subject is an item of the night's agenda
    answers: int = 0  # decisions on it so far


@dataclass(frozen=True, slots=True)
class Taken:
    """What is decided: the order's first step, with its facts, by whom and when."""

    order: CommitmentFacts
    step: FollowStep
    by: int
    person: int
    at: datetime


def _hindered(by: ActingPost, facts: DecideFacts, answered: int | None) -> Refusal | None:
    if not facts.heard:
        return Refusal("no_such_agenda_item", {"field": "title"})
    if facts.note is not None and facts.note.old["writer_person"] == by.actor.person:
        return Refusal("signed_by_its_writer", {"field": "title"})
    if answered is not None and answered != facts.answers:
        return Refusal("item_decided_meanwhile", {"field": "title", "n": facts.answers})
    return None


@dataclass(frozen=True, slots=True)
class Decide:
    """The command behind ``decide``."""

    incident: int
    day: str
    subject: str
    draft: DecisionDraft
    kind: str = "review.decide"

    def payload(self) -> Mapping[str, Any]:
        """Return the draft as said."""
        said = asdict(self.draft)
        said["options"] = [dict(option, kind=str(option["kind"])) for option in said["options"]]
        return {"day": self.day, "subject": self.subject, **said}

    def load(self, read: Reader) -> DecideFacts | Refusal:
        """Read the night and the owner."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        columns = ("organisation_id", "zone_id", "valid_to")
        row = read.one("posts_post", columns, id=self.draft.owner_post or 0)
        known = row is not None and row[2] is None
        unit, zone = (row[0], row[1]) if row is not None and known else (None, incident.zone)
        night = stored_night(read, self.incident, self.day)
        subject = self.subject[:80]
        items = read.all("review_item", ("id",), night_id=night.id, subject=subject)
        note = stored_note(read, night.id, subject)
        answers = read.all(TABLE, ("id",), night_id=night.id, subject=subject)
        return DecideFacts(incident, night, unit, zone, note, bool(items), len(answers))

    def check(self, by: ActingPost, facts: DecideFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.DECIDE, facts.incident.zone)

    def decide(self, by: ActingPost, facts: DecideFacts, now: datetime) -> Taken | Refusal:
        """Refuse a form that lacks something, and a night that is not in its meeting."""
        course = NIGHT.step(facts.night.state, "decide", NightCase())
        day = day_of(self.day)
        if isinstance(course, Refusal):
            return course
        if isinstance(day, Refusal):
            return day
        hindered = _hindered(by, facts, self.draft.answered)
        if hindered is not None:
            return hindered
        draft = replace(self.draft, owner_unit=facts.owner_unit)
        problems = decision_problems(draft, now=now)
        if problems or draft.due_at is None or draft.owner_post is None or draft.owner_unit is None:
            return problems[0]
        order = CommitmentFacts(
            id="", incident=self.incident, zone=facts.owner_zone, decided_on=day,
            owner_post=draft.owner_post, owner_unit=draft.owner_unit, due_at=draft.due_at,
        )  # fmt: skip
        step = follow(FollowAct.ISSUE, order, by=by.actor, payload={}, now=now)
        return (
            step if isinstance(step, Refusal) else Taken(order, step, by.post, by.actor.person, now)
        )

    def write(self, step: Taken, facts: DecideFacts, registrar: Registrar) -> Written:
        """Give the decision and its order their numbers, and write them on the owner's chain."""
        number = registrar.next(f"decision:{self.incident}", 0, f"{self.incident}:{self.day}")
        identity = row_id("decision", self.incident, number)
        year = step.at.astimezone(LOCAL).year
        series = f"drill:{self.incident}:document" if facts.incident.clock.drill else "document"
        values = {
            **self._form(),
            "night_id": facts.night.id,
            "number": number,
            "decided_by": step.by,
            "document_year": year,
            "document_number": registrar.next(series, year, identity),
            **_order(step.order),
            **step.step.changes,
        }
        insert = Insert(TABLE, identity, values)
        entries = [
            Entry("review.decided", identity, step.order.zone, (insert,), facts={"n": number})
        ]
        if facts.note is not None:
            update = signed(facts.note, number=number, person=step.person, at=step.at)
            entries.append(
                Entry("review.note_signed", facts.note.id, facts.incident.zone, (update,))
            )
        return Written(entries, {"number": number, "decision": identity})

    def _form(self) -> dict[str, Any]:
        draft = self.draft
        texts = ("situation", "risks", "powers", "reasons", "help")
        return {
            **{name: getattr(draft, name).strip() for name in texts},
            "title": draft.title.strip()[:LONGEST_TITLE],
            "subject": self.subject[:80],
            "options": [
                {"text": option.text.strip(), "kind": str(option.kind)} for option in draft.options
            ],
            "choice": draft.choice,
            "review_at": draft.review_at,
            "feedback": "",
            "verdict": "",
            "verifier_unit": None,
        }


_NOT_COLUMNS = ("id", "version", "document_year", "document_number")


def _order(order: CommitmentFacts) -> dict[str, Any]:
    said = {name: value for name, value in asdict(order).items() if name not in _NOT_COLUMNS}
    said["decided_on"] = order.decided_on.isoformat()
    return said
