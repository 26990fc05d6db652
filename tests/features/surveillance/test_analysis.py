"""What the models say about the record: computed once, kept, broken where regimes change."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, at
from tests.factories.surveillance import case, days_back, enter, wave
from tests.factories.territory import CITY, HILL, NORTH, RIVER, SOUTH

import bihuan
from bihuan.domain.profiles import parse
from bihuan.domain.surveillance.cases import DayCounts
from bihuan.domain.surveillance.regimes import Effect
from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import incident as view_of
from bihuan.features.surveillance import api
from bihuan.features.surveillance.jobs import analyse_what_changed
from bihuan.features.surveillance.models import Analysis
from bihuan.features.surveillance.selectors.analysis.given import given_of
from bihuan.features.surveillance.selectors.analysis.together import contents
from bihuan.features.surveillance.selectors.cases import arrivals
from bihuan.features.surveillance.selectors.series import ZoneSeries
from bihuan.features.territory.api import zone_of
from bihuan.platform.jobs import Tick
from bihuan.platform.registry.rulefiles import read_rules

PROFILES = Path(bihuan.__file__).parent / "features" / "incidents" / "profiles"
pytestmark = pytest.mark.django_db
RISE = [3, 4, 6, 5, 8, 9, 12, 11, 15, 18, 17, 22, 25, 30, 28, 35, 41, 38, 50, 47, 60, 66, 58, 80,
        75, 90, 110, 96, 120, 140]  # fmt: skip


def run(incident):
    with at(incident, EVENING):
        view = view_of(incident)
        return analyse_what_changed(Tick(view.clock, EVENING))


def body(incident, zone=CITY):
    return api.latest(incident=incident, zone=zone).body


def test_the_models_run_when_counts_have_changed_and_only_then(incident):
    assert run(incident) == 0
    enter(incident, wave(RISE))
    assert run(incident) == 1
    assert run(incident) == 0
    enter(incident, [case(5, zone=NORTH), case(6, zone=SOUTH)], key="parts")
    assert run(incident) == 3


def test_the_same_counts_are_computed_once(incident):
    enter(incident, wave(RISE))
    run(incident)
    first = Analysis.objects.get(zone=CITY)
    with at(incident, EVENING):
        view = view_of(incident)
        name, _ = api_analyse(view, CITY)
    assert name == first.id
    assert Analysis.objects.filter(zone=CITY).count() == 1


def api_analyse(view, zone):
    from bihuan.features.surveillance.selectors.analysis import analyse

    return analyse(view, zone_of(zone), date.fromisoformat(DAY))


def test_a_rising_wave_is_said_to_rise_with_its_intervals(incident):
    enter(incident, wave(RISE))
    run(incident)
    said = body(incident)
    assert said["growth"]["trend"] == 1
    rate, low, high = said["growth"]["rate"]
    assert low < rate < high
    wide, plain = said["rt"]["wide"][-1], said["rt"]["plain"][-1]
    assert wide[0] <= plain[0] < said["rt"]["mean"][-1] < plain[1] <= wide[1]
    assert len(said["forecast"]["quantiles"]) == 14
    assert said["forecast"]["method"] in {"baseline", "flat", "mix"}
    assert said["nowcast"] == {"reason": "no_history"}


def test_zones_computed_together_say_what_each_says_alone(incident):
    enter(incident, wave(RISE, zone=RIVER), key="township")
    enter(incident, wave([max(0, n - 3) for n in RISE], zone=SOUTH), key="south")
    enter(incident, wave(RISE[4:], zone=HILL), key="later")
    assert run(incident) == 5
    together = {row.zone: json.loads(row.body) for row in Analysis.objects.exclude(zone=0)}
    assert set(together) == {CITY, NORTH, SOUTH, RIVER, HILL}
    Analysis.objects.all().delete()
    with at(incident, EVENING):
        view = view_of(incident)
        for zone, said in together.items():
            assert api_analyse(view, zone)[1] == said


def test_a_township_with_few_cases_gets_its_counts_and_no_reproduction_number(incident):
    enter(incident, wave([1, 0, 2, 1, 0, 1, 0, 2, 1, 1], zone=RIVER))
    run(incident)
    said = body(incident, RIVER)
    assert said["series"]["new"] == [1, 0, 2, 1, 0, 1, 0, 2, 1, 1]
    assert set(said["rt"]["mean"]) == {None}
    assert said["rt"]["why"][-1] == "few_cases"
    kept = api.latest(incident=incident, zone=RIVER)
    assert "fewer than 12 cases" in " ".join(why.en for _, why in api.missing_of(kept))


@pytest.mark.parametrize(("count", "warned"), [(1, True), (40, False)])
def test_a_number_from_few_cases_is_shown_with_a_word_to_read_the_counts(incident, count, warned):
    enter(incident, wave([count] * 30, community=0.0))
    run(incident)
    kept = api.latest(incident=incident, zone=CITY)
    summary = next(c for c in api.charts_of(kept, {}) if c.code == "rt").summary
    assert ("fewer than 12 local cases" in summary.en) is warned
    assert ("不足 12 例" in summary.zh) is warned


def test_of_a_township_only_the_last_analysis_of_a_day_is_kept(incident):
    enter(incident, wave(RISE, zone=RIVER))
    run(incident)
    revised = [case(99, zone=RIVER, origin="local_linked", route="central_quarantine")]
    enter(incident, revised, reason="recount", key="revised")
    run(incident)
    kept = Analysis.objects.filter(incident=incident)
    assert kept.filter(zone=RIVER).count() == 1
    assert kept.filter(zone=CITY).count() == 2


def test_what_stands_in_two_splits_arrived_once(incident):
    enter(incident, [
        case(6, route="managed"), case(4, route="community"),
        case(7, status="confirmed"), case(3, status="asymptomatic"), case(2, status="suspected"),
    ])  # fmt: skip
    enter(incident, [case(5, route="community"), case(8, status="confirmed")], reason="late",
          key="late")  # fmt: skip
    lines = arrivals(incident=incident, scope=range_of(NORTH), first=DAY, last=DAY)
    came = sum(one.new_count - (one.old_count or 0) for one in lines)
    assert (came, len(lines)) == (11, 3)


def test_a_missing_day_is_neither_zero_nor_used(incident):
    gap = [*RISE[:-2], None, RISE[-1]]
    enter(incident, wave(gap))
    run(incident)
    said = body(incident)
    assert said["series"]["new"][-2] is None
    assert said["rt"]["mean"][-1] is None
    assert said["rt"]["why"][-1] == "missing_day"
    assert said["described"]["ratio"] is None


def test_no_model_draws_across_a_change_of_regime(incident):
    enter(incident, wave(RISE))
    draft = api.RegimeDraft(
        CITY, date.fromisoformat(days_back(5)[0]), None, Effect.LEVEL_SHIFT, "停止全员筛查"
    )
    with at(incident, EVENING):
        api.set_regime(by=EPIDEMIOLOGIST, incident=incident, draft=draft, key="regime")
    run(incident)
    said = body(incident)
    assert said["forecast"]["reason"] == "regime_break"
    assert not any(value is not None for value in said["rt"]["mean"])
    assert said["described"]["ratio"] is None
    assert [one["zh"] for one in said["regimes"]] == ["停止全员筛查"]


def test_a_blank_regime_on_the_last_day_gives_nothing_but_the_reason(incident):
    enter(incident, wave(RISE))
    draft = api.RegimeDraft(CITY, date.fromisoformat(DAY), None, Effect.BLANK, "系统故障")
    with at(incident, EVENING):
        api.set_regime(by=EPIDEMIOLOGIST, incident=incident, draft=draft, key="regime")
    run(incident)
    said = body(incident)
    reasons = {said[name]["reason"] for name in ("rt", "forecast", "growth")}
    assert reasons == {"regime_break"}


@pytest.mark.parametrize("counts", [[0] * 30, [1], [0] * 29 + [1]])
def test_zeros_only_and_one_case_only_give_defined_answers(incident, counts):
    enter(incident, wave(counts))
    assert run(incident) == 1
    said = body(incident)
    assert said["series"]["new"] == counts
    kept = api.latest(incident=incident, zone=CITY)
    charts = api.charts_of(kept, {})
    assert "series" in {chart.code for chart in charts}
    assert api.figures_of(kept, sees_small_cells=True)


def test_late_reports_make_a_triangle(incident):
    from bihuan.features.surveillance.selectors.analysis.history import triangle_of
    from bihuan.features.surveillance.selectors.cases import ChangeLine

    days = tuple(date.fromisoformat(day) for day in days_back(40))
    lines = []
    for day in days:
        first, later = day.isoformat(), date.fromordinal(day.toordinal() + 2).isoformat()
        known = EVENING + timedelta(days=day.toordinal())
        lines.append(ChangeLine(CITY, first, None, None, 6, 0, "", first, known))
        lines.append(ChangeLine(CITY, first, 6, 0, 10, 0, "late", later, known))
    cells = triangle_of(lines, days)
    assert cells[0, :4].tolist() == [6, 0, 4, 0]
    assert triangle_of(lines[::2], days) is None, "nothing ever came late"
    table = [replace(line, entered_at=EVENING, received_on=DAY) for line in lines]
    assert triangle_of(table, days) is None, "an old table entered at once tells nothing of delays"


def test_days_still_being_reported_are_left_out_and_incomplete_ones_take_the_nowcast():
    days = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(90))
    counts = np.full(90, 100.0)
    shares = np.array([0.4, 0.35, 0.2, 0.05])
    cells = np.outer(counts, shares)
    arrived = [cells[i, : min(90 - i, 4)].sum() for i in range(90)]
    series = ZoneSeries(
        CITY, days, tuple(DayCounts(new=round(n), community=0) for n in arrived), {}
    )
    rules = read_rules(PROFILES / "respiratory-novel.yaml")
    given = given_of(series, [], parse(rules), residents=90_000, triangle=np.floor(cells))
    said = contents([given])[0]
    assert said["withheld"] == 2, "of today and yesterday less than four fifths are in"
    assert said["rt"]["why"][-2:] == ["late_reports", "late_reports"]
    assert said["rt"]["mean"][-3] == pytest.approx(1.0, abs=0.02)
    assert said["growth"]["trend"] == 0, "the fall of the last days is only what is not in yet"
    assert said["forecast"]["quantiles"][0][11] == pytest.approx(100.0, abs=3.0)
    settled_series = replace(given, triangle=None)
    assert contents([settled_series])[0]["withheld"] == 0


def test_the_chance_that_it_is_over_is_a_range_by_date_and_never_a_date(incident):
    enter(incident, wave([5, 4, 3, 2, 1, 0, 0, 0], community=1.0))
    run(incident)
    kept = api.latest(incident=incident, zone=CITY)
    said = kept.body["clear"]
    assert (said["clear_days"], said["needed"]) == (3, 3)
    low, high = said["ever"]
    assert 0 < low < high <= 1
    chances = api.chances_of(kept)
    assert [day for day, _ in chances["by"]] == ["2022-12-05", "2022-12-12", "2022-12-19"]


def test_forecasts_are_scored_against_what_came(incident):
    days = days_back(len(RISE))
    for step in (6, 5, 4):
        enter(incident, wave(RISE[:-step], until=days[-step - 1]), key=f"to{step}")
        with at(incident, EVENING):
            view = view_of(incident)
            from bihuan.features.surveillance.selectors.analysis import make_and_keep

            make_and_keep(view, [zone_of(CITY)], date.fromisoformat(days[-step - 1]), at=EVENING)
    enter(incident, wave(RISE), key="all")
    run(incident)
    kept = api.latest(incident=incident, zone=CITY)
    earlier = api.forecasts_before(incident=incident, zone=CITY, day=DAY)
    lines = api.scores(earlier, api.truth_of(kept))
    assert (lines[0].horizon, lines[0].n) == (1, 3)
    assert all(0 <= line.cover90 <= 1 and line.wis >= 0 for line in lines)
    assert api.nights(earlier, api.truth_of(kept))[0].day == days[-5]


def test_small_counts_leave_a_chart_with_what_would_betray_them(incident):
    enter(incident, wave(RISE))
    run(incident)
    kept = api.latest(incident=incident, zone=CITY)
    for chart in api.charts_of(kept, {}):
        shown = chart.suppressed(5)
        limit = 5 * 10**chart.places
        counts = [n for one in shown.series if one.people for n in one.values if n is not None]
        assert not [n for n in counts if 0 < n < limit], chart.code
    detection = next(c for c in api.charts_of(kept, {}) if c.code == "detection").suppressed(5)
    first = {one.words.en: one.values[0] for one in detection.series}
    assert first == {"managed": None, "community": None}


def test_a_draft_looks_the_charts_up_and_the_freeze_makes_them(incident):
    from bihuan.features.surveillance.nightly import charts_tonight
    from bihuan.platform.figures import NightlyContext
    from bihuan.platform.figures.windows import window_of_day

    enter(incident, wave(RISE))
    view = view_of(incident)
    window = window_of_day(view.clock, date.fromisoformat(DAY))
    draft = NightlyContext(incident, view.clock, window, range_of(CITY), EVENING)
    freeze = NightlyContext(incident, view.clock, window, range_of(CITY), window.until)
    assert list(charts_tonight(draft)) == []
    frozen = [chart.code for chart in charts_tonight(freeze)]
    assert frozen == ["series", "detection", "rt", "forecast"]
    run(incident)
    later = NightlyContext(incident, view.clock, window, range_of(CITY), EVENING)
    assert [chart.code for chart in charts_tonight(later)] == frozen
