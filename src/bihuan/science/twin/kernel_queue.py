"""Kernels: the calendar of potential transmissions, days as linked chunks of one pool.

Each part has a calendar of its own, and of every day a list for each part that is to accept. So a
part adds to lists that nobody reads before their day, and reads lists that nobody adds to.
"""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.fetching import fetch
from bihuan.science.twin.layout import CHUNK, PART_MASK, PART_SHIFT, PARTS, Int, Mark
from bihuan.science.twin.running import Part

U64 = np.uint64
N_FREE = int(Mark.N_FREE)
# A line of cache holds five events: the next one is wanted soon.
SOON = U64(6)


@inner
def part_of(person: np.uint64) -> np.uint64:
    """Return the part to which a person belongs."""
    return (person >> PART_SHIFT) & PART_MASK


@inner
def push(p: Part, day: Int, target: np.uint64, source: Int, word: np.uint64) -> None:
    """Put a potential transmission on its day; the caller has seen to free chunks."""
    slot = U64(day) * U64(PARTS) + part_of(target)
    at = p.fill[slot]
    if at % CHUNK == 0:
        p.cursor[N_FREE] -= 1
        new = p.free[U64(p.cursor[N_FREE])]
        p.following[U64(new)] = p.head[slot]
        p.head[slot] = new
        p.waiting[slot] += CHUNK
        at = np.int64(new) * CHUNK
    row = U64(at)
    fetch(p.events, row + SOON)
    p.events[row, 0], p.events[row, 1], p.events[row, 2] = target, source, word
    p.fill[slot] = at + 1


@inner
def take_back(p: Part, day: Int) -> None:
    """Give the chunks of a day that is over back to the pool."""
    for slot in range(day * PARTS, (day + 1) * PARTS):
        chunk = p.head[slot]
        while chunk >= 0:
            p.free[p.cursor[N_FREE]] = chunk
            p.cursor[N_FREE] += 1
            chunk = p.following[chunk]
        p.head[slot], p.fill[slot] = -1, 0
