"""Charts of what was counted: the daily numbers, where they were found, the zones below."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.domain.surveillance.covered import is_small
from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.features.surveillance.selectors.chart_parts import (
    PANEL_DAYS,
    SHOWN_DAYS,
    days_covered,
    last_days,
    marks_of,
    stands_on,
)
from bihuan.features.surveillance.selectors.chart_words import (
    CASES,
    HIDDEN_HERE,
    HOW,
    TREND,
)
from bihuan.platform.charts import Chart, Drawn, Mark, Said, Series
from bihuan.platform.charts.values import scaled


def series_chart(kept: Kept) -> Chart | None:
    """Draw the daily numbers and their mean of seven days."""
    labels, new = last_days(kept, "days"), last_days(kept, "new")
    known = [n for n in new if n is not None]
    if not known:
        return None
    growth, average = kept.body["growth"], _settled_averages(kept)[-len(labels) :]
    trend = TREND[growth["trend"]]
    window = Mark(labels[-1], labels[-1], Said("本晚窗口", "tonight's window"))
    missing, shut = len(new) - len(known), days_covered(kept, kept.zone, SHOWN_DAYS)
    hidden_before = _means_covered(kept, len(labels))
    return Chart(
        code="series",
        title=Said("每日新增感染", "New infections by day"),
        summary=Said(
            f"最近一天 {_n(new[-1])} 例；近 14 天{trend.zh}；缺报 {missing} 天。",
            f"Last day {_n(new[-1])}; last 14 days {trend.en}; {missing} days are missing.",
        ),
        veiled=_veil(trend) if is_small(new[-1]) or len(labels) - 1 in shut else None,
        how=HOW["series"],
        labels=labels,
        series=(
            Series(
                Said("新增", "new"), Drawn.BAR, scaled(new, 1), tone=0, people=True, covered=shut
            ),
            Series(
                Said("7 日平均", "7-day mean"),
                Drawn.LINE,
                scaled(average, 1),
                tone=1,
                derived=True,
                covered=hidden_before,
            ),
        ),
        marks=(window, *marks_of(kept, labels)),
        unit=CASES,
        places=1,
        as_of=stands_on(kept),
    )


def _veil(trend: Said) -> Said:
    return Said(
        f"最近一天的数不便公布；近 14 天{trend.zh}。",
        f"The last day's count is not shown; last 14 days {trend.en}.",
    )


def _n(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def _settled_averages(kept: Kept) -> list[float | None]:
    """Return the means without the last days, most of whose reports are still coming in."""
    found, late = _averages(kept.body["series"]["new"]), int(kept.body.get("withheld", 0))
    return [*found[: len(found) - late], *([None] * min(late, len(found)))]


def _means_covered(kept: Kept, shown: int) -> frozenset[int]:
    """Return the places of means that hold a day which hides, also one before those shown."""
    number = len(kept.body["series"]["days"])
    hidden = days_covered(kept, kept.zone, number)
    ends = enumerate(range(number - shown, number))
    return frozenset(
        place for place, last in ends if not hidden.isdisjoint(range(last - 6, last + 1))
    )


def _averages(values: Sequence[int | None]) -> list[float | None]:
    found: list[float | None] = []
    for place in range(len(values)):
        week = [n for n in values[max(0, place - 6) : place + 1] if n is not None]
        found.append(sum(week) / 7 if len(week) == 7 else None)  # noqa: PLR2004
    return found


def detection_chart(kept: Kept) -> Chart | None:
    """Draw how many were found where."""
    labels, new = last_days(kept, "days"), last_days(kept, "new")
    community = last_days(kept, "community")
    managed = tuple(
        None if n is None or c is None else n - c for n, c in zip(new, community, strict=True)
    )
    pairs = [(m, c) for m, c in zip(managed, community, strict=True) if m is not None]
    if not pairs:
        return None
    total = sum(m + (c or 0) for m, c in pairs[-7:])
    found = sum(c or 0 for _, c in pairs[-7:])
    zh, en = f"{found:,}／{total:,}", f"{found:,} of {total:,}"
    shut = days_covered(kept, kept.zone, SHOWN_DAYS, "covered_found")
    return Chart(
        code="detection",
        title=Said("发现途径：管控中与社会面", "Detection: managed and community"),
        summary=Said(
            f"最近有途径的 7 天里，社会面发现 {zh} 例。",
            f"In the last 7 days with routes {en} were found in the community.",
        ),
        veiled=HIDDEN_HERE,
        how=HOW["detection"],
        labels=labels,
        series=(
            _stacked(Said("管控中", "managed"), managed, 4, shut),
            _stacked(Said("社会面", "community"), community, 1, shut),
        ),
        marks=marks_of(kept, labels),
        unit=CASES,
        as_of=stands_on(kept),
    )


def _stacked(words: Said, counts: tuple[Any, ...], tone: int, shut: frozenset[int]) -> Series:
    return Series(words, Drawn.STACK, counts, tone=tone, people=True, covered=shut)


def parts_chart(kept: Kept, names: Mapping[int, tuple[str, str]]) -> Chart | None:
    """Draw the zones below, side by side."""
    children = kept.body["series"]["children"]
    panels = tuple(
        Series(Said(*names.get(int(code), (code, code))), Drawn.PANEL,
               tuple(new[-PANEL_DAYS:]), tone=0, people=True,
               covered=days_covered(kept, int(code), PANEL_DAYS))
        for code, new in sorted(children.items(), key=lambda one: int(one[0]))
        if any(n is not None for n in new[-PANEL_DAYS:])
    )  # fmt: skip
    if not panels:
        return None
    return Chart(
        code="parts",
        title=Said("各辖区新增，同一尺度", "New infections by zone, one scale"),
        summary=Said(
            f"{len(panels)} 个辖区，按区划代码排列，不排名次；空白为缺报。",
            f"{len(panels)} zones in the order of codes, no ranking; blank is missing.",
        ),
        veiled=Said(
            f"{len(panels)} 个辖区，按区划代码排列，不排名次；"
            "空白为缺报，或少于 5 例及为其遮掩而不公布。",
            f"{len(panels)} zones in the order of codes, no ranking; blank is missing, or below 5"
            " and what would give such a count away.",
        ),
        how=HOW["parts"],
        labels=last_days(kept, "days", PANEL_DAYS),
        series=panels,
        unit=CASES,
        as_of=stands_on(kept),
    )
