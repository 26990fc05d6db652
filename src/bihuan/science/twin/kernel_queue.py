"""Kernels: the calendar of potential transmissions, days as linked chunks of one pool."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.layout import CHUNK, Cursor, Int, Live

N_FREE = int(Cursor.N_FREE)


@inner
def push(live: Live, day: Int, target: Int, source: Int, word: np.uint64) -> None:
    """Put a potential transmission on its day; the caller has seen to free chunks."""
    at = live.fill[day]
    if at % CHUNK == 0:
        live.cursor[N_FREE] -= 1
        new = live.free[live.cursor[N_FREE]]
        live.following[new] = live.head[day]
        live.head[day] = new
        live.waiting[day] += CHUNK
        at = np.int64(new) * CHUNK
    row = np.uint64(at)
    live.events[row, 0], live.events[row, 1], live.events[row, 2] = target, source, word
    live.fill[day] = at + 1


@inner
def release(live: Live, chunk: Int) -> Int:
    """Give a chunk back and return the next one of its day."""
    following = live.following[chunk]
    live.free[live.cursor[N_FREE]] = chunk
    live.cursor[N_FREE] += 1
    return np.int64(following)
