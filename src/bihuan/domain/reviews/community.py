"""Community-zero status (社会面清零) from nightly published counts."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

NIGHTS = 3
PER = 100_000


class CommunityStatus(StrEnum):
    """How near the community is to no transmission."""

    ZERO = "zero"
    BASICALLY_ZERO = "basically_zero"
    NOT_ZERO = "not_zero"


def community_status(
    counts: Sequence[int | None],
    *,
    residents: int | None,
    nights: int = NIGHTS,
    basic_per_100k: float = 1,
) -> CommunityStatus | None:
    """Return the status after a night, or None when a needed night is unknown.

    Parameters
    ----------
    counts
        Community-detected cases by night, the newest last; None where none was published.
    residents
        Residents of the territory, None when unknown.
    nights
        Consecutive nights the profile's rule asks for.
    basic_per_100k
        The profile's rate of "basically", held against each of three nights.
    """
    zero, basic = _last(counts, nights), _last(counts, NIGHTS)
    if zero is not None and not any(zero):
        return CommunityStatus.ZERO
    if residents is None and counts and counts[-1]:
        return CommunityStatus.NOT_ZERO
    if zero is None or basic is None:
        return None
    below = Fraction(basic_per_100k).limit_denominator(PER) / PER
    if residents and all(Fraction(count, residents) < below for count in basic):
        return CommunityStatus.BASICALLY_ZERO
    return CommunityStatus.NOT_ZERO


def _last(counts: Sequence[int | None], nights: int) -> list[int] | None:
    """Return the counts of the last nights, None when one of them is not known."""
    known = [count for count in list(counts)[-nights:] if count is not None]
    return known if len(known) == nights else None
