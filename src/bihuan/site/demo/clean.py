"""Removes an earlier demo, and nothing else."""

import fcntl
import shutil
import tomllib
from pathlib import Path

from bihuan.site.installation.processes import LOCK_FILE


def clear(data: Path) -> None:
    """Remove an earlier demo; anything that is not one is left alone.

    Raises
    ------
    FileExistsError
        The directory holds something that the demo command did not make.
    BlockingIOError
        The earlier demo is still being served: nothing is taken away under it.
    """
    if not data.exists() or not any(data.iterdir()):
        return
    if not _is_demo(data / "settings.toml"):
        raise FileExistsError(str(data))
    with (data / LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(data)


def _is_demo(settings: Path) -> bool:
    try:
        return tomllib.loads(settings.read_text("utf-8")).get("demo") is True
    except (OSError, ValueError):
        return False
