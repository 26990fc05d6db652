"""``bihuan ledger``: verify the record, compare the tables with it, export the roots."""

import argparse
import sys
from pathlib import Path

from bihuan.site.boot import boot

HELP = "verify the ledger, rebuild and compare, export the daily roots"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three acts."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="find any changed, removed or reordered entry")
    verify.add_argument("--chain", type=int, help="only this chain, e.g. 141002")
    verify.add_argument("--roots", type=Path, metavar="DIR", help="root files kept outside")
    verify.add_argument(
        "--pubkey", type=Path, metavar="FILE", help="trust this root-key.pub, kept outside, alone"
    )
    rebuild = acts.add_parser("rebuild", help="replay the ledger and compare every column")
    rebuild.add_argument(
        "--check", action="store_true", required=True, help="compare, change nothing"
    )
    roots = acts.add_parser("roots", help="write one file for each sealed day")
    roots.add_argument("folder", type=Path, help="where the files go: keep them elsewhere")


def run(options: argparse.Namespace) -> int:
    """Do the wanted act."""
    boot()
    acts = {"verify": _verify, "rebuild": _rebuild, "roots": _roots}
    return acts[options.act](options)


def _verify(options: argparse.Namespace) -> int:
    from bihuan.platform.db.dialects import Session
    from bihuan.platform.ledger.fault_words import fault_in_chinese
    from bihuan.platform.ledger.signing import read_public
    from bihuan.platform.ledger.verify import has_chain, verify

    if options.roots is not None and not options.roots.is_dir():
        print(f"没有这个文件夹：{options.roots}\nNo such folder: {options.roots}", file=sys.stderr)
        return 2
    trusted: list[bytes] = []
    if options.pubkey is not None:
        try:
            trusted = read_public(options.pubkey)
        except (OSError, ValueError) as no:
            print(f"不是公钥文件：{no}\nNo file of public keys: {no}", file=sys.stderr)
            return 2
    session = Session()
    if options.chain is not None and not has_chain(session, options.chain):
        print(f"没有 {options.chain} 这条链。\nThere is no chain {options.chain}.", file=sys.stderr)
        return 2
    report = verify(session, chain=options.chain, roots=options.roots, trusted=trusted)
    for fault in report.faults:
        where = f"链 chain {fault.chain}" + (
            f" · 第 {fault.number} 条 entry" if fault.number else ""
        )
        print(f"✗ {where}: {fault_in_chinese(fault.what)} {fault.what}")
    verdict = "✗ 有问题 not intact" if report.faults else "✓ 完好 intact"
    print(f"{verdict}: {report.entries} entries, {report.roots} roots")
    return 1 if report.faults else 0


def _rebuild(options: argparse.Namespace) -> int:  # noqa: ARG001
    from bihuan.platform.db.dialects import Session
    from bihuan.platform.db.ledgered import ledgered_tables
    from bihuan.platform.ledger.rebuild import check

    replayed, differences = check(Session(), ledgered_tables())
    for one in differences:
        print(f"✗ {one.table} {one.row} {one.column}: ledger {one.ledger}, stored {one.stored}")
    rows = len(replayed.rows) + len(replayed.hashes)
    verdict = "✗ 有出入 differs" if differences else "✓ 一致 equal"
    print(f"{verdict}: {rows} rows, {replayed.erased} erased bodies")
    return 1 if differences else 0


def _roots(options: argparse.Namespace) -> int:
    from bihuan.platform.db.dialects import Session
    from bihuan.platform.ledger.roots import export_roots

    for path in export_roots(Session(), options.folder):
        print(path)
    return 0
