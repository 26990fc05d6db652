"""``bihuan review``: freeze a night and keep its report as files."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bihuan.domain.civil_days import is_plausible
from bihuan.site.boot import boot, stop

HELP = "freeze a night's report and write it as files"
EXAMPLE = "2022-11-28T18:00:00+08:00"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the act."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    freeze = acts.add_parser("freeze", help="freeze the night that ended at a cut-off")
    freeze.add_argument("--at", required=True, metavar="ISO", help=f"the cut-off, e.g. {EXAMPLE}")
    freeze.add_argument("--out", required=True, type=Path, metavar="DIR", help="where files go")
    freeze.add_argument("--incident", type=int, help="number of the incident, if several fit")
    freeze.add_argument("--language", choices=("zh", "en"), default="zh", help="of the PDF")


def run(options: argparse.Namespace) -> int:
    """Freeze, write ``review.json`` and ``review.pdf``, print the hash."""
    at = _cut_off(options.at)
    boot()
    view = _incident(at, options.incident)
    from bihuan.domain.refusals import Refusal
    from bihuan.features.review import api
    from bihuan.platform.auth import system_post
    from bihuan.platform.figures import Window

    day = Window(at).day.isoformat()
    key = f"review.freeze:{view.id}:{day}"
    answer = api.freeze(by=system_post(), incident=view.id, day=day, key=key)
    if isinstance(answer, Refusal):
        _refused(answer)
    head = api.snapshot_head(incident=view.id, day=day)
    body = api.snapshot_body(incident=view.id, day=day)
    if head is None or body is None:
        stop("没有找到快照。", "The snapshot was not found.")
    _write(options, body, head)
    print(f"{head.label} {head.sha256}")
    return 0


def _cut_off(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        stop(
            f"“{text[:40]}”不是时间，请写成 {EXAMPLE}。",
            f"“{text[:40]}” is no time; write it like {EXAMPLE}.",
        )
    if at.tzinfo is None:
        stop(
            f"时间缺少时区，请写成 {EXAMPLE}。",
            f"The time has no time zone; write it like {EXAMPLE}.",
        )
    if not is_plausible(at.date()):
        stop(
            f"没有任何事件的夜晚在 {at.year} 年；请写成 {EXAMPLE}。",
            f"No incident has a night in the year {at.year}; write it like {EXAMPLE}.",
        )
    return at


def _incident(at: datetime, number: int | None) -> Any:
    """Return the incident whose night ended at this cut-off, or say why there is none."""
    from bihuan.features.incidents import api as incidents

    listed = [*incidents.incidents(), *incidents.incidents(closed=True)]
    if number is not None:
        listed = [one for one in listed if one.id == number]
    if not listed:
        stop("没有这样的事件；请先开启事件。", "There is no such incident; open one first.")
    fitting = [one for one in listed if not _misfit(one, at)]
    if not fitting:
        zh, en = _misfit(listed[0], at)
        stop(zh, en)
    return fitting[0]


def _misfit(one: Any, at: datetime) -> Sequence[str]:
    """Return why a cut-off is none of an incident's, in both languages; empty when it is one."""
    from bihuan.platform.clock.incident import LOCAL
    from bihuan.platform.figures import Window
    from bihuan.platform.figures.windows import window_of_day

    day = Window(at).day
    own = window_of_day(one.clock, day).until.astimezone(LOCAL)
    if own != at:
        return (
            f"{at.isoformat()} 不是事件 {one.id} 的截止时点；当天的截止时点是 {own.isoformat()}。",
            f"{at.isoformat()} is no cut-off of incident {one.id}; it is {own.isoformat()}.",
        )
    if day < one.day_zero:
        return (
            f"{day} 早于事件 {one.id} 的第一天 {one.day_zero}。",
            f"{day} lies before the first day of incident {one.id}, {one.day_zero}.",
        )
    if one.now() < at:
        now = one.now().astimezone(LOCAL).isoformat(timespec="minutes")
        return (
            f"截止时点未到：事件 {one.id} 的时间是 {now}。",
            f"The cut-off has not come: incident {one.id} stands at {now}.",
        )
    return ()


def _refused(refusal: Any) -> None:
    from django.utils.translation import override

    from bihuan.platform.i18n.refusal_texts import sentence

    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(sentence(refusal))
    stop(said[0], said[1])


def _write(options: argparse.Namespace, body: str, head: Any) -> None:
    import json

    from django.urls import reverse

    from bihuan.features.review import api
    from bihuan.platform.ui.print.documents import pdf
    from bihuan.platform.ui.print.installed import city_fonts, origin, own_address

    night = reverse("review:night", args=(json.loads(body)["day"],))
    document = api.pack_document(
        api.report_of(json.loads(body)),
        sha256=head.sha256,
        label=head.label,
        language=options.language,
        origin=origin(),
        link=own_address(night),
    )
    made = pdf(document, made_at=head.frozen_at, city_fonts=city_fonts())
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "review.json").write_bytes(body.encode())
        (options.out / "review.pdf").write_bytes(made)
    except OSError as fault:
        stop(
            f"无法写入 {options.out}：{fault.strerror}。已冻结，可再次运行取得文件。",
            f"Cannot write to {options.out}: {fault.strerror}. The night is frozen; run it again.",
        )
    for name in ("review.json", "review.pdf"):
        print(options.out / name, file=sys.stderr)
