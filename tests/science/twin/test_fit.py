"""A fit finds the input that made a series, and the held-out week tells when it did not."""

import numpy as np
import pytest
from cities import disease, zone_table

from bihuan.science.twin.ensemble import Task, replicate
from bihuan.science.twin.fit import MISSING, fit_to
from bihuan.science.twin.plan import Plan

DAYS = 28


@pytest.fixture(scope="module")
def runs():
    """Found cases of 60 runs from R 1 to 3, each with its R."""
    low, high = (disease(reproduction_number=r) for r in (1.0, 3.0))
    task = Task(zone_table(20_000), low, high, (Plan("a", DAYS, 30, care_per_day=0.2),), 1)
    made = [replicate(task, number)[0] for number in range(60)]
    counts = np.array([one.found_community for one in made])
    return counts, np.array([one.inputs["reproduction_number"] for one in made])


def test_the_value_that_made_a_series_lies_in_the_fitted_range_and_the_week_agrees(runs):
    counts, values = runs
    truth = int(np.argsort(values)[40])
    others = np.arange(60) != truth
    series = counts[truth].tolist()
    series[3] = MISSING
    made = fit_to(series, counts[others], values[others])
    assert made.low - 0.25 <= values[truth] <= made.high + 0.25
    assert made.high - made.low < 0.75 * (values.max() - values.min())
    assert made.held_out == 7
    assert made.inside >= 5


def test_the_held_out_week_tells_when_the_series_turned(runs):
    counts, values = runs
    turned = counts[int(np.argsort(values)[40])].tolist()[:-7] + [900] * 7
    made = fit_to(turned, counts, values)
    assert (made.inside, made.held_out) == (0, 7)


def test_results_that_come_after_the_last_day_are_not_counted_on_it(runs):
    late = runs[0].sum(axis=0)
    assert late[-1] < 1.5 * late[-2]


def test_what_was_held_out_changes_nothing_in_the_fit(runs):
    counts, values = runs
    series = counts[5].tolist()
    other = series[:-7] + [MISSING] * 7
    assert fit_to(series, counts, values).kept == fit_to(other, counts, values).kept


@pytest.mark.parametrize(
    ("series", "runs_kept", "says"),
    [([1] * 27, 60, "series' days"), ([MISSING] * 20 + [1] * 8, 60, "known days"),
     ([1] * DAYS, 5, "candidates")],
)  # fmt: skip
def test_too_little_to_fit_is_said(runs, series, runs_kept, says):
    counts, values = runs
    with pytest.raises(ValueError, match=says):
        fit_to(series, counts[:runs_kept], values[:runs_kept])
