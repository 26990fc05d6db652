from datetime import date, timedelta

import numpy as np
import pytest
from tests.science.checks_forecast import CHANGED
from tests.science.checks_forecast import series as published
from tests.science.console import series

from bihuan.science.baseline import carried
from bihuan.science.error_quantiles import mirrored_quantiles, weighted_mirror
from bihuan.science.forecast import BASELINE, METHODS, forecast
from bihuan.science.scores import HUB_LEVELS, wis_log

LEVELS = np.array(HUB_LEVELS)


def wave(days: int = 120, seed: int = 7, rhythm: float = 0.0):
    rng = np.random.default_rng(seed)
    level = 60 * np.exp(1.5 * np.sin(np.arange(days) / 18))
    week = np.exp(rhythm * np.array([0.4, 0.3, 0.1, 0.0, 0.0, -0.3, -0.5]))
    return rng.poisson(level * week[np.arange(days) % 7]).astype(float)


def whole(counts):
    return [None if np.isnan(n) else int(n) for n in counts]


def test_each_day_ahead_has_a_row_with_rising_quantiles(console):
    answer = console.ask("forecast", series(whole(wave())), "--horizon", "14")
    assert answer.status == 0
    assert [r["horizon"] for r in answer.rows] == [str(h) for h in range(1, 15)]
    assert answer.rows[0]["date"] == str(date(2026, 3, 1) + timedelta(days=120))
    for row in answer.rows:
        levels = [float(row[f"q{round(1000 * p):03d}"]) for p in HUB_LEVELS]
        assert levels == sorted(levels)
        assert levels[0] >= 0
        assert row["method"] in METHODS


def test_few_cases_show_the_baseline_and_say_why(console):
    counts = [1, 0, 2, 0, 0, 1, 1, 0, 0, 2] * 6
    answer = console.ask("forecast", series(counts))
    assert {r["method"] for r in answer.rows} == {"baseline"}
    assert "fewer than 50 cases" in answer.said


def test_zeros_only_and_one_case_only_are_answered_with_the_baseline(console):
    zeros = console.ask("forecast", series([0] * 60))
    assert (zeros.status, {r["q500"] for r in zeros.rows}) == (0, {"0"})
    assert "no case in the last 42 days" in zeros.said
    one = console.ask("forecast", series([0] * 30 + [1] + [0] * 29))
    assert (one.status, {r["method"] for r in one.rows}) == (0, {"baseline"})


def test_too_few_days_give_blank_rows_and_no_number(console):
    answer = console.ask("forecast", series([5, 7, 9]))
    assert answer.status == 0
    assert {(r["method"], r["q500"]) for r in answer.rows} == {("too_few_days", "")}


def test_a_short_series_widens_its_spread_to_the_far_days(console):
    answer = console.ask("forecast", series([60, 66, 71, 65, 80, 77, 85, 91, 88, 94, 99, 103, 97]))
    widths = [float(r["q950"]) - float(r["q050"]) for r in answer.rows]
    assert widths == sorted(widths)
    assert {r["method"] for r in answer.rows} == {"baseline"}


def test_gaps_and_negative_corrections_are_missing_and_never_zero(console):
    counts = whole(wave())
    gap = console.ask("forecast", series([*counts[:60], None, *counts[61:]])).rows
    negative = console.ask("forecast", series([*counts[:60], -50, *counts[61:]]))
    assert negative.rows == gap
    assert "1 negative counts are taken as missing: 2026-04-30" in negative.said


def test_inside_a_regime_break_and_soon_after_it_there_is_a_reason_and_no_forecast(console):
    text = series(whole(wave()))
    inside = console.ask("forecast", text, "--regime", "2026-06-20..")
    assert (inside.status, inside.rows) == (3, [])
    assert "2026-06-28 lies in the regime" in inside.said
    soon = console.ask("forecast", text, "--regime", "2026-06-01..2026-06-10")
    assert (soon.status, "18 comparable days" in soon.said) == (3, True)
    assert console.ask("forecast", text, "--regime", "2026-06-29..").status == 3


def test_no_forecast_draws_on_days_before_a_break_nor_reaches_into_one(console):
    counts = wave()
    wild = counts.copy()
    wild[:50] *= 20
    options = ("--regime", "2026-03-01..2026-04-19", "--regime", "2026-07-05..")
    first = console.ask("forecast", series(whole(counts)), *options)
    assert first.status == 0
    assert console.ask("forecast", series(whole(wild)), *options).rows == first.rows
    closed = [r for r in first.rows if r["date"] >= "2026-07-05"]
    assert {(r["method"], r["q500"]) for r in closed} == {("regime_break", "")}
    assert all(r["q500"] for r in first.rows if r["date"] < "2026-07-05")
    soon_over = (*options[:2], "--regime", "2026-07-05..2026-07-06")
    assert console.ask("forecast", series(whole(counts)), *soon_over).rows == first.rows


def test_days_that_nobody_reported_are_not_called_free_of_cases(console):
    answer = console.ask("forecast", series([*whole(wave()), *[None] * 50]))
    assert (answer.status, "no case" in answer.said) == (0, False)


def test_a_province_gets_no_forecast_once_its_testing_had_changed(console):
    first, counts = published("guangdong")
    until = (CHANGED - first).days + 5
    text = series(whole(counts[:until]), str(first))
    answer = console.ask("forecast", text, "--regime", f"{CHANGED}..2022-12-31")
    assert (answer.status, answer.rows) == (3, [])


@pytest.mark.parametrize("options", [("--horizon", "0"), ("--horizon", "15")])
def test_horizons_beyond_two_weeks_are_errors(console, options):
    assert console.ask("forecast", series(whole(wave())), *options).status == 2


def test_the_past_is_never_changed_by_the_future():
    counts = wave(160)
    early = forecast(counts[None, :120])
    again = forecast(counts[None, :120].copy())
    assert np.array_equal(early.quantiles, again.quantiles)
    assert early.meta.input_hash == again.meta.input_hash
    other = forecast(counts[None, :121])
    assert other.meta.input_hash != early.meta.input_hash


def test_many_zones_at_once_equal_each_zone_alone():
    grid = np.stack([wave(90, seed) for seed in range(4)])
    grid[2, 40] = np.nan
    together = forecast(grid)
    for i, row in enumerate(grid):
        alone = forecast(row[None])
        assert np.allclose(together.quantiles[i], alone.quantiles[0], rtol=1e-9)
        assert together.shown_method[i] == alone.shown_method[0]


def test_a_weekday_rhythm_unknown_to_the_samples_is_learned():
    own, flat = [], []
    for seed in range(6):
        counts = wave(150, seed, rhythm=1.0)
        for last in range(90, 135, 4):
            result = forecast(counts[None, :last])
            truth = counts[last : last + 7]
            own.append(wis_log(truth, result.quantiles[0, :7], LEVELS).mean())
            size = np.abs(np.log1p(counts[1:last]) - np.log1p(counts[: last - 1]))[-42:]
            spread = mirrored_quantiles(size, LEVELS)
            naive = np.expm1(np.log1p(counts[last - 1]) + spread)
            flat.append(wis_log(truth, np.tile(naive, (7, 1)), LEVELS).mean())
    assert np.mean(own) < 0.7 * np.mean(flat)


def test_what_cannot_beat_the_baseline_is_not_shown():
    rng = np.random.default_rng(1)
    walk = np.exp(np.cumsum(rng.normal(0, 0.4, (30, 100)), axis=1) / 2 + 6).round()
    result = forecast(walk)
    kept = result.shown_method == BASELINE
    assert kept.any()
    assert (result.rel_wis[1:, kept] > 1.0).all()


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="horizons"):
        forecast(wave()[None], 15)
    with pytest.raises(ValueError, match="negative"):
        forecast(-wave()[None])


def test_equal_weights_give_nearly_the_plain_quantiles_and_few_errors_none():
    size = np.abs(np.random.default_rng(2).normal(size=(3, 400)))
    plain = mirrored_quantiles(size, LEVELS)
    found = weighted_mirror(size, 1.0, LEVELS)
    assert np.allclose(found[:, 2:-2], plain[:, 2:-2], atol=0.05)
    assert np.isnan(weighted_mirror(size[:, :9], 1.0, LEVELS)).all()
    assert np.isnan(mirrored_quantiles(size[:, :9], LEVELS)).all()


def test_the_last_known_value_is_carried_and_the_start_stays_missing():
    row = np.array([[np.nan, 3.0, np.nan, 5.0]])
    assert np.array_equal(carried(row), [[np.nan, 3.0, 3.0, 5.0]], equal_nan=True)


def test_missing_days_at_the_end_widen_the_spread_as_days_ahead_do(console):
    known = [40, 44, 39, 47, 52, 49, 55, 61, 58, 66, 70, 64, 73, 80, 77, 85, 92, 88, 97, 101]
    now = console.ask("forecast", series(known))
    late = console.ask("forecast", series([*known, None, None, None]))
    assert "the last 3 days are missing" in late.said

    def width(row):
        return np.log1p(float(row["q950"])) - np.log1p(float(row["q050"]))

    for first, second in zip(late.rows[:11], now.rows[3:], strict=True):
        assert first["date"] == second["date"]
        assert width(first) == pytest.approx(width(second), rel=1e-6)
    assert width(late.rows[13]) > width(late.rows[10])


@pytest.mark.parametrize("missing", [0, 3, 5])
def test_a_weekday_rhythm_survives_missing_days_at_the_end(missing):
    week = np.array([100, 104, 98, 101, 96, 30, 20.0])
    counts = np.tile(week, 13)
    known = counts.copy()
    known[counts.size - missing :] = np.nan
    found = forecast(known, 7)
    assert METHODS[int(found.shown_method[0])] == "mix"
    middle = found.quantiles[0, :, HUB_LEVELS.index(0.5)]
    assert np.abs(np.log(middle / week)).max() < 0.2
