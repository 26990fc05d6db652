"""The closed forms that judge the engine agree with independent reference values."""

import csv
from math import inf
from pathlib import Path

import numpy as np
import pytest

from bihuan.science.twin import closed_forms
from bihuan.science.twin.validation import serial_weights

DATA = Path(__file__).parents[2] / "data" / "science"


def rows(name):
    return list(csv.DictReader((DATA / f"analytic_{name}.csv").read_text("utf-8").splitlines()))


def test_chain_binomial_law_of_every_household():
    for r in rows("reed_frost"):
        law = closed_forms.chain_binomial(int(r["household_size"]), float(r["p_pair_transmission"]))
        expected = float(r["probability"])
        assert law[int(r["secondary_infections"])] == pytest.approx(expected, abs=1e-12)


def test_renewal_recursion_cumulated_to_every_day():
    curves = {}
    for r in rows("renewal_daystep"):
        mean, sd, r0 = float(r["si_mean_days"]), float(r["si_sd_days"]), float(r["r0"])
        if (mean, sd, r0) not in curves:
            weights = serial_weights(mean, sd)
            curves[mean, sd, r0] = closed_forms.renewal(1_000_000, 100, r0, weights, 500)
        found = curves[mean, sd, r0][: int(r["t_days"]) + 1].sum()
        assert found == pytest.approx(float(r["cumulative_infections"]), rel=1e-3)


def test_final_size_without_prior_immunity():
    for r in rows("final_size"):
        if float(r["initially_immune_fraction"]) == 0 and float(r["seed_fraction"]) > 0:
            found = closed_forms.final_size(float(r["r0"]), float(r["seed_fraction"]))
            expected = float(r["newly_infected_fraction_of_population"])
            assert found == pytest.approx(expected, rel=1e-9)


def test_extinction_of_a_branching_process():
    for r in rows("branching_extinction"):
        k = float(r["k_dispersion"].replace("infinity", "inf")) if r["k_dispersion"] else inf
        found = closed_forms.extinction(float(r["reproduction_number"]), k)
        if abs(float(r["reproduction_number"]) - 1) > 0.05:
            assert found == pytest.approx(float(r["p_extinct_from_1"]), abs=1e-9)


def test_growth_rate_of_no_growth_is_zero():
    weights = serial_weights(3.3, 2.2)
    assert closed_forms.growth_rate(1.0, weights) == pytest.approx(0, abs=1e-12)
    assert np.isclose(weights.sum(), 1)
