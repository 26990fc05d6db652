from math import inf, isinf

import numpy as np
import pytest

from bihuan.science.capacity import (
    CampaignRules,
    campaign_need,
    completion_share,
    honest_hours,
    readiness,
    rooms_reserve,
)
from bihuan.science.pooling import best_pool, crossover, dorfman
from bihuan.science.queues import crowd_time, mmc, turnaround_quantiles

LINFEN = 3_976_481


def test_the_whole_city_needs_what_the_guide_says():
    need = campaign_need(LINFEN, 0.0, CampaignRules())
    assert (need.samplers, need.sites, need.tubes) == (11_046, (1_326, 1_989), 397_649)
    assert campaign_need(LINFEN, 0.0, CampaignRules(pool=20)).tubes == 198_825


def test_the_reserve_of_rooms_is_counted_against_three_standards():
    reserve = rooms_reserve(10_000, LINFEN)
    assert reserve.needed == (7_953, 15_906, 23_859)
    assert reserve.short == (0, 5_906, 13_859)
    with pytest.raises(ValueError, match="residents"):
        rooms_reserve(10, 0)


def test_readiness_is_a_third_in_a_day_half_in_two_and_all_in_three():
    found = readiness(23_859, [(6_000, 20), (5_000, 48), (8_000, 60), (9_000, 200)])
    assert found.due == (7_953, 11_930, 23_859)
    assert found.ready == (6_000, 11_000, 19_000)
    assert found.short == (1_953, 930, 4_859)


def test_a_shortfall_is_shown_as_honest_hours():
    found = honest_hours(397_648, 8_000, 24)
    assert found.hours == pytest.approx(49.706)
    assert found.shortfall_per_hour == pytest.approx(8_568.667, abs=1e-3)
    assert honest_hours(100, 0, 24).hours is None
    assert honest_hours(0, 0, 24).hours == 0.0
    with pytest.raises(ValueError, match="above 0"):
        honest_hours(1, 1, 0)


def test_completion_needs_people_in_the_area():
    assert completion_share(450, 500) == 0.9
    assert completion_share(0, 0) is None


def test_positive_pools_add_single_tests():
    need = campaign_need(10_000, 0.01, CampaignRules(pool=10))
    assert need.retests == 957
    assert campaign_need(10_000, 0.01, CampaignRules(pool=1)).retests == 0
    with pytest.raises(ValueError, match="not negative"):
        campaign_need(-1, 0.0, CampaignRules())


def test_the_best_pool_changes_at_the_crossover():
    at = crossover(10, 20)
    assert best_pool(at * 0.99, (5, 10, 20)) == 20
    assert best_pool(at * 1.01, (5, 10, 20)) == 10
    assert dorfman(1.0, 5).tests_per_person == pytest.approx(1.2)
    assert dorfman(0.1, 5, 0.9).found_share == pytest.approx(0.81)
    for bad in ((-0.1, 5, 1.0), (0.1, 0, 1.0), (0.1, 5, 0.0)):
        with pytest.raises(ValueError, match="Expected"):
            dorfman(*bad)
    with pytest.raises(ValueError, match="pool sizes"):
        crossover(20, 10)


def test_a_queue_beyond_its_capacity_only_grows():
    full = mmc(120, 60, 2)
    assert all(isinf(x) for x in (full.mean_wait, full.p90_wait, full.mean_time))
    assert full.steep
    assert full.p_within(1.0, 0.0) == 0.0
    assert mmc(0, 60, 1).mean_wait == 0.0
    assert not mmc(10, 60, 1).steep
    assert np.isfinite(mmc(4_999 * 0.9, 1, 5_000).mean_wait)
    with pytest.raises(ValueError, match="server"):
        mmc(1, 1, 0)


def test_waiting_quantiles_agree_with_the_distribution():
    queue = mmc(100, 60, 2)
    assert queue.p_within(queue.p90_wait, 20.0) == pytest.approx(0.9)
    median, ninety = turnaround_quantiles(100, 60, 2, fixed=4.0)
    assert 4.0 <= median < ninety == pytest.approx(4.0 + queue.p90_wait)
    assert turnaround_quantiles(200, 60, 2, fixed=4.0) == (inf, inf)


def test_a_crowd_melts_with_what_is_spare_and_never_without():
    assert crowd_time(300, 100, 60, 2) == 15.0
    assert crowd_time(300, 120, 60, 2) == inf
    assert crowd_time(0, 120, 60, 2) == 0.0
    with pytest.raises(ValueError, match="crowd"):
        crowd_time(-1, 1, 1, 1)
