"""``bihuan check``: the gap report, and what is unsafe about the installation."""

import argparse
from collections.abc import Iterator

from bihuan.domain.responsibility import GapReport
from bihuan.site.boot import boot

HELP = "print the gap report and what is unsafe; exits 1 when a gap exists"
MOST_LINES = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how much to print."""
    parser.add_argument("--all", action="store_true", help="print every gap, not the first ones")


def run(options: argparse.Namespace) -> int:
    """Print both reports; only a gap makes the status 1."""
    boot()
    from bihuan.site.installation.safety import concerns

    for one in concerns():
        mark = "✗" if one.grave else "!"
        print(f"{mark} {one.zh} {one.en}")
    return _print_gaps(options.all)


def _print_gaps(everything: bool) -> int:  # noqa: FBT001  (a flag of the command line)
    from bihuan.features.posts import api as posts
    from bihuan.features.territory import api as territory
    from bihuan.platform.clock import now
    from bihuan.platform.db.dialects import Session
    from bihuan.platform.ledger.recorded import recorded

    city = territory.root()
    if city is None:
        print("✗ 还没有区划登记；请先导入。No zones yet; import the register first.")
        return 1
    report = posts.gaps(at=max(now(), recorded(Session())), scope=city.range)
    if report.nothing_required:
        print("✗ 没有责任规则，无从查缺口。No responsibility rules: nothing to check against.")
        return 1
    lines = list(_lines(report))
    for line in lines if everything else lines[:MOST_LINES]:
        print(f"✗ {line}")
    if len(lines) > MOST_LINES and not everything:
        print(f"  … 另有 {len(lines) - MOST_LINES} 处，用 --all 全列 more; --all lists them")
    print(f"✗ {len(lines)} 处缺口 gaps" if lines else f"✓ 无缺口 no gap ({report.cells} duties)")
    if report.unacknowledged:
        print(f"! {len(report.unacknowledged)} 个岗位未确认职责 posts have not acknowledged")
    return 1 if lines else 0


def _lines(report: GapReport) -> Iterator[str]:
    for one in report.unowned:
        yield f"{one.zone} {one.function}: 无主 unowned"
    for twice in report.overlaps:
        yield f"{twice.zone} {twice.function}: 重叠 overlap {list(twice.posts)}"
    for lost in report.unreachable:
        yield f"{lost.zone} 岗位 post {lost.post}: 无法联系 unreachable ({lost.reason.value})"
