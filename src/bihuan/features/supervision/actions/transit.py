"""The one command behind every act of the loop, driven by the table of the domain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.findings.decide import decide
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.step import Step
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.features.supervision.models.rows import knowing, stored_facts
from bihuan.features.supervision.models.writing import written
from bihuan.features.supervision.selectors.circumstances import circumstances
from bihuan.features.supervision.selectors.instants import incident_now, incident_time
from bihuan.features.supervision.selectors.loop_rules import loop_rules
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute, execute_all
from bihuan.platform.db.reader import Reader

Said = Mapping[str, Any]
CLOCKS_DIFFER = timedelta(minutes=5)  # as far may a device's clock be ahead of the server's


@dataclass(frozen=True, slots=True)
class Transit:
    """One act on one stored finding.

    Parameters
    ----------
    act, finding, incident
        What is done, to which finding of which incident.
    said
        The payload: what the post wrote.
    version
        The version the post looked at; None when nobody looked (clock, reactions).
    """

    act: LoopAct
    finding: str
    incident: int
    said: Said = field(default_factory=dict)
    version: int | None = None

    @property
    def kind(self) -> str:
        """The command's name is the act's."""
        return self.act.value

    def payload(self) -> Mapping[str, Any]:
        """Return what the post said, and about which finding."""
        return {"finding": self.finding, **self.said}

    def load(self, read: Reader) -> FindingFacts | Refusal:
        """Read the row and what must be known from elsewhere."""
        facts = stored_facts(read, self.finding)
        if facts is None or facts.incident != self.incident:
            return Refusal("finding_unknown")
        if self.version is not None and facts.version != self.version:
            return changed_meanwhile("finding", self.finding)
        return knowing(facts, circumstances(read, self.act, facts, self.said))

    def check(self, by: ActingPost, facts: FindingFacts) -> Refusal | None:  # noqa: ARG002
        """Leave it to the decision, which asks the policy first."""
        return None

    def decide(self, by: ActingPost, facts: FindingFacts, now: datetime) -> Step | Refusal:
        """Let the table decide."""
        return decide(self.act, facts, by=by.actor, payload=self.said, now=now, rules=loop_rules())

    def write(self, step: Step, facts: FindingFacts, registrar: Registrar) -> Written:
        """Describe the changed columns, side rows and the entry."""
        return written(step, facts, registrar, said=self.said, fresh=False)


@dataclass(frozen=True, slots=True)
class Begin:
    """The first act on a finding that nobody has written down yet: draft, report, by rule."""

    act: LoopAct
    facts: FindingFacts
    said: Said = field(default_factory=dict)
    by_device: bool = False  # what was observed carries the wall's time, also in a drill

    @property
    def kind(self) -> str:
        """The command's name is the act's."""
        return self.act.value

    @property
    def incident(self) -> int:
        """The incident it belongs to."""
        return self.facts.incident

    def payload(self) -> Mapping[str, Any]:
        """Return what was found; the new row's own id is no part of it."""
        facts = self.facts
        return {
            "zone": facts.zone,
            "type": facts.type_code,
            "place": facts.place,
            "text": facts.text,
            "source_key": facts.source_key,
            "observed_at": facts.observed_at,
            **self.said,
        }

    def load(self, read: Reader) -> FindingFacts:
        """Read what must be known from elsewhere.

        A phone whose clock is ahead must still be able to report: its time is left out, not the
        report; the server's time rules.
        """
        known = knowing(self.facts, circumstances(read, self.act, self.facts, self.said))
        observed = known.observed_at
        if observed is None:
            return known
        if self.by_device:
            observed = incident_time(read, self.facts.incident, observed)
            known = replace(known, observed_at=observed)
        if observed <= incident_now(read, self.facts.incident) + CLOCKS_DIFFER:
            return known
        # Left out here and not before: a repeat of the same words must stay the same command.
        return replace(known, observed_at=None)

    def check(self, by: ActingPost, facts: FindingFacts) -> Refusal | None:  # noqa: ARG002
        """Leave it to the decision, which asks the policy first."""
        return None

    def decide(self, by: ActingPost, facts: FindingFacts, now: datetime) -> Step | Refusal:
        """Let the table decide."""
        return decide(self.act, facts, by=by.actor, payload=self.said, now=now, rules=loop_rules())

    def write(self, step: Step, facts: FindingFacts, registrar: Registrar) -> Written:
        """Describe the new row, side rows and the entry."""
        return written(step, facts, registrar, said=self.said, fresh=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding as somebody looked at it.

    ``version`` is the version he saw; None when nobody looked (clock, reactions).
    """

    finding: str
    incident: int
    version: int | None = None


def act_on(
    *, by: ActingPost, act: LoopAct, seen: Seen, key: str, said: Said | None = None
) -> Outcome | Refusal:
    """Do one act to a stored finding."""
    command = Transit(act, seen.finding, seen.incident, said or {}, seen.version)
    return execute(command, by=by, key=key)


def act_on_many(
    *, by: ActingPost, act: LoopAct, each: Sequence[tuple[Seen, Said]], key: str
) -> list[Outcome | Refusal]:
    """Do one act to several findings in one commit, each done or refused for itself."""
    commands = [
        (Transit(act, seen.finding, seen.incident, said, seen.version), f"{key}:{seen.finding}")
        for seen, said in each
    ]
    return execute_all(commands, by=by)
