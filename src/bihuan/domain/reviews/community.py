"""Community-zero status (社会面清零) from nightly published counts."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

NIGHTS = 3
BASICALLY_BELOW = Fraction(1, 100_000)


class CommunityStatus(StrEnum):
    """How near the community is to no transmission."""

    ZERO = "zero"
    BASICALLY_ZERO = "basically_zero"
    NOT_ZERO = "not_zero"


def community_status(
    counts: Sequence[int | None], *, residents: int | None, nights: int = NIGHTS
) -> CommunityStatus | None:
    """Return the status after a night, or None when a needed night is unknown.

    Parameters
    ----------
    counts
        Community-detected cases by night, the newest last; None where none was published.
    residents
        Residents of the territory, None when unknown.
    nights
        Consecutive nights the rule asks for.
    """
    last = list(counts)[-nights:]
    if last and last[-1] is not None and last[-1] > 0 and residents is None:
        return CommunityStatus.NOT_ZERO
    if len(last) < nights or any(count is None for count in last):
        return None
    known = [count for count in last if count is not None]
    if not any(known):
        return CommunityStatus.ZERO
    if residents and all(Fraction(count, residents) < BASICALLY_BELOW for count in known):
        return CommunityStatus.BASICALLY_ZERO
    return CommunityStatus.NOT_ZERO
