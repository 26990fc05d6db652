"""Starts Django for a console command, or says in one sentence why it cannot."""

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

from bihuan.site.environment import SECRET_FILE, SETTINGS_FILE, read_installation

# A process that keeps a city's data writes files that its own user alone can read.
OTHERS_NOTHING = 0o077


def stop(sentence_zh: str, sentence_en: str, status: int = 2) -> NoReturn:
    """Print one sentence in both languages and end the program."""
    print(f"{sentence_zh}\n{sentence_en}", file=sys.stderr)
    raise SystemExit(status)


def boot(*, prepared: bool = True) -> Path:
    """Load Django for the installation in ``BIHUAN_DATA`` and return its directory.

    Parameters
    ----------
    prepared
        Whether the installation must exist already; ``setup`` and ``demo`` make it.
    """
    data = read_installation().data
    if prepared and not (data / SECRET_FILE).is_file():
        if (data / SETTINGS_FILE).is_file():
            stop(
                f"{data} 缺少 {SECRET_FILE}；请取回另行保管的文件，或者把备份恢复到空目录。",
                f"{SECRET_FILE} is missing in {data}; bring back the one kept elsewhere, or"
                " restore a backup into an empty directory: a new one is made there.",
            )
        stop(
            f"数据目录 {data} 里没有闭环的安装；请先运行 bihuan setup 或 bihuan demo。",
            f"There is no installation in {data}; run `bihuan setup` or `bihuan demo` first.",
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    gc.disable()  # what is loaded now stays; looking through it for garbage took a fifth of a start
    import django

    django.setup()
    gc.freeze()
    gc.enable()
    return data
