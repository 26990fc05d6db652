"""How models are shown: no finer than they are known, the night before beside tonight."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.features.surveillance.selectors.analysis import Kept
from bihuan.features.surveillance.selectors.counted_charts import _settled_averages
from bihuan.features.surveillance.selectors.modelled_charts import late_chart
from bihuan.features.surveillance.selectors.night import _interval
from bihuan.features.surveillance.selectors.scored import truth_of
from bihuan.platform.charts.tables import table_of
from bihuan.platform.templatetags.surveillance_words import as_index, as_percent

DAYS = [(date(2022, 11, 26) + timedelta(days=n)).isoformat() for n in range(4)]


def kept(day, point, completeness=(0.3, 0.9, 1.0)):
    days = DAYS[: DAYS.index(day) + 1][-3:]
    nowcast = {
        "days": days, "point": point, "observed": [9, 8, 7], "completeness": list(completeness),
        "quantiles": [[10.0] * 23] * 3,
    }  # fmt: skip
    series = {"days": days, "new": [9, 8, 7], "covered": {}}
    body = {"nowcast": nowcast, "series": series, "profile": "p@1", "inputs": "0" * 8}
    return Kept("x", 1, day, datetime(2022, 11, 29, tzinfo=UTC), body)


def test_the_nowcast_of_the_night_before_stays_beside_tonights():
    chart = late_chart(kept(DAYS[3], [9, 12, 20]), kept(DAYS[2], [9, 9, 15]))
    earlier = chart.series[-1]
    assert (earlier.words.en, earlier.values) == (f"expected on {DAYS[2]}", (90, 150, None))
    assert f"{DAYS[2]} was expected at 15 that night and is at 12 now" in chart.summary.en
    assert "does not decide" in chart.summary.en
    assert earlier not in chart.suppressed(10).series
    assert len(late_chart(kept(DAYS[3], [9, 12, 20])).series) == len(chart.series) - 1


def test_the_night_before_does_not_tell_how_few_there_were_of_what_has_grown_since():
    then, grown = kept(DAYS[2], [9, 9, 15]), kept(DAYS[3], [9, 12, 20])
    then.body["nowcast"]["observed"] = [9, 8, 3]
    chart = late_chart(grown, then).suppressed(5)
    fan, reported, expected, earlier = chart.series[0], *chart.series[-3:]
    assert earlier.words.en == f"expected on {DAYS[2]}"
    assert set(earlier.values) == {None}
    assert None not in (*fan.values, *reported.values, *expected.values), "tonight's hide nothing"
    assert chart.summary.en.startswith("Last day 7 reported, 20 expected in the end. ")
    assert "that night" not in chart.summary.en
    covered = kept(DAYS[2], [9, 9, 15])
    covered.body["series"]["covered"] = {"1": [2]}
    assert set(late_chart(grown, covered).suppressed(5).series[-1].values) == {None}


def test_what_is_expected_is_whole_people():
    chart = late_chart(kept(DAYS[3], [9.4, 12.6, 20.2]), kept(DAYS[2], [9, 9.5, 15]))
    _, rows = table_of(chart, "en")
    assert [row[-2] for row in rows] == ["9", "13", "20"]
    assert rows[-1][1:5] == ["10"] * 4


def test_the_mean_of_a_week_ends_where_reports_are_still_coming_in():
    one = kept(DAYS[3], [9, 12, 20])
    one.body["series"]["new"] = [7] * 9
    assert _settled_averages(one)[-3:] == [7.0] * 3
    one.body["withheld"] = 2
    assert _settled_averages(one)[-3:] == [7.0, None, None]


def test_a_forecast_is_scored_against_what_has_come_in_and_never_against_half_of_it():
    assert truth_of(kept(DAYS[3], [9, 12, 20])) == {DAYS[1]: 9}


@pytest.mark.parametrize(
    ("values", "shown"),
    [([15.31, 7.8, 363.5], "15 (8 – 364)"), ([0.045, 0.002, 0.0892], "0.0 (0.0 – 0.1)")],
)
def test_an_interval_has_no_decimals_that_its_width_denies(values, shown):
    assert _interval(values, 1, 1) == shown


def test_a_few_of_very_many_are_some_and_not_zero():
    assert [as_percent(n) for n in (0.0, 0.00002, 0.002)] == ["0%", "<0.01%", "0.20%"]
    assert [as_index(n) for n in (0.0, 0.002, 0.5)] == ["0.0", "<0.01", "0.50"]
