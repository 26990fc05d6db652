"""``bihuan twin work``: carries out the runs that were asked for on screen, then ends."""

import argparse
import os
from importlib import import_module

from bihuan.site.boot import boot

LOCK = "twin.lock"
GENTLE = 10


def add_arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declare nothing: the data directory is said to every command."""
    parser.description = "started by the worker; carries out the runs that wait, then ends"


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Work while something waits; end at once when another process is at work."""
    data = boot()
    from bihuan.features.scenarios.api import work
    from bihuan.site.installation.parents import end_with
    from bihuan.site.installation.processes import Stopping

    fcntl = import_module("fcntl")  # only here: the other questions need no such system
    end_with(os.getppid())
    os.nice(GENTLE)
    with (data / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return 0
        work(Stopping())
    return 0
