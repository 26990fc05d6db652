"""Content-addressed files: on the disk before the commit that names them."""

import os
import tempfile
import time
from collections.abc import Container
from hashlib import sha256
from pathlib import Path

from django.conf import settings

FOLDER = "attachments"
SUFFIX = ".jpg"
ORPHAN_AGE = 24 * 3600


def path_of(name: str) -> Path:
    """Return where a stored file lies.

    Raises
    ------
    ValueError
        The name is not the hash of anything: it was made up.
    """
    digest = name.removesuffix(SUFFIX)
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):  # noqa: PLR2004
        raise ValueError("Expected the name of a stored file.")
    return Path(settings.DATA_DIR) / FOLDER / digest[:2] / (digest + SUFFIX)


def write(data: bytes) -> str:
    """Store cleaned bytes durably and return their name; the same bytes are stored once."""
    name = sha256(data).hexdigest() + SUFFIX
    goal = path_of(name)
    if goal.exists():
        return name
    goal.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=goal.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(goal)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(goal.parent)
    return name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_orphans(named: Container[str]) -> int:
    """Remove files older than a day that no row names; return how many."""
    removed = 0
    for path in (Path(settings.DATA_DIR) / FOLDER).rglob("*.*"):
        old = time.time() - path.stat().st_mtime > ORPHAN_AGE
        if old and path.name not in named:
            path.unlink()
            removed += 1
    return removed
