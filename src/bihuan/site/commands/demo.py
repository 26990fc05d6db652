"""``bihuan demo``: the demo city, its days played, served."""

import argparse
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from bihuan.site.boot import stop
from bihuan.site.commands.serve import HIGHEST_PORT
from bihuan.site.environment import DATA_VARIABLE

HELP = "make the demo city, play its days and serve it"
DEFAULT = Path("demo-data")
PORTS_TRIED = 20
ASSETS = Path(__file__).parents[1] / "static" / "vendor"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where it lies and where it listens."""
    parser.set_defaults(data=DEFAULT)
    parser.add_argument("--port", type=int, default=8000, help="where it listens (8000)")
    parser.add_argument("--no-serve", action="store_true", help="make it, then stop")


def run(options: argparse.Namespace) -> int:
    """Make a clean demo, print how to get in, serve."""
    data = options.data.absolute()
    if not 0 < options.port <= HIGHEST_PORT:
        stop(f"端口应在 1 至 {HIGHEST_PORT}。", f"Expected a port from 1 to {HIGHEST_PORT}.")
    port = options.port if options.no_serve else _free_port(options.port)
    os.environ[DATA_VARIABLE] = str(data)
    _welcome(port, _make(data, port))
    if options.no_serve:
        return 0
    tell_if_bare()
    from bihuan.site.commands import serve

    return serve.run(
        argparse.Namespace(
            host="127.0.0.1",
            port=port,
            threads=16,
            tls_cert=None,
            tls_key=None,
            only=None,
            quiet=True,
        )
    )


def _make(data: Path, port: int) -> Mapping[str, str]:
    from bihuan.site.demo.clean import clear
    from bihuan.site.installation.files import make_installation

    try:
        clear(data)
    except BlockingIOError:
        stop(
            f"{data} 里的演示还在运行；请先停止它（Ctrl+C），或用 --data 另指一个目录。",
            f"The demo in {data} still runs; stop it first (Ctrl+C), or name another with --data.",
        )
    except FileExistsError:
        stop(
            f"{data} 里有不是演示的内容，没有动它；请用 --data 另指一个目录。",
            f"{data} holds something that is no demo; left alone. Name another with --data.",
        )
    make_installation(data, demo=True, base_url=f"http://127.0.0.1:{port}")
    from bihuan.site.boot import boot

    boot()
    from bihuan.site.demo.build import build
    from bihuan.site.demo.haste import in_haste
    from bihuan.site.installation.schema import migrate
    from bihuan.site.settings.databases import DATABASE_FILE

    with in_haste(data / DATABASE_FILE):
        migrate()
        demo = build(lambda line: print(f"  {line}", file=sys.stderr, flush=True))
    return demo.passwords


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != wanted:
            print(f"端口 {wanted} 已被占用，改用 {port}。Port {wanted} is taken; using {port}.")
        return port
    return stop(f"{wanted} 起没有空闲端口。", f"No free port from {wanted} on.")


def tell_if_bare(assets: Path = ASSETS) -> None:
    """Say what the pages lack where their assets were never fetched, and what still works."""
    if not assets.is_dir():
        print(
            "  页面的图标、字体和图表尚未下载：文字和办理不受影响，先运行 make vendor 可补全。"
            "\n  Icons, fonts and charts of the pages were not fetched: words and acts work without"
            " them;\n  make vendor brings them.\n"
        )


def _welcome(port: int, passwords: Mapping[str, str]) -> None:
    from bihuan.site.demo.accounts import ROLES

    print(f"\n闭环演示已就绪 The demo is ready   http://127.0.0.1:{port}   (Ctrl+C 停止 stop)\n")
    for role in ROLES:
        print(f"  {role.account:<17}{passwords[role.account]:<22}{role.name_zh}  {role.name_en}")
    print(
        "\n  登录页可一键换岗。 One click on the sign-in page switches role and post."
        "\n  试一试 Try: /now 现在要办 · /ledger 整改台账 · /review/2022-11-28 真实通报之夜"
        " the night of the real bulletin · /f/report 上报 report"
        "\n  区划与通报为真实数据，岗位、人员与问题为示意。"
        "\n  The register and the bulletin are real; posts, people and findings are made up.\n"
    )
