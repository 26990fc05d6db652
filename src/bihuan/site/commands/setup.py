"""``bihuan setup``: start a real city: secret, settings file, administrator. No default account."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from bihuan.site.boot import boot, stop
from bihuan.site.environment import DATA_VARIABLE

HELP = "start a real city: data directory, secret, settings, administrator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what must be said about the city and its administrator."""
    parser.add_argument("--city", type=int, required=True, help="the city's code, e.g. 1410")
    parser.add_argument("--name-zh", required=True, help="the city's name in Chinese")
    parser.add_argument("--name-en", required=True, help="the city's name in English")
    parser.add_argument("--admin", required=True, help="the administrator's account name")
    parser.add_argument("--admin-name", required=True, help="the administrator's display name")
    parser.add_argument("--admin-phone", default="", help="the telephone at work")
    parser.add_argument(
        "--password-file", type=Path, help="read the password from this file instead of asking"
    )


def run(options: argparse.Namespace) -> int:
    """Make the installation; what exists already is refused, never overwritten."""
    from bihuan.site.installation.files import make_installation
    from bihuan.site.settings.databases import DATABASE_FILE

    data = boot_directory()
    if (data / DATABASE_FILE).exists():
        stop(f"{data} 里已有安装，没有改动。", f"{data} already holds an installation; untouched.")
    password = _password(options.password_file)
    make_installation(data, demo=False, base_url="https://localhost:8000")
    boot()
    from django.db import connections

    from bihuan.site.installation.city import (
        Administrator,
        NewCity,
        start_city,
        wrong_at_once,
    )
    from bihuan.site.installation.schema import migrate

    administrator = Administrator(options.admin, options.admin_name, options.admin_phone, password)
    city = NewCity(options.city, options.name_zh, options.name_en)
    problems = wrong_at_once(city, administrator)
    if not problems:
        migrate()
        problems = start_city(city, administrator)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        connections.close_all()
        for beside in ("", "-wal", "-shm"):
            (data / f"{DATABASE_FILE}{beside}").unlink(missing_ok=True)
        return 1
    print(f"已建立 {data}；下一步：编辑 settings.toml，运行 bihuan serve。")
    print(f"Made {data}; next: edit settings.toml, then run `bihuan serve`.")
    return 0


def boot_directory() -> Path:
    """Return the data directory that the command line or the environment names."""
    from bihuan.site.environment import read_installation

    data = read_installation().data
    os.environ[DATA_VARIABLE] = str(data)
    return data


def _password(path: Path | None) -> str:
    if path is not None:
        if not path.is_file():
            stop(f"没有这个文件：{path}", f"No such file: {path}")
        try:
            return path.read_text("utf-8").strip()
        except UnicodeDecodeError:
            stop(f"{path} 不是 UTF-8 文本文件。", f"{path} is no text in UTF-8.")
    if not sys.stdin.isatty():
        stop(
            "这里不能输入密码；请用 --password-file 给出密码文件。",
            "No password can be typed here; name a file with it by --password-file.",
        )
    first = getpass.getpass("管理员密码（至少 12 位） Administrator's password (12 or more): ")
    if first != getpass.getpass("再输一次 Once more: "):
        stop("两次输入不一致。", "The two passwords differ.")
    return first
