"""Blocks of numbers for whole populations, drawn in machine code."""

import numpy as np

from bihuan.science.twin.compiling import compiled
from bihuan.science.twin.layout import F64, U32
from bihuan.science.twin.philox import TWO_32, Purpose, philox

SYNTHESIS = np.uint64(Purpose.SYNTHESIS)


def fill(out: U32, key: U32, draw: int) -> None:
    """Fill row i with the four words of person i."""
    for i in range(out.shape[0]):
        counter = (np.uint64(i), np.uint64(0), SYNTHESIS, np.uint64(draw))
        words = philox(counter, (np.uint64(key[0]), np.uint64(key[1])))
        for k in range(4):
            out[i, k] = words[k]


def uniforms(n: int, seed: int, draw: int) -> F64:
    """Return numbers in (0, 1) of the synthesis, shape (n, 4).

    The numbers depend on the position, the seed and the draw only.
    """
    out = np.empty((n, 4), dtype=np.uint32)
    compiled(fill)(out, np.array((seed, 0), dtype=np.uint32), draw)
    drawn = out.astype(np.float64)
    del out
    # In place: each copy of a whole city's numbers would take 128 MiB.
    drawn += 0.5
    drawn /= TWO_32
    return drawn
