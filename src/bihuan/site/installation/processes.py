"""The processes of an installation: started together, restarted alone, stopped together."""

import argparse
import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import structlog

from bihuan.site.boot import stop

log = structlog.get_logger("bihuan.serve")
PARTS = ("web", "worker", "clock")
PATIENCE = 10.0
RESTART_PAUSE = 1.0
LOCK_FILE = "serve.lock"


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
    with (data / LOCK_FILE).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop(
                f"{data} 已由另一个 bihuan serve 运行。",
                f"Another `bihuan serve` already runs {data}.",
            )
        return _keep_alive(data, options)


def _keep_alive(data: Path, options: argparse.Namespace) -> int:
    stopping = Stopping()
    children = {part: _start(part, data, options) for part in PARTS}
    while not stopping():
        time.sleep(0.2)
        for part, child in children.items():
            if child.poll() is not None and not stopping():
                log.warning("process ended, starting it again", part=part, status=child.returncode)
                time.sleep(RESTART_PAUSE)
                children[part] = _start(part, data, options)
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0


def _start(part: str, data: Path, options: argparse.Namespace) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "bihuan", "serve", "--data", str(data), "--only", part]
    words += ["--host", options.host, "--port", str(options.port)]
    words += ["--threads", str(options.threads)]
    if options.tls_cert:
        words += ["--tls-cert", options.tls_cert, "--tls-key", options.tls_key]
    return subprocess.Popen(words)  # noqa: S603  (our own program)


def run_part(options: argparse.Namespace) -> int:
    """Be one of the processes."""
    if options.only == "web":
        _web(options)
        return 0
    from bihuan.platform.jobs.loops import clock_loop, worker_loop

    if options.only == "clock":
        clock_loop(Stopping())
    else:
        worker_loop(Stopping())
    return 0


def _web(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

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
        respawn_failed_workers=True,
        ssl_cert=Path(options.tls_cert) if options.tls_cert else None,
        ssl_key=Path(options.tls_key) if options.tls_key else None,
    ).serve()
