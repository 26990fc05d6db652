"""The charts of an answer: bands of the runs, one tone for each plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bihuan.domain.scenarios.series import HELD_OUT, MISSING
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.scenarios.labels import SAID
from bihuan.features.scenarios.selectors.runs import Answer, RunView
from bihuan.features.scenarios.selectors.tonight import days_that_hide
from bihuan.platform.charts import Chart, Drawn, Mark, Said, Series

MODEL = Said("模型结果，供研判，不作决定。", "A model: it supports discussion, it does not decide.")
RENEWAL = Said(
    "更新模型，可信度低；供研判，不作决定。",
    "Renewal model, low confidence: it supports discussion, it does not decide.",
)
HOW_RENEWAL = Said(
    "每个方案的带为各次模拟的 25 % 至 75 %；所有方案用同样的病程参数和随机数，因此差别来自方案。"
    "5 % 至 95 % 的范围见上表。模型中没有人获得免疫。",
    "Each plan's band holds 25 % to 75 % of its runs. All plans share disease and chances, so "
    "differences come from the plans. The table above gives 5 % to 95 %. Nobody becomes immune in "
    "this model.",
)
HOW_FAN = Said(
    "每个方案的带为各次模拟的 25 % 至 75 %；所有方案用同样的人、病程和随机数，因此差别来自方案。"
    "5 % 至 95 % 的范围见上表。",
    "Each plan's band holds 25 % to 75 % of its runs. All plans share people, disease and chances, "
    "so differences come from the plans. The table above gives 5 % to 95 %.",
)
HOW_ZERO = Said(
    "到这一天已连续若干天（按病种方案）没有社会面发现、并一直保持到最后一天的模拟次数占比。"
    "这是模型中的占比，不是日期预报。表中并列模拟次数有限带来的误差（Wilson，95 %）。",
    "Share of runs in which no case is found in the community on the days before that day that the "
    "profile asks for, nor later. A share of a model's runs, never a date. The table has the "
    "error that so few runs leave beside it (Wilson, 95 %).",
)
CASES = Said("人", "people")
PER_CENT = Said("% 的模拟", "% of runs")


def charts_of(run: RunView, answer: Answer) -> list[Chart]:
    """Return the charts of an answer."""
    return list(_charts(run, answer))


def _charts(run: RunView, answer: Answer) -> Iterator[Chart]:
    plans, renewal = answer.body["plans"], "model" in answer.body
    first = date.fromisoformat(run.tonight.day) + timedelta(days=1)
    labels = tuple((first + timedelta(days=n)).isoformat() for n in range(run.choice.days))
    as_of = f"{run.snapshot} · {answer.runs} × · {answer.sha256[:8]}"
    fans = (
        (
            "infected",
            Said("每日新增感染（各方案的中间一半）", "New infections by day, middle half"),
        ),
        ("beds", Said("住院人数（各方案的中间一半）", "People in hospital, middle half")),
    )
    for code, title in fans:
        if code not in plans[0]:
            continue  # the renewal model knows nobody in hospital
        series = tuple(
            Series(SAID[PlanKind(plan["kind"])], Drawn.BAND, tuple(plan[code]["q25"]),
                   tuple(plan[code]["q75"]), tone)
            for tone, plan in enumerate(plans)
        )  # fmt: skip
        yield Chart(
            code=code, title=title, how=HOW_RENEWAL if renewal else HOW_FAN, labels=labels,
            summary=_summary(plans, code, RENEWAL if renewal else MODEL),
            series=series, unit=CASES, as_of=as_of,
        )  # fmt: skip
    if renewal:
        return
    yield Chart(
        code="zero",
        title=Said("到某日社会面清零的模拟占比", "Share of runs at community zero, by date"),
        summary=_zero(plans),
        how=HOW_ZERO,
        labels=labels,
        series=tuple(_shares(plans)),
        unit=PER_CENT,
        places=1,
        as_of=as_of,
    )


def _shares(plans: list[dict[str, Any]]) -> Iterator[Series]:
    """Return each plan's share with the range that so few runs leave it, if that was recorded."""
    for tone, plan in enumerate(plans):
        said = SAID[PlanKind(plan["kind"])]
        if "zero_low" in plan:
            around = Said(f"{said.zh}（模拟误差）", f"{said.en} (Monte-Carlo error)")
            low, high = tuple(plan["zero_low"]), tuple(plan["zero_high"])
            yield Series(around, Drawn.TOLD, low, high, tone)
        yield Series(said, Drawn.LINE, tuple(plan["zero"]), (), tone)


def _summary(plans: list[dict[str, Any]], code: str, model: Said) -> Said:
    zh = "；".join(f"{SAID[PlanKind(p['kind'])].zh} {_top(p, code)}" for p in plans)
    en = "; ".join(f"{SAID[PlanKind(p['kind'])].en} {_top(p, code)}" for p in plans)
    return Said(
        f"最高一天的中间一半：{zh}。{model.zh}", f"Highest day, middle half: {en}. {model.en}"
    )


def _top(plan: dict[str, Any], code: str) -> str:
    """Return the highest day behind the first, which holds those infected to begin with."""
    return f"{max(plan[code]['q25'][1:]):,}–{max(plan[code]['q75'][1:]):,}"


def _zero(plans: list[dict[str, Any]]) -> Said:
    zh = "；".join(f"{SAID[PlanKind(p['kind'])].zh} {_last(p)}" for p in plans)
    en = "; ".join(f"{SAID[PlanKind(p['kind'])].en} {_last(p)}" for p in plans)
    return Said(f"最后一天：{zh}。{MODEL.zh}", f"On the last day: {en}. {MODEL.en}")


def _last(plan: dict[str, Any]) -> str:
    share = f"{plan['zero'][-1] / 10:.0f} %"
    if "zero_low" not in plan:
        return share
    return f"{share} ({plan['zero_low'][-1] / 10:.0f}–{plan['zero_high'][-1] / 10:.0f} %)"


HOW_FIT = Said(
    "从病种方案给出的范围和几种起始感染数中随机取值，各模拟一遍；保留与前三周最接近的十分之一"
    "（平方根之差的平方和）。最后一周不参与拟合，只用来检验。点为登记的社会面发现，缺报留空。",
    "Values are drawn from the profile's range and from several numbers of infected at the start, "
    "and each is simulated; the tenth nearest to the first three weeks is kept (squared difference "
    "of square roots). The last week takes no part and tests the fit. Dots are the community's "
    "cases on record; missing days stay blank.",
)


def fit_chart(run: RunView, answer: Answer) -> Chart | None:
    """Return the chart of a fit: the kept runs, the record, the held-out week set off."""
    if run.series is None:
        return None
    first, bands = date.fromisoformat(run.series.first), answer.body["bands"]
    labels = tuple((first + timedelta(days=n)).isoformat() for n in range(len(bands[0])))
    seen = tuple(None if n == MISSING else n for n in run.series.counts)
    inside, of = answer.body["inside"], answer.body["held_out"]
    shut = days_that_hide(run.series, incident=run.incident, zone=run.zone, until=run.tonight.day)
    return Chart(
        code="fit",
        title=Said("拟合与留出的一周", "The fit and the held-out week"),
        summary=Said(
            f"留出的一周里，{of} 个有数的日子中 {inside} 个落在 5 % 至 95 % 之内。{MODEL.zh}",
            f"In the held-out week {inside} of {of} known days lie within 5 to 95 %. {MODEL.en}",
        ),
        how=HOW_FIT,
        labels=labels,
        series=(
            Series(Said("90 %", "90 %"), Drawn.BAND, tuple(bands[0]), tuple(bands[4]), 0),
            Series(Said("50 %", "50 %"), Drawn.BAND, tuple(bands[1]), tuple(bands[3]), 0),
            Series(Said("登记", "on record"), Drawn.DOTS, seen, (), 1, people=True, covered=shut),
        ),
        marks=(Mark(labels[-HELD_OUT], labels[-1], Said("留出", "held out")),),
        unit=Said("例", "cases"),
        as_of=f"{run.snapshot} · {answer.runs} × · {answer.sha256[:8]}",
    )
