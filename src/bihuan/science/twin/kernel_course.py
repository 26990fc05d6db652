"""Kernels: draw a person's course from tables, exactly and without a generator's state."""

from math import exp

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.layout import F64, I64, MOST_EVENTS, NU_BINS, U8, U32, Course, Int, Real
from bihuan.science.twin.philox import TWO_32

SIDE_BY_SIDE = 12
LAST_BIN = NU_BINS - 1
# Reciprocals, since a product is faster than a quotient; the first cell is never asked for.
ONE_OVER = 1.0 / np.maximum(1, np.arange(MOST_EVENTS + 1))
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
def numbers(mean: F64, word: U32, m: Int, out: tuple[F64, F64, I64]) -> None:
    """Write the Poisson numbers at the quantiles of the words, for the first ``m`` means.

    Small numbers, step by step, for all side by side; the few larger ones one by one.
    """
    term, total, number = out
    for i in range(m):
        term[i] = exp(-mean[i])
    for i in range(m):
        u, t, n = (word[i] + 0.5) / TWO_32, term[i], 0
        s = t
        for k in range(1, SIDE_BY_SIDE + 1):
            n += u > s
            t *= mean[i] * (1.0 / k)
            s += t
        term[i], total[i], number[i] = t, s, n
    for i in range(m):
        n = number[i]
        if n == SIDE_BY_SIDE:
            u, t, s = (word[i] + 0.5) / TWO_32, term[i], total[i]
            while u > s and n < MOST_EVENTS:
                n += 1
                t *= mean[i] * ONE_OVER[n]
                s += t
            number[i] = n
