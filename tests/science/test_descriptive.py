from datetime import date

import numpy as np
import pytest

from bihuan.science.blind_spots import (
    Detection,
    Looking,
    Sources,
    blind_spots,
    none_found_bound,
    sentinel_coverage,
    week_ratio,
)
from bihuan.science.descriptive import (
    breteau,
    days_since_last_case,
    new_infections,
    per_100k,
    seven_day_ratio,
    unlinked_run,
    unlinked_share,
    wilson,
    zone_quantiles,
)
from bihuan.science.growth import growth_from_r, growth_rate, r_from_growth
from bihuan.science.suppression import hidden, with_totals
from bihuan.science.timeliness import ACTIONS, Milestones, seven_one_seven

NAN = float("nan")


def test_one_infection_is_one_count():
    assert new_infections(np.array([3.0]), np.array([9.0]), np.array([2.0])).tolist() == [10.0]
    assert np.isnan(new_infections(np.array([3.0]), np.array([NAN]), np.array([2.0]))).all()


def test_rates_need_residents():
    assert per_100k(np.array([28.0, 1.0]), np.array([2_800_000, 0])).tolist()[0] == 1.0
    assert np.isnan(per_100k(np.array([1.0]), np.array([0]))).all()


def test_shares_below_ten_are_blank_and_others_have_their_wilson_interval():
    assert np.isnan(unlinked_share(4, 5).value)
    half = wilson(50, 100)
    assert (half.value, half.low, half.high) == pytest.approx((0.5, 0.4187, 0.5813), abs=1e-3)
    assert (wilson(0, 40).low, wilson(40, 40).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="n <= of"):
        wilson(41, 40)


def test_the_seven_day_ratio_is_blank_with_few_cases_before_or_a_gap():
    assert seven_day_ratio(np.array([1.0] * 7 + [2.0] * 7)) == 2.0
    assert np.isnan(seven_day_ratio(np.array([0.0] * 7 + [2.0] * 7)))
    assert np.isnan(seven_day_ratio(np.array([1.0] * 6 + [NAN] + [2.0] * 7)))
    assert np.isnan(seven_day_ratio(np.ones(13)))


def test_days_since_the_last_case_cannot_be_known_over_a_gap():
    assert days_since_last_case(np.array([2.0, 0, 0])) == 2
    assert days_since_last_case(np.array([2.0, NAN, 0])) is None
    assert days_since_last_case(np.array([0.0, 0])) is None


def test_a_run_of_unlinked_cases_ends_at_a_day_without_one():
    assert unlinked_run(np.array([1.0, 0, 2, 1])) == 2
    assert unlinked_run(np.array([1.0, NAN, 2])) is None
    assert unlinked_run(np.array([1.0, 0])) == 0


def test_zones_without_residents_stay_out_of_the_quantiles():
    middle, high = zone_quantiles(np.array([1.0, 2, 9]), np.array([1e5, 1e5, 0]))
    assert (middle, high) == pytest.approx((1.5, 1.9))
    assert np.isnan(zone_quantiles(np.array([1.0]), np.array([0.0]))).all()


@pytest.mark.parametrize(("n", "band"), [(2, 0), (5, 1), (10, 2), (20, 3), (150, 3)])
def test_the_breteau_index_has_its_bands_and_an_exact_interval(n, band):
    found = breteau(n, 100)
    assert (found.index.value, found.band) == (n, band)
    assert found.index.low < n < found.index.high
    assert breteau(n, 49).band is None


def test_an_index_of_nothing_found_still_has_an_upper_bound():
    found = breteau(0, 60)
    assert found.index.low == 0
    assert found.index.high == pytest.approx(100 * (1 - 0.05 ** (1 / 60)), rel=1e-9)
    with pytest.raises(ValueError, match="not negative"):
        breteau(-1, 60)


def test_growth_of_an_exact_exponential_is_found_with_its_doubling_time():
    found = growth_rate(np.round(1e6 * np.exp(0.1 * np.arange(14))))
    assert found.rate.value == pytest.approx(0.1, abs=1e-4)
    assert found.doubling_days.value == pytest.approx(np.log(2) / 0.1, abs=0.02)
    assert found.trend == 1
    falling = growth_rate(np.round(1e6 * np.exp(-0.1 * np.arange(14))))
    assert (falling.trend, falling.doubling_days.value < 0) == (-1, True)
    assert falling.doubling_days.low < falling.doubling_days.value < falling.doubling_days.high


def test_no_clear_trend_has_no_doubling_time_and_little_data_no_rate():
    flat = growth_rate(np.array([9, 11, 8, 12, 10, 9, 11, 10, 12, 8, 10, 9, 11, 10.0]))
    assert (flat.trend, np.isnan(flat.doubling_days.value)) == (0, True)
    for counts in ([0.0] * 14, [1.0, 2, 3], [0.0] * 13 + [90], [5.0] * 13 + [-1]):
        assert growth_rate(np.array(counts)).trend is None


def test_the_growth_interval_covers_a_noisy_truth():
    rng = np.random.default_rng(8)
    mean = 40 * np.exp(0.06 * np.arange(14))
    inside = 0
    for _ in range(400):
        found = growth_rate(rng.poisson(mean * rng.gamma(8, 1 / 8, 14)).astype(float)).rate
        inside += found.low <= 0.06 <= found.high
    assert 0.85 <= inside / 400 <= 0.95


def test_a_fixed_generation_interval_is_the_limit_of_a_narrow_one():
    assert growth_from_r(1.5, 5.0, 0.0) == pytest.approx(growth_from_r(1.5, 5.0, 1e-4), rel=1e-6)
    assert r_from_growth(growth_from_r(1.5, 5.0, 0.0), 5.0, 0.0) == pytest.approx(1.5)
    with pytest.raises(ValueError, match="Expected"):
        growth_from_r(0.0, 5.0, 1.0)
    with pytest.raises(ValueError, match="allows"):
        r_from_growth(-2.0, 3.0, 3.0)


def reconstructed(table, masked):
    """Return hidden cells that every non-negative integer table with these totals shares."""
    rows, columns = np.argwhere(masked[:-1, :-1]).T
    exact = []
    for row, column in zip(rows, columns, strict=True):
        for line, total in ((masked[row, :-1], masked[row, -1]), (masked[:-1, column], False)):
            if line.sum() == 1 and not total and not masked[-1, column]:
                exact.append((row, column))
    return exact


def test_one_small_cell_never_stands_alone_in_a_line():
    cells = np.array([[104, 2, 30], [25, 40, 60], [9, 12, 7]])
    masked = hidden(cells)
    assert masked[0, 1]
    assert reconstructed(with_totals(cells), masked) == []
    lines = [*masked, *masked.T]
    assert all(line.sum() != 1 for line in lines)


def test_random_tables_keep_every_small_cell_free_in_the_equations():
    rng = np.random.default_rng(9)
    for _ in range(60):
        cells = rng.poisson(rng.choice([1, 4, 30]), (rng.integers(2, 7), rng.integers(2, 6)))
        table, masked = with_totals(cells), hidden(cells)
        assert masked[(table > 0) & (table < 5)].all()
        open_places = np.argwhere(masked)
        rows, columns = masked.shape
        equations = np.zeros((rows + columns, len(open_places)))
        for i, (r, c) in enumerate(open_places):
            equations[r, i] = -1 if c == columns - 1 else 1
            equations[rows + c, i] = -1 if r == rows - 1 else 1
        rank = np.linalg.matrix_rank(equations)
        for i in range(len(open_places)):
            fixed = np.vstack([equations, np.eye(len(open_places))[i]])
            assert np.linalg.matrix_rank(fixed) == rank + 1


def test_two_small_cells_that_can_only_be_one_each_hide_a_third():
    cells = np.array([[1, 1, 50, 60], [20, 30, 40, 50], [20, 30, 40, 50]])
    assert hidden(cells)[0].sum() >= 3


def test_a_table_without_small_cells_hides_nothing_and_negatives_are_refused():
    assert not hidden(np.full((3, 4), 9)).any()
    with pytest.raises(ValueError, match="not negative"):
        hidden(np.array([[-1, 2]]))


def days(**done):
    actions = dict.fromkeys(ACTIONS, date(2026, 3, 14))
    return {**actions, **done}


EVENT = Milestones(date(2026, 3, 1), date(2026, 3, 7), date(2026, 3, 8))


def test_the_three_intervals_are_measured_from_the_last_applicable_action():
    found = seven_one_seven(EVENT, days(countermeasures=date(2026, 3, 16)), today=date(2026, 4, 1))
    assert (found.days, found.met, found.missing) == ((6, 1, 8), (True, True, False), ())


def test_a_missing_action_leaves_the_response_open_until_its_days_are_over():
    early = seven_one_seven(EVENT, days(coordination=None), today=date(2026, 3, 15))
    assert (early.days[2], early.met[2], early.missing) == (None, None, ("coordination",))
    late = seven_one_seven(EVENT, days(coordination=None), today=date(2026, 3, 16))
    assert late.met[2] is False
    unknown = seven_one_seven(Milestones(None, None, None), days(), today=date(2026, 3, 15))
    assert unknown.met[:2] == (None, None)


def test_actions_that_do_not_apply_are_left_out_and_unknown_ones_refused():
    some = {"investigation": date(2026, 3, 10)}
    assert seven_one_seven(EVENT, some, today=date(2026, 4, 1)).days[2] == 2
    with pytest.raises(ValueError, match="seven actions"):
        seven_one_seven(EVENT, {"prayer": None}, today=date(2026, 4, 1))
    backwards = Milestones(date(2026, 3, 9), date(2026, 3, 7), None)
    with pytest.raises(ValueError, match="not before"):
        seven_one_seven(backwards, some, today=date(2026, 4, 1))


def spots(**changes):
    zones, length = 2, 14
    counts = np.full((zones, length), 4.0)
    falling = np.concatenate([counts[:, :7], counts[:, :7] / 2], axis=1)
    looking = {
        "tests": falling * 100,
        "positives": np.zeros((zones, length)),
        "days_since_test": np.array([1.0, NAN]),
        "residents": np.array([1000.0, 0]),
        "sampled": np.array([250.0, 0]),
    }
    sources = Sources(*(np.array(x, float) for x in ([4, 2], [1, 2], [3, 3], [3, 1])))
    return blind_spots(
        sources,
        Looking(**{**looking, **changes}),
        Detection(falling, falling, falling, counts),
        limit_days=3,
    )


def test_blind_spots_are_listed_side_by_side_and_unknown_raises_concern():
    found = spots()
    assert found.silent_share.tolist() == [0.25, 1.0]
    assert found.working_source.tolist() == [True, False]
    assert sentinel_coverage(found.working_source) == 0.5
    assert found.no_test_for_long.tolist() == [False, True]
    assert found.never_tested[0] == 0.75
    assert np.isnan(found.never_tested[1])
    assert found.less_looking.tolist() == [True, True]
    assert found.silent_sites.tolist() == [0, 2]
    assert found.symptomatic_share[0] == pytest.approx(1 / 3)
    assert not hasattr(found, "score")


def test_a_fall_in_cases_with_more_tests_is_not_less_looking():
    more = np.concatenate([np.full((2, 7), 100.0), np.full((2, 7), 150.0)], axis=1)
    assert not spots(tests=more).less_looking.any()


def test_nobody_found_bounds_the_prevalence_by_the_rule_of_three():
    assert none_found_bound(np.array([300.0]))[0] == pytest.approx(0.00994, abs=1e-4)
    assert none_found_bound(np.array([0.0, 1.0])).tolist() == [1.0, 0.95]
    assert none_found_bound(np.array([300.0]), 0.5)[0] == pytest.approx(0.01987, abs=1e-4)
    with pytest.raises(ValueError, match="sensitivity"):
        none_found_bound(np.array([3.0]), 0.0)


def test_a_week_needs_two_weeks_and_coverage_needs_zones():
    assert np.isnan(week_ratio(np.ones((2, 13)))).all()
    assert np.isnan(sentinel_coverage(np.array([], bool)))
