"""Who may do what in the review; the policy's words for its objects."""

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import Subject, check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: Act, zone: int, unit: int = 0) -> Refusal | None:
    """Say whether a post may do an act to a zone's review, or to a unit's order."""
    return check(act, by.actor, Subject(range_of(zone), unit))


def can_act(by: ActingPost, act: Act, zone: int, unit: int = 0) -> bool:
    """Tell whether a post may; for buttons."""
    return check_act(by, act, zone, unit) is None
