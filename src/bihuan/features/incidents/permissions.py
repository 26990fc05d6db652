"""Who may open incidents and set their level and clock."""

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: Act, scope: ZoneRange) -> Refusal | None:
    """Say whether a post may do an act to an incident of this territory."""
    return check(act, by.actor, scope)


def can_act(by: ActingPost, act: Act, scope: ZoneRange) -> bool:
    """Tell whether a post may do an act; for buttons."""
    return check_act(by, act, scope) is None
