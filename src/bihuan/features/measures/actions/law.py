"""The legal office confirms a basis with its official text; the CDC assesses necessity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from bihuan.domain.measures.legal import Confirmation, text_hash
from bihuan.domain.measures.suspensions import begun, over
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.domain.zones import range_of
from bihuan.features.measures.labels.articles import shipped_bases
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.law import BASES
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

SAID = (
    "text", "text_hash", "confirmation", "confirmed_post", "confirmed_person", "confirmed_at",
    "last_day", "withdrawals",
)  # fmt: skip
SHORTEST_TEXT, LONGEST_TEXT = 10, 4000
LONGEST_ASSESSMENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BasisWord:
    """What the legal office says: the official text, and whether it stands."""

    reference: str
    text: str
    confirmation: Confirmation
    last_day: str = ""


def confirm_basis(
    *, by: ActingPost, word: BasisWord, key: str, seen: int | None = None
) -> Outcome | Refusal:
    """Confirm an article with its official text, or withdraw the confirmation.

    ``seen`` is the version of the register's row that was read, 0 where there was none: no word
    takes the place of another one unread.
    """
    shipped = shipped_bases().get(word.reference)
    if shipped is None:
        return Refusal("basis_unknown", {"basis": word.reference[:40]})
    if word.last_day and date.fromisoformat(word.last_day) < shipped.first:
        return Refusal("ends_before_it_starts")
    if not SHORTEST_TEXT <= len(word.text.strip()) <= LONGEST_TEXT:
        return Refusal("basis_text_missing", {"most": LONGEST_TEXT})
    return execute(ConfirmBasis(word, seen), by=by, key=key)


@dataclass(frozen=True, slots=True)
class ConfirmBasis:
    """The command behind ``confirm_basis``; law belongs to no incident."""

    word: BasisWord
    seen: int | None = None
    kind: str = "measures.confirm_basis"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the office's word."""
        word = self.word
        return {
            "basis": word.reference, "text": word.text, "confirmation": str(word.confirmation),
            "last_day": word.last_day,
        }  # fmt: skip

    def load(self, read: Reader) -> Mapping[str, Any] | Refusal:
        """Return what was said before with its version; empty for nothing."""
        row = read.one(BASES, ("version", *SAID), id=self.word.reference)
        known = {} if row is None else dict(zip(("version", *SAID), row, strict=True))
        if self.seen not in (None, known.get("version", 0)):
            return changed_meanwhile(BASES, self.word.reference)
        return known

    def check(self, by: ActingPost, facts: Mapping[str, Any]) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.CONFIRM_BASIS, by.scope.lo)

    def decide(
        self,
        by: ActingPost,
        facts: Mapping[str, Any],  # noqa: ARG002
        now: datetime,
    ) -> tuple[datetime, ActingPost]:
        """Take the instant and who says it."""
        return now, by

    def write(
        self,
        step: tuple[datetime, ActingPost],
        facts: Mapping[str, Any],
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the word with the text's hash."""
        at, by = step
        row = {
            "text": self.word.text.strip(),
            "text_hash": text_hash(self.word.text),
            "confirmation": str(self.word.confirmation),
            "confirmed_post": by.post,
            "confirmed_person": by.actor.person,
            "confirmed_at": at,
            "last_day": self.word.last_day,
            "withdrawals": self._withdrawals(facts, at),
        }
        write: Insert | Update = Insert(BASES, self.word.reference, row)
        if facts:
            old = {name: facts[name] for name in SAID}
            write = Update(BASES, self.word.reference, facts["version"], old, row)
        said = {"basis": self.word.reference, "confirmation": row["confirmation"]}
        # Law belongs to no zone: offices of two counties write one history of it, in one chain.
        entry = Entry("measures.basis_confirmed", self.word.reference, 0, (write,), facts=said)
        return Written([entry], {"basis": self.word.reference})

    def _withdrawals(self, facts: Mapping[str, Any], at: datetime) -> str:
        """Return when the confirmation was withdrawn so far, with what begins or ends now."""
        kept = str(facts.get("withdrawals", ""))
        if self.word.confirmation is Confirmation.CONFIRMED:
            return over(kept, at)
        return kept if kept.endswith("-") else begun(kept, at)


@dataclass(frozen=True, slots=True)
class Assessment:
    """That restricting measures are necessary in a zone: on what evidence, for how long."""

    zone: int
    evidence: str
    hours: int


def assess_necessity(
    *, by: ActingPost, incident: int, assessment: Assessment, key: str
) -> Outcome | Refusal:
    """Record an assessment of necessity; it ends by itself."""
    if not assessment.evidence.strip():
        return Refusal("evidence_missing")
    if not timedelta(0) < timedelta(hours=assessment.hours) <= LONGEST_ASSESSMENT:
        return Refusal("assessment_lasts_too_long", {"days": LONGEST_ASSESSMENT.days})
    return execute(AssessNecessity(incident, assessment), by=by, key=key)


@dataclass(frozen=True, slots=True)
class AssessNecessity:
    """The command behind ``assess_necessity``."""

    incident: int
    assessment: Assessment
    kind: str = "measures.assess_necessity"

    def payload(self) -> Mapping[str, Any]:
        """Return the assessment."""
        said = self.assessment
        return {"zone": said.zone, "evidence": said.evidence, "hours": said.hours}

    def load(self, read: Reader) -> int | Refusal:
        """Check that the zone exists."""
        row = read.one("territory_zone", ("id",), id=self.assessment.zone)
        return Refusal("zone_not_in_force", {"zone": self.assessment.zone}) if row is None else 1

    def check(self, by: ActingPost, facts: int) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.ASSESS_NECESSITY, self.assessment.zone)

    def decide(
        self,
        by: ActingPost,
        facts: int,  # noqa: ARG002
        now: datetime,
    ) -> tuple[datetime, ActingPost]:
        """Take the instant and who assesses."""
        return now, by

    def write(
        self,
        step: tuple[datetime, ActingPost],
        facts: int,  # noqa: ARG002
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the assessment."""
        (at, by), said, identity = step, self.assessment, uuid4().hex
        row = {
            "incident": self.incident,
            "zone": said.zone,
            "zone_hi": range_of(said.zone).hi,
            "evidence": said.evidence.strip(),
            "post": by.post,
            "person": by.actor.person,
            "at": at,
            "until": at + timedelta(hours=said.hours),
        }
        insert = Insert("measures_assessment", identity, row)
        entry = Entry("measures.necessity_assessed", identity, said.zone, (insert,))
        return Written([entry], {"assessment": identity})
