"""Kernels: the calendar of potential transmissions, days as linked chunks of one pool."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.layout import CHUNK, Cursor, Int, Live

N_FREE = int(Cursor.N_FREE)


@inner
def push(live: Live, day: Int, target: Int, source: Int, word: np.uint64) -> None:
    """Put a potential transmission on its day; the caller has seen to free chunks."""
    chunk = live.head[day]
    filled = live.fill[day]
    if chunk < 0 or filled == CHUNK:
        live.cursor[N_FREE] -= 1
        new = live.free[live.cursor[N_FREE]]
        live.following[new] = chunk
        live.head[day] = new
        live.waiting[day] += CHUNK
        chunk, filled = new, 0
    at = np.int64(chunk) * CHUNK + filled
    live.events[at, 0] = target
    live.events[at, 1] = source
    live.events[at, 2] = word
    live.fill[day] = filled + 1


@inner
def release(live: Live, chunk: Int) -> Int:
    """Give a chunk back and return the next one of its day."""
    following = live.following[chunk]
    live.free[live.cursor[N_FREE]] = chunk
    live.cursor[N_FREE] += 1
    return np.int64(following)
