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
    ],
)
def test_a_bad_forecast_is_an_error_that_names_the_row(console, line, part):
    answer = console.ask("score", f"{HEADER}\n{line}\n", truth=series([5, 8]))
    assert (answer.status, answer.rows) == (2, [])
    assert part in answer.said


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
