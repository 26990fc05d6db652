"""Rows of the review as commands read them, inside the transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NightState
from bihuan.domain.zones import Level
from bihuan.features.review.models.identity import night_id
from bihuan.platform.clock.incident import COLUMNS, IncidentClock, clock_of
from bihuan.platform.db.reader import Reader
from bihuan.platform.figures import Window
from bihuan.platform.figures.windows import window_of_day

NIGHT_TABLE = "review_night"
ITEM = "review_item"


@dataclass(frozen=True, slots=True)
class StoredIncident:
    """What the review needs of an incident."""

    id: int
    zone: int
    day_zero: date
    clock: IncidentClock
    closed_at: datetime | None = None

    @property
    def last_night(self) -> date | None:
        """The review day that an ended incident's last hour belongs to; None while it is open."""
        return self.clock.review_day(self.closed_at) if self.closed_at else None

    def window(self, day: date) -> Window:
        """Return the window of a review day."""
        return window_of_day(self.clock, day)


@dataclass(frozen=True, slots=True)
class StoredNight:
    """A night's row; ``state`` is empty before its draft."""

    id: str
    state: str = ""
    version: int = 0
    root: str = ""
    position: int | None = None
    item_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item's row as far as the meeting changes it."""

    id: str
    position: int
    kind: str
    seconds_spent: int
    opened_at: datetime | None
    version: int


def stored_city(read: Reader) -> int | Refusal:
    """Return the city, whose chain tells what belongs to no county."""
    row = read.one("territory_zone", ("id",), level=int(Level.CITY))
    return Refusal("no_zones_entered") if row is None else int(row[0])


def stored_incident(read: Reader, number: int) -> StoredIncident | Refusal:
    """Return an incident with its clock, or the refusal that there is none."""
    row = read.one("incidents_incident", ("zone", "day_zero", "closed_at"), id=number)
    if row is None:
        return Refusal("incident_unknown", {"incident": number})
    clock = clock_of(number, read.one("incident_clock", COLUMNS, id=number))
    return StoredIncident(number, row[0], date.fromisoformat(row[1]), clock, _instant(row[2]))


def stored_night(read: Reader, incident: int, day: str) -> StoredNight:
    """Return a night's row; one that is not there yet has no state."""
    identity = night_id(incident, day)
    columns = ("state", "version", "root", "position", "item_since")
    row = read.one(NIGHT_TABLE, columns, id=identity)
    if row is None:
        return StoredNight(identity)
    state, version, root, position, since = row
    return StoredNight(identity, state, version, root, position, _instant(since))


def stored_items(read: Reader, night: str) -> list[StoredItem]:
    """Return a night's agenda in its order."""
    columns = ("id", "position", "kind", "seconds_spent", "opened_at", "version")
    rows = read.all(ITEM, columns, night_id=night)
    found = [
        StoredItem(id_, position, kind, spent, _instant(opened), version)
        for id_, position, kind, spent, opened, version in rows
    ]
    return sorted(found, key=lambda item: item.position)


def is_frozen(night: StoredNight) -> bool:
    """Tell whether a night has its snapshot."""
    return night.state not in {"", NightState.DRAFT}


def day_of(text: str) -> date | Refusal:
    """Read a review day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Refusal("not_a_day", {"day": text[:20]})


def _instant(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)
