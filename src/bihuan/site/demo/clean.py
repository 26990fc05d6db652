"""Removes an earlier demo, and nothing else."""

import shutil
import tomllib
from pathlib import Path


def clear(data: Path) -> None:
    """Remove an earlier demo; anything that is not one is left alone.

    Raises
    ------
    FileExistsError
        The directory holds something that the demo command did not make.
    """
    if not data.exists() or not any(data.iterdir()):
        return
    if not _is_demo(data / "settings.toml"):
        raise FileExistsError(str(data))
    shutil.rmtree(data)


def _is_demo(settings: Path) -> bool:
    try:
        return tomllib.loads(settings.read_text("utf-8")).get("demo") is True
    except (OSError, ValueError):
        return False
