"""What supervision adds to the nightly review: section 9, over-control, agenda items."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bihuan.domain.figures import Ratio
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.numbers import ledger_label
from bihuan.domain.findings.rates import LoopRates
from bihuan.domain.findings.states import RECTIFY_RUNNING, State
from bihuan.features.supervision.api import finding_types, findings_of, rates_of
from bihuan.features.territory import api as territory
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Breakdown,
    BreakdownRow,
    Count,
    Definition,
    Fact,
    Figure,
    NightlyContext,
    Share,
    Target,
    Words,
)

SECTION, SAFEGUARDS = 9, 14
CASES = Words("件", "cases")
PERCENT = Words("%", "%")
HOURS = Words("小时", "hours")
RAISED = 2
Names = Mapping[int, Sequence[territory.ZoneName]]


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


def _oldest(context: NightlyContext) -> Count | None:
    hours = rates_of(context).oldest_overdue_hours
    return None if hours is None else Count(int(hours))


def _over_control(context: NightlyContext, *, opened: bool) -> Count:
    window = context.window
    listed = [one for one in findings_of(context) if one.over_control]
    if opened:
        return Count(sum(one.closed_at is None and one.ended_at is None for one in listed))
    return Count(sum(one.reported_at in window for one in listed))


def _open_of(code: str) -> Callable[[NightlyContext], Count]:
    def value(context: NightlyContext) -> Count:
        until = context.window.until
        return Count(
            sum(
                one.type_code == code
                and (one.closed_at is None or one.closed_at > until)
                and one.ended_at is None
                for one in findings_of(context)
            )
        )

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
                "supervision.on_site", SECTION, Words("当场整改", "Fixed on the spot"),
                _defined("当场整改", "fixed on the spot", PERCENT, ("上报", "reported")),
                _share(lambda rates: rates.on_site_fixed), Target.NONE,
            ),
            (
                "supervision.assigned_in_time", SECTION, Words("按时交办", "Ordered in time"),
                _defined("时限内交办", "ordered within the limit", PERCENT, ("立案", "filed")),
                _share(lambda rates: rates.assigned_in_time), Target.NONE,
            ),
            (
                "supervision.closure", SECTION, Words("结案率", "Closure rate"),
                _defined(
                    "应结案中截至截止时点已销号", "closed by the cut-off, among those due",
                    PERCENT, ("应结案", "due by the cut-off"),
                ),
                _share(lambda rates: rates.closure), Target.NONE,
            ),
            (
                "supervision.on_time_closure", SECTION, Words("按期结案率", "On-time closure rate"),
                _defined(
                    "应结案且已销号中按期反馈", "of the due ones closed, fed back in time",
                    PERCENT, ("应结案", "due by the cut-off"),
                ),
                _share(lambda rates: rates.on_time_closure), Target.NONE,
            ),
            (
                "supervision.rework", SECTION, Words("返工率", "Rework rate"),
                _defined("核查未通过", "failed verifications", PERCENT, ("核查", "verified")),
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
                "supervision.egress_open", SAFEGUARDS,
                Words("疏散通道受阻未清除", "Exits blocked, not cleared"),
                _defined("尚未销号的 X02", "X02 not closed at the cut-off", CASES),
                _open_of("X02"), Target.ZERO,
            ),
            (
                "supervision.expired_enforced", SAFEGUARDS,
                Words("到期仍执行未清除", "Expired but enforced, open"),
                _defined("尚未销号的 X01", "X01 not closed at the cut-off", CASES),
                _open_of("X01"), Target.ZERO,
            ),
        ),
        start=1,
    )
)  # fmt: skip


def _agenda(context: NightlyContext) -> Iterable[AgendaFact]:
    listed = [one for one in findings_of(context) if _on_agenda(one, context)]
    names = territory.name_chains({one.zone for one in listed})
    for one in listed:
        yield _item(one, context, names)


def _on_agenda(one: FindingFacts, context: NightlyContext) -> bool:
    if one.state == State.BLOCKED or (one.level >= RAISED and one.state in RECTIFY_RUNNING):
        return True
    due = one.rectify_due_at
    return one.state in RECTIFY_RUNNING and due is not None and due < context.window.until


def _item(one: FindingFacts, context: NightlyContext, names: Names) -> AgendaFact:
    kind = finding_types()[one.type_code]
    label = _label(one)
    where_zh = "".join(name.zh for name in names[one.zone][1:])
    where_en = ", ".join(name.en for name in reversed(names[one.zone][1:]))
    due = one.rectify_due_at
    late = int((context.window.until - due).total_seconds() // 3600) if due else 0
    facts = (
        Fact(Words("级别", "Severity"), f"S{one.severity}"),
        Fact(Words("升级", "Escalation"), f"E{one.level}"),
        Fact(Words("返工", "Rework"), str(one.rework_count)),
        Fact(Words("超时（小时）", "Hours overdue"), str(max(0, late))),
        Fact(Words("七日内同类", "Same type in 7 days"), str(one.recent_same_type)),
    )
    asked, offered = one.help_asked, one.help_offered
    return AgendaFact(
        kind=_kind(one),
        subject=label,
        title=Words(f"{where_zh} {kind.zh}", f"{kind.en}: {where_en}"),
        facts=facts,
        help=Words(
            f"请求帮助 {asked} 次，已提供 {offered} 次", f"Help asked {asked}×, offered {offered}×"
        ),
        otherwise=Words("时钟继续走，按规则升级", "The clock runs on and escalates by rule"),
        weight=(5 - one.severity) * 100
        + one.level * 20
        + one.rework_count * 10
        + one.recent_same_type,
        link=f"/orders/{label}",
    )


def _kind(one: FindingFacts) -> AgendaKind:
    if one.state == State.BLOCKED:
        return AgendaKind.BLOCKED
    return AgendaKind.ESCALATED if one.level >= RAISED else AgendaKind.OVERDUE


def _label(one: FindingFacts) -> str:
    if one.ledger_year is None or one.ledger_number is None:
        return one.id
    return ledger_label(one.ledger_year, one.ledger_number, drill=one.drill)


AGENDA = (AgendaSource("supervision", _agenda),)
