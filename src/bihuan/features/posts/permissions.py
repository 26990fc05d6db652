"""Who may appoint, confirm, hand over and change responsibilities."""

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import Subject, check
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: Act, zone: int, *, unit: int = 0) -> Refusal | None:
    """Say whether a post may do an act to what belongs to a zone and a unit."""
    return check(act, by.actor, Subject(range_of(zone), unit))


def can_act(by: ActingPost, act: Act, zone: int, *, unit: int = 0) -> bool:
    """Tell whether a post may do an act; for buttons."""
    return check_act(by, act, zone, unit=unit) is None


def check_import(by: ActingPost, zone: int) -> Refusal | None:
    """Say whether a post may enter a register for a county or the city."""
    return check_act(by, Act.IMPORT_REGISTER, zone)
