"""Seal the day's root behind a freeze: the chains as they stand with the snapshot's hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    StoredNight,
    is_frozen,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Registrar, Written
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger import roots


@dataclass(frozen=True, slots=True)
class SealFacts:
    """The incident, its night, and the last sealed day of its series."""

    incident: StoredIncident
    night: StoredNight
    last: str


@dataclass(frozen=True, slots=True)
class SealNight:
    """The command that runs behind a freeze."""

    incident: int
    day: str
    kind: str = "review.seal"

    def payload(self) -> Mapping[str, Any]:
        """Return the night."""
        return {"day": self.day}

    def load(self, read: Reader) -> SealFacts | Refusal:
        """Read the night and the series' last day."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        last = roots.last_day(read.session, incident.clock.chain)
        return SealFacts(incident, stored_night(read, self.incident, self.day), last)

    def check(self, by: ActingPost, facts: SealFacts) -> Refusal | None:
        """Ask the policy as for the freeze it belongs to."""
        return check_act(by, Act.FREEZE, facts.incident.zone)

    def decide(self, by: ActingPost, facts: SealFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Seal a frozen night once; a day before a sealed one keeps to that one's root."""
        if not is_frozen(facts.night):
            return Refusal("night_is_not_frozen", {"day": self.day})
        if facts.night.root or facts.last > self.day:
            return Refusal("later_day_is_sealed", {"day": facts.last})
        return now

    def write(self, step: datetime, facts: SealFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Sign the root and note it with the night."""
        root = registrar.seal(facts.incident.clock.chain, self.day).hex()
        night = facts.night
        update = Update("review_night", night.id, night.version, {"root": ""}, {"root": root})
        entry = Entry(
            "review.sealed", night.id, facts.incident.zone, (update,), facts={"root": root}
        )
        return Written([entry], {"root": root})
