"""Record a surveillance regime (监测口径): no model draws across it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.regimes import Effect
from bihuan.domain.zones import range_of
from bihuan.features.surveillance.models.identity import row_id
from bihuan.features.surveillance.permissions import check_act
from bihuan.features.surveillance.selectors.stored import StoredIncident, stored_incident
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

TABLE = "surveillance_regime"
STORED = ("last_day", "effect", "text_zh", "text_en")


@dataclass(frozen=True, slots=True)
class RegimeDraft:
    """What is said about a regime; ``last`` is None while it lasts."""

    zone: int
    first: date
    last: date | None
    effect: Effect
    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class RegimeFacts:
    """The incident, and the stored regime of the same zone and first day."""

    incident: StoredIncident
    stored: tuple[Any, ...] | None


def set_regime(*, by: ActingPost, incident: int, draft: RegimeDraft, key: str) -> Outcome | Refusal:
    """Record a regime, or change the one of the same zone and first day."""
    return execute(SetRegime(incident, draft), by=by, key=key)


@dataclass(frozen=True, slots=True)
class SetRegime:
    """The command behind ``set_regime``."""

    incident: int
    draft: RegimeDraft
    kind: str = "surveillance.set_regime"

    @property
    def _id(self) -> str:
        return row_id("regime", self.incident, self.draft.zone, self.draft.first.isoformat())

    def payload(self) -> Mapping[str, Any]:
        """Return what was said."""
        return {"zone": self.draft.zone, "first": self.draft.first.isoformat(), **self._said()}

    def _said(self) -> dict[str, Any]:
        draft = self.draft
        return {
            "last_day": draft.last.isoformat() if draft.last else "",
            "effect": draft.effect.value,
            "text_zh": draft.zh.strip(),
            "text_en": draft.en.strip() or draft.zh.strip(),
        }

    def load(self, read: Reader) -> RegimeFacts | Refusal:
        """Read the incident and the stored regime."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        return RegimeFacts(incident, read.one(TABLE, ("version", *STORED), id=self._id))

    def check(self, by: ActingPost, facts: RegimeFacts) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.SET_REGIME, self.draft.zone)

    def decide(
        self, by: ActingPost, facts: RegimeFacts, now: datetime
    ) -> tuple[datetime, int] | Refusal:
        """Refuse an unexplained regime, one that ends before it begins, one outside."""
        draft = self.draft
        if draft.zone not in range_of(facts.incident.zone):
            return Refusal("regime_zone_outside", {"zone": draft.zone})
        if not draft.zh.strip():
            return Refusal("regime_text_missing")
        if draft.last is not None and draft.last < draft.first:
            return Refusal("regime_ends_before_it_begins", {"first": draft.first.isoformat()})
        return now, by.post

    def write(
        self,
        step: tuple[datetime, int],
        facts: RegimeFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the regime."""
        said, change = self._said(), facts.stored
        write: Write
        if change is not None:
            old = dict(zip(STORED, change[1:], strict=True))
            write = Update(TABLE, self._id, change[0], old, said)
        else:
            placed = {
                "incident": self.incident,
                "zone": self.draft.zone,
                "first_day": self.draft.first.isoformat(),
            }
            when = {"entered_at": step[0], "entered_by": step[1]}
            write = Insert(TABLE, self._id, {**placed, **said, **when})
        entry = Entry("surveillance.regime_set", self._id, self.draft.zone, (write,))
        return Written([entry], {"regime": self._id})
