"""The review's own figures: completeness, published counts, decisions, revisions."""

from collections.abc import Iterator

from bihuan.features.incidents.api import incident
from bihuan.features.review.nightly import decided, kept, published
from bihuan.features.review.selectors import bulletin
from bihuan.features.review.selectors.completeness import reporting_units
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Count,
    Definition,
    Fact,
    Figure,
    NightlyContext,
    Share,
    Words,
    installed,
    late_inputs,
)


def completeness(context: NightlyContext) -> Share | None:
    """Count counties with a valid submission among those due."""
    view = incident(context.incident)
    units = reporting_units(view, context.window) if view else []
    return Share(sum(unit.valid for unit in units), len(units)) if units else None


def revision_count(context: NightlyContext) -> Count:
    """Count corrected counts, and what arrived in this window for an earlier one."""
    day = context.window.day.isoformat()
    corrected = bulletin.revisions(incident=context.incident, listed_on=day)
    late, _ = late_inputs(installed(), context)
    return Count(len(corrected) + len(late))


def missing_reports(context: NightlyContext) -> Iterator[AgendaFact]:
    """Yield one item when counties have not reported."""
    view = incident(context.incident)
    missing = [u for u in reporting_units(view, context.window) if not u.valid] if view else []
    if missing:
        n = len(missing)
        english = "1 county has not reported" if n == 1 else f"{n} counties have not reported"
        words = Words(f"{n} 个县没有报送", english)
        silent = Words("未报送", "not reported")
        facts = tuple(Fact(unit.words, silent) for unit in missing)
        yield AgendaFact(AgendaKind.GAP, "completeness", words, facts, minutes=2)


FIGURES = (
    Figure(
        "review.completeness",
        0,
        Words("完整度", "Completeness"),
        Definition(
            Words(
                "至定稿前自报数据齐全的县",
                "Counties that said, up to the freeze, that their figures are complete",
            ),
            Words("个县", "counties"),
            Words("截止时点在用的县", "Counties in force at the cut-off"),
            "nightly-review §0",
        ),
        completeness,
        10,
    ),
    *published.FIGURES,
    *decided.FIGURES,
    Figure(
        "review.revisions",
        15,
        Words("修订", "Revisions"),
        Definition(
            Words(
                "截止时点后才到达或更正的往晚数据",
                "Inputs of earlier nights that came or were corrected after their cut-off",
            ),
            Words("条", "inputs"),
            None,
            "nightly-review",
        ),
        revision_count,
        10,
    ),
    *kept.FIGURES,
)
AGENDA = (
    AgendaSource("review.decisions", decided.open_decision_items),
    AgendaSource("review.completeness", missing_reports),
)
