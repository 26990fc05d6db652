"""Who may change and read the territory."""

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: Act, zone: int) -> Refusal | None:
    """Say whether a post may do an act to a zone's subtree."""
    return check(act, by.actor, range_of(zone))


def can_act(by: ActingPost, act: Act, zone: int) -> bool:
    """Tell whether a post may do an act to a zone's subtree; for buttons."""
    return check_act(by, act, zone) is None


def check_import(by: ActingPost, zone: int) -> Refusal | None:
    """Say whether a post may enter a register for a county or the city."""
    return check_act(by, Act.IMPORT_REGISTER, zone)


def sees_inside(by: ActingPost, zone: int) -> bool:
    """Tell whether a post sees a zone's inner affairs; neighbours see its public status."""
    return by.scope.lo <= zone <= by.scope.hi
