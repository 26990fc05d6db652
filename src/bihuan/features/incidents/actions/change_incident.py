"""Change an open incident: its response level, or its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents.permissions import check_act
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader

LEVELS = range(1, 5)


def set_level(*, by: ActingPost, incident: int, level: int, key: str) -> Outcome | Refusal:
    """Set the response level (I to IV as 1 to 4)."""
    return execute(ChangeIncident(incident, level), by=by, key=key)


def close_incident(*, by: ActingPost, incident: int, key: str) -> Outcome | Refusal:
    """End an incident; its record stays."""
    return execute(ChangeIncident(incident, None), by=by, key=key)


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """The stored row as far as changes need it."""

    zone: int
    level: int
    version: int


@dataclass(frozen=True, slots=True)
class ChangeIncident:
    """The command behind both; without a level it closes."""

    incident: int
    level: int | None
    kind: str = "incidents.change"

    def payload(self) -> Mapping[str, Any]:
        """Return the wanted level."""
        return {"level": self.level}

    def load(self, read: Reader) -> IncidentFacts | Refusal:
        """Read the incident."""
        columns = ("zone", "level", "version", "closed_at")
        row = read.one("incidents_incident", columns, id=self.incident)
        if row is None or row[3] is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        return IncidentFacts(*row[:3])

    def check(self, by: ActingPost, facts: IncidentFacts) -> Refusal | None:
        """Ask the policy."""
        act = Act.CLOSE_INCIDENT if self.level is None else Act.SET_LEVEL
        return check_act(by, act, range_of(facts.zone))

    def decide(self, by: ActingPost, facts: IncidentFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse an unknown level."""
        if self.level is not None and self.level not in LEVELS:
            return Refusal("incident_level_unknown", {"level": self.level})
        return now

    def write(self, step: datetime, facts: IncidentFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the changed column."""
        old: dict[str, Any] = {"closed_at": None}
        new: dict[str, Any] = {"closed_at": step}
        event = "incidents.closed"
        if self.level is not None:
            old, new, event = {"level": facts.level}, {"level": self.level}, "incidents.level_set"
        update = Update("incidents_incident", self.incident, facts.version, old, new)
        return Written([Entry(event, self.incident, facts.zone, (update,), facts=new)])
