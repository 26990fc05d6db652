"""Removes an earlier demo, and nothing else."""

import shutil
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
    settings = data / "settings.toml"
    if not settings.is_file() or "demo = true" not in settings.read_text("utf-8"):
        raise FileExistsError(str(data))
    shutil.rmtree(data)
