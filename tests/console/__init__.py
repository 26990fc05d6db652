"""The console program for tests: every call a process of its own, none loads the product anew.

Loading Django and the product takes a second of a processor, and a run makes a hundred calls. So
one process of the tests loads them once, then forks for each call. The child takes over the
environment that the call names, reads the settings of that installation as a start does, runs the
program and ends like any process. What is about starting itself (``serve``, kills, the storms)
starts the product afresh.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("-m", "bihuan")
PATIENCE = 240
_LOOSENED = {"DJANGO_ALLOW_ASYNC_UNSAFE"}  # what the browser tests allow their own process
_running: list[subprocess.Popen[str]] = []


def environment(data: Path | str, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on an installation."""
    inherited = {name: value for name, value in os.environ.items() if name not in _LOOSENED}
    return {
        **inherited, "PYTHONPATH": f"{ROOT / 'src'}", "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings", "BIHUAN_DATA": str(data), **more,
    }  # fmt: skip


def bihuan(
    *words: object, data: Path | str, program: Sequence[str] = PROGRAM, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the console program on an installation and return what it said and its status.

    Parameters
    ----------
    program
        What Python runs: ``("-m", module)`` or ``("-c", text)``.
    more
        Environment variables beside the usual ones.
    """
    said = [str(word) for word in words]
    with tempfile.TemporaryDirectory(prefix="console-") as folder:
        files = [str(Path(folder) / name) for name in ("out", "err")]
        asked = [[*program, *said], environment(data, **more), str(Path.cwd()), files, PATIENCE]
        status = _ask(asked)
        out, err = (Path(file).read_text("utf-8") for file in files)
    return subprocess.CompletedProcess([*program, *said], status, out, err)


def _ask(asked: object) -> int:
    host = _host()
    assert host.stdin is not None
    assert host.stdout is not None
    host.stdin.write(json.dumps(asked) + "\n")
    host.stdin.flush()
    return int(host.stdout.readline())


def _host() -> subprocess.Popen[str]:
    """Return the process that forks; it is started by the first call."""
    if not _running:
        empty = tempfile.TemporaryDirectory(prefix="console-")
        started = subprocess.Popen(
            [sys.executable, "-m", "tests.console.host"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=environment(empty.name) | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        )  # fmt: skip
        _running.append(started)
        atexit.register(_end, started, empty)
    return _running[0]


def _end(started: subprocess.Popen[str], empty: "tempfile.TemporaryDirectory[str]") -> None:
    with started:
        assert started.stdin is not None
        started.stdin.close()
    empty.cleanup()
