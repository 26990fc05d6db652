import numpy as np
import pytest
from tests.science.console import series

from bihuan.science.scores import (
    HUB_LEVELS,
    bias,
    coverage,
    covered,
    crps,
    relative_score,
    wis,
    wis_log,
)

LEVELS = np.array(HUB_LEVELS)
HEADER = "date,horizon,method,q050,q250,q500,q750,q950"
FORECAST = f"{HEADER}\n2026-03-02,1,flat,1,4,6,9,14\n2026-03-03,2,flat,1,3,6,11,19\n"


def test_the_hub_levels_are_twenty_three_and_mirror_each_other():
    assert len(HUB_LEVELS) == 23
    assert np.allclose(LEVELS + LEVELS[::-1], 1.0)


def test_a_file_is_scored_row_by_row(console):
    answer = console.ask("score", FORECAST, truth=series([5, 8, 30]))
    assert answer.status == 0
    first, second = answer.rows
    assert (first["cover50"], first["cover90"]) == ("1", "1")
    assert (second["cover50"], second["cover90"]) == ("0", "0")
    levels = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    wanted = float(wis(np.array(8.0), np.array([1, 4, 6, 9, 14.0]), levels))
    assert float(first["wis"]) == pytest.approx(wanted, rel=1e-10)
    assert float(first["wis_log"]) < float(second["wis_log"])


def interval_score(y, low, high, alpha):
    missed = max(low - y, 0.0) + max(y - high, 0.0)
    return (high - low) + 2.0 / alpha * missed


def scores_by_hand(y, quantile):
    """WIS as the sum over central intervals, CRPS as a Riemann sum; ``quantile`` by level."""
    total = abs(y - quantile[0.5]) / 2.0
    pairs = [(level, round(1.0 - level, 3)) for level in quantile if level < 0.5]
    for low, high in pairs:
        alpha = 2.0 * low
        total += alpha / 2.0 * interval_score(y, quantile[low], quantile[high], alpha)
    grid = (np.arange(200_000) + 0.5) / 200_000
    drawn = np.interp(grid, list(quantile), list(quantile.values()))
    loss = np.where(y >= drawn, grid * (y - drawn), (1.0 - grid) * (drawn - y))
    return total / (len(pairs) + 0.5), 2.0 * loss.mean()


def test_a_file_of_hub_quantiles_scores_as_an_independent_calculation_does(console):
    rng = np.random.default_rng(41)
    truth = [0, 1, 7, 30, 400, 5_000]
    drawn = [np.sort(rng.gamma(1.5, 1.0 + n, 23)).round(3) for n in truth]
    names = [f"q{round(1000 * level):03d}" for level in HUB_LEVELS]
    lines = [",".join(["date,horizon,method", *names])]
    lines += [f"2026-03-{i + 1:02d},3,mix,{','.join(map(str, q))}" for i, q in enumerate(drawn)]
    answer = console.ask("score", "\n".join(lines) + "\n", truth=series(truth))
    assert (answer.status, len(answer.rows)) == (0, 6)
    for row, y, q in zip(answer.rows, truth, drawn, strict=True):
        by_level = dict(zip(HUB_LEVELS, q.tolist(), strict=True))
        logs = {level: np.log1p(value) for level, value in by_level.items()}
        wanted, ranked = scores_by_hand(y, by_level)
        assert float(row["wis"]) == pytest.approx(wanted, rel=1e-9)
        assert float(row["wis_log"]) == pytest.approx(
            scores_by_hand(np.log1p(y), logs)[0], rel=1e-9
        )
        assert float(row["crps"]) == pytest.approx(ranked, rel=1e-4)
        for name, low, high in (("cover50", 0.25, 0.75), ("cover90", 0.05, 0.95)):
            assert row[name] == str(int(by_level[low] <= y <= by_level[high]))


def test_a_day_without_a_count_keeps_its_row_blank(console):
    answer = console.ask("score", FORECAST, truth=series([5, None]))
    assert [r["wis"] + r["crps"] + r["cover90"] for r in answer.rows] == ["", ""]
    assert "2 forecasts have no count yet" in answer.said


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("2026-03-02,1,flat,1,4,6,5,14", "row 2: q750 is below q500"),
        ("2026-03-02,1,flat,1,4,,9,14", "row 2: q500 is empty"),
        ("2026-03-02,1,flat,1,4,x,9,14", "row 2: q500 is 'x'"),
        ("2026-03-02,1,flat,1,4,inf,9,14", "row 2: q500 is 'inf'"),
        ("2026-03-02,-1,flat,1,4,6,9,14", "row 2: horizon"),
        ("2026-03-02,,flat,1,4,6,9,14", "row 2: horizon"),
        ("2026-03-02,1,flat,1,4,6,9,14\n2026-03-02,1,flat,1,4,6,9,14", "row 3: the same forecast"),
        (
            "2026-03-02,1,flat,1,4,6,9,14\n2026-03-02,1.0,flat,1,4,6,9,14",
            "row 3: the same forecast",
        ),
        ("2026-03-02,1,flat,1_0,40,60,90,140", "row 2: q050 is '1_0'"),
        ("", "row 2: there is no row"),
    ],
)
def test_a_bad_forecast_is_an_error_that_names_the_row(console, line, part):
    answer = console.ask("score", f"{HEADER}\n{line}\n", truth=series([5, 8]))
    assert (answer.status, answer.rows) == (2, [])
    assert part in answer.said


@pytest.mark.parametrize("name", ["q000", "q1500", "q0.5"])
def test_a_column_that_looks_like_a_level_and_is_none_is_an_error(console, name):
    text = f"date,horizon,method,{name},q500\n2026-03-02,1,flat,1,4\n"
    answer = console.ask("score", text, truth=series([1, 2]))
    assert (answer.status, f"'{name}' names no level" in answer.said) == (2, True)


def test_a_forecast_without_quantiles_is_an_error(console):
    answer = console.ask("score", "date,horizon,method\n2026-03-02,1,flat\n", truth=series([1, 2]))
    assert (answer.status, "no quantile column" in answer.said) == (2, True)


def test_the_ranked_score_of_a_normal_forecast_is_near_its_closed_form():
    from scipy.stats import norm

    truth = np.linspace(-2.0, 2.0, 9)
    closed = truth * (2 * norm.cdf(truth) - 1) + 2 * norm.pdf(truth) - 1 / np.sqrt(np.pi)
    found = crps(truth, np.broadcast_to(norm.ppf(LEVELS), (9, 23)), LEVELS)
    assert np.allclose(found, closed, atol=0.006)


def test_the_ranked_score_of_a_point_is_the_absolute_error():
    found = crps(np.array([3.0, 11.0]), np.full((2, 23), 7.0), LEVELS)
    assert np.allclose(found, [4.0, 4.0], atol=1e-12)


def test_coverage_bias_and_ratio_have_their_signs_and_their_blanks():
    quantiles = np.tile([1.0, 2.0, 3.0], (2, 1))
    levels = np.array([0.05, 0.5, 0.95])
    truth = np.array([0.0, 2.0])
    assert bias(truth, quantiles, levels).tolist() == [1.0, 0.0]
    assert covered(truth, quantiles, levels, 0.9).tolist() == [0.0, 1.0]
    assert np.isnan(covered(truth, quantiles, levels, 0.5)).all()
    assert coverage(truth, quantiles[:, 0], quantiles[:, 2]) == 0.5
    assert np.isnan(coverage(np.array([np.nan]), np.array([0.0]), np.array([1.0])))
    assert relative_score(np.array([1.0, np.nan]), np.array([2.0, 9.0])) == 0.5
    assert np.isnan(relative_score(np.array([1.0]), np.array([0.0])))
    assert np.isnan(wis_log(np.array([-1.0]), quantiles[:1], levels)).all()


@pytest.mark.parametrize("levels", [[], [0.5, 0.4], [0.0, 0.5], [0.5]])
def test_levels_that_are_no_levels_are_refused(levels):
    with pytest.raises(ValueError, match="Expected"):
        wis(np.array(1.0), np.array([1.0, 2.0]), np.array(levels))
