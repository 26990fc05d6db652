"""Charts of what a model says: reproduction number, late reports, the days ahead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bihuan.domain.figures import SMALL_CELL
from bihuan.domain.surveillance.covered import is_small
from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.features.surveillance.selectors.chart_parts import (
    PANEL_DAYS,
    REACH,
    SHOWN_DAYS,
    betrays,
    days_covered,
    hidden_among,
    last_days,
    marks_of,
    stands_on,
)
from bihuan.features.surveillance.selectors.chart_words import (
    CASES,
    HIDDEN_HERE,
    HOW,
    METHODS,
    MODEL_ONLY,
    TREND,
    how_rt,
)
from bihuan.platform.charts import Chart, Drawn, Said, Series
from bihuan.platform.charts.values import scaled

FEW_CASES = 12
RT_DAYS = 7
LEVELS = (
    10, 25, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850,
    900, 950, 975, 990,
)  # fmt: skip


def rt_chart(kept: Kept) -> Chart | None:
    """Draw the reproduction number."""
    body = kept.body["rt"]
    if "mean" not in body or not any(value is not None for value in body["mean"]):
        return None
    part = slice(-SHOWN_DAYS, None)
    labels = tuple(body["days"][part])
    mean, plain, wide = body["mean"][part], body["plain"][part], body["wide"][part]
    last = max(place for place, value in enumerate(mean) if value is not None)
    trend, told = _trend(mean[last], *wide[last])
    piped = body.get("community") if body["pipeline"] else None
    own, shut = _community_told(piped), _within_reach(kept, labels)
    few = _few_told(body["cases"][part][last])
    alone = Said(
        f"{labels[last]}：{told}，{trend.zh}。{few.zh}{MODEL_ONLY.zh}",
        f"{labels[last]}: {told}, {trend.en}. {few.en}{MODEL_ONLY.en}",
    )
    return Chart(
        code="rt",
        title=Said("有效再生数 Rt（7 日窗口）", "Reproduction number Rt (7-day window)"),
        summary=Said(
            f"{labels[last]}：{told}，{trend.zh}。{few.zh}{own.zh}{MODEL_ONLY.zh}",
            f"{labels[last]}: {told}, {trend.en}. {few.en}{own.en}{MODEL_ONLY.en}",
        ),
        veiled=HIDDEN_HERE if last in shut else alone,
        betrays=piped is not None and betrays(kept, REACH, "covered_found"),
        how=how_rt(body["si_mean"], body["si_sd"]),
        labels=labels,
        series=(
            replace(_band(Said("宽区间 95 %", "wide 95 %"), wide, 0), covered=shut),
            replace(_band(Said("窄区间 95 %", "narrow 95 %"), plain, 0), covered=shut),
            Series(Said("Rt", "Rt"), Drawn.LINE, scaled(mean, 2), tone=0, covered=shut),
        ),
        marks=marks_of(kept, labels),
        unit=Said("Rt", "Rt"),
        places=2,
        level=100,
        as_of=stands_on(kept),
    )


def _few_told(cases: float | None) -> Said:
    """Say that a window holds too few cases for a number to be read alone."""
    if cases is None or cases >= FEW_CASES:
        return Said("", "")
    return Said(
        f"窗口内本地病例不足 {FEW_CASES} 例，请看病例数。",
        f"The window holds fewer than {FEW_CASES} local cases: read the counts. ",
    )


def _trend(mean: float, low: float, high: float) -> tuple[Said, str]:
    """Return which way it goes, if the wide interval tells, and the number as printed."""
    trend = TREND[1 if low > 1 else -1 if high < 1 else 0]
    return trend, f"{mean:.1f} ({low:.1f}–{high:.1f})"


def _within_reach(kept: Kept, labels: Sequence[str]) -> frozenset[int]:
    """Return the places of windows that look back on a day whose count hides.

    Imports are taken from a window's own days only.
    """
    days = kept.body["series"]["days"]
    span = [date.fromisoformat(label) for label in labels]
    shut: set[int] = set()
    for what, reach in (("covered", REACH), ("covered_imported", RT_DAYS)):
        hidden = [date.fromisoformat(days[n])
                  for n in days_covered(kept, kept.zone, len(days), what)]  # fmt: skip
        shut |= {
            place
            for place, day in enumerate(span)
            if any(0 <= (day - one).days < reach for one in hidden)
        }
    return frozenset(shut)


def _community_told(body: Mapping[str, Any] | None) -> Said:
    """Say Rt of the community's cases beside one that describes the quarantine pipeline."""
    if body is None:
        return Said("", "")
    known = [place for place, value in enumerate(body["mean"]) if value is not None]
    told = "—"
    if known:
        low, high = body["wide"][known[-1]]
        told = f"{body['mean'][known[-1]]:.1f} ({low:.1f}–{high:.1f})"
    return Said(
        f"多数在管控中发现，此值主要反映隔离管控；社会面发现的 Rt 为 {told}。",
        f"Most were found in managed status, so this describes the quarantine; Rt of those found in"
        f" the community is {told}. ",
    )


def _band(words: Said, pairs: Sequence[Sequence[float | None]], tone: int) -> Series:
    low = scaled([one[0] for one in pairs], 2)
    high = scaled([one[1] for one in pairs], 2)
    return Series(words, Drawn.BAND, low, high, tone)


def late_chart(kept: Kept, before: Kept | None = None) -> Chart | None:
    """Draw what late reports will still add, beside what was expected the night before."""
    body = kept.body["nowcast"]
    if "days" not in body:
        return None
    earlier, moved = _expected_before(body, before)
    labels, point, quantiles = tuple(body["days"]), body["point"], body["quantiles"]
    reported, last = _round(body["observed"][-1]), _round(point[-1])
    alone = Said(
        f"最近一天已报 {reported} 例，预计最终 {last} 例。",
        f"Last day {reported} reported, {last} expected in the end. ",
    )
    return Chart(
        code="nowcast",
        title=Said("迟报估计：最终会有多少", "Nowcast: how many there will be in the end"),
        summary=alone + moved + MODEL_ONLY,
        veiled=HIDDEN_HERE if _hid_late(kept) else alone + MODEL_ONLY,
        betrays=before is not None and _hid_late(before),
        how=HOW["nowcast"],
        labels=labels,
        series=(
            *_fan(quantiles, derived=True),
            Series(
                Said("已报", "reported"),
                Drawn.BAR,
                scaled(body["observed"], 1),
                tone=4,
                people=True,
                covered=days_covered(kept, kept.zone, len(labels)),
            ),
            Series(Said("估计", "expected"), Drawn.DOTS, _people(point), tone=1, derived=True),
            *earlier,
        ),
        unit=CASES,
        places=1,
        as_of=stands_on(kept),
    )


def _expected_before(
    body: Mapping[str, Any], before: Kept | None
) -> tuple[tuple[Series, ...], Said]:
    """Return the earlier nowcast on tonight's days, and how its last day has moved since."""
    then = {} if before is None else before.body["nowcast"]
    if before is None or "days" not in then:
        return (), Said("", "")
    expected = dict(zip(then["days"], then["point"], strict=True))
    now = dict(zip(body["days"], body["point"], strict=True))
    words = Said(f"{before.day} 晚的估计", f"expected on {before.day}")
    values = _people([expected.get(day) for day in body["days"]])
    # What that night hid has grown since, maybe: its dots would tell how few there were.
    shut = frozenset(range(len(values))) if _hid_late(before) else frozenset()
    was, is_now = (_round(one.get(before.day)) for one in (expected, now))
    moved = Said(
        f"{before.day} 当晚估计 {was} 例，现为 {is_now} 例。",
        f"{before.day} was expected at {was} that night and is at {is_now} now. ",
    )
    return (Series(words, Drawn.DOTS, values, tone=3, derived=True, covered=shut),), moved


def _hid_late(kept: Kept) -> bool:
    """Tell whether a count that the nowcast of a night was made from hides."""
    body, small = kept.body["nowcast"], max(SMALL_CELL, kept.body.get("small_cell", 0))
    few = any(n is not None and 0 < n < small for n in body.get("observed", ()))
    return few or bool(hidden_among(kept, body.get("days", ())))


def _round(value: float | None) -> str:
    return "—" if value is None else f"{round(value):,}"


def _people(values: Sequence[float | None]) -> tuple[int | None, ...]:
    """Return expected counts as whole people: nobody knows their tenths."""
    return tuple(None if one is None else round(one) * 10 for one in values)


def _fan(quantiles: Sequence[Sequence[float | None]], *, derived: bool = False) -> Iterator[Series]:
    for low, high, words in (
        (50, 950, Said("90 %", "90 %")),
        (250, 750, Said("50 %", "50 %")),
    ):
        ends = (LEVELS.index(low), LEVELS.index(high))
        lows, highs = (_people([row[end] for row in quantiles]) for end in ends)
        yield Series(words, Drawn.BAND, lows, highs, tone=1, derived=derived)


def ahead_chart(kept: Kept) -> Chart | None:
    """Draw the short forecast."""
    body = kept.body["forecast"]
    if "quantiles" not in body:
        return None
    back, shut = last_days(kept, "days", PANEL_DAYS), days_covered(kept, kept.zone, PANEL_DAYS)
    future, rows = _future(kept, len(back))
    known = (*last_days(kept, "new", PANEL_DAYS), *(None for _ in future))
    week, label = body["quantiles"][6], METHODS[body["method"]]
    span = f"{_round(week[LEVELS.index(50)])}–{_round(week[LEVELS.index(950)])}"
    # A flat forecast's middle is the last count itself, and the others follow from the last days.
    last_count = next((n for n in reversed(kept.body["series"]["new"]) if n is not None), None)
    derived = is_small(last_count) or bool(shut)
    reported = Series(
        Said("已报", "reported"), Drawn.BAR, scaled(known, 1), tone=4, people=True, covered=shut
    )
    return Chart(
        code="forecast",
        title=Said("短期预测：未来 14 天", "Short forecast: the next 14 days"),
        summary=Said(
            f"7 天后每日 {span} 例（90 % 区间）；所用方法：{label.zh}。{MODEL_ONLY.zh}",
            f"In 7 days {span} a day (90 % interval); method shown: {label.en}. {MODEL_ONLY.en}",
        ),
        veiled=HIDDEN_HERE if derived else None,
        how=HOW["forecast"],
        labels=(*back, *future),
        series=(*_fan(rows, derived=derived), reported),
        marks=marks_of(kept, back),
        unit=CASES,
        places=1,
        as_of=stands_on(kept),
    )


def _future(kept: Kept, back: int) -> tuple[tuple[str, ...], list[list[float | None]]]:
    """Return the days ahead, and the quantiles of all days with none for those gone by."""
    quantiles, last = kept.body["forecast"]["quantiles"], date.fromisoformat(kept.day)
    days = (last + timedelta(days=n) for n in range(1, len(quantiles) + 1))
    blank: list[list[float | None]] = [[None] * len(LEVELS) for _ in range(back)]
    return tuple(day.isoformat() for day in days), [*blank, *quantiles]
