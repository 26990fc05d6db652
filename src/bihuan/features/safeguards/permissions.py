"""Who may read and decide appeals, and the post of whoever has none."""

from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of
from bihuan.platform.auth import ActingPost


def anybody() -> ActingPost:
    """Return the author of an appeal: a resident without a name, a number or an account."""
    actor = Actor(0, 0, 0, Role.RESIDENT, Level.CITY, 0, 10**15)
    return ActingPost(actor, "居民", "Resident", "", "")


def check_act(by: ActingPost, act: Act, zone: int) -> Refusal | None:
    """Say whether a post may do an act to a zone's subtree."""
    return check(act, by.actor, range_of(zone))
