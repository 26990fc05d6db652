"""Section 3 of the nightly review, the companion part of 6, and overrides in 14."""

from collections import Counter
from collections.abc import Collection

from bihuan.domain.measures.companion import Need
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.nightly.agenda import agenda
from bihuan.features.measures.nightly.facts import active_in, due_in, known_in
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import (
    AgendaSource,
    Breakdown,
    BreakdownRow,
    Count,
    Definition,
    Figure,
    NightlyContext,
    Share,
    Target,
    Words,
)

SECTION, LIVELIHOOD, SAFEGUARDS = 3, 6, 14
CLAUSE = "nightly review, section 3"
MEASURES, PEOPLE = Words("项", "measures"), Words("人", "people")
TASKS, NEEDS = Words("项任务", "tasks"), Words("项", "needs")
PERSON_DAYS, PERCENT = Words("人日", "person-days"), Words("%", "%")


def _by_type(context: NightlyContext) -> Breakdown:
    counts = Counter(one.code for one in active_in(context))
    types = api.catalogue().types
    rows = tuple(
        BreakdownRow(c, Words(f"{c} {types[c].names.zh}", f"{c} {types[c].names.en}"), (n,))
        for c, n in sorted(counts.items())
    )
    return Breakdown((MEASURES,), rows)


def _affected(context: NightlyContext) -> Count:
    return Count(api.affected(active_in(context), context.scope))


def _days(context: NightlyContext) -> api.Days:
    return context.once("measures.days", lambda: _counted_days(context))


def _counted_days(context: NightlyContext) -> api.Days:
    view = incidents.incident(context.incident)
    if view is None:
        return api.Days([], [])
    return api.restriction(
        context.incident,
        context.scope,
        first=view.opened_at.astimezone(LOCAL).date(),
        until=context.window.until,
    )


def _today(context: NightlyContext) -> Count | None:
    days = _days(context).held
    return Count(days[-1]) if days else None


def _total(context: NightlyContext) -> Count | None:
    days = _days(context).held
    return Count(sum(days)) if days else None


def _while_suspended(context: NightlyContext) -> Count | None:
    days = _days(context).suspended
    return Count(sum(days)) if days else None


def _expiring(context: NightlyContext) -> Breakdown:
    known = known_in(context)
    soon, renewing = api.expiring(known, context.window.until), api.renewed(known)
    with_ = sum(one.id in renewing for one in soon)
    rows = (
        BreakdownRow("renewal", Words("已申请延续", "renewal asked"), (with_,)),
        BreakdownRow("lapses", Words("到期自行失效", "lapses by itself"), (len(soon) - with_,)),
    )
    return Breakdown((MEASURES,), rows)


def _complete(context: NightlyContext) -> Share | None:
    active = active_in(context)
    good = sum(
        bool(
            one.around.basis
            and one.around.basis.confirmed
            and one.notice_at
            and one.reported_at
            and (one.companion_at or not _restricts(one))
        )
        for one in active
    )
    return Share(good, len(active)) if active else None


def _restricts(one: api.MeasureFacts) -> bool:
    return one.around.type is not None and one.around.type.restricts


def _companions(context: NightlyContext) -> Share | None:
    asked = [one for one in active_in(context) if _restricts(one)]
    running = sum(one.companion_at is not None and not one.around.companion_short for one in asked)
    return Share(running, len(asked)) if asked else None


def _short(context: NightlyContext) -> Count:
    waiting = _standing(context, ("DECIDED", "NOTICE_PUBLISHED"))
    return Count(sum(min(one.around.companion_short, len(Need)) for one in waiting))


def _carried_out(context: NightlyContext) -> Share | None:
    due, until = due_in(context), context.window.until
    seen = sum(one.verified_at is not None and one.verified_at <= until for one in due)
    return Share(seen, len(due)) if due else None


def _equity(context: NightlyContext) -> Breakdown | None:
    """Compare zones in which extra service is due with the rest: tasks due, done in time."""
    due = due_in(context)
    if not due:
        return None
    special = api.special_among({one.zone for one in due})
    rows = []
    for code, words, here in (
        ("special", Words("城乡接合部、三无、院落", "fringe, three-no, courtyard"), True),
        ("rest", Words("其他", "the rest"), False),
    ):
        some = [one for one in due if (one.zone in special) is here]
        in_time = sum(one.done_at is not None and one.done_at <= one.due_at for one in some)
        rows.append(BreakdownRow(code, words, (len(some), in_time)))
    return Breakdown(
        (Words("到期任务", "tasks due"), Words("按时完成", "done in time")), tuple(rows)
    )


def _delivered(context: NightlyContext) -> Share | None:
    received, due = api.delivered(active_in(context), context.window.until)
    return Share(received, due) if due else None


def _overrides(context: NightlyContext) -> Count:
    window = context.window
    return Count(
        sum(
            bool(one.override_reason) and one.decided_at is not None and one.decided_at in window
            for one in known_in(context)
        )
    )


def _on_appeal(context: NightlyContext) -> Count:
    """Count what a hearing body suspended; past its end a measure is over, not suspended."""
    return Count(sum(one.state == "SUSPENDED" for one in _standing(context, ("SUSPENDED",))))


def _standing(context: NightlyContext, states: Collection[str]) -> list[api.MeasureFacts]:
    until = context.window.until
    return [one for one in known_in(context) if api.state_as_of(one, until) in states]


def _defined(zh: str, en: str, unit: Words, over: tuple[str, str] | None = None) -> Definition:
    return Definition(Words(zh, en), unit, Words(*over) if over else None, CLAUSE)


FIGURES = (
    Figure(
        "measures.active", SECTION, Words("生效中的措施", "Measures in force"),
        _defined("截止时点生效，按类型", "in force at the cut-off, by type", MEASURES), _by_type, 1,
    ),
    Figure(
        "measures.affected", SECTION, Words("受影响人数", "People affected"),
        _defined("生效措施范围内常住人口，每人一次", "residents in scope, each once", PEOPLE),
        _affected, 2,
    ),
    Figure(
        "measures.person_days_today", SECTION,
        Words("当日限制人日", "Restriction person-days today"),
        _defined("至少处于一项限制性措施内，并集", "inside at least one restricting scope (union)",
                 PERSON_DAYS), _today, 3,
    ),
    Figure(
        "measures.person_days", SECTION,
        Words("累计限制人日", "Restriction person-days so far"),
        _defined("自事件开始逐日并集之和", "sum of daily unions since the incident began",
                 PERSON_DAYS), _total, 4,
    ),
    Figure(
        "measures.expiring", SECTION, Words("48小时内到期", "Expiring within 48 hours"),
        _defined("生效且48小时内到期", "in force, ending within 48 hours", MEASURES), _expiring, 5,
    ),
    Figure(
        "measures.complete", SECTION, Words("要件齐全率", "Basis completeness"),
        _defined("依据已确认且公告、保障方案、上报齐全",
                 "with confirmed basis, notice, companion plan, upward report", PERCENT,
                 ("生效措施", "in force")), _complete, 6, Target.ALL,
    ),
    Figure(
        "measures.companion", LIVELIHOOD, Words("保障方案到位率", "Companion plans in place"),
        _defined("保障方案已启动且无缺口", "companion plan running and nothing short", PERCENT,
                 ("生效的限制性措施", "restricting measures in force")), _companions, 1, Target.ALL,
    ),
    Figure(
        "measures.companion_short", LIVELIHOOD, Words("待生效措施保障缺口", "Needs left short"),
        _defined("已决定未生效措施的保障缺口项", "needs short in decided measures", NEEDS),
        _short, 2,
    ),
    Figure(
        "measures.delivered", SECTION, Words("公告传达到位率", "Notices acknowledged"),
        _defined("生效措施涉及的乡镇（街道）、社区（村）中已签收公告的",
                 "townships and communities that have acknowledged the notice", PERCENT,
                 ("应签收", "due")), _delivered, 8,
    ),
    Figure(
        "measures.carried_out", SECTION, Words("落实经核实率", "Carried out, seen by another"),
        _defined("到期任务中经他人核实的；与成效分列",
                 "tasks due that somebody else has seen; effect is told apart", PERCENT,
                 ("到期任务", "tasks due")), _carried_out, 7,
    ),
    Figure(
        "measures.equity", LIVELIHOOD, Words("服务公平对照", "Equity of service"),
        _defined("应加强服务的区域与其他区域的到期任务按时完成对照",
                 "tasks done in time, zones due extra service against the rest", TASKS),
        _equity, 8,
    ),
    Figure(
        "measures.overrides", SAFEGUARDS, Words("比例原则例外决定", "Proportionality overrides"),
        _defined("窗口内有“否”仍决定", "decided in the window despite a no", MEASURES),
        _overrides, 20,
    ),
    Figure(
        "measures.suspended", SAFEGUARDS, Words("因申诉暂停的措施", "Suspended after appeal"),
        _defined("截止时点因申诉暂停", "suspended after an appeal", MEASURES), _on_appeal, 21,
    ),
    Figure(
        "measures.person_days_suspended", SAFEGUARDS,
        Words("暂停期间人日", "Person-days while suspended"),
        _defined("所在措施整日暂停，未计入限制人日；如仍被限制，即无依据",
                 "measures suspended all day, none of the restriction person-days; whoever was held"
                 " all the same was held on no footing", PERSON_DAYS), _while_suspended, 22,
    ),
)  # fmt: skip


AGENDA = (AgendaSource("measures", agenda),)
