"""Put a finding on the review's agenda (列入议程), beside what facts put there by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import BUCKET_OF, Bucket
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import stored_facts
from bihuan.features.supervision.selectors.night import ASKED_FOR
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import IncidentClock, clock_of
from bihuan.platform.clock.incident import COLUMNS
from bihuan.platform.commands import Outcome, Registrar, Written, execute_all
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

_LAST = "SELECT max(at) FROM supervision_record WHERE finding=? AND id LIKE ?"
LONGEST_REASON = 500


def put_on_agenda(
    *, by: ActingPost, incident: int, findings: Sequence[str], reason: str, key: str
) -> list[Outcome | Refusal]:
    """Put findings on the agenda of the next review, each done or refused for itself."""
    text = reason.strip()
    commands = [
        (PutOnAgenda(finding, incident, text), f"{key}:agenda:{finding}") for finding in findings
    ]
    return execute_all(commands, by=by) if commands else []


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """The finding, the incident's clock, and when it was last put on an agenda."""

    finding: FindingFacts
    clock: IncidentClock
    last: datetime | None


@dataclass(frozen=True, slots=True)
class PutOnAgenda:
    """The command behind ``put_on_agenda``."""

    finding: str
    incident: int
    reason: str
    kind: str = "supervision.put_on_agenda"

    def payload(self) -> Mapping[str, Any]:
        """Return which finding, and why."""
        return {"finding": self.finding, "reason": self.reason}

    def load(self, read: Reader) -> AgendaFacts | Refusal:
        """Read the finding and its last time on an agenda."""
        facts = stored_facts(read, self.finding)
        if facts is None or facts.incident != self.incident:
            return Refusal("finding_unknown")
        clock = clock_of(self.incident, read.one("incident_clock", COLUMNS, id=self.incident))
        row = read.session.one(_LAST, (self.finding, f"{self.finding}:agenda:{ASKED_FOR}:%"))
        last = row[0] if row else None
        return AgendaFacts(facts, clock, None if last is None else instant_of(last))

    def check(self, by: ActingPost, facts: AgendaFacts) -> Refusal | None:
        """Ask the policy."""
        zone = facts.finding.zone
        return check(Act.PUT_ON_AGENDA, by.actor, ZoneRange(zone, zone))

    def decide(self, by: ActingPost, facts: AgendaFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Insist on a reason and an open finding; once for each review."""
        if not self.reason:
            return Refusal("reason_missing")
        if len(self.reason) > LONGEST_REASON:
            return Refusal("text_too_long", {"most": LONGEST_REASON, "length": len(self.reason)})
        if BUCKET_OF[facts.finding.state] is not Bucket.OPEN:
            return Refusal("finding_not_open")
        last, day = facts.last, facts.clock.review_day
        if last is not None and day(last) == day(now):
            return Refusal("on_agenda_already")
        return now

    def write(
        self,
        step: datetime,
        facts: AgendaFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the record that the night reads."""
        one = facts.finding
        values = {
            "finding": one.id,
            "incident": one.incident,
            "zone": one.zone,
            "kind": RecordKind.AGENDA_ITEM.value,
            "at": step,
            "body": {"why": ASKED_FOR, "reason": self.reason},
            "year": None,
            "number": None,
            "document_number": None,
            "done_at": None,
            "done_by": None,
        }
        day = facts.clock.review_day(step).isoformat()
        insert = Insert("supervision_record", f"{one.id}:agenda:{ASKED_FOR}:{day}", values)
        said = {"reason": self.reason}
        entry = Entry("supervision.put_on_agenda", one.id, one.zone, (insert,), facts=said)
        return Written([entry], {"finding": one.id})
