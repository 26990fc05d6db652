"""Rates give the reproduction number and the household attack that were asked for."""

from math import inf

import numpy as np
import pytest
from cities import city, disease

from bihuan.science.twin.calibrate import calibrate
from bihuan.science.twin.disease import Band, Duration, draw_between
from bihuan.science.twin.realised import realised_rows
from bihuan.science.twin.tables import day_weights, nu_table


@pytest.fixture(scope="module")
def town():
    return city(100_000)


def test_first_cases_infect_as_many_as_calibrated(town):
    flat = disease(bands=(Band(0, 1.0, 0.6, 0.0, 0.0),), dispersion=1.0)
    for row in realised_rows(town, flat, 50, 30):
        assert row.holds, row


def test_what_was_reached_is_reported(town):
    made = calibrate(town, disease(), 1)
    assert made.reproduction_number == pytest.approx(2.5, rel=1e-4)
    assert 0 < made.household_share < 1
    assert not made.household_reduced


def test_a_household_attack_beyond_the_reproduction_number_is_lowered_and_said(town):
    made = calibrate(town, disease(reproduction_number=0.2, household_attack=0.6), 1)
    assert made.household_reduced
    assert made.reproduction_number == pytest.approx(0.2, rel=1e-3)
    assert made.rate[1:] == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("k", [0.1, 0.5, 2.0, inf])
def test_individual_infectiousness_has_mean_one(k):
    table = nu_table(k)
    n = table.shape[1]
    mean = table[0, :-1].sum() / n + table[1].sum() / n**2
    assert mean == pytest.approx(1.0, rel=1e-9)
    assert (np.diff(table[0]) >= -1e-12).all()


@pytest.mark.parametrize("family", ["gamma", "lognormal", "weibull", "fixed"])
def test_durations_keep_their_mean(family):
    weights = day_weights(Duration(family, 6.0, 2.0), 1)
    assert weights.sum() == pytest.approx(1)
    assert (weights * np.arange(len(weights))).sum() == pytest.approx(6.0, abs=0.05)
    assert weights[0] == 0


def test_every_replicate_draws_its_own_disease_and_plans_share_it():
    low, high = disease(reproduction_number=1.5), disease(reproduction_number=3.0)
    drawn = [draw_between(low, high, 1, r).reproduction_number for r in range(200)]
    assert 1.5 <= min(drawn) < 1.6
    assert 2.9 < max(drawn) <= 3.0
    assert draw_between(low, high, 1, 5) == draw_between(low, high, 1, 5)
