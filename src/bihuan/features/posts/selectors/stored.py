"""What commands need of stored posts and appointments, read inside the transaction."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.platform.db.reader import Reader

POSTS, APPOINTMENTS = "posts_post", "posts_appointment"
_POST = ("organisation_id", "zone_id", "role", "valid_to", "version")
_APPOINTMENT = (
    "id", "post_id", "person_id", "zone_id", "kind", "starts_at", "ends_at", "acknowledged_at",
    "requested_by", "confirmed_by", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post in use, as commands see it."""

    id: int
    unit: int
    zone: int
    role: str
    version: int


@dataclass(frozen=True, slots=True)
class StoredAppointment:
    """An appointment as commands see it."""

    id: str
    post: int
    person: int
    zone: int
    kind: str
    starts: datetime
    ends: datetime | None
    acknowledged: datetime | None
    requested_by: int
    confirmed_by: int | None
    version: int

    @property
    def waiting(self) -> bool:
        """Tell whether it still waits for the second person."""
        return self.confirmed_by is None and self.ends is None

    def holds(self, at: datetime) -> bool:
        """Tell whether the person holds the post at an instant."""
        begun = self.confirmed_by is not None and self.starts <= at
        return begun and (self.ends is None or at < self.ends)


def stored_post(read: Reader, number: int) -> StoredPost | None:
    """Return a post in use."""
    row = read.one(POSTS, _POST, id=number)
    if row is None or row[3] is not None:
        return None
    return StoredPost(number, row[0], row[1], row[2], row[4])


def stored_appointment(read: Reader, identity: str) -> StoredAppointment | None:
    """Return an appointment."""
    row = read.one(APPOINTMENTS, _APPOINTMENT, id=identity)
    return None if row is None else _appointment(row)


def appointments_to(read: Reader, post: int) -> list[StoredAppointment]:
    """Return every appointment to a post."""
    return [_appointment(row) for row in read.all(APPOINTMENTS, _APPOINTMENT, post_id=post)]


def _appointment(row: tuple) -> StoredAppointment:  # type: ignore[type-arg]
    identity, post, person, zone, kind, starts, ends, seen, asked, confirmed, version = row
    return StoredAppointment(
        id=identity,
        post=post,
        person=person,
        zone=zone,
        kind=kind,
        starts=instant_of(starts),
        ends=None if ends is None else instant_of(ends),
        acknowledged=None if seen is None else instant_of(seen),
        requested_by=asked,
        confirmed_by=confirmed,
        version=version,
    )
