"""Long work of the clock as a process of the product's own, so that no minute waits for it."""

import subprocess
import sys
from pathlib import Path

SAID = 500


def begun(*words: str, data: Path) -> "subprocess.Popen[str]":
    """Start the console program on an installation."""
    return subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-m", "bihuan", *words, "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def ended(running: "subprocess.Popen[str]") -> tuple[int, str] | None:
    """Return its status and the end of what it said; None while it runs."""
    status = running.poll()
    return None if status is None else (status, running.communicate()[0][-SAID:])
