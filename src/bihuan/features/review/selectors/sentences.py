"""The bottom line: five sentences built from the night's figures, in both languages."""

from collections.abc import Mapping, Sequence

from bihuan.domain.figures import ABSENT
from bihuan.features.review.selectors.completeness import ReportingUnit
from bihuan.platform.figures import AgendaFact, AgendaKind, Evaluated, Verdict, Words, shown

# What the sentences quote; a figure that is not registered reads "—".
NEW, COMMUNITY = "review.new_cases", "review.community_detected"
UNOWNED, ACKNOWLEDGED = "posts.unowned", "posts.acknowledged"
FOUND, CLOSURE = "supervision.found", "supervision.closure"
ON_TIME, OVERDUE = "supervision.on_time_closure", "supervision.overdue"


def bottom_line(
    figures: Sequence[Evaluated], units: Sequence[ReportingUnit], agenda: Sequence[AgendaFact]
) -> list[Words]:
    """Return the five sentences of section 1."""
    said = {one.figure.code: one for one in figures}
    return [
        _situation(said, units),
        _supervision(said),
        _responsibility(said),
        _targets(figures),
        _tonight(agenda),
    ]


def _value(said: Mapping[str, Evaluated], code: str) -> str:
    found = said.get(code)
    return shown(found.value if found else None)


def _some(count: str, what: str) -> str:
    """Return an English count of things, of one thing in the singular."""
    return f"{count} {what}" if count == "1" else f"{count} {what}s"


def _situation(said: Mapping[str, Evaluated], units: Sequence[ReportingUnit]) -> Words:
    new, community = _value(said, NEW), _value(said, COMMUNITY)
    came, due = sum(unit.valid for unit in units), len(units)
    if new == ABSENT:
        return Words(
            f"窗口内没有已到达的通报数；{due} 个县中 {came} 个已报送。",
            f"No published count of the window has arrived; {came} of {due} counties have"
            " reported.",
        )
    few, fewer = (said[code].value if code in said else None for code in (NEW, COMMUNITY))
    if isinstance(few, Verdict):
        return Words(
            f"窗口内新增数{few.words.zh}；{due} 个县中 {came} 个已报送。",
            f"New cases of the window: {few.words.en}; {came} of {due} counties have reported.",
        )
    if isinstance(fewer, Verdict):
        return Words(
            f"窗口内新增 {new} 例，其中社会面发现数{fewer.words.zh}；"
            f"{due} 个县中 {came} 个已报送。",
            f"{_some(new, 'new case')} in the window; how many were found in the community is"
            f" {fewer.words.en}; {came} of {due} counties have reported.",
        )
    return Words(
        f"窗口内通报新增 {new} 例，其中社会面发现 {community} 例；{due} 个县中 {came} 个已报送。",
        f"{_some(new, 'new case')} published for the window, {community} of them found in the"
        f" community; {came} of {due} counties have reported.",
    )


def _supervision(said: Mapping[str, Evaluated]) -> Words:
    found, closed, on_time, overdue = (
        _value(said, code) for code in (FOUND, CLOSURE, ON_TIME, OVERDUE)
    )
    return Words(
        f"督查发现 {found} 件，结案率 {closed}，按期结案率 {on_time}，超期未结 {overdue} 件。",
        f"{_some(found, 'finding')} reported; closure rate {closed}, on-time closure {on_time},"
        f" {overdue} overdue.",
    )


def _responsibility(said: Mapping[str, Evaluated]) -> Words:
    unowned, acknowledged = _value(said, UNOWNED), _value(said, ACKNOWLEDGED)
    return Words(
        f"无责任岗位的辖区 {unowned} 个，岗位确认率 {acknowledged}。",
        f"Unowned zones: {unowned}; duty acknowledged: {acknowledged}.",
    )


def _targets(figures: Sequence[Evaluated]) -> Words:
    missed = [one for one in figures if one.missed]
    if not missed:
        return Words(
            "已知的“应为 0”“应为全部”指标今晚全部达到。",
            "Every known figure that must be zero, or all, is so tonight.",
        )
    zh = "、".join(f"{one.figure.words.zh} {shown(one.value)}" for one in missed)
    en = "; ".join(f"{one.figure.words.en} {shown(one.value, 'en')}" for one in missed)
    return Words(f"没有达到应有值的指标：{zh}。", f"Figures that miss what they must be: {en}.")


def _tonight(agenda: Sequence[AgendaFact]) -> Words:
    counted = {kind: sum(fact.kind is kind for fact in agenda) for kind in AgendaKind}
    escalated, blocked = counted[AgendaKind.ESCALATED], counted[AgendaKind.BLOCKED]
    back = counted[AgendaKind.DECISION]
    return Words(
        f"今晚 {len(agenda)} 个议题：提级 {escalated}，挂账 {blocked}，未办结决定 {back}。",
        f"{len(agenda)} items tonight: {escalated} escalated, {blocked} blocked, {back} decisions"
        " not done yet.",
    )
