"""The validation rows at quick sizes; ``bihuan twin validate`` runs them at full size."""

import pytest

from bihuan.science.twin import validation


def holds(row):
    assert row.holds, row


@pytest.mark.parametrize("case", [(2, 0.2), (4, 0.1), (5, 0.5), (6, 0.02)])
def test_households_follow_the_chain_binomial_law(case):
    holds(*validation.household_rows(20_000, (case,)))


@pytest.mark.parametrize("reproduction", [1.5, 2.5])
def test_a_well_mixed_city_follows_the_renewal_recursion(reproduction):
    holds(validation.renewal_row(100_000, 8, reproduction))


@pytest.mark.parametrize(("reproduction", "k"), [(0.8, 0.3), (1.5, 0.16), (2.0, 1.0)])
def test_single_cases_die_out_as_a_branching_process(reproduction, k):
    holds(validation.extinction_row(300, reproduction, k))


def test_the_early_epidemic_grows_at_the_closed_rate():
    holds(validation.growth_row(1_000_000, 16, 1.5))


def test_common_numbers_halve_the_variance_of_differences():
    holds(validation.common_numbers_row(200_000, 48))


def test_a_laboratory_beyond_its_capacity_is_late_as_reckoned_and_loses_no_tube():
    for row in validation.laboratory_rows():
        holds(row)
