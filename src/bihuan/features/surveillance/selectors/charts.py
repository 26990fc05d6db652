"""The charts of an analysis: what is drawn, what it says, how it is computed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bihuan.domain.surveillance.covered import is_small
from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.features.surveillance.selectors.chart_words import (
    CASES,
    HIDDEN_HERE,
    HOW,
    METHODS,
    MODEL_ONLY,
    REASONS,
    TREND,
    how_rt,
)
from bihuan.platform.charts import Chart, Drawn, Mark, Said, Series
from bihuan.platform.charts.values import scaled

SHOWN_DAYS = 60
PANEL_DAYS = 28
LEVELS = (
    10, 25, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850,
    900, 950, 975, 990,
)  # fmt: skip


def charts_of(kept: Kept, names: Mapping[int, tuple[str, str]]) -> list[Chart]:
    """Return the charts that an analysis can draw; one without values is left out."""
    found = [_series(kept), _detection(kept), _rt(kept), _late(kept), _ahead(kept),
             _parts(kept, names)]  # fmt: skip
    return [one for one in found if one is not None]


def missing_of(kept: Kept) -> Iterator[tuple[Said, Said]]:
    """Yield the models that give nothing tonight, each with the reason."""
    listed = (
        ("rt", Said("有效再生数 Rt", "Reproduction number Rt")),
        ("nowcast", Said("迟报估计", "Nowcast of late reports")),
        ("forecast", Said("短期预测", "Short forecast")),
    )
    for name, words in listed:
        said = kept.body[name]
        # Rt gives a reason for each window: the last one's says why tonight has none.
        reason = said.get("reason") or next(iter(said.get("why", [])[-1:]), "")
        if reason:
            yield words, REASONS[reason]


def _as_of(kept: Kept) -> str:
    return f"{kept.day} · {kept.body['profile']} · {kept.body['inputs'][:8]}"


def _marks(kept: Kept, labels: Sequence[str]) -> tuple[Mark, ...]:
    found = []
    for one in kept.body["regimes"]:
        last = one["last"] or labels[-1]
        if labels and one["first"] <= labels[-1] and last >= labels[0]:
            found.append(Mark(one["first"], last, Said(one["zh"][:16], one["en"][:28])))
    return tuple(found)


def _tail(kept: Kept, name: str, days: int = SHOWN_DAYS) -> tuple[Any, ...]:
    return tuple(kept.body["series"][name][-days:])


def _covered(kept: Kept, code: int, shown: int) -> frozenset[int]:
    """Return the places among the last ``shown`` days on which a zone's counts hide."""
    series = kept.body["series"]
    first = max(0, len(series["days"]) - shown)
    places = series.get("covered", {}).get(str(code), ())
    return frozenset(place - first for place in places if place >= first)


def _series(kept: Kept) -> Chart | None:
    labels, new = _tail(kept, "days"), _tail(kept, "new")
    known = [n for n in new if n is not None]
    if not known:
        return None
    growth, average = kept.body["growth"], _averages(kept.body["series"]["new"])[-len(labels) :]
    trend = TREND[growth["trend"]]
    window = Mark(labels[-1], labels[-1], Said("本晚窗口", "tonight's window"))
    missing, shut = len(new) - len(known), _covered(kept, kept.zone, SHOWN_DAYS)
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
                Said("新增", "new"),
                Drawn.BAR,
                scaled(new, 1),
                tone=0,
                people=True,
                covered=shut,
            ),
            Series(
                Said("7 日平均", "7-day mean"), Drawn.LINE, scaled(average, 1), tone=1, derived=True
            ),
        ),
        marks=(window, *_marks(kept, labels)),
        unit=CASES,
        places=1,
        as_of=_as_of(kept),
    )


def _veil(trend: Said) -> Said:
    return Said(
        f"最近一天的数不便公布；近 14 天{trend.zh}。",
        f"The last day's count is not shown; last 14 days {trend.en}.",
    )


def _n(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"


def _averages(values: Sequence[int | None]) -> list[float | None]:
    found: list[float | None] = []
    for place in range(len(values)):
        week = [n for n in values[max(0, place - 6) : place + 1] if n is not None]
        found.append(sum(week) / 7 if len(week) == 7 else None)  # noqa: PLR2004
    return found


def _detection(kept: Kept) -> Chart | None:
    labels, new = _tail(kept, "days"), _tail(kept, "new")
    community = _tail(kept, "community")
    managed = tuple(
        None if n is None or c is None else n - c for n, c in zip(new, community, strict=True)
    )
    pairs = [(m, c) for m, c in zip(managed, community, strict=True) if m is not None]
    if not pairs:
        return None
    total = sum(m + (c or 0) for m, c in pairs[-7:])
    found = sum(c or 0 for _, c in pairs[-7:])
    zh, en = f"{found}／{total}", f"{found} of {total}"
    shut = _covered(kept, kept.zone, SHOWN_DAYS)
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
        marks=_marks(kept, labels),
        unit=CASES,
        as_of=_as_of(kept),
    )


def _stacked(words: Said, counts: tuple[Any, ...], tone: int, shut: frozenset[int]) -> Series:
    return Series(words, Drawn.STACK, counts, tone=tone, people=True, covered=shut)


def _rt(kept: Kept) -> Chart | None:
    body = kept.body["rt"]
    if "mean" not in body or not any(value is not None for value in body["mean"]):
        return None
    part = slice(-SHOWN_DAYS, None)
    labels = tuple(body["days"][part])
    mean, plain, wide = body["mean"][part], body["plain"][part], body["wide"][part]
    known = [place for place, value in enumerate(mean) if value is not None]
    last = known[-1]
    low, high = wide[last]
    trend = TREND[1 if low > 1 else -1 if high < 1 else 0]
    told = f"{mean[last]:.1f} ({low:.1f}–{high:.1f})"
    piped = body.get("community") if body["pipeline"] else None
    own = _community_told(piped)
    return Chart(
        code="rt",
        title=Said("有效再生数 Rt（7 日窗口）", "Reproduction number Rt (7-day window)"),
        summary=Said(
            f"{labels[last]}：{told}，{trend.zh}。{own.zh}{MODEL_ONLY.zh}",
            f"{labels[last]}: {told}, {trend.en}. {own.en}{MODEL_ONLY.en}",
        ),
        how=how_rt(body["si_mean"], body["si_sd"]),
        labels=labels,
        series=(
            _band(Said("宽区间 95 %", "wide 95 %"), wide, 0),
            _band(Said("窄区间 95 %", "narrow 95 %"), plain, 0),
            Series(Said("Rt", "Rt"), Drawn.LINE, scaled(mean, 2), tone=0),
        ),
        marks=_marks(kept, labels),
        unit=Said("Rt", "Rt"),
        places=2,
        level=100,
        as_of=_as_of(kept),
    )


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


def _late(kept: Kept) -> Chart | None:
    body = kept.body["nowcast"]
    if "days" not in body:
        return None
    labels, point, quantiles = tuple(body["days"]), body["point"], body["quantiles"]
    reported, last = _round(body["observed"][-1]), _round(point[-1])
    return Chart(
        code="nowcast",
        title=Said("迟报估计：最终会有多少", "Nowcast: how many there will be in the end"),
        summary=Said(
            f"最近一天已报 {reported} 例，预计最终 {last} 例。",
            f"Last day {reported} reported, {last} expected in the end.",
        ),
        veiled=HIDDEN_HERE,
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
                covered=_covered(kept, kept.zone, len(labels)),
            ),
            Series(Said("估计", "expected"), Drawn.DOTS, scaled(point, 1), tone=1, derived=True),
        ),
        unit=CASES,
        places=1,
        as_of=_as_of(kept),
    )


def _round(value: float | None) -> str:
    return "—" if value is None else f"{round(value):,}"


def _fan(quantiles: Sequence[Sequence[float | None]], *, derived: bool = False) -> Iterator[Series]:
    for low, high, words in (
        (50, 950, Said("90 %", "90 %")),
        (250, 750, Said("50 %", "50 %")),
    ):
        ends = (LEVELS.index(low), LEVELS.index(high))
        lows = scaled([row[ends[0]] for row in quantiles], 1)
        highs = scaled([row[ends[1]] for row in quantiles], 1)
        yield Series(words, Drawn.BAND, lows, highs, tone=1, derived=derived)


def _ahead(kept: Kept) -> Chart | None:
    body = kept.body["forecast"]
    if "quantiles" not in body:
        return None
    back, shut = _tail(kept, "days", PANEL_DAYS), _covered(kept, kept.zone, PANEL_DAYS)
    future, rows = _future(kept, len(back))
    known = (*_tail(kept, "new", PANEL_DAYS), *(None for _ in future))
    week, label = body["quantiles"][6], METHODS[body["method"]]
    span = f"{_round(week[LEVELS.index(50)])}–{_round(week[LEVELS.index(950)])}"
    # A flat forecast's middle is the last count itself.
    last_count = next((n for n in reversed(kept.body["series"]["new"]) if n is not None), None)
    derived = is_small(last_count) or len(back) - 1 in shut
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
        marks=_marks(kept, back),
        unit=CASES,
        places=1,
        as_of=_as_of(kept),
    )


def _future(kept: Kept, back: int) -> tuple[tuple[str, ...], list[list[float | None]]]:
    """Return the days ahead, and the quantiles of all days with none for those gone by."""
    quantiles, last = kept.body["forecast"]["quantiles"], date.fromisoformat(kept.day)
    days = (last + timedelta(days=n) for n in range(1, len(quantiles) + 1))
    blank: list[list[float | None]] = [[None] * len(LEVELS) for _ in range(back)]
    return tuple(day.isoformat() for day in days), [*blank, *quantiles]


def _parts(kept: Kept, names: Mapping[int, tuple[str, str]]) -> Chart | None:
    children = kept.body["series"]["children"]
    panels = tuple(
        Series(Said(*names.get(int(code), (code, code))), Drawn.PANEL,
               tuple(new[-PANEL_DAYS:]), tone=0, people=True,
               covered=_covered(kept, int(code), PANEL_DAYS))
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
        labels=_tail(kept, "days", PANEL_DAYS),
        series=panels,
        unit=CASES,
        as_of=_as_of(kept),
    )
