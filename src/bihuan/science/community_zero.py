"""Community zero (社会面清零): a state of reported windows, never a date in the future."""

from dataclasses import dataclass

import numpy as np

from bihuan.science.provenance import BoolArray, FloatArray, IntArray

NOT_ZERO, CLEAR, STANDARD_MET, UNKNOWN = 0, 1, 2, 3
BASIC_DAYS = 3
PER = 100_000.0
_ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class ZeroRule:
    """The profile's rule: clear windows in a row, and the rate of "basically zero"."""

    days: int = 3
    basic_per_100k: float = 1.0

    def __post_init__(self) -> None:
        if self.days < 1 or self.basic_per_100k <= 0.0:
            raise ValueError("Expected at least one day and a positive rate.")


@dataclass(frozen=True, slots=True)
class ZeroStatus:
    """State of each window.

    Parameters
    ----------
    state
        Shape (days,): ``NOT_ZERO``, ``CLEAR``, ``STANDARD_MET`` or ``UNKNOWN``.
    clear_days
        Shape (days,): windows in a row that reported none; -1 where unknown.
    basically
        Shape (days,): below the basic rate on each of three reported windows.
    provisional
        The last window is not complete enough to rely on.
    """

    state: IntArray
    clear_days: IntArray
    basically: BoolArray
    provisional: bool


def community_zero(
    community: FloatArray, population: float, rule: ZeroRule, *, completeness: float | None = None
) -> ZeroStatus:
    """Return the state of each window.

    Parameters
    ----------
    community
        Shape (days,): community-detected cases by window, ``nan`` where none was reported.
    population
        Residents, above 0.
    rule
        The profile's rule.
    completeness
        Share of the last window's reports that has arrived (from the nowcast); None when no
        delay is to be expected.
    """
    counts = np.asarray(community, float)
    if not population > 0.0:
        raise ValueError("Expected a population above 0.")
    clear = np.empty(counts.size, dtype=np.int64)
    run = 0
    for day, count in enumerate(counts):
        run = run + 1 if count == 0.0 else 0
        clear[day] = -1 if np.isnan(count) else run
    state = np.where(clear >= rule.days, STANDARD_MET, CLEAR)
    state = np.where(clear == 0, NOT_ZERO, np.where(clear < 0, UNKNOWN, state))
    below = counts / population * PER < rule.basic_per_100k
    basically = np.zeros(counts.size, bool)
    for back in range(BASIC_DAYS):
        basically[BASIC_DAYS - 1 :] += ~below[BASIC_DAYS - 1 - back : below.size - back]
    basically[BASIC_DAYS - 1 :] ^= True
    late = completeness is not None and completeness < _ENOUGH
    return ZeroStatus(state.astype(np.int64), clear, basically, late)
