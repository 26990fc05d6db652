"""Acting posts that speak: who does it, where, with which role."""

from bihuan.domain.policy.actor import Actor
from bihuan.domain.roles import Role
from bihuan.domain.zones import level_of, range_of
from bihuan.platform.auth import ActingPost


def acting(role: Role, zone: int, *, post: int = 11, person: int = 101, unit: int = 1):
    reach = range_of(zone)
    actor = Actor(post, person, unit, role, level_of(zone), reach.lo, reach.hi)
    return ActingPost(actor, "岗位", "Post", "单位", "Unit")
