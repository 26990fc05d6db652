"""What whoever reported something without an account reads of how it ended, and why."""

from dataclasses import dataclass

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import State
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.registers.personal import masked
from bihuan.features.supervision.selectors.finding_page import finding_facts, last_record
from bihuan.features.territory import api as territory

MOST_STEPS = 20
"""Findings joined to one that was joined itself."""
_TOLD_IN = {State.REJECTED: RecordKind.REJECTION, State.WITHDRAWN: RecordKind.NOTICE}


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """The reason that was given, without numbers of persons; the finding that it was joined to."""

    reason: str = ""
    joined: FindingFacts | None = None


def public_answer(facts: FindingFacts) -> PublicAnswer:
    """Return why a finding ended without being put right; nothing while it goes on.

    Of a finding that was joined to another one it is that one's end that is told.
    """
    joined = _end_of(facts) if facts.state == State.MERGED else None
    last = joined or facts
    kind = _TOLD_IN.get(State(last.state))
    said = (last_record(last.id, kind) if kind else None) or {}
    reason = str(said.get("reason") or "")
    return PublicAnswer(masked(reason, territory.zones_said(reason)), joined)


def _end_of(facts: FindingFacts) -> FindingFacts | None:
    """Return the finding that goes on for a joined one."""
    found: FindingFacts | None = facts
    for _ in range(MOST_STEPS):
        if found is None or found.state != State.MERGED or found.parent is None:
            return found
        found = finding_facts(found.parent)
    return None
