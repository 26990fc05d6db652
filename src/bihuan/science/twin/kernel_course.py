"""Kernels: draw a person's course from tables, exactly and without a generator's state."""

from math import exp

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.layout import MOST_EVENTS, NU_BINS, U8, U32, Course, Int, Real
from bihuan.science.twin.philox import TWO_32

LAST_BIN = NU_BINS - 1
SHIFT_GUIDE = np.uint64(24)
SHIFT_NU = np.uint64(20)


@inner
def step_of(guide: U8, cdf: U32, word: np.uint64) -> Int:
    """Return the first day whose cumulative probability exceeds the word."""
    day = np.int64(guide[word >> SHIFT_GUIDE])
    while np.uint64(cdf[day]) < word:
        day += 1
    return day


@inner
def infectiousness(course: Course, word: np.uint64, tail: np.uint64) -> Real:
    """Return the individual factor: a gamma quantile by bins, the last bin split again."""
    i = np.int64(word >> SHIFT_NU)
    if i < LAST_BIN:
        return float(course.nu[0, i])
    return float(course.nu[1, np.int64(tail >> SHIFT_NU)])


@inner
def poisson(mean: Real, word: np.uint64) -> Int:
    """Return the Poisson number at the quantile of the word; 0 at once for most small means."""
    u = (word + 0.5) / TWO_32
    if u <= 1.0 - mean:
        return 0
    term: Real = exp(-mean)
    total, n = term, 0
    while u > total and n < MOST_EVENTS:
        n += 1
        term *= mean / n
        total += term
    return n
