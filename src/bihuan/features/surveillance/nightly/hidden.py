"""Section 2: where transmission may hide, the vector index, and 7-1-7."""

from datetime import timedelta

from bihuan.domain.figures import SMALL_DENOMINATOR
from bihuan.features.incidents.api import incident
from bihuan.features.surveillance.selectors.blind import BlindLine, blind_lines, sentinel_share
from bihuan.features.surveillance.selectors.signals import SignalRow, signals, vector_index
from bihuan.features.surveillance.selectors.timeline import timeline_of
from bihuan.features.territory.api import zone_of
from bihuan.platform.figures import (
    Count,
    Definition,
    Figure,
    NightlyContext,
    Share,
    Verdict,
    Words,
)

CLAUSE = "nightly-review §2"
ZONES = Words("个辖区", "zones")
BANDS = (Words("低于 5", "below 5"), Words("5–10", "5–10"), Words("10–20", "10–20"),
         Words("20 及以上", "20 and above"))  # fmt: skip
MONTH = timedelta(days=30)
MOST_NAMED = 5
ACTIONS = {
    "investigation": Words("流行病学调查", "investigation"),
    "risk_assessment": Words("风险评估", "risk assessment"),
    "laboratory_confirmation": Words("实验室确认", "laboratory confirmation"),
    "case_management": Words("病例救治与院感", "case management"),
    "countermeasures": Words("公共卫生措施", "countermeasures"),
    "risk_communication": Words("风险沟通", "risk communication"),
    "coordination": Words("协调机制", "coordination"),
}


def _lines(context: NightlyContext) -> list[BlindLine]:
    return context.once("surveillance.blind", lambda: _asked(context))


def _asked(context: NightlyContext) -> list[BlindLine]:
    view, zone = incident(context.incident), zone_of(context.scope.lo)
    if view is None or zone is None:
        return []
    lines = blind_lines(view, zone, context.window.day)
    # Before any signal was ever entered nobody knows which sources there are.
    return lines if any(one.silent_days is not None for one in lines) else []


def _signals(context: NightlyContext) -> list[SignalRow]:
    """Return the signals of the last month, asked once for all figures."""
    day = context.window.day

    def asked() -> list[SignalRow]:
        return signals(
            incident=context.incident, scope=context.scope, first=(day - MONTH).isoformat(),
            last=day.isoformat(),
        )  # fmt: skip

    return context.once("surveillance.month_of_signals", asked)


def signal_source(context: NightlyContext) -> Verdict | None:
    """Return who reported the signals of the last month, None where nobody is named."""
    named = sorted({row.source for row in _signals(context)} - {""})
    if not named:
        return None
    told, more = "；".join(named[:MOST_NAMED]), len(named) - MOST_NAMED
    rest = (f"；另 {more} 处", f"；{more} more") if more > 0 else ("", "")
    return Verdict("source", Words(told + rest[0], told + rest[1]))


def silent_zones(context: NightlyContext) -> Count | None:
    """Zones without a source that reported within a day."""
    lines = _lines(context)
    return Count(sum(not one.working for one in lines)) if lines else None


def sentinel_coverage(context: NightlyContext) -> Share | None:
    """Zones with a working source among zones."""
    lines = _lines(context)
    return Share(*sentinel_share(lines)) if lines else None


def long_untested(context: NightlyContext) -> Count | None:
    """Zones without any test or inspection for longer than the profile allows."""
    lines = _lines(context)
    return Count(sum(one.long_untested for one in lines)) if lines else None


def breteau_index(context: NightlyContext) -> Verdict | None:
    """Positive containers per 100 houses inspected, with its band and interval."""
    from bihuan.science.descriptive import breteau

    day = context.window.day.isoformat()
    found = vector_index(_signals(context), context.scope, day=day)
    if found is None or found[1] < SMALL_DENOMINATOR:
        return None
    index = breteau(*found)
    if index.band is None:
        return None
    told = f"{index.index.value:.1f} ({index.index.low:.1f}–{index.index.high:.1f})"
    words = BANDS[index.band]
    return Verdict(f"band_{index.band}", Words(f"{told}，{words.zh}", f"{told}, {words.en}"))


def timeliness(context: NightlyContext) -> Verdict | None:
    """Compare days to detect, notify and respond with 7, 1 and 7; name missing actions."""
    found = timeline_of(incident=context.incident, today=context.window.day)
    if found is None:
        return None
    days = "/".join("—" if one is None else str(one) for one in found.judged.days)
    missing = [ACTIONS[name] for name in found.judged.missing]
    zh, en = f"{days}（目标 7/1/7）", f"{days} (targets 7/1/7)"
    if missing:
        zh += "；未完成：" + "、".join(one.zh for one in missing)
        en += "; not done: " + ", ".join(one.en for one in missing)
    if found.source:
        zh, en = f"{zh}；来源：{found.source}", f"{en}; source: {found.source}"
    late = any(met is False for met in found.judged.met)
    return Verdict("late" if late else "in_time", Words(zh, en))


def _figure(code: str, order: int, words: Words, definition: Definition, value) -> Figure:  # type: ignore[no-untyped-def]
    return Figure(f"surveillance.{code}", 2, words, definition, value, order)


FIGURES = (
    _figure(
        "silent_zones", 92, Words("24 小时无来源报告的辖区", "Zones without a source for 24 h"),
        Definition(
            Words("没有来源在 24 小时内报告的辖区", "Zones without a source reporting within 24 h"),
            ZONES, None, CLAUSE,
        ),
        silent_zones,
    ),
    _figure(
        "sentinel_coverage", 93, Words("哨点覆盖", "Sentinel coverage"),
        Definition(
            Words("至少一个来源正常的辖区", "Zones with at least one working source"),
            ZONES, Words("辖区", "Zones"), CLAUSE,
        ),
        sentinel_coverage,
    ),
    _figure(
        "long_untested", 94, Words("久未检测或检查的辖区", "Zones long without test or inspection"),
        Definition(
            Words(
                "超过病种方案天数没有任何检测或检查的辖区，无记录的也算",
                "Zones past the profile's days without any, those without a record included",
            ),
            ZONES, None, CLAUSE,
        ),
        long_untested,
    ),
    _figure(
        "breteau", 95, Words("布雷图指数（90 % 区间）", "Breteau index (90 % interval)"),
        Definition(
            Words("阳性容器数", "Positive containers"),
            Words("每百户", "per 100 houses"), Words("检查户数", "Houses inspected"), CLAUSE,
        ),
        breteau_index,
    ),
    _figure(
        "signal_source", 96, Words("信号来源", "Source of the signals"),
        Definition(
            Words("近 30 日各信号填报时注明的来源", "As named when the last 30 days' were entered"),
            Words("来源", "source"), None, CLAUSE,
        ),
        signal_source,
    ),
    _figure(
        "seven_one_seven", 97, Words("7-1-7 时效", "7-1-7 timeliness"),
        Definition(
            Words("发现、报告、响应所用天数", "Days to detect, to notify, to respond"),
            Words("天", "days"), None, CLAUSE,
        ),
        timeliness,
    ),
)  # fmt: skip
