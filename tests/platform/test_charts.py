"""Charts: one value, one option, one drawing, one table."""

import json
import os
import re
import signal

import pytest

from bihuan.platform.charts import Chart, Drawn, Mark, Said, Series
from bihuan.platform.charts.drawings import drawing, width_asked
from bihuan.platform.charts.models import Drawing
from bihuan.platform.charts.options import NARROW, PANEL_HEIGHT, height_of, option
from bihuan.platform.charts.svg import svg_of
from bihuan.platform.charts.tables import table_of
from bihuan.platform.charts.values import chart_of, scaled

WORDS = Said("每日新增", "New by day")


def chart(*series, labels=("2022-11-26", "2022-11-27", "2022-11-28"), **more):
    return Chart("c", WORDS, Said("说明", "says"), Said("算法", "how"), labels, series,
                 Said("例", "cases"), **more)  # fmt: skip


BARS = Series(Said("新增", "new"), Drawn.BAR, (3, None, 12), people=True)
BAND = Series(Said("90 %", "90 %"), Drawn.BAND, (10, None, 20), (30, None, 45))


def test_a_chart_is_itself_again_after_freezing():
    whole = chart(BARS, BAND, marks=(Mark("2022-11-27", "2022-11-28", WORDS),), places=1, level=10)
    assert chart_of(json.loads(json.dumps(whole.as_json()))) == whole


def test_values_must_fit_the_labels():
    with pytest.raises(ValueError, match="Expected 3 values"):
        chart(Series(WORDS, Drawn.BAR, (1, 2)))


def test_what_is_missing_stays_missing_in_option_and_table():
    assert option(chart(BARS), "en")["series"][0]["data"] == [3, None, 12]
    head, rows = table_of(chart(BARS, BAND, places=0), "en")
    assert head == ["", "new", "90 % ↓", "90 % ↑"]
    assert rows[1] == ["2022-11-27", "—", "—", "—"]
    assert scaled([1.25, None, float("nan")], 2) == (125, None, None)


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [
        ("2022-11-28", "2022-11-28", "insideTopRight"),
        ("2022-11-26", "2022-11-26", "insideTopLeft"),
        ("2022-11-27", "2022-11-27", "insideTop"),
        ("2022-11-26", "2022-11-28", "insideTop"),
    ],
)
def test_the_words_of_a_span_stay_inside_the_chart(first, last, place):
    marked = option(chart(BARS, marks=(Mark(first, last, WORDS),)), "en")
    assert marked["series"][0]["markArea"]["data"][0][0]["label"]["position"] == place


def test_on_a_phone_words_keep_their_size_and_nothing_lies_beside_the_drawing():
    panels = [Series(Said(f"区{n}", f"Zone {n}"), Drawn.PANEL, (n, n, n)) for n in range(17)]
    narrow = option(chart(*panels), "en", NARROW)
    assert max(grid["left"] + grid["width"] for grid in narrow["grid"]) <= NARROW
    assert narrow["graphic"][0]["style"]["font"] == option(chart(*panels), "en")["graphic"][0][
        "style"
    ]["font"]  # fmt: skip
    assert height_of(chart(*panels), NARROW) == 60 + 9 * PANEL_HEIGHT
    plot = option(chart(BARS, BAND), "en", NARROW)
    assert plot["legend"]["top"] > 24
    assert "right" not in plot["legend"]
    assert plot["grid"]["top"] > plot["legend"]["top"]
    assert width_asked({"narrow": "1"}) == NARROW < width_asked({})


def test_the_legend_tells_a_band_within_a_band_and_a_line_apart():
    inner = Series(Said("50 %", "50 %"), Drawn.BAND, (12, None, 22), (20, None, 40))
    line = Series(Said("中", "middle"), Drawn.LINE, (15, None, 30))
    keys = option(chart(BAND, inner, line), "en")["legend"]["data"]
    shades = [key["itemStyle"]["opacity"] for key in keys]
    assert shades == sorted(set(shades))
    assert keys[2]["icon"] != keys[0]["icon"]


def test_small_multiples_share_one_scale():
    panels = [Series(Said(f"区{n}", f"Zone {n}"), Drawn.PANEL, (n, 2 * n, 3 * n)) for n in (1, 9)]
    assert {axis["max"] for axis in option(chart(*panels), "zh-hans")["yAxis"]} == {27}


def test_small_counts_and_lines_made_of_them_go_together():
    line = Series(Said("平均", "mean"), Drawn.LINE, (1, 2, 3), derived=True)
    shown = chart(BARS, line).suppressed(5)
    assert [one.words.en for one in shown.series] == ["new"]
    assert shown.series[0].values == (None, None, 12)
    assert chart(Series(WORDS, Drawn.BAR, (0, 5, 12), people=True), line).suppressed(5).series[1:]


@pytest.mark.django_db
def test_a_chart_is_drawn_once_without_styles_or_scripts_of_its_own():
    text = drawing(chart(BARS, BAND), "zh-hans")
    assert text.startswith("<svg")
    assert "每日新增" in text
    assert not re.search(r"<script|javascript:|https?://(?!www\.w3\.org)", text)
    assert drawing(chart(BARS, BAND), "zh-hans") == text
    assert Drawing.objects.count() == 1
    assert "New by day" in drawing(chart(BARS, BAND), "en")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_draws_for_itself():
    """A thread does not come along through a fork: whoever waits for it waits for ever."""
    flat = {"xAxis": {"data": ["a"]}, "yAxis": {}, "series": [{"type": "bar", "data": [1]}]}
    assert "<svg" in svg_of(flat, width=200, height=100)
    child = os.fork()
    if child == 0:
        signal.alarm(120)
        os._exit(0 if "<svg" in svg_of(flat, width=200, height=100) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_people_are_counted_whole_beside_a_mean_of_them():
    people = Series(Said("新增", "new"), Drawn.BAR, (1950, 40, None), people=True)
    mean = Series(Said("平均", "mean"), Drawn.LINE, (1000, 45, None), derived=True)
    _, rows = table_of(chart(people, mean, places=1), "en")
    assert [row[1:] for row in rows] == [["195", "100.0"], ["4", "4.5"], ["—", "—"]]
