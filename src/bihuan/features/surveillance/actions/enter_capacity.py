"""Enter the counts that the capacity arithmetic starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.personal import holds_personal_number
from bihuan.domain.surveillance.capacity import Item, ends_of
from bihuan.domain.zones import range_of
from bihuan.features.surveillance.models.identity import row_id
from bihuan.features.surveillance.permissions import check_act
from bihuan.features.surveillance.selectors.stored import (
    StoredIncident,
    stored_incident,
    stored_rows,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

TABLE = "surveillance_capacity"


STORED = ("value", "source")


@dataclass(frozen=True, slots=True)
class CapacityDraft:
    """Counts of a day, and where they were reported."""

    day: date
    values: Mapping[Item, int]
    source: str = ""


def enter_capacity(
    *, by: ActingPost, incident: int, zone: int, draft: CapacityDraft, key: str
) -> Outcome | Refusal:
    """Enter or change counts of a zone for a day; what is left out keeps its value."""
    said = EnterCapacity(incident, zone, draft.day, dict(draft.values), draft.source)
    return execute(said, by=by, key=key)


@dataclass(frozen=True, slots=True)
class CapacityFacts:
    """The incident and the counts stored for the items, by id."""

    incident: StoredIncident
    stored: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class EnterCapacity:
    """The command behind ``enter_capacity``."""

    incident: int
    zone: int
    day: date
    values: Mapping[Item, int]
    source: str
    kind: str = "surveillance.enter_capacity"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said."""
        said = {item.value: value for item, value in self.values.items()}
        day = self.day.isoformat()
        return {"zone": self.zone, "day": day, "values": said, "source": self.source}

    def load(self, read: Reader) -> CapacityFacts | Refusal:
        """Read the incident and what is stored."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        ids = [self._id(item) for item in self.values]
        return CapacityFacts(incident, stored_rows(read, TABLE, STORED, ids))

    def check(self, by: ActingPost, facts: CapacityFacts) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.ENTER_CAPACITY, self.zone)

    def decide(
        self, by: ActingPost, facts: CapacityFacts, now: datetime
    ) -> tuple[datetime, int] | Refusal:
        """Refuse what is no count, a day ahead, and what changes nothing."""
        problem = self._problem(facts, now.astimezone(LOCAL).date())
        if problem is not None:
            return problem
        if not any(self._changes(item, facts) for item in self.values):
            return Refusal("capacity_unchanged")
        return now, by.post

    def _problem(self, facts: CapacityFacts, today: date) -> Refusal | None:
        if self.zone not in range_of(facts.incident.zone):
            return Refusal("regime_zone_outside", {"zone": self.zone})
        if self.day > today:
            return Refusal("capacity_day_in_future", {"day": self.day.isoformat()})
        for item, value in self.values.items():
            least, most = ends_of(item)
            if not least <= value <= most:
                return Refusal("capacity_is_no_count")
        named = holds_personal_number(self.source)
        return Refusal("source_holds_personal_number") if named else None

    def _changes(self, item: Item, facts: CapacityFacts) -> bool:
        stored = facts.stored.get(self._id(item))
        return stored is None or stored[1:3] != self._told(item, facts)

    def _told(self, item: Item, facts: CapacityFacts) -> tuple[int, str]:
        """Return value and source as they will stand; a source left out keeps what it says."""
        stored = facts.stored.get(self._id(item))
        return self.values[item], self.source or (stored[2] if stored else "")

    def _id(self, item: Item) -> str:
        return row_id("capacity", self.incident, self.zone, self.day.isoformat(), item.value)

    def write(
        self,
        step: tuple[datetime, int],
        facts: CapacityFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the items that change."""
        changed = [item for item in self.values if self._changes(item, facts)]
        writes = tuple(self._write(item, step, facts) for item in changed)
        subject = f"{self.incident}:{self.day.isoformat()}:{self.zone}"
        told = {"items": len(writes)}
        entry = Entry("surveillance.capacity_entered", subject, self.zone, writes, facts=told)
        return Written([entry], {"items": len(writes)})

    def _write(self, item: Item, step: tuple[datetime, int], facts: CapacityFacts) -> Write:
        stored = facts.stored.get(self._id(item))
        told: dict[str, Any] = dict(zip(STORED, self._told(item, facts), strict=True))
        if stored is not None:
            old = dict(zip(STORED, stored[1:3], strict=True))
            return Update(TABLE, self._id(item), stored[0], old, told)
        row = {
            "incident": self.incident,
            "zone": self.zone,
            "day": self.day.isoformat(),
            "item": item.value,
            **told,
            "entered_at": step[0],
            "entered_by": step[1],
        }
        return Insert(TABLE, self._id(item), row)
