"""Plans made from tonight's facts differ in nothing but the plan."""

from dataclasses import replace

import pytest
from tests.factories.territory import BRIDGE, HILL, MARKET, NORTH, RIVER, TEMPLE

from bihuan.domain.profiles import parse
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.plans import not_modelled, plans_of
from bihuan.domain.scenarios.series import Past, Series, fit_scenarios
from bihuan.domain.scenarios.tonight import (
    Choice,
    InForce,
    PlanKind,
    Tonight,
    Where,
    asked,
    basis_of,
)
from bihuan.domain.zones import range_of
from bihuan.features.incidents.selectors.incidents import FOLDER
from bihuan.platform.registry.rulefiles import read_rules

CODES = (BRIDGE, MARKET, TEMPLE)
GATES, MASKS, PATROL = (
    InForce("M10", (RIVER, TEMPLE), 2), InForce("M04", (NORTH,), 1), InForce("M17", (NORTH,), 9),
)  # fmt: skip
TONIGHT = Tonight(
    NORTH, "2022-11-28", "SNAP-20221128-1800", "ab" * 32, "drill-generic@2026.1", "II", 1, (), 1,
    (GATES, MASKS, PATROL), 12, 30, 10, None, None,
)  # fmt: skip
ALL = (PlanKind.RENEW, PlanKind.SMALLER, PlanKind.SAMPLERS)
CHOICE = Choice(ALL, tier="T1", smaller=(BRIDGE,), infections=40, beds=3)


@pytest.fixture(scope="module")
def profile():
    return parse(read_rules(FOLDER / "drill-generic.yaml"))


def test_plans_differ_in_measures_and_sampling_only_and_lifting_stands_beside_them(profile):
    made = plans_of(TONIGHT, CHOICE, profile, CODES)
    assert list(made) == [*ALL, PlanKind.LIFT]
    free = made[PlanKind.LIFT]
    assert (free.measures, free.screening) == ((), ())
    for one in made.values():
        alike = {"measures": (), "screening": (), "names": free.names}
        assert replace(one, **alike) == free


def test_measures_are_renewed_where_they_are_and_kept_in_fewer_zones(profile):
    made = plans_of(TONIGHT, CHOICE, profile, CODES)
    told = [(m.code, m.tier, m.zones, m.until) for m in made[PlanKind.RENEW].measures]
    assert told == [("M10", "T1", (RIVER, TEMPLE), 9), ("M04", "", (NORTH,), 8)]
    kept = [(m.code, m.zones) for m in made[PlanKind.SMALLER].measures]
    assert kept == [("M10", (BRIDGE,)), ("M04", (BRIDGE,))]
    assert not_modelled(TONIGHT, profile) == ("M17",)


def by_day(measures, days=30):
    """Tell for each type, community and day under which tiers it stands."""
    told = {}
    for one in measures:
        for code in CODES:
            if not any(range_of(zone).covers(range_of(code)) for zone in one.zones):
                continue
            for day in range(one.first_day, min(one.until, days)):
                told.setdefault((one.code, code, day), []).append(one.tier)
    return told


@pytest.mark.parametrize(
    ("tier", "inside", "outside"), [("T3", "T3", "T3"), ("T0", "T1", "T0"), ("T1", "T1", "T1")]
)
def test_a_further_measure_of_a_type_in_force_counts_once_where_both_stand(
    profile, tier, inside, outside
):
    asked = replace(CHOICE, kinds=(PlanKind.ANOTHER,), another=f"M10/{tier}", renew_days=5)
    gates = InForce("M10", (TEMPLE,), 4)
    made = plans_of(replace(TONIGHT, in_force=(gates,)), asked, profile, CODES)
    told = by_day(made[PlanKind.ANOTHER].measures)
    assert all(len(tiers) == 1 for tiers in told.values())
    assert [told["M10", TEMPLE, day][0] for day in (0, 4, 5, 8)] == [inside, inside, "T1", "T1"]
    assert told["M10", BRIDGE, 4] == [outside]
    assert ("M10", BRIDGE, 5) not in told
    assert ("M10", TEMPLE, 9) not in told


def test_a_type_in_force_by_two_decisions_is_renewed_and_played_once(profile):
    twice = (InForce("M04", (NORTH,), 1), InForce("M04", (RIVER,), 6))
    made = plans_of(replace(TONIGHT, in_force=twice), CHOICE, profile, CODES)
    told = by_day(made[PlanKind.RENEW].measures)
    assert all(len(tiers) == 1 for tiers in told.values())
    assert max(day for _, code, day in told if code == BRIDGE) == 12
    past = (Past("M10", (NORTH,), 0, 9), Past("M10", (TEMPLE,), 8, 20))
    series = Series("2022-11-01", (0,) * 28, past)
    fitted = fit_scenarios((TONIGHT, CHOICE, series), profile, CODES)
    told = by_day(next(iter(fitted.values())).measures)
    assert all(len(tiers) == 1 for tiers in told.values())
    assert max(day for _, code, day in told if code == TEMPLE) == 19


def test_samplers_are_added_to_those_at_work_only_while_sampling_is_in_force(profile):
    def samplers(in_force):
        made = plans_of(replace(TONIGHT, in_force=in_force), CHOICE, profile, CODES)
        return [tuple(s.samplers for s in made[kind].screening) for kind in made]

    assert samplers((GATES,)) == [(), (), (50,), ()]
    sampling = InForce("M15", (NORTH,), 1)
    assert samplers((GATES, sampling)) == [(30,), (30,), (80,), ()]


def test_sites_and_tubes_are_those_entered_unless_others_are_said(profile):
    def made(tonight, choice):
        (one,) = plans_of(tonight, choice, profile, CODES)[PlanKind.SAMPLERS].screening
        return one.sites, one.tubes_per_day, one.samples_per_day, one.limit.value

    assert made(TONIGHT, CHOICE) == (None, None, 50 * 360, "samplers")
    entered = replace(TONIGHT, sites=4, tubes_per_day=900)
    assert made(entered, CHOICE) == (4, 900, 4 * 3000, "sites")
    said = replace(CHOICE, sites=6, tubes=2_000)
    assert made(entered, said) == (6, 2_000, 50 * 360, "samplers")
    assert made(entered, replace(CHOICE, tubes=0)) == (4, 0, 0, "laboratory")
    assert asked(basis_of(entered, said)) == (entered, said)
    older = basis_of(TONIGHT, CHOICE)
    del older["tonight"]["sites"], older["choice"]["sites"], older["choice"]["tubes"]
    assert asked(older) == (TONIGHT, CHOICE)


def test_the_infected_live_where_it_was_said(profile):
    def seeds(where, zone=NORTH):
        told = replace(TONIGHT, zone=zone)
        choice = replace(CHOICE, kinds=(PlanKind.RENEW,), where=where)
        codes = [code for code in CODES if zone <= code < zone + 10**9]
        return plans_of(told, choice, profile, codes)[PlanKind.LIFT].seeds.zones

    assert seeds(Where.ANYWHERE) == ()
    assert seeds(Where.UNDER_MEASURES) == (NORTH,)
    assert seeds(Where.UNDER_MEASURES, HILL) == (HILL,)


def test_the_infected_live_where_cases_were_found_when_any_were(profile):
    choice = replace(CHOICE, kinds=(PlanKind.RENEW,), where=Where.FOUND)
    found = replace(TONIGHT, found=(BRIDGE, MARKET))
    seeds = plans_of(found, choice, profile, CODES)[PlanKind.LIFT].seeds
    assert seeds.zones == (BRIDGE, MARKET)
    assert plans_of(TONIGHT, choice, profile, CODES) == Refusal("nothing_found_lately")
    assert asked(basis_of(found, choice)) == (found, choice)
    older = basis_of(TONIGHT, choice)
    del older["tonight"]["found"]
    assert asked(older) == (TONIGHT, choice)


def test_what_was_asked_survives_its_canonical_form():
    assert asked(basis_of(TONIGHT, CHOICE)) == (TONIGHT, CHOICE)


@pytest.mark.parametrize(
    ("tonight", "choice", "code"),
    [
        ({"level": "IV"}, {}, "level_too_low"),
        ({"in_force": (InForce("M11", (NORTH,), 1),)}, {"kinds": ALL[:1]}, "need_unmet"),
        ({}, {"kinds": (*ALL, PlanKind.ANOTHER), "another": "M08"}, "plans_to_compare"),
    ],
)
def test_plans_that_law_does_not_allow_are_refused(profile, tonight, choice, code):
    made = plans_of(replace(TONIGHT, **tonight), replace(CHOICE, **choice), profile, CODES)
    assert isinstance(made, Refusal)
    assert made.code == code
