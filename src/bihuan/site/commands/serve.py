"""``bihuan serve``: web, worker and clock under one command."""

import argparse
import gc
import os

from bihuan.site.boot import OTHERS_NOTHING, boot, stop

HELP = "run the web server, the worker and the clock"
PARTS = ("web", "worker", "clock")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=16, help="threads that answer requests")
    parser.add_argument("--tls-cert", help="certificate file; needs `tls = true` in the settings")
    parser.add_argument("--tls-key", help="key file of the certificate")
    parser.add_argument("--only", choices=PARTS, help="run one part alone")
    parser.set_defaults(quiet=False)


def run(options: argparse.Namespace) -> int:
    """Refuse what is unsafe, then run."""
    gc.disable()  # nothing of what is loaded now is ever garbage: looking for it takes a tenth
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
        if not options.quiet:
            _say_where(options)
        return processes.supervise(data, options)
    processes.loaded()
    return processes.run_part(options)


def _say_where(options: argparse.Namespace) -> None:
    """Print where it listens, and the address that links and orders carry."""
    from django.conf import settings

    where = f"{options.host}:{options.port}"
    print(
        f"闭环正在启动：监听 {where}，对外地址 {settings.BASE_URL}（Ctrl+C 停止）\n"
        f"Bihuan is starting: listens on {where}, known as {settings.BASE_URL} (Ctrl+C stops it)",
        flush=True,
    )
