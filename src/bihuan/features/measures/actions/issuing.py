"""A package is sent to the legal office: every measure as a draft of its own, in one commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.measures.decide import MeasureStep, decide
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.signing import lacking
from bihuan.domain.measures.together import after
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.actions.life import MeasureDraft
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.packages import (
    DRAFT,
    ISSUED,
    TABLE,
    PackageFacts,
    Worded,
    foreseen_measures,
    package_in,
    update_of,
    worded,
    wrong_parts,
    wrong_zones,
)
from bihuan.features.measures.selectors.steps import transited
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.reader import Reader

Begun = tuple[MeasureDraft, MeasureFacts, MeasureStep, MeasureStep]
"""A draft with the facts it began with, and its two steps: drafted, submitted."""


def issue_package(
    *, by: ActingPost, package: str, incident: int, key: str, seen: int | None = None
) -> Outcome | Refusal:
    """Send every measure of a package to the legal office, each as a draft of its own.

    Nothing is written while one of them lacks something, or where somebody else kept a page
    since the version that was ``seen``.
    """
    return execute(IssuePackage(incident, package, seen), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Issuing:
    """A package and what each of its measures would be."""

    package: PackageFacts
    foreseen: tuple[tuple[MeasureDraft, MeasureFacts], ...]


@dataclass(frozen=True, slots=True)
class IssueStep:
    """When it is sent, and what begins with it."""

    at: datetime
    begun: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class IssuePackage:
    """The command behind ``issue_package``."""

    incident: int
    package: str
    seen: int | None = None
    kind: str = "measures.issue_package"

    def payload(self) -> Mapping[str, Any]:
        """Return which one."""
        return {"package": self.package}

    def load(self, read: Reader) -> Issuing | Refusal:
        """Read the package and everything that its measures hang on, once for all of them."""
        facts = package_in(read, self.package)
        if facts is None or facts.incident != self.incident:
            return Refusal("package_unknown")
        if facts.state != DRAFT or self.seen not in (None, facts.version):
            behind = changed_meanwhile(TABLE, self.package)
            return behind if facts.state == DRAFT else Refusal("package_not_draft")
        view = incidents.incident(self.incident)
        if view is None or view.closed_at is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        wrong = wrong_zones(read, facts.zones) or wrong_parts(read, facts)
        if wrong is not None:
            return wrong
        known = zip(worded(facts), foreseen_measures(facts), strict=True)
        drafts = tuple((_draft_of(facts, said), one) for said, (_, one) in known)
        refused = next((no for draft, _ in drafts if (no := draft.broken)), None)
        return refused or Issuing(facts, drafts)

    def check(self, by: ActingPost, facts: Issuing) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.SUBMIT_MEASURE, facts.package.zone)

    def decide(self, by: ActingPost, facts: Issuing, now: datetime) -> IssueStep | Refusal:
        """Draft and submit each measure; the first that lacks something stops them all."""
        for _, one in facts.foreseen:
            refusal = lacking(one, by.actor, now)
            if refusal is not None:
                return refusal
        begun = []
        for draft, foreseen in facts.foreseen:
            answer = _begun(draft, foreseen, by, now)
            if isinstance(answer, Refusal):
                return answer
            begun.append(answer)
        return IssueStep(now, tuple(begun))

    def write(self, step: IssueStep, facts: Issuing, registrar: Registrar) -> Written:
        """Write every measure and its submission, and the package's new state."""
        changes = {"state": ISSUED, "updated_at": step.at, "issued_at": step.at}
        package = facts.package
        update = (update_of(package, changes),)
        entries = [Entry("measures.package_issued", package.id, package.zone, update)]
        for draft, bare, drafted, submitted in step.begun:
            entries.append(draft.entry(drafted, bare))
            entries.append(transited(submitted, after(bare, drafted), registrar))
        return Written(entries, {"package": package.id, "measures": len(step.begun)})


def _begun(
    draft: MeasureDraft, foreseen: MeasureFacts, by: ActingPost, now: datetime
) -> Begun | Refusal:
    """Return both steps of one measure, or why it cannot be sent."""
    bare = MeasureFacts(
        uuid4().hex, foreseen.incident, foreseen.zone, foreseen.code, drill=foreseen.drill,
        package=foreseen.package, version=0, around=foreseen.around,
    )  # fmt: skip
    drafted = decide(Act.DRAFT_MEASURE, bare, by=by.actor, payload=draft.columns, now=now)
    if isinstance(drafted, Refusal):
        return drafted
    submitted = decide(Act.SUBMIT_MEASURE, after(bare, drafted), by=by.actor, payload={}, now=now)
    return submitted if isinstance(submitted, Refusal) else (draft, bare, drafted, submitted)


def _draft_of(facts: PackageFacts, one: Worded) -> MeasureDraft:
    """Return the draft of one planned measure."""
    scope = one.planned.scope
    return MeasureDraft(
        one.planned.code, tuple(part.lo for part in scope.whole), one.columns,
        {q: (bool(yes), why) for q, (yes, why) in one.answers.items()},
        one.parts,
        {need: (str(who), int(much)) for need, (who, much) in one.companion.items()},
        package=facts.id, places=scope.places,
    )  # fmt: skip
