"""Say who answers for a function in a zone; what held before gets an end and stays readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.duties import DutyFunction
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.register import responsibility_id
from bihuan.features.posts.selectors.stored import StoredPost, stored_post
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute, execute_all
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

TABLE = "posts_responsibility"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who shall answer: the post, who stands in, who is above. Without a post nobody does."""

    function: DutyFunction
    zone: int
    post: int | None
    deputy: int | None = None
    escalation: int | None = None


def set_responsibility(*, by: ActingPost, assignment: Assignment, key: str) -> Outcome | Refusal:
    """Make a post responsible from now on, or end a responsibility when no post is named."""
    return execute(SetResponsibility(assignment), by=by, key=key)


def set_responsibilities(
    *, by: ActingPost, assignments: Sequence[Assignment], key: str
) -> list[Outcome | Refusal]:
    """Make many posts responsible in one commit, each done or refused for itself."""
    commands = [(SetResponsibility(a), f"{key}:{a.function}:{a.zone}") for a in assignments]
    return execute_all(commands, by=by) if commands else []


@dataclass(frozen=True, slots=True)
class Stands:
    """The responsibility that is open now."""

    id: str
    post: int
    deputy: int | None
    escalation: int | None
    starts: int
    version: int


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """The zone, the posts named, and what stands."""

    zone_in_force: bool
    posts: Mapping[int, StoredPost | None]
    stands: Stands | None


@dataclass(frozen=True, slots=True)
class SetResponsibility:
    """The command behind both."""

    assignment: Assignment
    kind: str = "posts.set_responsibility"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the assignment."""
        said = self.assignment
        return {
            "function": said.function.value,
            "zone": said.zone,
            "post": said.post,
            "deputy": said.deputy,
            "escalation": said.escalation,
        }

    def load(self, read: Reader) -> DutyFacts:
        """Read zone, posts and the open responsibility."""
        said = self.assignment
        zone = read.one("territory_zone", ("valid_to",), id=said.zone)
        columns = ("id", "post_id", "deputy_id", "escalation_id", "starts_at", "version", "ends_at")
        rows = read.all(TABLE, columns, zone_id=said.zone, function=said.function.value)
        open_ = [Stands(*row[:6]) for row in rows if row[6] is None]
        named = (said.post, said.deputy, said.escalation)
        posts = {number: stored_post(read, number) for number in named if number is not None}
        in_force = zone is not None and zone[0] is None
        return DutyFacts(in_force, posts, open_[0] if open_ else None)

    def check(self, by: ActingPost, facts: DutyFacts) -> Refusal | None:
        """Ask the policy for the zone."""
        if not facts.zone_in_force:
            return Refusal("zone_not_in_force", {"zone": self.assignment.zone})
        return check_act(by, Act.SET_RESPONSIBILITY, self.assignment.zone)

    def decide(self, by: ActingPost, facts: DutyFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse posts that are not in use or do not reach the zone, and what stands already."""
        said, stands = self.assignment, facts.stands
        refusal = self._wrong_post(facts)
        if refusal is not None:
            return refusal
        wanted = (said.post, said.deputy, said.escalation)
        standing = None if stands is None else (stands.post, stands.deputy, stands.escalation)
        if wanted == standing or (said.post is None and stands is None):
            return Refusal("responsibility_stands_already", {"zone": said.zone})
        if stands is not None and stands.starts >= micros(now):
            return Refusal("responsibility_begins_later", {"zone": said.zone})
        return now

    def _wrong_post(self, facts: DutyFacts) -> Refusal | None:
        said = self.assignment
        for number, post in facts.posts.items():
            if post is None:
                return Refusal("post_not_in_use", {"post": number})
        if said.post is not None and not self._reaches(facts.posts[said.post]):
            return Refusal("post_does_not_reach_zone", {"post": said.post, "zone": said.zone})
        if said.post is not None and said.deputy == said.post:
            return Refusal("deputy_is_the_post_itself", {"post": said.post})
        return None

    def _reaches(self, post: StoredPost | None) -> bool:
        """Tell whether the zone lies in the subtree of the post's own zone."""
        return post is not None and self.assignment.zone in range_of(post.zone)

    def write(self, step: datetime, facts: DutyFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """End what stands and begin the new one."""
        said, stands = self.assignment, facts.stands
        writes: list[Write] = []
        if stands is not None:
            ends = {"ends_at": step}
            writes.append(Update(TABLE, stands.id, stands.version, {"ends_at": None}, ends))
        if said.post is not None:
            identity = responsibility_id(said.function.value, said.zone, step)
            values = {
                "function": said.function.value,
                "zone_id": said.zone,
                "post_id": said.post,
                "deputy_id": said.deputy,
                "escalation_id": said.escalation,
                "starts_at": step,
                "ends_at": None,
            }
            writes.append(Insert(TABLE, identity, values))
        event = "posts.responsibility_set" if said.post else "posts.responsibility_ended"
        subject = f"{said.function.value}:{said.zone}"
        return Written([Entry(event, subject, said.zone, tuple(writes))])
