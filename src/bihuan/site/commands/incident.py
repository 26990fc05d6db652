"""``bihuan incident``: list, open, change and end incidents and drills at the machine itself."""

import argparse
import secrets
import sys
from datetime import date, datetime
from typing import Any

from bihuan.site.boot import boot, stop

HELP = "list incidents, open one (live or a drill), set level, cut-off or drill clock, end it"
THOUSAND = 1000
NUMBER = "its number (see `incident list`)"
MINUTES_AN_HOUR = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is done to which incident."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="print the open incidents")
    new = acts.add_parser("open", help="open a live incident, or a drill with --drill-at")
    new.add_argument("--name-zh", required=True, help="the Chinese name")
    new.add_argument("--name-en", required=True, help="the English name")
    new.add_argument("--zone", type=int, help="code of the territory; left out, the city")
    new.add_argument("--level", type=int, default=2, help="response level, 1 (highest) to 4")
    new.add_argument("--day-zero", help="the date of day 1, YYYY-MM-DD; left out, today")
    new.add_argument("--cut-off", default="18:00", help="cut-off of the nightly review, HH:MM")
    new.add_argument("--drill-at", help="ISO time at which the drill's own clock starts")
    new.add_argument("--speed", type=int, default=1, help="speed of the drill's clock")
    change = acts.add_parser("set", help="change an open incident")
    change.add_argument("number", type=int, help=NUMBER)
    change.add_argument("--level", type=int, help="response level, 1 to 4")
    change.add_argument("--cut-off", help="HH:MM")
    change.add_argument("--drill-at", help="ISO time; a drill's clock moves forward only")
    change.add_argument("--speed", type=int, help="speed of the drill's clock")
    end = acts.add_parser("end", help="end an incident; its orders are closed before")
    end.add_argument("number", type=int, help=NUMBER)
    end.add_argument("--leave-open", action="store_true", help="leave a drill's open orders")


def run(options: argparse.Namespace) -> int:
    """Carry out one act; 1 when it is refused."""
    boot()
    return {"list": _list, "open": _open, "set": _set, "end": _end}[options.act](options)


def _list(options: argparse.Namespace) -> int:  # noqa: ARG001
    from bihuan.features.incidents import api
    from bihuan.platform.clock.incident import LOCAL

    for one in api.incidents():
        kind = f"演练 drill ×{one.clock.speed / THOUSAND:g}" if one.drill else "实战 live"
        time = one.now().astimezone(LOCAL).isoformat(timespec="minutes")
        print(f"{one.id}  {one.name_zh}  {one.name_en}  {kind}  level {one.level}  {time}")
    return 0


def _open(options: argparse.Namespace) -> int:
    from bihuan.features.incidents import api
    from bihuan.features.territory import api as territory
    from bihuan.platform.clock import now
    from bihuan.platform.clock.incident import LOCAL

    city = territory.root()
    if city is None:
        stop("还没有区划登记；请先导入。", "No zones yet; import the register first.")
    zone = options.zone or city.code
    if territory.zone_of(zone) is None:
        stop(f"没有这个辖区：{zone}", f"There is no zone {zone}.")
    drill_at = _instant(options.drill_at)
    today = (drill_at or now()).astimezone(LOCAL).date()
    draft = api.IncidentDraft(
        name_zh=options.name_zh.strip(),
        name_en=options.name_en.strip(),
        zone=zone,
        level=options.level,
        day_zero=_day(options.day_zero) or today,
        drill_at=drill_at,
        speed=options.speed * THOUSAND,
        cut_off_minutes=_minutes(options.cut_off),
    )
    return _tell(api.open_incident(by=_by(), draft=draft, key=_key("open")))


def _set(options: argparse.Namespace) -> int:
    from bihuan.features.incidents import api

    number, answers = options.number, []
    if options.level is not None:
        answers.append(
            api.set_level(by=_by(), incident=number, level=options.level, key=_key("level"))
        )
    if options.cut_off is not None:
        minutes = _minutes(options.cut_off)
        answers.append(api.set_cut_off(by=_by(), incident=number, minutes=minutes, key=_key("cut")))
    if options.drill_at is not None or options.speed is not None:
        stands = api.incident(number)
        speed = stands.clock.speed if options.speed is None and stands else 0
        answers.append(api.set_drill_clock(
            by=_by(), incident=number, at=_instant(options.drill_at),
            speed=speed if options.speed is None else options.speed * THOUSAND, key=_key("clock"),
        ))  # fmt: skip
    if not answers:
        stop(
            "没有要改的内容。",
            "Say what shall be changed: --level, --cut-off, --drill-at, --speed.",
        )
    return max(_tell(answer) for answer in answers)


def _end(options: argparse.Namespace) -> int:
    from bihuan.features.incidents import api

    leave = bool(options.leave_open)
    return _tell(
        api.close_incident(by=_by(), incident=options.number, key=_key("end"), leave_open=leave)
    )


def _tell(answer: Any) -> int:
    from bihuan.domain.refusals import Refusal
    from bihuan.platform.i18n.refusal_texts import in_both

    if isinstance(answer, Refusal):
        print(f"✗ {in_both(answer)}", file=sys.stderr)
        return 1
    number = answer.result.get("incident")
    print(f"已开启事件 opened {number}" if number else "已变更 changed")
    return 0


def _by() -> Any:
    from bihuan.platform.auth import system_post

    return system_post()


def _key(act: str) -> str:
    return f"console:{act}:{secrets.token_hex(8)}"


def _instant(said: str | None) -> datetime | None:
    from bihuan.domain.civil_days import FIRST_YEAR, LAST_YEAR, is_plausible
    from bihuan.platform.clock.incident import LOCAL

    if said is None:
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        stop(
            f"不是时间：{said}（例 2026-08-02T18:00）", f"{said} is no time like 2026-08-02T18:00."
        )
    if not is_plausible(found):
        stop(
            f"--drill-at：{said} 不在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间。",
            f"--drill-at: {said} does not lie in the years {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def _day(said: str | None) -> date | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        stop(f"不是日期：{said}（例 2026-08-02）", f"{said} is no date like 2026-08-02.")


def _minutes(said: str) -> int:
    hours, _, minutes = said.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(minutes) < MINUTES_AN_HOUR):
        stop(f"不是时刻：{said}（例 18:00）", f"{said} is no time of day like 18:00.")
    return int(hours) * MINUTES_AN_HOUR + int(minutes)
