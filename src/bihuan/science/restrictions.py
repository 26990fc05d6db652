"""Restriction person-days: how many people lived under a restriction, day by day.

Scopes overlap in place and time; each resident counts once a day, however many measures cover
the home. Zones are the finest ones with known residents, in ascending order of code; a scope is
a range of codes, so that a whole township is one scope.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
_SMALL = np.iinfo(np.int16).max


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


def coverage(codes: Whole, scopes: Scopes, days: int) -> NDArray[np.bool_]:
    """Return which zones lie inside at least one scope on which day.

    Parameters
    ----------
    codes
        Zone codes in ascending order; shape (zones,).
    scopes
        What covers them.
    days
        Number of days.

    Returns
    -------
    ndarray
        Shape (days, zones).
    """
    begin, end = np.maximum(scopes.first, 0), np.minimum(scopes.last + 1, days)
    left = np.searchsorted(codes, scopes.lo, side="left")
    right = np.searchsorted(codes, scopes.hi, side="right")
    real = (begin < end) & (left < right)
    begin, end, left, right = begin[real], end[real], left[real], right[real]
    # Corners of rectangles; two running sums fill them. No count can exceed the scopes.
    kind = np.int16 if len(begin) <= _SMALL else np.int32
    corners = np.zeros((days + 1, len(codes) + 1), dtype=kind)
    np.add.at(corners, (begin, left), 1)
    np.add.at(corners, (end, right), 1)
    np.add.at(corners, (begin, right), -1)
    np.add.at(corners, (end, left), -1)
    np.cumsum(corners, axis=0, out=corners)
    np.cumsum(corners, axis=1, out=corners)
    return np.greater(corners[:days, : len(codes)], 0)


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
    # Whole numbers below 2**53 stay exact in a float product, which is many times faster.
    covered = coverage(codes, scopes, days).astype(np.float64)
    return np.rint(covered @ residents.astype(np.float64)).astype(np.int64)


def people_affected(codes: Whole, residents: Whole, lo: Whole, hi: Whole) -> int:
    """Return the residents inside at least one range of codes, each once."""
    if len(lo) == 0 or len(codes) == 0:
        return 0
    today = np.zeros(len(lo), dtype=np.int64)
    return int(person_days(codes, residents, Scopes(lo, hi, today, today), 1)[0])
