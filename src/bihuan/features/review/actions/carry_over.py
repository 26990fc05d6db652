"""Carry open decisions over to tonight: once a night each, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.commitments import CommitmentFacts, FollowStep, follow
from bihuan.domain.reviews.states import FollowAct
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.decisions import open_decisions
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    is_frozen,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Registrar, Written
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class CarryFacts:
    """The incident and the orders that are open."""

    incident: StoredIncident
    orders: tuple[CommitmentFacts, ...]


Carried = tuple[tuple[CommitmentFacts, FollowStep], ...]


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The command that runs before a freeze."""

    incident: int
    day: str
    kind: str = "review.carry_over"

    def payload(self) -> Mapping[str, Any]:
        """Return the night."""
        return {"day": self.day}

    def load(self, read: Reader) -> CarryFacts | Refusal:
        """Read the open orders; a frozen night carries nothing any more."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        if is_frozen(stored_night(read, self.incident, self.day)):
            return Refusal("night_is_frozen", {"day": self.day})
        found = open_decisions(incident=self.incident)
        return CarryFacts(incident, tuple(one.order for one in found))

    def check(self, by: ActingPost, facts: CarryFacts) -> Refusal | None:
        """Ask the policy as for the freeze it belongs to."""
        return check_act(by, Act.FREEZE, facts.incident.zone)

    def decide(self, by: ActingPost, facts: CarryFacts, now: datetime) -> Carried | Refusal:
        """Carry what was decided on an earlier night and not carried tonight."""
        night = date.fromisoformat(self.day)
        if facts.incident.window(night).until > now:
            return Refusal("window_has_not_ended", {"day": self.day})
        steps = [
            (
                order,
                follow(FollowAct.CARRY_OVER, order, by=by.actor, payload={"night": night}, now=now),
            )
            for order in facts.orders
        ]
        carried = tuple((order, step) for order, step in steps if isinstance(step, FollowStep))
        return carried or Refusal("nothing_to_carry_over", {"day": self.day})

    def write(self, step: Carried, facts: CarryFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write one entry for each order."""
        entries = []
        for order, carried in step:
            on = order.carried_on.isoformat() if order.carried_on else None
            old = {"carried_on": on, "nights": order.nights}
            new = {"carried_on": self.day, "nights": carried.changes["nights"]}
            update = Update("review_decision", order.id, order.version, old, new)
            entries.append(Entry(carried.event, order.id, order.zone, (update,)))
        return Written(entries, {"carried": len(entries)})
