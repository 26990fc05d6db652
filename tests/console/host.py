"""Loads the product once and runs each program it is asked for in a fork of its own.

A line of standard input holds the program and its words, the environment, the working directory,
the files for what it says, and the seconds it may take. A line of standard output is its status.
"""

import gc
import importlib
import json
import os
import runpy
import signal
import sys


def load() -> None:
    """Load what every start loads; the installation it is loaded for is empty."""
    from bihuan.platform.registry.discovery import modules
    from bihuan.site.boot import boot

    boot(prepared=False)
    importlib.import_module("bihuan.site.cli")
    importlib.import_module("django.core.management.commands.check")
    importlib.import_module("bihuan.site.urls")
    modules("jobs")
    gc.freeze()


def become(environment: dict[str, str], folder: str, files: list[str]) -> None:
    """Take over what a process is given by whoever starts it."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.umask(0o022)


def read_settings() -> None:
    """Let Django ask the settings of the installation that the environment names.

    Nothing of the product reads a setting while it is loaded, and this process opens no database.
    """
    from asgiref.local import Local
    from django.conf import empty, settings
    from django.core.cache import caches
    from django.db import connections

    importlib.reload(sys.modules["bihuan.site.settings"])
    settings.__dict__.clear()
    settings._wrapped = empty
    for handler in (connections, caches):
        handler._settings = None
        handler.__dict__.pop("settings", None)
        handler._connections = Local(handler.thread_critical)


def run(words: list[str]) -> None:
    """Run a program as the interpreter does."""
    kind, what, *rest = words
    sys.argv = [what if kind == "-m" else kind, *rest]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})  # noqa: S102  (the test's own text)


def main() -> None:
    """Fork for each line until the tests end."""
    load()
    for line in sys.stdin:
        words, environment, folder, files, patience = json.loads(line)
        child = os.fork()
        if child == 0:
            become(environment, folder, files)
            signal.alarm(patience)
            read_settings()
            run(words)
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
