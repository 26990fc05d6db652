"""The processes of an installation: started together, restarted alone, stopped together."""

import argparse
import fcntl
import gc
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import structlog
from django.db import connections
from django.urls import get_resolver

from bihuan.site.boot import stop
from bihuan.site.environment import read_installation
from bihuan.site.installation.parents import end_with

log = structlog.get_logger("bihuan.serve")
PARTS = ("web", "worker", "clock")
PATIENCE = 10.0
RESTART_PAUSE = 1.0
LOCK_FILE = "serve.lock"
# Forked, not started anew: what is loaded once is shared, and a part that died is back at once.
_FORK = multiprocessing.get_context("fork")


class Stopping:
    """Set by the signals that end a process."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.asked = True

    def __call__(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self.asked


def supervise(data: Path, options: argparse.Namespace) -> int:
    """Keep web, worker and clock alive until somebody asks to stop."""
    with _lock_file(data) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop(
                f"{data} 已由另一个 bihuan serve 运行。",
                f"Another `bihuan serve` already runs {data}.",
            )
        return _keep_alive(lock, options)


def _lock_file(data: Path) -> TextIO:
    try:
        return (data / LOCK_FILE).open("w")
    except OSError as fault:
        stop(
            f"数据目录 {data} 无法写入（{fault.strerror}）；请检查权限和磁盘。",
            f"The data directory {data} cannot be written ({fault.strerror});"
            " look at its rights and its disk.",
        )


def _keep_alive(lock: TextIO, options: argparse.Namespace) -> int:
    stopping = Stopping()
    _load_everything()
    children = {part: _start(part, lock, options) for part in PARTS}
    while not stopping():
        time.sleep(0.2)
        for part, child in children.items():
            if not child.is_alive() and not stopping():
                log.warning("process ended, starting it again", part=part, status=child.exitcode)
                time.sleep(RESTART_PAUSE)
                children[part] = _start(part, lock, options)
    for child in children.values():
        child.terminate()
    for child in children.values():
        child.join(PATIENCE)
        if child.is_alive():
            child.kill()
    return 0


def _load_everything() -> None:
    import bihuan.site.wsgi  # noqa: F401  (middleware and handlers)

    assert get_resolver().url_patterns  # noqa: S101  (loads every page's module)
    loaded()


def loaded() -> None:
    """Set what is loaded aside for good, and let the rest be collected again.

    The parts share these pages of memory as long as nobody touches them.
    """
    gc.freeze()
    gc.enable()


def _start(part: str, lock: TextIO, options: argparse.Namespace) -> BaseProcess:
    # Two processes must never share a connection: SQLite's locks belong to the process.
    connections.close_all()
    own = argparse.Namespace(**{**vars(options), "only": part})
    child = _FORK.Process(target=_be, args=(own, lock, os.getpid()), name=part)
    child.start()
    return child


def _be(options: argparse.Namespace, lock: TextIO, supervisor: int) -> None:
    lock.close()
    end_with(supervisor)
    sys.exit(run_part(options))


def run_part(options: argparse.Namespace) -> int:
    """Be one of the processes."""
    if options.only == "web":
        _web(options)
        return 0
    from bihuan.platform.jobs.loops import clock_loop, worker_loop

    if options.only == "clock":
        from bihuan.site.installation.daily_root import seal_the_day
        from bihuan.site.installation.drills import RestoreDrill
        from bihuan.site.installation.hourly import HourlyBackup

        said = read_installation()
        clock_loop(Stopping(), beside=(seal_the_day, HourlyBackup(said), RestoreDrill(said)))
    else:
        worker_loop(Stopping())
    return 0


def _web(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    logging.getLogger("_granian").addFilter(_intended)
    Granian(
        "bihuan.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=options.threads,
        backlog=1024,
        log_access=False,
        log_level=LogLevels.warning,
        # What it says goes where every line of the product goes: JSON, standard error.
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},
        respawn_failed_workers=True,
        ssl_cert=Path(options.tls_cert) if options.tls_cert else None,
        ssl_key=Path(options.tls_key) if options.tls_key else None,
    ).serve(target_loader=_application_under(os.getpid()), wrap_loader=False)


def _intended(record: logging.LogRecord) -> bool:
    """Leave out the advice on threads: ours wait for the disk, not for a processor."""
    return not record.getMessage().startswith("Configuration allows spawning")


def _application_under(web: int) -> Callable[[], Callable[..., Any]]:
    def load() -> Callable[..., Any]:
        end_with(web)
        from bihuan.site.wsgi import application

        return application

    return load
