"""Plans of a vector-borne profile: the whole zone or nothing, and what each keeps in force."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq
from tests.factories.territory import BRIDGE, MARKET, NORTH, RIVER, TEMPLE

from bihuan.domain.profiles import parse
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.renewal import (
    campaigns_in_force,
    campaigns_in_part,
    kept,
    plans_to_try,
    until_by_community,
)
from bihuan.domain.scenarios.tonight import Choice, InForce, PlanKind, Tonight
from bihuan.features.incidents.selectors.incidents import FOLDER
from bihuan.platform.registry.rulefiles import read_rules
from bihuan.platform.twin.renewal import renewal_digest, renewal_replicate, renewal_task
from bihuan.science.twin.vector import VectorDisease, simulate_vector
from bihuan.science.vector_generations import extrinsic_days, mean_generation

CODES = (BRIDGE, MARKET, TEMPLE)
TONIGHT = Tonight(
    NORTH, "2022-11-28", "SNAP-20221128-1800", "ab" * 32, "chikungunya-dengue@2026.1", "III", 0, (),
    0, (InForce("M02", (NORTH,), 3), InForce("M20", (NORTH,), 9)), 12, None, None, None, None,
)  # fmt: skip
CHOICE = Choice((PlanKind.RENEW,), days=30, renew_days=14, infections=20)
MORE = replace(CHOICE, kinds=(PlanKind.ANOTHER,), another="M02")


@pytest.fixture(scope="module")
def profile():
    return parse(read_rules(FOLDER / "chikungunya-dengue.yaml"))


def measures(profile, choice=CHOICE, **tonight):
    made = plans_to_try(replace(TONIGHT, **tonight), choice, profile, CODES)
    assert not isinstance(made, Refusal), made
    assert list(made)[-1] is PlanKind.LIFT
    assert made[PlanKind.LIFT].measures == ()
    return [(one.code, one.zones, one.until) for one in made[choice.kinds[0]].measures]


def test_a_campaign_over_the_whole_zone_is_renewed_and_lifting_stands_beside_it(profile):
    assert measures(profile) == [("M02", (), 17)]
    assert measures(profile, replace(CHOICE, days=10)) == [("M02", (), 10)]


def test_a_campaign_in_all_the_parts_counts_while_it_covers_them_all(profile):
    parts = InForce("M02", (RIVER,), 6), InForce("M02", (TEMPLE,), 2)
    assert measures(profile, in_force=parts) == [("M02", (), 16)]
    assert campaigns_in_force(replace(TONIGHT, in_force=parts), profile, CODES) == ("M02",)
    lower = replace(TONIGHT, zone=RIVER)
    assert campaigns_in_force(lower, profile, (BRIDGE, MARKET)) == ("M02",)


def test_a_campaign_in_a_part_is_not_renewed_yet_one_over_the_whole_zone_may_be_tried(profile):
    tonight = replace(TONIGHT, in_force=(InForce("M02", (RIVER,), 6),))
    refused = plans_to_try(tonight, CHOICE, profile, CODES)
    assert refused == Refusal("campaign_in_part", {"measure": "M02"})
    assert campaigns_in_part(tonight, profile, CODES) == ("M02",)
    assert campaigns_in_force(tonight, profile, CODES) == ()
    assert measures(profile, MORE, in_force=tonight.in_force) == [("M02", (), 14)]


def test_residents_count_once_a_day_under_the_longest_of_their_restrictions():
    standing = InForce("M10", (RIVER,), 2), InForce("M11", (BRIDGE,), 5)
    going_on = kept(PlanKind.RENEW, replace(TONIGHT, in_force=standing), CHOICE)
    days = until_by_community(going_on, CODES)
    assert days == {BRIDGE: 19, MARKET: 16, TEMPLE: 0}
    assert kept(PlanKind.LIFT, TONIGHT, CHOICE) == []


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"kinds": ()}, "plans_to_compare"),
        ({"kinds": (PlanKind.SMALLER,), "smaller": (RIVER,)}, "plan_needs_places"),
        ({"kinds": (PlanKind.RENEW, PlanKind.SAMPLERS)}, "plan_needs_places"),
        ({"kinds": (PlanKind.ANOTHER,)}, "another_measure_missing"),
        ({"kinds": (PlanKind.ANOTHER,), "another": "M10/T2"}, "measure_forbidden"),
        ({"kinds": (PlanKind.ANOTHER,), "another": "M01"}, "no_known_effect"),
        ({"kinds": (PlanKind.ANOTHER,), "another": "M02/T9"}, "not_a_choice"),
    ],
)
def test_what_the_model_or_the_law_does_not_know_is_refused(profile, choice, code):
    made = plans_to_try(TONIGHT, replace(CHOICE, **choice), profile, CODES)
    assert isinstance(made, Refusal)
    assert made.code == code


def test_plans_share_disease_and_chances_and_a_campaign_never_adds_infections(profile):
    made = plans_to_try(TONIGHT, CHOICE, profile, CODES)
    task = renewal_task(profile, list(made.values()), 1)
    campaign, free = renewal_replicate(task, 3)
    first = made[PlanKind.RENEW].measures[0].until
    assert campaign.inputs == free.inputs | {"campaign": campaign.inputs["campaign"]}
    assert campaign.figures["infections"] <= free.figures["infections"]
    assert campaign.infected[0] == free.infected[0] == 20
    assert len(free.infected) == 30 > first
    assert renewal_replicate(task, 3)[1].digest == free.digest
    assert renewal_replicate(task, 4)[1].digest != free.digest
    other = task._replace(plans=task.plans[:1])
    assert renewal_digest(other) != renewal_digest(task) == renewal_digest(task._replace())


def test_the_vector_index_scales_the_reproduction_number(profile):
    def tried(index):
        made = plans_to_try(TONIGHT, replace(CHOICE, index=index), profile, CODES)
        return renewal_task(profile, list(made.values()), 1)

    unsaid, low, none = tried(None), tried(7), tried(0)
    free = [renewal_replicate(task, 3)[1] for task in (unsaid, low, none)]
    numbers = [one.inputs["reproduction_number"] for one in free]
    assert numbers[0] > numbers[1] > numbers[2] == 0
    assert free[2].figures["infections"] == 20
    assert len({renewal_digest(task) for task in (unsaid, low, none)}) == 3


def test_warmth_shortens_the_days_from_case_to_case(profile):
    def tried(celsius):
        made = plans_to_try(TONIGHT, replace(CHOICE, celsius=celsius), profile, CODES)
        return renewal_task(profile, list(made.values()), 1)

    days = {
        at: [renewal_replicate(tried(at), n)[1].inputs["serial_interval"] for n in range(60)]
        for at in (None, 20, 25, 28, 30)
    }
    # Intrinsic 3 to 6.5, half of 4 to 7, and what the profile gives at the temperature.
    for at, extrinsic in ((20, (14, 25)), (25, (8, 15)), (28, (5.6, 9.9)), (30, (4, 6.5))):
        lo, hi = 5 + extrinsic[0], 10 + extrinsic[1]
        assert all(lo <= one <= hi for one in days[at])
        assert np.mean(days[at]) == pytest.approx((lo + hi) / 2, rel=0.05)
    assert all(12 <= one <= 17 for one in days[None])
    assert len({renewal_digest(tried(at)) for at in days}) == 5


@pytest.mark.parametrize("celsius", [19, 31])
def test_a_temperature_that_the_profile_does_not_know_is_refused(profile, celsius):
    found = plans_to_try(TONIGHT, replace(CHOICE, celsius=celsius), profile, CODES)
    params = {"got": str(celsius), "lo": "20", "hi": "30"}
    assert found == Refusal("temperature_unknown", params)


@pytest.mark.parametrize("celsius", [20, 25, 30])
def test_growth_at_a_temperature_follows_the_closed_form(profile, celsius):
    """R = (1 + r sd²/m)^(m²/sd²) for a gamma with mean m from its first day on (shifted by one)."""
    vector = profile.epidemiology.vector
    known = [(at, days.hi) for at, days in vector.extrinsic_days_at_celsius]
    mean, sd, r = mean_generation(5.0, 6.0, extrinsic_days(known, celsius)), 5.0, 2.0
    new = simulate_vector(VectorDisease(mean, sd, r, 1e6, 1.0), 1.0, np.ones(180), 2000, (7, 1))
    growth = np.log(new[150:].sum() / new[120:150].sum()) / 30
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)

    def equation(at):
        return np.exp(at) * (1 + at * scale) ** shape - r

    assert growth == pytest.approx(brentq(equation, 1e-6, 1), rel=0.02)
    with pytest.raises(ValueError, match="temperature"):
        extrinsic_days(known, 40.0)
