"""Section 9 of the nightly review and the over-control lines of section 14.

What is reported, on the spot included, is counted in the window; rates about orders and checks
are counted since the incident began, as the headline rates are. All stand as of the cut-off.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from bihuan.domain.figures import Ratio
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rates import LoopRates
from bihuan.domain.findings.states import BUCKET_OF, Bucket, Referral
from bihuan.domain.zones import Level, level_of
from bihuan.features.supervision.api import finding_types, findings_of, rates_of
from bihuan.platform.figures import (
    Breakdown,
    BreakdownRow,
    Count,
    Definition,
    Figure,
    NightlyContext,
    Share,
    Spread,
    Target,
    Words,
)

SECTION, SAFEGUARDS, MEASURES, GATES = 9, 14, 3, 5
CASES = Words("件", "cases")
PERCENT = Words("%", "%")
HOURS = Words("小时", "hours")
MINUTES = 60
LEVELS: Mapping[Level, Words] = {
    Level.CITY: Words("市级", "City"),
    Level.COUNTY: Words("县级", "County"),
    Level.TOWNSHIP: Words("乡镇（街道）", "Township"),
    Level.COMMUNITY: Words("村（社区）", "Community"),
    Level.GRID: Words("网格", "Grid"),
}
REFERRALS: Mapping[Referral, Words] = {
    Referral.INVITED: Words("已告知，待陈述", "Invited to reply"),
    Referral.REPLIED: Words("已陈述", "Replied"),
    Referral.DRAFTED: Words("已草拟", "Drafted"),
    Referral.CONFIRMED: Words("法制已确认", "Confirmed by legal"),
    Referral.APPROVED: Words("已批准", "Approved"),
    Referral.DECLINED: Words("不予采纳", "Declined"),
}


def _share(pick: Callable[[LoopRates], Ratio]) -> Callable[[NightlyContext], Share | None]:
    def value(context: NightlyContext) -> Share | None:
        ratio = pick(rates_of(context))
        return Share(ratio.n, ratio.of) if ratio.n is not None and ratio.of else None

    return value


def _found(context: NightlyContext) -> list[FindingFacts]:
    window = context.window
    return [one for one in findings_of(context) if one.reported_at in window]


def _by_severity(context: NightlyContext) -> Breakdown:
    counts = Counter(one.severity for one in _found(context))
    names = ("生命或权利", "严重", "一般", "轻微改进")
    english = ("life or rights", "serious", "ordinary", "minor")
    rows = tuple(
        BreakdownRow(f"S{n}", Words(f"S{n} {zh}", f"S{n} {en}"), (counts.get(n, 0),))
        for n, (zh, en) in enumerate(zip(names, english, strict=True), start=1)
    )
    return Breakdown((CASES,), rows)


def _by_type(context: NightlyContext) -> Breakdown:
    counts = Counter(one.type_code for one in _found(context))
    kinds = finding_types()
    rows = tuple(
        BreakdownRow(code, Words(f"{code} {kinds[code].zh}", f"{code} {kinds[code].en}"), (n,))
        for code, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if code in kinds
    )
    return Breakdown((CASES,), rows)


def _by_level(context: NightlyContext) -> Breakdown:
    counts = Counter(level_of(one.zone) for one in _found(context))
    rows = tuple(
        BreakdownRow(level.name.lower(), words, (counts.get(level, 0),))
        for level, words in LEVELS.items()
    )
    return Breakdown((CASES,), rows)


def _on_site(context: NightlyContext) -> Share | None:
    found = _found(context)
    return Share(sum(one.on_site for one in found), len(found)) if found else None


def _oldest(context: NightlyContext) -> Count | None:
    hours = rates_of(context).oldest_overdue_hours
    return None if hours is None else Count(int(hours))


def _minutes_to_close(context: NightlyContext) -> Spread | None:
    rates = rates_of(context)
    if rates.median_hours is None or rates.p90_hours is None:
        return None
    middle, high = round(rates.median_hours * MINUTES), round(rates.p90_hours * MINUTES)
    return Spread(rates.closed, middle, high)


def _referrals(context: NightlyContext) -> Breakdown | None:
    counts = Counter(one.referral for one in findings_of(context) if one.referral)
    if not counts:
        return None
    rows = (
        BreakdownRow(state.value, words, (counts.get(state.value, 0),))
        for state, words in REFERRALS.items()
    )
    return Breakdown((CASES,), tuple(rows))


def _open(one: FindingFacts) -> bool:
    return BUCKET_OF[one.state] is Bucket.OPEN


def _over_control(context: NightlyContext, *, opened: bool) -> Count:
    listed = [one for one in findings_of(context) if one.over_control]
    if opened:
        return Count(sum(map(_open, listed)))
    return Count(sum(one.reported_at in context.window for one in listed))


def _over_control_by_type(context: NightlyContext) -> Breakdown:
    listed = [one for one in findings_of(context) if one.over_control]
    new = Counter(one.type_code for one in listed if one.reported_at in context.window)
    still = Counter(one.type_code for one in listed if _open(one))
    kinds = finding_types()
    rows = tuple(
        BreakdownRow(
            code, Words(f"{code} {kinds[code].zh}", f"{code} {kinds[code].en}"),
            (new.get(code, 0), still.get(code, 0)),
        )
        for code in sorted(kinds)
        if kinds[code].over_control
    )  # fmt: skip
    return Breakdown((Words("新增", "new"), Words("未办结", "open")), rows)


def _open_of(code: str) -> Callable[[NightlyContext], Count]:
    def value(context: NightlyContext) -> Count:
        listed = findings_of(context)
        return Count(sum(one.type_code == code and _open(one) for one in listed))

    return value


def _defined(zh: str, en: str, unit: Words, over: tuple[str, str] | None = None) -> Definition:
    return Definition(Words(zh, en), unit, Words(*over) if over else None, "closed loop")


FIGURES = tuple(
    Figure(code, section, words, definition, value, order, target)  # type: ignore[arg-type]
    for order, (code, section, words, definition, value, target) in enumerate(
        (
            (
                "supervision.found", SECTION, Words("本窗口上报问题", "Findings reported"),
                _defined("窗口内离开草拟的问题", "findings that left draft in the window", CASES),
                lambda context: Count(len(_found(context))), Target.NONE,
            ),
            (
                "supervision.by_severity", SECTION, Words("按级别", "By severity"),
                _defined("窗口内上报，按当前级别", "reported in the window, by severity", CASES),
                _by_severity, Target.NONE,
            ),
            (
                "supervision.by_type", SECTION, Words("按类型", "By type"),
                _defined("窗口内上报，按类型", "reported in the window, by type", CASES),
                _by_type, Target.NONE,
            ),
            (
                "supervision.by_level", SECTION, Words("按层级", "By level"),
                _defined("窗口内上报，按地点的层级", "reported, by level of the zone", CASES),
                _by_level, Target.NONE,
            ),
            (
                "supervision.on_site", SECTION, Words("当场整改", "Fixed on the spot"),
                _defined(
                    "窗口内上报、当场整改", "of these, fixed on the spot",
                    PERCENT, ("窗口内上报", "reported in the window"),
                ),
                _on_site, Target.NONE,
            ),
            (
                "supervision.assigned_in_time", SECTION, Words("按时交办", "Ordered in time"),
                _defined(
                    "时限内交办，自事件启动", "ordered within the limit, since the beginning",
                    PERCENT, ("立案", "filed"),
                ),
                _share(lambda rates: rates.assigned_in_time), Target.NONE,
            ),
            (
                "supervision.closure", SECTION, Words("结案率", "Closure rate"),
                _defined(
                    "应结案中截至截止时点已销号，自事件启动，撤销的不计",
                    "closed by the cut-off, among those due since the beginning; without withdrawn",
                    PERCENT, ("应结案", "due by the cut-off"),
                ),
                _share(lambda rates: rates.closure), Target.NONE,
            ),
            (
                "supervision.on_time_closure", SECTION, Words("按期结案率", "On-time closure rate"),
                _defined(
                    "应结案且已销号中，核查通过的反馈未超时限",
                    "of the due ones closed, the feedback that passed came in time",
                    PERCENT, ("应结案", "due by the cut-off"),
                ),
                _share(lambda rates: rates.on_time_closure), Target.NONE,
            ),
            (
                "supervision.rework", SECTION, Words("返工率", "Rework rate"),
                _defined(
                    "核查未通过，自事件启动", "failed verifications, since the beginning",
                    PERCENT, ("核查", "verified"),
                ),
                _share(lambda rates: rates.rework), Target.NONE,
            ),
            (
                "supervision.overdue", SECTION, Words("超时未反馈", "Overdue stock"),
                _defined("时限已过、尚未反馈", "past the deadline without feedback", CASES),
                lambda context: Count(rates_of(context).overdue), Target.NONE,
            ),
            (
                "supervision.overdue_blocked", SECTION, Words("其中挂账", "of these blocked"),
                _defined("超时中已挂账", "overdue and blocked", CASES),
                lambda context: Count(rates_of(context).blocked), Target.NONE,
            ),
            (
                "supervision.oldest", SECTION, Words("最久超时", "Oldest overdue"),
                _defined("最久超时的时数", "hours past the deadline of the oldest", HOURS),
                _oldest, Target.NONE,
            ),
            (
                "supervision.minutes_to_close", SECTION,
                Words("交办至销号", "Order to close-out"),
                _defined(
                    "应结案且已销号的分钟数，中位数与 P90",
                    "minutes of the due ones closed, median and P90", Words("分钟", "minutes"),
                ),
                _minutes_to_close, Target.NONE,
            ),
            (
                "supervision.recurrence", SECTION, Words("反弹率", "Recurrence"),
                _defined("回头看发现反弹", "reopened", PERCENT, ("回头看", "looked back")),
                _share(lambda rates: rates.recurrence), Target.NONE,
            ),
            (
                "supervision.dispute", SECTION, Words("异议率", "Disputed"),
                _defined("提出异议", "orders disputed", PERCENT, ("交办", "assigned")),
                _share(lambda rates: rates.dispute), Target.NONE,
            ),
            (
                "supervision.dispute_changed", SECTION, Words("异议后更正", "Changed on dispute"),
                _defined("裁定后更正", "changed by the ruling", PERCENT, ("已裁定", "decided")),
                _share(lambda rates: rates.dispute_upheld), Target.NONE,
            ),
            (
                "supervision.independent", SECTION, Words("独立核查", "Independent"),
                _defined("由其他单位核查", "by another unit", PERCENT, ("核查", "verified")),
                _share(lambda rates: rates.independent), Target.ALL,
            ),
            (
                "supervision.referrals", SECTION, Words("追责建议", "Referrals"),
                _defined("按进度", "by step; people decide, nothing is automatic", CASES),
                _referrals, Target.NONE,
            ),
            (
                "supervision.over_control_new", SAFEGUARDS,
                Words("过度管控新增 X01–X08", "Over-control reported X01–X08"),
                _defined("窗口内上报的 X 类", "type X reported in the window", CASES),
                lambda context: _over_control(context, opened=False), Target.NONE,
            ),
            (
                "supervision.over_control_open", SAFEGUARDS,
                Words("过度管控未办结", "Over-control open"),
                _defined("尚未销号的 X 类", "type X not closed", CASES),
                lambda context: _over_control(context, opened=True), Target.NONE,
            ),
            (
                "supervision.egress_open", GATES,
                Words("疏散通道受阻未清除", "Exits blocked, not cleared"),
                _defined("尚未销号的 X02", "X02 not closed at the cut-off", CASES),
                _open_of("X02"), Target.ZERO,
            ),
            (
                "supervision.expired_enforced", MEASURES,
                Words("到期仍执行未清除", "Expired but enforced, open"),
                _defined("尚未销号的 X01", "X01 not closed at the cut-off", CASES),
                _open_of("X01"), Target.ZERO,
            ),
            (
                "supervision.over_control_by_type", SAFEGUARDS,
                Words("过度管控按类型", "Over-control by type"),
                _defined("X01–X08 窗口内新增与未办结", "X01–X08 new and open", CASES),
                _over_control_by_type, Target.NONE,
            ),
        ),
        start=1,
    )
)  # fmt: skip
