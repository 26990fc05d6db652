"""What decides the figures of an ensemble, as one digest; and the programs that made them."""

import platform
from hashlib import sha256
from importlib import metadata

import bihuan
from bihuan.science.twin.ensemble import Task


def digest_of(task: Task) -> str:
    """Return a digest of everything that decides the figures."""
    h = sha256(bihuan.__version__.encode())
    h.update(task.zones.code.tobytes())
    h.update(task.zones.residents.tobytes())
    h.update(repr((task.low, task.high, task.plans, task.seed)).encode())
    return h.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the programs that take part in a run."""
    names = ("numpy", "scipy", "numba")
    return {"bihuan": bihuan.__version__, "python": platform.python_version()} | {
        name: metadata.version(name) for name in names
    }
