"""The post that acts (当值岗位), and who says which posts a person holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.ground import Ground
from bihuan.domain.policy.actor import Actor
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ZoneRange


@dataclass(frozen=True, slots=True)
class ActingPost:
    """A person acting for a post, with the names that pages show.

    ``boundaries`` names the state of the register of zones with which it was read.
    """

    actor: Actor
    title_zh: str
    title_en: str
    unit_zh: str
    unit_en: str
    since: datetime | None = None
    boundaries: str = ""

    @property
    def post(self) -> int:
        """The post's number."""
        return self.actor.post

    @property
    def person(self) -> int:
        """The person's number."""
        return self.actor.person

    @property
    def scope(self) -> ZoneRange:
        """The subtree of zones that the post answers for."""
        return ZoneRange(self.actor.lo, self.actor.hi)

    @property
    def ground(self) -> Ground:
        """What the subtree stands for today, with old codes that went into it."""
        return self.actor.ground


Provider = Callable[[int, datetime], Sequence[ActingPost]]
_providers: list[Provider] = []


def provide_posts(provider: Provider) -> None:
    """Register who knows which posts a person holds; the feature that owns posts calls it."""
    _providers[:] = [provider]


def posts_of(person: int, at: datetime) -> Sequence[ActingPost]:
    """Return the posts that a person holds at an instant."""
    return [post for provider in _providers for post in provider(person, at)]


def system_post() -> ActingPost:
    """Return the author of what follows from rules and clocks alone: nobody's post, number 0."""
    reach = ZoneRange(0, 10**15)
    actor = Actor(
        post=0, person=0, unit=0, role=Role.SYSTEM, level=Level.CITY, lo=reach.lo, hi=reach.hi
    )
    return ActingPost(actor, "系统", "System", "", "")


def anybody() -> ActingPost:
    """Return the author of what a resident says without a name, a number or an account."""
    actor = Actor(0, 0, 0, Role.RESIDENT, Level.CITY, 0, 10**15)
    return ActingPost(actor, "居民", "Resident", "", "")
