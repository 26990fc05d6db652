"""``bihuan serve``: web, worker and clock under one command."""

import argparse
import errno
import gc
import os
import socket
import time

from bihuan.site.boot import OTHERS_NOTHING, boot, stop

HELP = "run the web server, the worker and the clock"
PARTS = ("web", "worker", "clock")
HIGHEST_PORT = 65535
PATIENCE = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--threads", type=int, default=16, help="threads that answer requests")
    parser.add_argument("--tls-cert", help="certificate file; needs `tls = true` in the settings")
    parser.add_argument("--tls-key", help="key file of the certificate")
    parser.add_argument("--only", choices=PARTS, help="run one part alone")
    parser.set_defaults(quiet=False)


def run(options: argparse.Namespace) -> int:
    """Refuse what is unsafe, then run."""
    gc.disable()  # nothing of what is loaded now is ever garbage: looking for it takes a tenth
    _possible(options)
    data = boot()
    os.umask(OTHERS_NOTHING)
    from bihuan.site.installation import processes, safety

    if options.only is None:
        listening = safety.Listening(options.host, options.tls_cert, options.tls_key)
        unsafe = safety.refusals(listening)
        if unsafe:
            stop("\n".join(one.zh for one in unsafe), "\n".join(one.en for one in unsafe))
        pending = safety.pending_migrations()
        if pending:
            stop(
                f"数据库结构不是本版本的（{len(pending)} 项）；请先备份，再运行 bihuan upgrade。",
                f"The database schema is not this version's ({len(pending)} steps); "
                "back up, then run `bihuan upgrade`.",
            )
        refuse_taken(options.host, options.port)
        if not options.quiet:
            _say_where(options)
        return processes.supervise(data, options)
    processes.loaded()
    return processes.run_part(options)


def _possible(options: argparse.Namespace) -> None:
    if not 0 < options.port <= HIGHEST_PORT:
        stop(f"端口应在 1 至 {HIGHEST_PORT}。", f"Expected a port from 1 to {HIGHEST_PORT}.")
    if options.threads < 1:
        stop("至少要有一个线程。", "At least one thread is needed (--threads).")


def refuse_taken(host: str, port: int, patience: float = PATIENCE) -> None:
    """Refuse a place where another program listens already.

    The server shares its port with whoever asks for it, so that a second city at the same place
    would answer every other request in the name of the first.
    """
    until = time.monotonic() + patience
    while True:
        try:
            _listen_once(host, port)
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE or time.monotonic() > until:
                reason = fault.strerror or str(fault)
                stop(
                    f"无法监听 {host}:{port}，可能已被另一程序占用（{reason}）；"
                    "请用 --host、--port 另指一处。",
                    f"Cannot listen on {host}:{port}, another program may hold it ({reason});"
                    " name another place with --host and --port.",
                )
            time.sleep(0.1)  # what was killed a moment ago is about to let go
        else:
            return


def _listen_once(host: str, port: int) -> None:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _say_where(options: argparse.Namespace) -> None:
    """Print where it listens, and the address that links and orders carry."""
    from django.conf import settings

    where = f"{options.host}:{options.port}"
    print(
        f"闭环正在启动：监听 {where}，对外地址 {settings.BASE_URL}（Ctrl+C 停止）\n"
        f"Bihuan is starting: listens on {where}, known as {settings.BASE_URL} (Ctrl+C stops it)",
        flush=True,
    )
