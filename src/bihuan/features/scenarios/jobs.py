"""Starts the process that carries out runs: when one is asked, and when one is left over."""

import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from bihuan.features.scenarios.selectors.runs import next_waiting
from bihuan.platform.jobs import Tick, tick
from bihuan.platform.registry.subscriptions import on

COMMAND = (sys.executable, "-m", "bihuan", "twin", "work")
_process: list[subprocess.Popen[bytes]] = []


@on("scenarios.asked")
def start_what_was_asked(payload: Mapping[str, Any], key: str) -> None:  # noqa: ARG001
    """Start a process for a new run, unless one is at work or it has its answer already."""
    if next_waiting() is not None:
        start()


@tick("scenarios.carry_on")
def carry_on_what_was_left(tick: Tick) -> int:  # noqa: ARG001
    """Start a process for a run that a stop or a restart has left over."""
    return int(next_waiting() is not None and start())


def start() -> bool:
    """Start the process; one that finds another at work ends at once.

    Nothing is started without the extra: the page of the run says which one it needs.
    """
    if any(one.poll() is None for one in _process) or find_spec("numba") is None:
        return False
    _process[:] = [subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL)]  # noqa: S603
    return True
