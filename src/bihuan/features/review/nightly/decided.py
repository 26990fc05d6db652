"""Sections 11 and 14: what became of decisions, and how strong they were."""

from collections.abc import Iterator

from bihuan.domain.reviews.commitments import NightCount, count_decisions
from bihuan.domain.reviews.states import OptionKind
from bihuan.features.review.selectors.decisions import DecisionView, decisions_as_of
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    Count,
    Definition,
    Fact,
    Figure,
    NightlyContext,
    Share,
    Words,
)

DECISIONS = Words("项", "decisions")


def _earlier(context: NightlyContext) -> list[DecisionView]:
    until = context.window.until
    return decisions_as_of(incident=context.incident, clock=context.clock, at=until)


def _counted(context: NightlyContext) -> NightCount | None:
    found = tuple(one.order for one in _earlier(context))
    return count_decisions(found, at=context.window.until) if found else None


def decisions_done(context: NightlyContext) -> Share | None:
    """Count decisions done among those due."""
    count = _counted(context)
    return None if count is None else Share(count.done, count.due)


def decisions_late(context: NightlyContext) -> Count | None:
    """Count decisions past their deadline and open."""
    count = _counted(context)
    return None if count is None else Count(count.late)


def decisions_red(context: NightlyContext) -> Count | None:
    """Count decisions carried over two nights or more."""
    count = _counted(context)
    return None if count is None else Count(count.red)


def stronger_chosen(context: NightlyContext) -> Share | None:
    """Decisions of the window that did not take the option that restricts less."""
    taken = [one for one in _earlier(context) if one.order.ordered_at in context.window]
    if not taken:
        return None
    stronger = sum(one.chosen["kind"] == OptionKind.MEASURE for one in taken)
    return Share(stronger, len(taken))


def open_decision_items(context: NightlyContext) -> Iterator[AgendaFact]:
    """Yield each decision that is not done: it returns until it is."""
    for one in _earlier(context):
        if one.open:
            yield _decision_item(one, context)


def _decision_item(one: DecisionView, context: NightlyContext) -> AgendaFact:
    late = one.late(context.window.until)
    facts = (
        Fact(Words("决定", "Decided"), one.chosen["text"]),
        Fact(Words("期限", "Due"), one.order.due_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")),
        Fact(Words("已过会", "Nights carried over"), str(one.order.nights)),
    )
    return AgendaFact(
        AgendaKind.DECISION,
        one.label,
        Words(f"{one.label} {one.title}", f"{one.label} {one.title}"),
        facts,
        help=Words(one.help, one.help) if one.help else None,
        minutes=3,
        weight=10 * one.order.nights + late,
        link=f"/review/decisions/{one.number}",
    )


def _on_decisions(counts: Words, over: Words | None = None, clause: str = "11") -> Definition:
    return Definition(counts, DECISIONS, over, f"nightly-review §{clause}")


DUE = Words("到截止时点应办结的决定", "Decisions due by the cut-off")
FIGURES = (
    Figure(
        "review.decisions_done",
        11,
        Words("到期决定办结", "Decisions done"),
        _on_decisions(Words("核实办结的决定", "Decisions verified as done"), DUE),
        decisions_done,
        10,
    ),
    Figure(
        "review.decisions_late",
        11,
        Words("超期未办结", "Late decisions"),
        _on_decisions(Words("已过期限未办结的决定", "Decisions past their deadline and not done")),
        decisions_late,
        20,
    ),
    Figure(
        "review.decisions_red",
        11,
        Words("连续两晚以上未办结", "Carried over two nights or more"),
        _on_decisions(Words("连续两晚以上未办结的决定", "Decisions undone for two nights or more")),
        decisions_red,
        30,
    ),
    Figure(
        "review.stronger_chosen",
        14,
        Words("未采用限制更少选项的决定", "Decisions without the less restrictive option"),
        _on_decisions(
            Words("选了一般措施选项的决定", "Decisions that took the stronger option"),
            Words("窗口内作出的决定", "Decisions taken in the window"),
            "14",
        ),
        stronger_chosen,
        90,
    ),
)
