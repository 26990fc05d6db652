"""``bihuan restore FILE``: into an empty data directory, proven before it counts.

``--drill`` proves a backup without touching the city: it is restored into a temporary place,
examined and compared there, and the ledger of the living city says what came of it. Without a
file a backup is made first and that one proven.
"""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bihuan.site.boot import OTHERS_NOTHING, boot, stop

HELP = "restore a backup into an empty data directory and verify it; --drill proves it only"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, and whether it is only to be proven."""
    parser.add_argument(
        "file", type=Path, nargs="?", default=None,
        help="a file written by `bihuan backup`; with --drill one is made when none is named",
    )  # fmt: skip
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--drill",
        action="store_true",
        help="prove the backup in a temporary place and record the result in the ledger",
    )
    how.add_argument("--prove", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--place", type=Path, metavar="DIR", help="with --drill: where the temporary place is made"
    )


def run(options: argparse.Namespace) -> int:
    """Restore in earnest, or prove."""
    if options.file is None:
        if not options.drill:
            stop("请写明备份文件。", "Name the backup file.")
        return _drill_of_now(options)
    if not options.file.is_file():
        stop(f"没有这个文件：{options.file}", f"No such file: {options.file}", status=1)
    return _drill(options) if options.drill else _restore(options)


def _restore(options: argparse.Namespace) -> int:
    """Restore, make new secrets, verify the ledger, record what was done."""
    data = boot(prepared=False)
    os.umask(OTHERS_NOTHING)
    from bihuan.site.installation.backup import BackupRefused, restore
    from bihuan.site.installation.files import make_installation
    from bihuan.site.installation.proof import NOT_RESTORED, Watch, examine
    from bihuan.site.installation.schema import migrate

    watch = Watch()
    try:
        held = restore(options.file, data)
    except BackupRefused as no:
        print(f"{NOT_RESTORED[0]}{no.zh}\n{NOT_RESTORED[1]}{no.en}", file=sys.stderr)
        return 1
    make_installation(data, demo=False, base_url="http://127.0.0.1:8000")
    if options.prove:
        migrate()  # a backup of an earlier version must come back by way of an upgrade, too
    found = examine(held)
    if options.prove:
        print(found.as_json())
        return 0
    print(f"{data}: {held.files} files, {held.entries} ledger entries, heads {held.heads}")
    for failure in found.failures:
        print(f"✗ {failure.zh}\n✗ {failure.en}", file=sys.stderr)
    if found.failures:
        return 1
    until = _local(found.until)
    print(f"备份至 {until} 为止；此后记入的不在其中。")
    print(f"The backup reaches until {until}; what was recorded after it is not inside.")
    return _record("RESTORED", options.file, found, watch.seconds)


def _drill_of_now(options: argparse.Namespace) -> int:
    """Make a backup for the drill alone, prove it, drop it."""
    data = boot()
    os.umask(OTHERS_NOTHING)
    from tempfile import TemporaryDirectory

    from bihuan.site.installation.backup import backup
    from bihuan.site.installation.faults import not_written

    with TemporaryDirectory(prefix="bihuan-drill-", dir=options.place) as folder:
        options.file = Path(folder) / "now.tar.gz"
        try:
            backup(data, options.file)
        except OSError as fault:
            stop(*not_written(fault, data, options.file), status=1)
        return _drill(options)


def _drill(options: argparse.Namespace) -> int:
    """Prove a backup beside the living city, and record the result."""
    data = boot()
    os.umask(OTHERS_NOTHING)
    from bihuan.site.installation.proof import Watch, try_out

    watch = Watch()
    found, failures = try_out(options.file, data, options.place)
    for failure in failures:
        print(f"✗ 未通过：{failure.zh}\n✗ Not proven: {failure.en}", file=sys.stderr)
    if found is not None:
        print(
            f"{found.entries} ledger entries, {len(found.roots)} roots, {found.rows} rows,"
            f" {found.accounts} accounts, until {_local(found.until)}"
        )
    reason = failures[0].code if failures else ""
    came = "FAILED" if failures else "PROVEN"
    recorded = _record(came, options.file, found, watch.seconds, reason)
    if not failures:
        print(f"✓ 恢复演练通过 proven in {watch.seconds} s")
    return 1 if failures else recorded


def _record(came: str, file: Path, found: Any, seconds: int, reason: str = "") -> int:
    """Write the result into the ledger of the city at hand; 1 when it could not be written."""
    from secrets import token_hex

    from bihuan.domain.chain.canonical import instant_of
    from bihuan.domain.refusals import Refusal
    from bihuan.features.review import api as review
    from bihuan.platform.auth import system_post
    from bihuan.platform.db.epoch import epoch
    from bihuan.platform.i18n.refusal_texts import in_both
    from bihuan.site.installation.backup import digest_of

    known = {} if found is None else {
        "entries": found.entries, "heads": found.heads_print, "rows": found.rows,
        "until": instant_of(found.until),
    }  # fmt: skip
    report = review.RestoreReport(
        review.Came[came], digest_of(file), seconds=seconds, reason=reason, epoch=epoch(), **known
    )
    answer = review.record_restore(by=system_post(), report=report, key=f"restore:{token_hex(8)}")
    if isinstance(answer, Refusal):
        print(f"! 未记入台账：{in_both(answer, '！Not recorded: ')}", file=sys.stderr)
        return 1
    print(f"台账 ledger: {answer.chain}/{answer.number}")
    return 0


def _local(micros: int) -> str:
    from bihuan.domain.chain.canonical import instant_of
    from bihuan.platform.clock.incident import LOCAL

    said: datetime = instant_of(micros).astimezone(LOCAL)
    return said.isoformat(" ", "seconds")
