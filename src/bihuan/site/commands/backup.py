"""``bihuan backup FILE``: a consistent copy while the city goes on working."""

import argparse
import os
from pathlib import Path

from bihuan.site.boot import OTHERS_NOTHING, boot, stop

HELP = "back up a running installation into one file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file."""
    parser.add_argument("file", type=Path, help="the backup to write (.tar.gz)")


def run(options: argparse.Namespace) -> int:
    """Write the backup and say what it holds and what not."""
    data = boot()
    os.umask(OTHERS_NOTHING)
    from bihuan.platform.clock.system import now
    from bihuan.site.installation.backup import NOT_INSIDE, backup
    from bihuan.site.installation.faults import not_written
    from bihuan.site.installation.last_backup import LastBackup, note_backup

    try:
        made = backup(data, options.file)
    except OSError as fault:
        stop(*not_written(fault, data, options.file), status=1)
    note_backup(data, LastBackup(now(), str(options.file.absolute()), made.entries))
    print(f"{options.file}: {made.files} files, {made.entries} ledger entries, heads {made.heads}")
    print(f"备份不含 not inside: {', '.join(NOT_INSIDE)}")
    return 0
