"""A chart as one ECharts option: the browser and the server draw the same."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bihuan.platform.charts.values import Chart, Drawn, Series

# Blue, orange, teal, violet, grey, brown: told apart without red and green.
TONES = ("#0b5cad", "#b45309", "#0f766e", "#6d28d9", "#5c6b78", "#7c4a03")
INK, FAINT, LINE = "#16202a", "#4a5a68", "#dde3e8"
FONT = "Noto Sans SC, sans-serif"
WIDTH, HEIGHT = 760, 300
# A phone's drawing: words keep their size, the legend stands below the title.
NARROW, LEGEND_HEIGHT = 380, 20
COLUMNS, NARROW_COLUMNS, PANEL_HEIGHT = 3, 2, 92
SHADE = 0.22
ICONS = {Drawn.LINE: "path://M0,3 L14,3 L14,5 L0,5 Z", Drawn.DOTS: "circle"}


def option(chart: Chart, language: str, width: int = WIDTH) -> dict[str, Any]:
    """Return the option of a chart in one language, for a drawing of a width."""
    common = {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": INK},
        "title": {
            "text": chart.title.said(language), "subtext": chart.as_of, "left": 8, "top": 4,
            "textStyle": {"fontSize": 14, "fontFamily": FONT, "color": INK},
            "subtextStyle": {"fontSize": 11, "fontFamily": FONT, "color": FAINT},
            "itemGap": 4,
        },
    }  # fmt: skip
    panels = [one for one in chart.series if one.drawn is Drawn.PANEL]
    if panels:
        return {**common, **_panels(chart, panels, language, width)}
    return {**common, **_plot(chart, language, width)}


def height_of(chart: Chart, width: int = WIDTH) -> int:
    """Return the height of a chart in pixels of its own drawing."""
    panels = sum(one.drawn is Drawn.PANEL for one in chart.series)
    if panels:
        return 60 + -(-panels // _columns(width)) * PANEL_HEIGHT
    return HEIGHT + (LEGEND_HEIGHT if width < WIDTH else 0)


def _columns(width: int) -> int:
    return COLUMNS if width >= WIDTH else NARROW_COLUMNS


def _plot(chart: Chart, language: str, width: int) -> dict[str, Any]:
    series: list[dict[str, Any]] = []
    drawn = [one for one in chart.series if one.drawn is not Drawn.TOLD]
    for place, one in enumerate(drawn):
        series += _drawn(chart, one, place, language)
    if series:
        series[0]["markArea"] = _areas(chart, language)
        if chart.level is not None:
            series[0]["markLine"] = _level(chart)
    below = width < WIDTH
    stands = {"left": 4, "top": 24 + LEGEND_HEIGHT} if below else {"right": 8, "top": 24}
    return {
        "legend": {
            "data": _keys(drawn, language), **stands, "itemWidth": 14, "itemHeight": 8,
            "textStyle": {"fontSize": 11, "fontFamily": FONT, "color": FAINT},
        },
        "grid": {"left": 52, "right": 16, "top": 64 + below * LEGEND_HEIGHT, "bottom": 34},
        "xAxis": _days(chart.labels),
        "yAxis": _values(chart.unit.said(language)),
        "series": series,
    }  # fmt: skip


def _keys(drawn: Sequence[Series], language: str) -> list[dict[str, Any]]:
    """Return the legend: each key as dark as what it names, a band within a band darker."""
    keys, bands = [], Counter[int]()
    for one in drawn:
        bands[one.tone] += one.drawn is Drawn.BAND
        clear: float = (1 - SHADE) ** bands[one.tone] if one.drawn is Drawn.BAND else 0
        keys.append(
            {
                "name": one.words.said(language), "icon": ICONS.get(one.drawn, "roundRect"),
                "itemStyle": {"opacity": round(1 - clear, 3)},
            }
        )  # fmt: skip
    return keys


def _days(labels: tuple[str, ...]) -> dict[str, Any]:
    # A date reads as month and day; the year stands in the corner and in the table.
    short = [label[5:] if len(label) == len("2022-11-28") else label for label in labels]
    return {
        "type": "category", "data": short, "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": FAINT, "fontSize": 11, "fontFamily": FONT, "hideOverlap": True},
    }  # fmt: skip


def _values(name: str) -> dict[str, Any]:
    return {
        "type": "value", "min": 0, "name": name, "nameLocation": "end", "nameGap": 8,
        "nameTextStyle": {"color": FAINT, "fontSize": 11, "fontFamily": FONT, "align": "left"},
        "splitLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": FAINT, "fontSize": 11, "fontFamily": FONT},
    }  # fmt: skip


def _drawn(chart: Chart, one: Series, place: int, language: str) -> list[dict[str, Any]]:
    name, colour = one.words.said(language), TONES[one.tone % len(TONES)]
    values = [_plain(value, chart.places) for value in one.values]
    if one.drawn is Drawn.BAND:
        return _band(chart, one, place, name)
    if one.drawn in {Drawn.BAR, Drawn.STACK}:
        bar: dict[str, Any] = {
            "type": "bar", "name": name, "data": values, "itemStyle": {"color": colour},
            "barCategoryGap": "20%",
        }  # fmt: skip
        return [{**bar, "stack": "total"} if one.drawn is Drawn.STACK else bar]
    dots = one.drawn is Drawn.DOTS
    return [
        {
            "type": "scatter" if dots else "line", "name": name, "data": values, "symbolSize": 5,
            "showSymbol": dots, "connectNulls": False, "itemStyle": {"color": colour},
            "lineStyle": {"color": colour, "width": 2},
        }
    ]  # fmt: skip


def _band(chart: Chart, one: Series, place: int, name: str) -> list[dict[str, Any]]:
    """Draw a band as an invisible line and the height above it, stacked."""
    low = [_plain(value, chart.places) for value in one.values]
    high = [_plain(value, chart.places) for value in one.high]
    rise = [
        None if a is None or b is None else round(b - a, chart.places + 6)
        for a, b in zip(low, high, strict=True)
    ]
    colour = TONES[one.tone % len(TONES)]
    shared = {
        "type": "line", "stack": f"band{place}", "stackStrategy": "all", "showSymbol": False,
        "lineStyle": {"opacity": 0}, "itemStyle": {"color": colour},
    }  # fmt: skip
    return [
        {**shared, "name": f"{name}\u200b", "data": low},
        {**shared, "name": name, "data": rise, "areaStyle": {"color": colour, "opacity": SHADE}},
    ]


def _areas(chart: Chart, language: str) -> dict[str, Any]:
    spans = []
    for mark in chart.marks:
        inside = [label for label in chart.labels if mark.first <= label <= mark.last]
        if inside:
            ends = [chart.labels.index(inside[0]), chart.labels.index(inside[-1])]
            label = {"position": _label_place(ends[0], ends[1], len(chart.labels))}
            spans.append(
                [
                    {"name": mark.words.said(language), "xAxis": ends[0], "label": label},
                    {"xAxis": ends[1]},
                ]
            )
    return {
        "silent": True, "itemStyle": {"color": "rgba(92,107,120,0.14)"}, "data": spans,
        "label": {"color": FAINT, "fontSize": 10, "fontFamily": FONT, "position": "insideTop"},
    }  # fmt: skip


def _label_place(first: int, last: int, days: int) -> str:
    """Return where a span's words stand, so that they do not run over an edge of the chart."""
    if last >= days - 1 and first > 0:
        return "insideTopRight"
    return "insideTopLeft" if first == 0 and last < days - 1 else "insideTop"


def _level(chart: Chart) -> dict[str, Any]:
    return {
        "silent": True, "symbol": "none", "label": {"show": False},
        "lineStyle": {"color": INK, "type": "dashed", "width": 1},
        "data": [{"yAxis": _plain(chart.level, chart.places)}],
    }  # fmt: skip


def _panels(chart: Chart, panels: list[Series], language: str, width: int) -> dict[str, Any]:
    """Draw small multiples on one common scale, so that zones can be compared by eye."""
    known = [value for one in panels for value in one.values if value is not None]
    top = max([_plain(value, chart.places) or 0 for value in known], default=1) or 1
    columns = _columns(width)
    wide = (width - 24) / columns
    parts: dict[str, list[Any]] = {"grid": [], "xAxis": [], "yAxis": [], "series": []}
    captions = []
    for place, one in enumerate(panels):
        left, row = 12 + place % columns * wide, place // columns
        above = 52 + row * PANEL_HEIGHT
        parts["grid"].append(
            {"left": left + 34, "top": above + 18, "width": wide - 48, "height": 50}
        )
        parts["xAxis"].append({**_days(chart.labels), "gridIndex": place, "show": False})
        parts["yAxis"].append(
            {**_values(""), "gridIndex": place, "max": top, "interval": top, "splitNumber": 1}
        )
        values = [_plain(value, chart.places) for value in one.values]
        parts["series"].append(
            {
                "type": "bar", "xAxisIndex": place, "yAxisIndex": place, "data": values,
                "itemStyle": {"color": TONES[one.tone % len(TONES)]}, "barCategoryGap": "10%",
            }
        )  # fmt: skip
        captions.append(
            {
                "type": "text", "left": left + 34, "top": above,
                "style": {"text": one.words.said(language), "fill": INK, "font": f"12px {FONT}"},
            }
        )  # fmt: skip
    return {**parts, "graphic": captions}


def _plain(units: int | None, places: int) -> float | int | None:
    if units is None or not places:
        return units
    return float(units / 10**places)
