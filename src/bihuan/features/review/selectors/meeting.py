"""The meeting as commands read it: its night, its agenda, the time of the open item."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.refusals import Refusal
from bihuan.features.review.selectors.stored import (
    ITEM,
    StoredIncident,
    StoredItem,
    StoredNight,
    stored_incident,
    stored_items,
    stored_night,
)
from bihuan.platform.db.changes import Update, Write
from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The incident, the night and its agenda."""

    incident: StoredIncident
    night: StoredNight
    items: tuple[StoredItem, ...]

    def item(self, position: int | None) -> StoredItem | None:
        """Return the item at a position."""
        return next((item for item in self.items if item.position == position), None)


def left(facts: MeetingFacts, now: datetime) -> tuple[Write, ...]:
    """Return the write that counts the current item's time until now."""
    item, since = facts.item(facts.night.position), facts.night.item_since
    if item is None or since is None:
        return ()
    spent = max(0, int((now - since).total_seconds()))
    old, new = item.seconds_spent, item.seconds_spent + spent
    if new == old:
        return ()
    return (Update(ITEM, item.id, item.version, {"seconds_spent": old}, {"seconds_spent": new}),)


def load_meeting(read: Reader, incident: int, day: str) -> MeetingFacts | Refusal:
    """Read the night and its agenda."""
    found = stored_incident(read, incident)
    if isinstance(found, Refusal):
        return found
    night = stored_night(read, incident, day)
    return MeetingFacts(found, night, tuple(stored_items(read, night.id)))
