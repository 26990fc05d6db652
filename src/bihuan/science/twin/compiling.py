"""Compile the kernels on first use and keep the machine code on disk.

The kernels are plain functions in this package, so that they can be read, tested and typed as
Python. Numba is imported here, on first use, and never when the package is imported. The cache
folder carries a digest of the sources, because Numba looks only at the file of the outermost
function when it decides whether machine code is stale.
"""

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir
from typing import Any, TypeVar

from bihuan.science.twin.fetching import teach

F = TypeVar("F", bound=Callable[..., Any])

INNER: list[Callable[..., Any]] = []
SOURCES = Path(__file__).parent


class SimulationMissingError(RuntimeError):
    """The extra ``sim`` is not installed; the message says how to mend it."""


def inner(function: F) -> F:
    """Mark a function that other kernels call; it stays plain Python until one is compiled."""
    INNER.append(function)
    return function


@cache
def compiled(function: F) -> F:
    """Return the machine-code form of a kernel; compiled once, then read from the disk.

    Raises
    ------
    SimulationMissingError
        When Numba is not installed.
    """
    try:
        numba = import_module("numba")
        extending = import_module("numba.extending")
    except ImportError as missing:
        raise SimulationMissingError(
            "The simulation needs the extra 'sim': pip install 'bihuan[sim]'."
        ) from missing
    if not os.environ.get("NUMBA_CACHE_DIR"):
        numba.config.CACHE_DIR = str(cache_folder())
    if INNER:
        teach(extending)
    while INNER:
        extending.register_jitable(forceinline=True, _nrt=False)(INNER.pop())
    # Without Numba's counting of references, which cost twenty times the work itself; kernels
    # therefore never allocate.
    compile_it = numba.njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
    made: F = compile_it(function)
    return made


def cache_folder() -> Path:
    """Return the folder of the machine code of exactly these sources."""
    home = os.environ.get("XDG_CACHE_HOME")
    root = Path(home) if home else Path.home() / ".cache"
    if not os.access(root if root.exists() else root.parent, os.W_OK):
        root = Path(gettempdir()) / f"bihuan-{os.getuid()}"
    return root / "bihuan" / "kernels" / engine_digest()[:16]


@cache
def engine_digest() -> str:
    """Return a digest of the sources of the engine; read once, as they are when it is asked."""
    digest = sha256()
    for path in sorted(SOURCES.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
