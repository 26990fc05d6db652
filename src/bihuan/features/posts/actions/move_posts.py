"""Move posts to the zone that carries theirs on; their orders, holders and history go along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import level_of
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.stored import (
    APPOINTMENTS,
    POSTS,
    StoredAppointment,
    StoredPost,
    appointments_to,
    stored_post,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute_all
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader


def move_posts(*, by: ActingPost, homes: Mapping[int, int], key: str) -> list[Outcome | Refusal]:
    """Give posts another zone in one commit, each done or refused for itself."""
    commands = [(MovePost(post, zone), f"{key}:{post}") for post, zone in sorted(homes.items())]
    return execute_all(commands, by=by) if commands else []


@dataclass(frozen=True, slots=True)
class Moving:
    """A post in use with its appointments that have not ended."""

    post: StoredPost
    appointments: tuple[StoredAppointment, ...]


@dataclass(frozen=True, slots=True)
class MovePost:
    """The command behind ``move_posts``."""

    post: int
    zone: int
    kind: str = "posts.move_post"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return post and zone."""
        return {"post": self.post, "zone": self.zone}

    def load(self, read: Reader) -> Moving | Refusal:
        """Read the post, who holds it, and the zone."""
        found = stored_post(read, self.post)
        if found is None:
            return Refusal("post_not_in_use", {"post": self.post})
        zone = read.one("territory_zone", ("valid_to",), id=self.zone)
        if zone is None or zone[0] is not None or level_of(self.zone) != level_of(found.zone):
            return Refusal("zone_not_in_force", {"zone": self.zone})
        held = (one for one in appointments_to(read, self.post) if one.ends is None)
        return Moving(found, tuple(held))

    def check(self, by: ActingPost, facts: Moving) -> Refusal | None:  # noqa: ARG002
        """Ask the policy for the zone it comes to."""
        return check_act(by, Act.SET_RESPONSIBILITY, self.zone)

    def decide(self, by: ActingPost, facts: Moving, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse a post that is there already."""
        if facts.post.zone == self.zone:
            return Refusal("post_is_there_already", {"post": self.post, "zone": self.zone})
        return now

    def write(self, step: datetime, facts: Moving, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the new zone of the post and of its open appointments."""
        old, new = {"zone_id": facts.post.zone}, {"zone_id": self.zone}
        held = (
            Update(APPOINTMENTS, one.id, one.version, {"zone_id": one.zone}, new)
            for one in facts.appointments
        )
        moved = Update(POSTS, self.post, facts.post.version, old, new)
        entry = Entry("posts.post_moved", self.post, self.zone, (moved, *held))
        return Written([entry], {"post": self.post})
