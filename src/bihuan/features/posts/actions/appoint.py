"""Ask for an appointment. It counts only when a second person has confirmed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.duties import AppointmentKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ancestor_of
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.register import appointment_id
from bihuan.features.posts.selectors.stored import (
    StoredAppointment,
    StoredPost,
    appointments_to,
    stored_post,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

LONGEST_NAME = 40
PRIMARY = AppointmentKind.PRIMARY.value


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not in the register yet."""

    name: str
    work_phone: str


def appoint(
    *,
    by: ActingPost,
    post: int,
    person: int | NewPerson,
    kind: AppointmentKind = AppointmentKind.PRIMARY,
    starts: datetime | None = None,
    key: str,
) -> Outcome | Refusal:
    """Ask that a person be appointed to a post; the result names the ``appointment``.

    Without ``starts`` it begins when it is asked for.
    """
    if isinstance(person, NewPerson) and not 0 < len(person.name.strip()) <= LONGEST_NAME:
        return Refusal("person_name_missing")
    return execute(Appoint(post, person, kind.value, starts), by=by, key=key)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """The post, who holds it or is proposed, and the person."""

    post: StoredPost
    appointments: tuple[StoredAppointment, ...]
    person_known: bool
    next_person: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The decided request."""

    person: int
    starts: datetime
    now: datetime
    by: int


@dataclass(frozen=True, slots=True)
class Appoint:
    """The command behind ``appoint``."""

    post: int
    person: int | NewPerson
    how: str
    starts: datetime | None
    kind: str = "posts.appoint"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return what was asked."""
        person = self.person
        said = [person.name, person.work_phone] if isinstance(person, NewPerson) else person
        return {"post": self.post, "person": said, "kind": self.how, "starts": self.starts}

    def load(self, read: Reader) -> PostFacts | Refusal:
        """Read the post and its appointments."""
        post = stored_post(read, self.post)
        if post is None:
            return Refusal("post_not_in_use", {"post": self.post})
        known = isinstance(self.person, NewPerson) or bool(
            read.one("posts_person", ("id",), id=self.person)
        )
        last = read.session.one("SELECT max(id) FROM posts_person")
        free = (last[0] or 0) + 1 if last else 1
        return PostFacts(post, tuple(appointments_to(read, self.post)), known, free)

    def check(self, by: ActingPost, facts: PostFacts) -> Refusal | None:
        """Ask the policy; nobody asks for himself."""
        if by.person == self.person:
            return Refusal("appointment_of_oneself", clause="accounts")
        return check_act(by, Act.APPOINT, facts.post.zone)

    def decide(self, by: ActingPost, facts: PostFacts, now: datetime) -> Asked | Refusal:
        """Refuse an unknown person, a second open holder and a double request."""
        if not facts.person_known:
            return Refusal("person_unknown", {"person": str(self.person)})
        person = facts.next_person if isinstance(self.person, NewPerson) else self.person
        for other in facts.appointments:
            open_ = other.ends is None or other.ends > now
            if open_ and (other.person, other.kind) == (person, self.how):
                return Refusal("already_appointed", {"post": self.post})
        starts = self.starts or now
        same = appointment_id(self.post, person, starts)
        if any(other.id == same for other in facts.appointments):
            return Refusal("already_appointed", {"post": self.post})
        return Asked(person, starts, now, by.person)

    def write(self, step: Asked, facts: PostFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the request, and the person when new."""
        entries: list[Entry] = []
        if isinstance(self.person, NewPerson):
            row = {"name": self.person.name.strip(), "work_phone": self.person.work_phone.strip()}
            city = ancestor_of(facts.post.zone, Level.CITY)
            insert = Insert("posts_person", step.person, row)
            entries.append(Entry("posts.person_entered", step.person, city, (insert,)))
        identity = appointment_id(self.post, step.person, step.starts)
        values = {
            "post_id": self.post,
            "person_id": step.person,
            "zone_id": facts.post.zone,
            "kind": self.how,
            "starts_at": step.starts,
            "ends_at": None,
            "acknowledged_at": None,
            "requested_by": step.by,
            "requested_at": step.now,
            "confirmed_by": None,
            "confirmed_at": None,
        }
        insert = Insert("posts_appointment", identity, values)
        entries.append(Entry("posts.appointment_requested", identity, facts.post.zone, (insert,)))
        return Written(entries, {"appointment": identity, "person": step.person})
