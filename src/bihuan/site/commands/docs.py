"""``bihuan docs``: write the generated pages of the documentation, or compare them."""

import argparse
import sys
from pathlib import Path

from bihuan.site.boot import boot

HELP = "write docs/generated from the code, or compare with it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to do and where."""
    parser.add_argument("act", choices=("build", "check"), help="write the pages, or compare")
    parser.add_argument(
        "--out", type=Path, default=Path("docs/generated"), help="folder (docs/generated)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the pages, or say which differ."""
    boot(prepared=False)
    from bihuan.site.generated import pages

    stale = []
    for name, text in pages().items():
        path = options.out / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if options.act == "build":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if options.act == "check" and stale:
        print(f"不是最新 not up to date: {', '.join(stale)}", file=sys.stderr)
        return 1
    return 0
