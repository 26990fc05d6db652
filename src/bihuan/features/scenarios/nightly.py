"""What scenarios add to the nightly review: the records of plans tried, to be cited by number."""

from bihuan.features.scenarios.labels import SAID
from bihuan.features.scenarios.selectors.runs import RunView, finished_until
from bihuan.features.territory.api import names
from bihuan.platform.figures import (
    Breakdown,
    BreakdownRow,
    Definition,
    Figure,
    NightlyContext,
    Words,
)

MEASURES = 3
SHOWN = 12
LOW_CONFIDENCE = Words("（更新模型，可信度低）", " (renewal model, low confidence)")


def tried(context: NightlyContext) -> Breakdown | None:
    """List the runs finished since the window opened; None when nothing was tried."""
    found = finished_until(
        incident=context.incident, since=context.window.since, until=context.window.until
    )
    found = [one for one in found if one.series is None]
    if not found:
        return None
    called = names({one.zone for one in found})
    columns = (Words("模拟次数", "runs"), Words("方案数", "plans"))
    rows = []
    for one in found:
        name = called.get(one.zone)
        zh, en = (name.zh, name.en or name.zh) if name else (str(one.zone), str(one.zone))
        rows.append(BreakdownRow(str(one.number), _words(one, zh, en), _counts(one)))
    return Breakdown(columns, tuple(rows[-SHOWN:]))


def _words(one: RunView, zh: str, en: str) -> Words:
    plans = [SAID[kind] for kind in one.choice.plans]
    listed_zh = "、".join(words.zh for words in plans)
    listed_en = ", ".join(words.en for words in plans)
    mark = one.sha256[:12]
    low = LOW_CONFIDENCE if one.renewal else Words("", "")
    return Words(
        f"试算 {one.number}（{zh}，{one.snapshot}）：{listed_zh}{low.zh}；指纹 {mark}",
        f"Run {one.number} ({en}, {one.snapshot}): {listed_en}{low.en}; fingerprint {mark}",
    )


def _counts(one: RunView) -> tuple[int, ...]:
    return one.runs, len(one.choice.plans)


FIGURES = (
    Figure(
        "scenarios.tried",
        MEASURES,
        Words(
            "方案试算记录（模型，供研判，不作决定）", "Plans tried in the twin (model, no decision)"
        ),
        Definition(
            counts=Words(
                "上一截止时点以来完成的试算，按编号引用；范围、代价和假定见各次记录",
                "Runs finished since the last cut-off, cited by number; ranges, costs and "
                "assumptions stand in the record of each",
            ),
            unit=Words("次", "runs"),
            absent=Words("没有试算时显示“—”", '"—" when nothing was tried'),
        ),
        tried,
        order=900,
    ),
)
