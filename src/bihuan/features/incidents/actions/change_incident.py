"""Change an open incident: its response level, or its end.

An incident ends when nothing in it waits for anybody; a drill may end before. What follows goes on
by itself: look-backs, recurrences and archiving keep to the ended incident's own clock, and so do
the orders that a drill has left open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents.permissions import check_act
from bihuan.features.incidents.selectors.consequences import (
    Change,
    Ends,
    Footing,
    consequences,
)
from bihuan.features.incidents.selectors.incidents import incident
from bihuan.features.incidents.selectors.open_work import OpenWork, open_work
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader

LEVELS = range(1, 5)


def set_level(*, by: ActingPost, incident: int, level: int, key: str) -> Outcome | Refusal:
    """Set the response level (I to IV as 1 to 4)."""
    return execute(ChangeIncident(incident, level), by=by, key=key)


def close_incident(
    *, by: ActingPost, incident: int, key: str, leave_open: bool = False
) -> Outcome | Refusal:
    """End an incident; its record stays.

    Parameters
    ----------
    by, incident, key
        Who ends which incident, and the command's key.
    leave_open
        Whether a drill may leave open orders behind; their clocks run on. A live incident may
        not.
    """
    return execute(ChangeIncident(incident, None, leave_open), by=by, key=key)


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """The stored row as far as changes need it, and what is still open in it."""

    zone: int
    level: int
    version: int
    drill: bool
    work: OpenWork
    ends: tuple[Ends, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeIncident:
    """The command behind both; without a level it closes."""

    incident: int
    level: int | None
    leave_open: bool = False
    kind: str = "incidents.change"

    def payload(self) -> Mapping[str, Any]:
        """Return the wanted level, and what a drill leaves behind."""
        return {"level": self.level} | ({"leave_open": True} if self.leave_open else {})

    def load(self, read: Reader) -> IncidentFacts | Refusal:
        """Read the incident."""
        columns = ("zone", "level", "version", "drill", "closed_at")
        row = read.one("incidents_incident", columns, id=self.incident)
        if row is None or row[4] is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        open_now = open_work(read, self.incident) if self.level is None else OpenWork()
        zone, level, version, drill, _closed = row
        return IncidentFacts(zone, level, version, bool(drill), open_now, self._ends(read))

    def _ends(self, read: Reader) -> tuple[Ends, ...]:
        """Return what the new level does not let go on."""
        view = incident(self.incident)
        if view is None or self.level is None or self.level not in LEVELS:
            return ()
        on = view.adoption
        footing = Footing(self.incident, on.profile, on.major, self.level)
        return consequences(read, footing)

    def check(self, by: ActingPost, facts: IncidentFacts) -> Refusal | None:
        """Ask the policy."""
        act = Act.CLOSE_INCIDENT if self.level is None else Act.SET_LEVEL
        return check_act(by, act, range_of(facts.zone))

    def decide(self, by: ActingPost, facts: IncidentFacts, now: datetime) -> Change | Refusal:
        """Refuse an unknown level, and an end while orders are open or measures go on."""
        if self.level is not None and self.level not in LEVELS:
            return Refusal("incident_level_unknown", {"level": self.level})
        work = facts.work
        counts = {"open": work.orders, "grave": work.grave}
        if work.orders and not facts.drill:
            return Refusal("incident_has_open_orders", counts)
        if work.orders and not self.leave_open:
            return Refusal("drill_has_open_orders", counts)
        if work.measures and not (facts.drill and self.leave_open):
            code = "drill_has_measures" if facts.drill else "incident_has_measures"
            return Refusal(code, {"n": work.measures}, "IDL 67")
        return Change(by, now, "")

    def write(self, step: Change, facts: IncidentFacts, registrar: Registrar) -> Written:
        """Write the changed column, and the end of what a new level does not let go on."""
        old: dict[str, Any] = {"closed_at": None}
        new: dict[str, Any] = {"closed_at": step.at}
        event = "incidents.closed"
        if self.level is not None:
            old, new, event = {"level": facts.level}, {"level": self.level}, "incidents.level_set"
        update = Update("incidents_incident", self.incident, facts.version, old, new)
        ended = [one for ends in facts.ends for one in ends(step, registrar)]
        entry = Entry(event, self.incident, facts.zone, (update,), facts=new)
        return Written([entry, *ended], {"ended": len(ended)})
