"""Philox4x32-10: random numbers without a state, found by who, when, what for and which.

The counter is (agent, day, purpose, draw), the key (seed, replicate). A number belongs to its
question, not to the moment it is asked: the same person meets the same chance under every plan,
on any number of threads, before and after a stop. Source: Salmon J 2011, SC'11 (Random123).
The functions are plain Python on 64-bit words and are compiled by :mod:`.compiling`.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from bihuan.science.twin.compiling import inner

U32 = NDArray[np.uint32]
U64 = np.uint64
LOW = U64(0xFFFFFFFF)
SHIFT = U64(32)
MULTIPLIER_0 = U64(0xD2511F53)
MULTIPLIER_1 = U64(0xCD9E8D57)
WEYL_0 = U64(0x9E3779B9)
WEYL_1 = U64(0xBB67AE85)
TWO_32 = 4294967296.0

Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


class Purpose(IntEnum):
    """What a draw is for; the numbers are part of every published result."""

    DURATIONS = 1
    SYMPTOMS = 2
    INFECTIOUSNESS = 3
    HOUSEHOLD_PAIR = 4
    LAYER_COUNT = 5
    EVENT_DAY = 6
    TARGET = 7
    ACCEPTANCE = 8
    TEST_RESULT = 9
    CARE_SEEKING = 10
    ADHERENCE = 11
    IMPORT = 12
    VACCINATION = 13
    TRACING = 14
    PARAMETER = 15
    SYNTHESIS = 16


@inner
def philox(counter: Words, key: tuple[np.uint64, np.uint64]) -> Words:
    """Return the four 32-bit words, each in 64 bits, of one counter under one key."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = (p1 >> SHIFT) ^ c1 ^ k0
        c2 = (p0 >> SHIFT) ^ c3 ^ k1
        c1 = p1 & LOW
        c3 = p0 & LOW
        k0 = (k0 + WEYL_0) & LOW
        k1 = (k1 + WEYL_1) & LOW
    return c0, c1, c2, c3


@inner
def blocks(ask: U32, got: U32, n: int, purpose: np.uint64, key: NDArray[np.uint64]) -> None:
    """Draw ``n`` blocks for a purpose without a day: ``ask`` (2, rows) holds agent and draw.

    Side by side in memory the counters are worked on several at once: a fifth of the time.
    ``got`` has shape (4, rows).
    """
    k0, k1 = key[0], key[1]
    for i in range(n):
        counter = (U64(ask[0, i]), U64(0), purpose, U64(ask[1, i]))
        a, b, c, d = philox(counter, (k0, k1))
        got[0, i], got[1, i], got[2, i], got[3, i] = a, b, c, d


def uniform(word: np.uint64) -> float:
    """Return the number in (0, 1) that a word stands for."""
    return (word + 0.5) / TWO_32


@inner
def below(word: np.uint64, n: np.uint64) -> np.uint64:
    """Return a whole number in [0, n) from a word; n at most 2^32."""
    return (word * n) >> SHIFT


def words(counters: NDArray[np.uint64], key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the words of many counters at once.

    Parameters
    ----------
    counters
        Shape (n, 4): agent, day, purpose, draw; each below 2^32.
    key
        Shape (2,): seed, replicate.

    Returns
    -------
    ndarray
        Shape (n, 4), each below 2^32. Vectorised; the same words as :func:`philox`.
    """
    c0, c1, c2, c3 = (counters[:, i].astype(np.uint64) for i in range(4))
    k0, k1 = int(key[0]), int(key[1])
    for _ in range(10):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = (p1 >> SHIFT) ^ c1 ^ U64(k0)
        c2 = (p0 >> SHIFT) ^ c3 ^ U64(k1)
        c1 = p1 & LOW
        c3 = p0 & LOW
        k0 = (k0 + int(WEYL_0)) & 0xFFFFFFFF
        k1 = (k1 + int(WEYL_1)) & 0xFFFFFFFF
    return np.stack((c0, c1, c2, c3), axis=1)


def draws(
    agents: NDArray[np.uint64], purpose: Purpose, key: tuple[int, int], draw: int = 0
) -> NDArray[np.float64]:
    """Return one block of four numbers in (0, 1) for each agent.

    Returns
    -------
    ndarray
        Shape (n, 4).
    """
    counters = np.zeros((len(agents), 4), dtype=np.uint64)
    counters[:, 0] = agents
    counters[:, 2] = int(purpose)
    counters[:, 3] = draw
    drawn = words(counters, np.array(key, dtype=np.uint64)).astype(np.float64)
    return (drawn + 0.5) / TWO_32
