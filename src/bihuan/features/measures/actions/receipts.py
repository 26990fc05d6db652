"""A township or community acknowledges the notice of a measure: conveyed is what was received."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.receipts import TABLE, due_in
from bihuan.features.measures.selectors.rows import bare_measure, scopes_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

OVER = frozenset({MeasureState.EXPIRED, MeasureState.LIFTED, MeasureState.REVOKED,
                  MeasureState.AFTERCARE, MeasureState.ARCHIVED})  # fmt: skip


def acknowledge_notice(
    *, by: ActingPost, measure: str, incident: int, key: str
) -> Outcome | Refusal:
    """Say that the acting post's own zone has the notice."""
    return execute(AcknowledgeNotice(incident, measure, by.scope.lo), by=by, key=key)


@dataclass(frozen=True, slots=True)
class AcknowledgeNotice:
    """The command behind ``acknowledge_notice``."""

    incident: int
    measure: str
    zone: int
    kind: str = "measures.acknowledge_notice"

    def payload(self) -> Mapping[str, Any]:
        """Return which notice, and where."""
        return {"measure": self.measure, "zone": self.zone}

    def load(self, read: Reader) -> MeasureFacts | Refusal:
        """Read the measure; its notice is published, due here, and not acknowledged yet."""
        facts = bare_measure(read, self.measure)
        if facts is None or facts.incident != self.incident:
            return Refusal("measure_unknown")
        return self._wrong(read, facts) or facts

    def _wrong(self, read: Reader, facts: MeasureFacts) -> Refusal | None:
        if facts.notice_at is None:
            return Refusal("notice_missing", clause="IDL 67; PHERL 40")
        if facts.state in OVER:
            return Refusal("measure_already_over", clause="closed loop, expiry")
        if not due_in(self.zone, scopes_of(read.session, [self.measure])[self.measure].ranges):
            return Refusal("notice_not_due_here")
        known = read.one(TABLE, ("id",), id=self.identity)
        return None if known is None else Refusal("notice_acknowledged")

    @property
    def identity(self) -> str:
        """The row's id: one zone acknowledges a notice once."""
        return f"{self.measure}:{self.zone}"

    def check(self, by: ActingPost, facts: MeasureFacts) -> Refusal | None:  # noqa: ARG002
        """Ask the policy for the post's own zone."""
        return check_act(by, Act.ACKNOWLEDGE_NOTICE, self.zone)

    def decide(self, by: ActingPost, facts: MeasureFacts, now: datetime) -> Mapping[str, Any]:
        """Return the row."""
        return {
            "measure": facts.id, "zone": self.zone, "post": by.post, "person": by.actor.person,
            "at": now,
        }  # fmt: skip

    def write(self, step: Mapping[str, Any], facts: MeasureFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the receipt."""
        insert = Insert(TABLE, self.identity, step)
        said = {"code": facts.code, "zone_received": self.zone}
        entry = Entry("measures.notice_acknowledged", facts.id, self.zone, (insert,), facts=said)
        return Written([entry], {"measure": facts.id})
