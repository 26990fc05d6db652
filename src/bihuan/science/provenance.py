"""What every result carries: method, version, inputs, time, profile and warnings."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Meta:
    """Where a figure comes from, so that the same input can be shown to give the same figure.

    Parameters
    ----------
    method
        Stable name of the method, e.g. ``rt_cori``.
    version
        Version of the method; it grows when the same input may give another figure.
    input_hash
        Hash of every array and parameter that entered.
    as_of
        Cut-off of the data, None when the caller named none.
    profile
        ``id@version`` of the disease profile, empty when parameters were given by hand.
    warnings
        Stable codes, sorted, each once.
    """

    method: str
    version: str
    input_hash: str
    as_of: np.datetime64 | None = None
    profile: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the caller knows about the run and the arrays do not say."""

    as_of: np.datetime64 | None = None
    profile: str = ""


def hash_inputs(*parts: object) -> str:
    """Return a short hash of arrays and plain values, the same on every machine."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, np.ndarray):
            digest.update(repr((part.shape, part.dtype.str)).encode())
            digest.update(np.ascontiguousarray(part).tobytes())
        else:
            digest.update(repr(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()
