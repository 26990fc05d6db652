"""``bihuan register``: try a register file, and enter it as the installation itself."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bihuan.site.boot import boot, stop

HELP = "try a register of zones, a duty book or case counts (CSV or Excel); --enter stores it"
MOST_LINES = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is read, and whether it is stored."""
    parser.add_argument(
        "what", choices=("zones", "duty", "cases"), help="zones, the duty book, or counts"
    )
    parser.add_argument("file", type=Path, help="CSV or .xlsx file")
    parser.add_argument(
        "--enter",
        action="store_true",
        help="store it; appointments entered at the machine count without a second person",
    )
    parser.add_argument(
        "--template",
        action="store_true",
        help="write the file instead: what is stored, with drop-downs, to be filled in",
    )
    parser.add_argument("--incident", type=int, default=0, help="cases: the incident's number")
    parser.add_argument("--source", default="", help="cases: where the counts were reported")
    parser.add_argument("--reason", default="", help="cases: why stored counts change")


def run(options: argparse.Namespace) -> int:
    """Print what the file would do or has done; 1 when something is wrong with it."""
    boot()
    if options.template:
        return _write_template(options)
    if not options.file.is_file():
        stop(f"没有这个文件：{options.file}", f"No such file: {options.file}")
    from bihuan.domain.refusals import Refusal
    from bihuan.platform.exchange.readers import read_file
    from bihuan.platform.i18n.refusal_texts import in_both

    file = read_file(options.file.read_bytes(), name="zones" if options.what == "zones" else "")
    if isinstance(file, Refusal):
        print(f"✗ {in_both(file)}")
        return 1
    if options.what == "cases":
        return _tell(_cases(file, options))
    answer = (_zones if options.what == "zones" else _duty)(file, enter=options.enter)
    return _tell(answer)


def _cases(file: Any, options: argparse.Namespace) -> Any:
    from bihuan.domain.refusals import Refusal
    from bihuan.features.incidents.api import incident, incidents
    from bihuan.features.surveillance import api
    from bihuan.platform.auth import system_post
    from bihuan.platform.exchange.register import Entered

    listed = incidents()
    view = incident(options.incident or (listed[0].id if listed else 0))
    if view is None:
        stop("没有这个事件；用 --incident 指定编号", "No such incident; name one with --incident")
    sheet = next(one for one in file.sheets if one.lines)
    report = api.check_cases(view=view, lines=sheet.lines, header=sheet.header)
    if report.problems or not options.enter:
        return report
    answer = api.enter_cases(
        by=system_post(), incident=view.id, rows=report.lines, source=options.source,
        reason=options.reason, key=f"import:{file.fingerprint}",
    )  # fmt: skip
    if isinstance(answer, Refusal):
        return Entered(refusals=(answer,))
    said = answer.result
    return Entered(int(said["new"]), int(said["revised"]), int(said["unchanged"]))


def _write_template(options: argparse.Namespace) -> int:
    from bihuan.features.posts import api as posts
    from bihuan.features.territory import api as territory
    from bihuan.platform.exchange.writers import OutSheet, write_workbook

    city = territory.root()
    if options.file.exists():
        stop(f"{options.file} 已存在，没有改动。", f"{options.file} exists already; untouched.")
    if city is None or options.file.suffix != ".xlsx":
        stop("请写成 .xlsx 文件，并先建城。", "Name an .xlsx file; the city must be set up first.")
    if options.what == "cases":
        stop("病例数没有模板文件。", "Counts of cases have no such file; see the manual.")
    if options.what == "duty":
        sheets = posts.duty_sheets(scope=city.range)
    else:
        header, lines = territory.register_lines()
        rows = [[line[column] for column in header] for line in lines]
        sheets = [OutSheet("zones", header, rows), territory.zone_notes()]
    options.file.write_bytes(write_workbook(sheets))
    print(f"已写出 wrote {options.file}")
    return 0


def _zones(file: Any, *, enter: bool) -> Any:
    from bihuan.features.territory import api
    from bihuan.platform.auth import system_post

    sheet = file.sheets[0]
    if not enter:
        return api.check_zones(sheet.lines, sheet.header)
    return api.import_zones(
        by=system_post(), lines=sheet.lines, header=sheet.header, key=file.fingerprint
    )


def _duty(file: Any, *, enter: bool) -> Any:
    from bihuan.features.posts import api
    from bihuan.platform.auth import system_post

    tables, by = api.tables_of(file), system_post()
    if not enter:
        return api.check_duty(tables, by=by)
    return api.import_duty(by=by, tables=tables, key=file.fingerprint)


def _tell(answer: Any) -> int:
    from bihuan.domain.refusals import Refusal
    from bihuan.platform.exchange.register import Entered
    from bihuan.platform.i18n.refusal_texts import in_both

    if isinstance(answer, Entered):
        print(f"已导入 entered: +{answer.new} ~{answer.changed} ={answer.unchanged}")
        _print([in_both(one) for one in answer.refusals])
        return 1 if answer.refusals else 0
    said = [Refusal(one.code, one.params) for one in answer.problems]
    _print(
        [
            f"{one.sheet} {one.row} {one.column}: {in_both(refusal)}"
            for one, refusal in zip(answer.problems, said, strict=True)
        ]
    )
    would = answer.comparison
    print(f"试导入 dry run: +{would.new} ~{would.changed} ={would.unchanged}")
    return 1 if answer.problems else 0


def _print(lines: Sequence[str]) -> None:
    for line in lines[:MOST_LINES]:
        print(f"✗ {line}")
    if len(lines) > MOST_LINES:
        print(f"  … {len(lines) - MOST_LINES} more")
