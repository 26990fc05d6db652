"""Who may see runs, ask for them, stop them."""

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: Act, zone: int) -> Refusal | None:
    """Say whether a post may do an act to the runs of a zone."""
    return check(act, by.actor, range_of(zone))


def can_act(by: ActingPost, act: Act, zone: int) -> bool:
    """Tell whether a post may; for buttons and for what is shown."""
    return check_act(by, act, zone) is None
