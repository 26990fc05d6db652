"""``bihuan restore FILE``: into an empty data directory, proven before it counts."""

import argparse
import os
import sys
from pathlib import Path

from bihuan.site.boot import OTHERS_NOTHING, boot

HELP = "restore a backup into an empty data directory and verify it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", type=Path, help="a file written by `bihuan backup`")


def run(options: argparse.Namespace) -> int:
    """Restore, make new secrets, verify the ledger."""
    data = boot(prepared=False)
    os.umask(OTHERS_NOTHING)
    from bihuan.site.installation.backup import BackupRefused, restore
    from bihuan.site.installation.files import make_installation

    try:
        held = restore(options.file, data)
    except BackupRefused as no:
        print(f"未恢复：{no}\nNot restored: {no}", file=sys.stderr)
        return 1
    make_installation(data, demo=False, base_url="http://127.0.0.1:8000")
    from bihuan.platform.db.dialects import Session
    from bihuan.platform.ledger.verify import verify

    report = verify(Session())
    print(f"{data}: {held.files} files, {report.entries} ledger entries, heads {held.heads}")
    for fault in report.faults:
        print(f"chain {fault.chain} entry {fault.number}: {fault.what}", file=sys.stderr)
    return 1 if report.faults else 0
