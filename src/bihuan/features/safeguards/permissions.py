"""Who may read and decide appeals."""

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: Act, zone: int) -> Refusal | None:
    """Say whether a post may do an act to a zone's subtree."""
    return check(act, by.actor, range_of(zone))
