"""What decides the figures of an ensemble, as one digest; and the programs that made them."""

import platform
from contextlib import suppress
from hashlib import sha256
from importlib import metadata

import bihuan
from bihuan.science.twin.compiling import engine_digest
from bihuan.science.twin.ensemble import Task

ENGINE_DIGITS = 12


def digest_of(task: Task) -> str:
    """Return a digest of everything that decides the figures, the engine's sources included."""
    h = sha256(f"{bihuan.__version__} {engine_digest()}".encode())
    h.update(task.zones.code.tobytes())
    h.update(task.zones.residents.tobytes())
    h.update(repr((task.low, task.high, task.plans, task.seed)).encode())
    return h.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the programs that take part in a run, of those that are there."""
    own = {"bihuan": bihuan.__version__, "engine": engine_digest()[:ENGINE_DIGITS]}
    own["python"] = platform.python_version()
    for name in ("numpy", "scipy", "numba"):
        with suppress(metadata.PackageNotFoundError):  # the renewal model needs no numba
            own[name] = metadata.version(name)
    return own
