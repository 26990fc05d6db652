"""Restriction person-days: how many people lived under a restriction, day by day.

Scopes overlap in place and time; each resident counts once a day, however many measures cover
the home. Zones are the finest ones with known residents, in ascending order of code; a scope is
a range of codes, so that a whole township is one scope.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scopes:
    """Scopes of measures, one entry each: ranges of codes and spans of days.

    Parameters
    ----------
    lo, hi
        First and last zone code, both included; shape (scopes,).
    first, last
        First and last day, both included, counted from day 0; outside days are cut off.
    """

    lo: Whole
    hi: Whole
    first: Whole
    last: Whole


def person_days(codes: Whole, residents: Whole, scopes: Scopes, days: int) -> Whole:
    """Return the people under restriction on each day, each resident once.

    Parameters
    ----------
    codes, residents
        Zones in ascending order of code and who lives there; shape (zones,).
    scopes
        Restricting scopes (M10–M12, M14).
    days
        Number of days.

    Returns
    -------
    ndarray
        Shape (days,); its sum is the person-days.
    """
    if np.any(np.diff(codes) <= 0):
        raise ValueError("Expected zone codes in ascending order, each once.")
    row, left, right = _rows(codes, scopes, days)
    # On one long line of all days, spans sorted by their start: what a span adds is what lies
    # beyond the furthest end of all before it.
    width = len(codes) + 1
    order = np.argsort(row * width + left, kind="stable")
    row, left, right = row[order], left[order], right[order]
    ends = np.maximum.accumulate(row * width + right)
    before = np.concatenate(([0], ends[:-1])) - row * width if len(row) else ends
    start = np.minimum(np.maximum(left, before), right)
    below = np.concatenate(([0], np.cumsum(residents)))
    total = np.zeros(days, dtype=np.int64)
    np.add.at(total, row, below[right] - below[start])
    return total


def _rows(codes: Whole, scopes: Scopes, days: int) -> tuple[Whole, Whole, Whole]:
    """Return one row for each scope and day: the day, and the span of places in ``codes``."""
    begin, end = np.maximum(scopes.first, 0), np.minimum(scopes.last + 1, days)
    left = np.searchsorted(codes, scopes.lo, side="left")
    right = np.searchsorted(codes, scopes.hi, side="right")
    length = np.where(left < right, np.maximum(end - begin, 0), 0)
    which = np.repeat(np.arange(len(length)), length)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
    return begin[which] + offset, left[which], right[which]


def people_affected(codes: Whole, residents: Whole, lo: Whole, hi: Whole) -> int:
    """Return the residents inside at least one range of codes, each once."""
    if len(lo) == 0 or len(codes) == 0:
        return 0
    today = np.zeros(len(lo), dtype=np.int64)
    return int(person_days(codes, residents, Scopes(lo, hi, today, today), 1)[0])
