"""File an appeal without a name; decide it with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bihuan.domain.appeals import (
    LONGEST_TEXT,
    SHORTEST_TEXT,
    Ruling,
    code_hash,
    due_at,
)
from bihuan.domain.measures.decide import MeasureStep, halted
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.personal import may_be_published
from bihuan.features.measures import api as measures
from bihuan.features.safeguards.permissions import check_act
from bihuan.features.safeguards.selectors.appeals import (
    TABLE,
    AppealView,
    appeal_of,
    code_for,
    hearing_post_for,
)
from bihuan.features.safeguards.selectors.hearing import hears
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

SPACE = UUID("0b2f4ac9-5e39-5d0e-8a1b-6f7d31f2c0aa")


def file_appeal(*, by: ActingPost, measure: str, text: str, key: str) -> Outcome | Refusal:
    """File an appeal; ``code_for(key)`` is the code under which its result is read."""
    if not SHORTEST_TEXT <= len(text.strip()) <= LONGEST_TEXT:
        return Refusal("appeal_text_length", {"least": SHORTEST_TEXT, "most": LONGEST_TEXT})
    known = measures.measure_of(measure)
    if known is None or known.notice_at is None:
        return Refusal("no_published_measure")
    command = FileAppeal(known.incident, measure, text.strip(), code_hash(code_for(key)))
    return execute(command, by=by, key=key)


def decide_appeal(
    *, by: ActingPost, incident: int, appeal: str, ruling: str, reason: str, key: str
) -> Outcome | Refusal:
    """Decide an appeal; the reason is read by whoever holds the code.

    A granted one halts the measure in the same commit: what must be changed or lifted does not
    go on until that is done.
    """
    return execute(DecideAppeal(incident, appeal, ruling, reason.strip()), by=by, key=key)


@dataclass(frozen=True, slots=True)
class FileAppeal:
    """The command behind ``file_appeal``."""

    incident: int
    measure: str
    text: str
    code_hash: str
    kind: str = "safeguards.file_appeal"

    def payload(self) -> Mapping[str, Any]:
        """Return what was written, against which measure."""
        return {"measure": self.measure, "text": self.text, "code_hash": self.code_hash}

    def load(self, read: Reader) -> tuple[int, int | None] | Refusal:  # noqa: ARG002
        """Read the measure's zone and find the body that hears."""
        known = measures.measure_of(self.measure)
        if known is None or known.notice_at is None:
            return Refusal("no_published_measure")
        return known.zone, hearing_post_for(known)

    def check(self, by: ActingPost, facts: tuple[int, int | None]) -> Refusal | None:
        """Ask the policy: anybody may."""
        return check_act(by, Act.FILE_APPEAL, facts[0])

    def decide(self, by: ActingPost, facts: tuple[int, int | None], now: datetime) -> datetime:  # noqa: ARG002
        """Take the instant."""
        return now

    def write(
        self,
        step: datetime,
        facts: tuple[int, int | None],
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the text, the hash of the code, the body that hears and the due time."""
        zone, hearing = facts
        identity = uuid5(SPACE, self.code_hash).hex
        row = {
            "incident": self.incident, "zone": zone, "measure": self.measure,
            "code_hash": self.code_hash, "text": self.text, "hearing_post": hearing,
            "filed_at": step, "due_at": due_at(step), "ruling": "", "reason": "",
            "decided_at": None, "decided_post": None,
        }  # fmt: skip
        said = {"measure": self.measure, "hearing_post": hearing or 0}
        entry = Entry(
            "safeguards.appeal_filed", identity, zone, (Insert(TABLE, identity, row),), facts=said
        )
        return Written([entry], {"appeal": identity})


@dataclass(frozen=True, slots=True)
class Heard:
    """An open appeal and the measure it is against."""

    appeal: AppealView
    measure: measures.MeasureFacts


@dataclass(frozen=True, slots=True)
class Decision:
    """The result of an appeal, and what it does to the measure."""

    result: Mapping[str, Any]
    halt: MeasureStep | None = None


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """The command behind ``decide_appeal``."""

    incident: int
    appeal: str
    ruling: str
    reason: str
    kind: str = "safeguards.decide_appeal"

    def payload(self) -> Mapping[str, Any]:
        """Return the ruling and its reason."""
        return {"appeal": self.appeal, "ruling": self.ruling, "reason": self.reason}

    def load(self, read: Reader) -> Heard | Refusal:  # noqa: ARG002
        """Read the open appeal and its measure, as of this commit."""
        known = appeal_of(self.appeal)
        if known is None or known.decided_at is not None or known.incident != self.incident:
            return Refusal("appeal_unknown")
        measure = measures.measure_of(known.measure)
        return Refusal("no_published_measure") if measure is None else Heard(known, measure)

    def check(self, by: ActingPost, facts: Heard) -> Refusal | None:
        """Ask the policy, and whether this body had a part in the measure."""
        return hears(by, facts.appeal)

    def decide(self, by: ActingPost, facts: Heard, now: datetime) -> Decision | Refusal:
        """Ask for a ruling and its reason; a granted appeal halts the measure."""
        if self.ruling not in set(Ruling):
            return Refusal("ruling_unknown")
        if not self.reason:
            return Refusal("reason_missing")
        if not may_be_published(self.reason, territory.zones_said(self.reason)):
            return Refusal("answer_holds_private_number", clause="PIPL 6")
        result = {
            "ruling": self.ruling, "reason": self.reason, "decided_at": now,
            "decided_post": by.post,
        }  # fmt: skip
        if self.ruling != Ruling.GRANTED:
            return Decision(result)
        said = {"reason": self.reason, "appeal": self.appeal}
        halt = halted(facts.measure, by=by.actor, payload=said, now=now)
        return halt if isinstance(halt, Refusal) else Decision(result, halt)

    def write(self, step: Decision, facts: Heard, registrar: Registrar) -> Written:
        """Write the result, and with it the halt of the measure."""
        appeal = facts.appeal
        old = {"ruling": "", "reason": "", "decided_at": None, "decided_post": None}
        update = Update(TABLE, appeal.id, appeal.version, old, dict(step.result))
        said = {"measure": appeal.measure, "ruling": self.ruling}
        entries = [
            Entry("safeguards.appeal_decided", appeal.id, appeal.zone, (update,), facts=said)
        ]
        if step.halt is not None:
            entries.append(measures.transited(step.halt, facts.measure, registrar))
        return Written(entries)
