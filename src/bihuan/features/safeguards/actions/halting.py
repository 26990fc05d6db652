"""Suspend a measure while its appeal is heard, and let it go on; each is one commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from bihuan.domain.measures.decide import MeasureStep, decide
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.measures import api as measures
from bihuan.features.safeguards.selectors.appeals import AppealView, granted_against
from bihuan.features.safeguards.selectors.hearing import hears
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.reader import Reader


def suspend_measure(
    *, by: ActingPost, appeal: AppealView, reason: str, key: str
) -> Outcome | Refusal:
    """Suspend the measure before the result; only a body that may decide the appeal does."""
    return execute(
        AtTheDesk(appeal.incident, Act.SUSPEND_ON_APPEAL, appeal, reason), by=by, key=key
    )


def resume_measure(
    *, by: ActingPost, appeal: AppealView, reason: str, key: str
) -> Outcome | Refusal:
    """Let a suspended measure go on; not after any granted appeal, which a new decision follows."""
    return execute(AtTheDesk(appeal.incident, Act.RESUME_MEASURE, appeal, reason), by=by, key=key)


class Halted(NamedTuple):
    """The measure, and whether any appeal against it was granted."""

    measure: measures.MeasureFacts
    granted: bool


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """The command behind both: whether an appeal was granted is asked in its own commit.

    A body that lets a measure go on never overtakes another one that grants an appeal.
    """

    incident: int
    act: Act
    appeal: AppealView
    reason: str

    @property
    def kind(self) -> str:
        """Name the command after the act."""
        return f"safeguards.{self.act}"

    def payload(self) -> Mapping[str, Any]:
        """Return the appeal, the measure and the reason."""
        return {
            "appeal": self.appeal.id, "measure": self.appeal.measure, "reason": self.reason,
        }  # fmt: skip

    def load(self, read: Reader) -> Halted | Refusal:  # noqa: ARG002
        """Read the measure, and whether any appeal against it was granted."""
        known = measures.measure_of(self.appeal.measure)
        if known is None or known.incident != self.incident:
            return Refusal("no_published_measure")
        return Halted(known, granted_against(known.id))

    def check(self, by: ActingPost, facts: Halted) -> Refusal | None:  # noqa: ARG002
        """Ask the policy, and whether this body had a part in the measure."""
        return hears(by, self.appeal)

    def decide(self, by: ActingPost, facts: Halted, now: datetime) -> MeasureStep | Refusal:
        """Let the table of measures decide; nothing goes on after a granted appeal."""
        if self.act is Act.RESUME_MEASURE and facts.granted:
            return Refusal("appeal_granted", clause="IDL 74")
        said = {"reason": self.reason, "appeal": self.appeal.id}
        return decide(self.act, facts.measure, by=by.actor, payload=said, now=now)

    def write(self, step: MeasureStep, facts: Halted, registrar: Registrar) -> Written:
        """Write the changed columns of the measure."""
        said = {"measure": facts.measure.id, "state": step.to_state}
        return Written([measures.transited(step, facts.measure, registrar)], said)
