"""Draft a night and freeze it: one canonical report, its hash, the day's root."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from bihuan.domain.chain.canonical import canonical
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NIGHT, NightCase, NightState
from bihuan.features.incidents.api import incident as incident_view
from bihuan.features.review.actions.carry_over import CarryOver
from bihuan.features.review.actions.seal import SealNight
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.content import content_of
from bihuan.features.review.selectors.nights import snapshot_head, snapshot_label
from bihuan.features.review.selectors.ready import Ready, ready_for
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    StoredNight,
    day_of,
    is_frozen,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute, execute_all
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger.models import Event

FROZEN = "review.frozen"


def draft_night(*, by: ActingPost, incident: int, day: str, key: str) -> Outcome | Refusal:
    """Open the draft of a night whose window has ended."""
    return execute(OpenNight(incident, day, "draft"), by=by, key=key)


def freeze(*, by: ActingPost, incident: int, day: str, key: str) -> Outcome | Refusal:
    """Freeze a night; the result names ``snapshot`` and ``sha256``.

    A night is frozen once: whoever asks again gets the first outcome, whatever was entered
    since. Open decisions are carried over first, the day's root is sealed last.
    """
    said = day_of(day)
    if isinstance(said, Refusal):
        return said
    done = _first_freeze(incident, day)
    if done is not None:
        return done
    execute(CarryOver(incident, day), by=by, key=f"{key}:carry")
    commands: list[tuple[Any, str]] = [
        (OpenNight(incident, day, "freeze", ready_for(incident, said)), key),
        (SealNight(incident, day), f"{key}:seal"),
    ]
    frozen, _ = execute_all(commands, by=by)
    if isinstance(frozen, Refusal) and frozen.code == "not_in_this_state":
        return _first_freeze(incident, day) or frozen
    return frozen


def _first_freeze(incident: int, day: str) -> Outcome | None:
    head = snapshot_head(incident=incident, day=day)
    if head is None:
        return None
    found = Event.objects.filter(subject=head.id, kind=FROZEN).values_list("chain", "n").first()
    chain, number = found or (0, 0)
    result = {"snapshot": head.label, "sha256": head.sha256}
    return Outcome(chain, number, head.frozen_at, result, repeated=True)


@dataclass(frozen=True, slots=True)
class NightFacts:
    """The incident, the night's row, and for a freeze the report's content."""

    incident: StoredIncident
    night: StoredNight
    content: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class OpenNight:
    """The command behind both: ``draft`` or ``freeze``, the latter with its report if ready."""

    incident: int
    day: str
    act: str
    ready: Ready | None = None

    @property
    def kind(self) -> str:
        """The command's name."""
        return f"review.{self.act}"

    def payload(self) -> Mapping[str, Any]:
        """Return day and act."""
        return {"day": self.day, "act": self.act}

    def load(self, read: Reader) -> NightFacts | Refusal:
        """Read the night; a freeze asks every figure here only when the ready report is old."""
        incident = stored_incident(read, self.incident)
        day = day_of(self.day)
        if isinstance(incident, Refusal):
            return incident
        if isinstance(day, Refusal):
            return day
        night = stored_night(read, self.incident, self.day)
        content = None
        if self.act == "freeze" and not is_frozen(night):
            usable = self.ready is not None and self.ready.holds(read)
            content = self.ready.content if self.ready and usable else self._content(incident, day)
        return NightFacts(incident, night, content)

    def _content(self, incident: StoredIncident, day: date) -> Mapping[str, Any] | None:
        view, window = incident_view(self.incident), incident.window(day)
        return None if view is None else content_of(view, window, window.until)

    def check(self, by: ActingPost, facts: NightFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.FREEZE, facts.incident.zone)

    def decide(self, by: ActingPost, facts: NightFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse a night that is not over, one outside the incident, a second freeze."""
        day, last = date.fromisoformat(self.day), facts.incident.last_night
        if last is not None and day > last:
            return Refusal("night_after_incident", {"day": self.day, "last": last.isoformat()})
        if day < facts.incident.day_zero:
            return Refusal("night_before_incident", {"day": self.day})
        if facts.incident.window(day).until > now:
            return Refusal("window_has_not_ended", {"day": self.day})
        step = NIGHT.step(facts.night.state, self.act, NightCase())
        return step if isinstance(step, Refusal) else now

    def write(self, step: datetime, facts: NightFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the night; with a freeze its snapshot and its agenda."""
        if facts.content is None:
            entry = Entry(
                "review.drafted", facts.night.id, facts.incident.zone,
                self._night(facts, NightState.DRAFT),
            )  # fmt: skip
            return Written([entry], {"night": facts.night.id})
        body = canonical(dict(facts.content))
        digest = sha256(body).hexdigest()
        writes = (
            *self._night(facts, NightState.FROZEN),
            Insert("review_snapshot", facts.night.id, self._snapshot(step, facts, body, digest)),
            *_agenda(facts),
        )
        said = facts.content["completeness"]
        told = {"day": self.day, "sha256": digest, "submitted": said["n"], "due": said["of"]}
        entry = Entry(FROZEN, facts.night.id, facts.incident.zone, writes, facts=told)
        until = facts.incident.window(date.fromisoformat(self.day)).until
        return Written([entry], {"snapshot": snapshot_label(until), "sha256": digest})

    def _night(self, facts: NightFacts, state: NightState) -> tuple[Write, ...]:
        night = facts.night
        if night.state:
            old, new = {"state": night.state}, {"state": state.value}
            return (Update("review_night", night.id, night.version, old, new),)
        values = {
            "incident": self.incident,
            "day": self.day,
            "cut_off_at": facts.incident.window(date.fromisoformat(self.day)).until,
            "state": state.value,
            "root": "",
            **dict.fromkeys(("called_at", "position", "item_since", "ended_at")),
        }
        return (Insert("review_night", night.id, values),)

    def _snapshot(
        self, at: datetime, facts: NightFacts, body: bytes, digest: str
    ) -> dict[str, Any]:
        said = facts.content["completeness"] if facts.content else {"n": 0, "of": 0}
        return {
            "incident": self.incident,
            "day": self.day,
            "cut_off_at": facts.incident.window(date.fromisoformat(self.day)).until,
            "frozen_at": at,
            "body": body.decode(),
            "sha256": digest,
            "submitted": said["n"],
            "due": said["of"],
        }


def _agenda(facts: NightFacts) -> list[Insert]:
    agenda = facts.content["agenda"] if facts.content else []
    return [
        Insert(
            "review_item",
            row_id("item", facts.night.id, position),
            {
                "night_id": facts.night.id,
                "position": position,
                "kind": said["kind"],
                "subject": said["subject"][:80],
                "said": said,
                "minutes": said["minutes"],
                "seconds_spent": 0,
                "opened_at": None,
            },
        )
        for position, said in enumerate(agenda, start=1)
    ]
