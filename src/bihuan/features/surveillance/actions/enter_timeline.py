"""Enter the event's milestones and its seven early response actions (7-1-7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.personal import holds_personal_number
from bihuan.features.surveillance.permissions import check_act
from bihuan.features.surveillance.selectors.stored import StoredIncident, stored_incident
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write, plain
from bihuan.platform.db.reader import Reader
from bihuan.science.timeliness import ACTIONS

TABLE = "surveillance_timeline"
STORED = ("emerged_on", "detected_on", "notified_on", "actions", "source")


@dataclass(frozen=True, slots=True)
class TimelineDraft:
    """Milestones and the completion of each applicable action; None is not yet."""

    emerged: date | None
    detected: date | None
    notified: date | None
    actions: Mapping[str, date | None]
    source: str = ""


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """The incident and its stored timeline."""

    incident: StoredIncident
    stored: tuple[Any, ...] | None


def enter_timeline(
    *, by: ActingPost, incident: int, draft: TimelineDraft, key: str
) -> Outcome | Refusal:
    """Enter or change the timeline of an incident; the ledger keeps what stood there."""
    return execute(EnterTimeline(incident, draft), by=by, key=key)


@dataclass(frozen=True, slots=True)
class EnterTimeline:
    """The command behind ``enter_timeline``."""

    incident: int
    draft: TimelineDraft
    kind: str = "surveillance.enter_timeline"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said."""
        return self._said()

    def _said(self) -> dict[str, Any]:
        draft = self.draft
        actions = {name: _text(done) for name, done in sorted(draft.actions.items())}
        return {
            "emerged_on": _text(draft.emerged),
            "detected_on": _text(draft.detected),
            "notified_on": _text(draft.notified),
            "actions": plain(actions),
            "source": draft.source,
        }

    def load(self, read: Reader) -> TimelineFacts | Refusal:
        """Read the incident and its timeline."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        return TimelineFacts(incident, read.one(TABLE, ("version", *STORED), id=self.incident))

    def check(self, by: ActingPost, facts: TimelineFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.ENTER_TIMELINE, facts.incident.zone)

    def decide(
        self,
        by: ActingPost,
        facts: TimelineFacts,  # noqa: ARG002
        now: datetime,
    ) -> tuple[datetime, int] | Refusal:
        """Refuse days that run backwards or lie ahead, and unknown actions."""
        draft, today = self.draft, now.astimezone(LOCAL).date()
        unknown = sorted(set(draft.actions) - set(ACTIONS))
        if unknown:
            return Refusal("timeline_action_unknown", {"action": unknown[0]})
        if holds_personal_number(draft.source):
            return Refusal("source_holds_personal_number")
        steps = [day for day in (draft.emerged, draft.detected, draft.notified) if day is not None]
        done = [day for day in draft.actions.values() if day is not None]
        if any(day > today for day in (*steps, *done)):
            return Refusal("timeline_day_in_future", {"today": today.isoformat()})
        backwards = any(day < draft.notified for day in done) if draft.notified else False
        if steps != sorted(steps) or backwards:
            return Refusal("timeline_runs_backwards")
        return now, by.post

    def write(
        self,
        step: tuple[datetime, int],
        facts: TimelineFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the timeline."""
        said, zone = self._said(), facts.incident.zone
        write: Write
        if facts.stored is not None:
            old = dict(zip(STORED, facts.stored[1:], strict=True))
            write = Update(TABLE, self.incident, facts.stored[0], old, said)
        else:
            when = {"zone": zone, "entered_at": step[0], "entered_by": step[1]}
            write = Insert(TABLE, self.incident, {**said, **when})
        return Written([Entry("surveillance.timeline_entered", self.incident, zone, (write,))])


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
