"""Disease profiles: what ships is whole, what is wrong is told with its path."""

from copy import deepcopy
from pathlib import Path

import pytest

from bihuan.domain.profiles import (
    Basis,
    Circumstances,
    DiseaseProfile,
    Model,
    Offer,
    Permission,
    ResponseLevel,
    Standing,
    compare,
    offer,
    parse,
)
from bihuan.domain.refusals import Refusal
from bihuan.platform.registry.rulefiles import read_rules

FOLDER = Path(__file__).parents[3] / "src" / "bihuan" / "features" / "incidents" / "profiles"
FILES = sorted(FOLDER.glob("*.yaml"))


def raw(name):
    return deepcopy(read_rules(FOLDER / f"{name}.yaml"))


def profile(name):
    read = parse(raw(name))
    assert isinstance(read, DiseaseProfile), [(p.where, p.code) for p in read]
    return read


def problems(data):
    read = parse(data)
    assert isinstance(read, tuple)
    return {(p.where, p.code) for p in read}


@pytest.fixture
def drill():
    return raw("drill-generic")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_shipped_profile_reads_and_carries_its_file_name(path):
    assert profile(path.stem).id == path.stem


def test_eight_profiles_ship_with_the_drill_the_unknown_and_one_of_the_past():
    standings = [profile(p.stem).standing for p in FILES]
    assert standings.count(Standing.OPERATIONS) == 9
    assert standings.count(Standing.DRILL) == 1
    assert standings.count(Standing.TRAINING) == 1


@pytest.mark.parametrize("document", [None, [], "text", 3])
def test_what_is_no_profile_at_all_is_one_problem_and_not_one_for_each_missing_field(document):
    (problem,) = parse(document)
    assert (problem.where, problem.code) == ("(document)", "expected_mapping")


def test_only_profiles_with_a_validated_model_may_be_simulated():
    models = {p.stem: profile(p.stem).epidemiology.model for p in FILES}
    assert models["influenza"] is Model.RESPIRATORY_AGENTS
    assert models["chikungunya-dengue"] is Model.VECTOR_RENEWAL
    assert {models[n] for n in ("cholera", "norovirus", "unknown-cluster")} == {Model.NONE}


def test_every_range_says_what_it_rests_on():
    e = profile("covid-2022").epidemiology
    assert e.reproduction_number.basis is Basis.ASSUMED
    assert e.dispersion_k.basis is Basis.UNCONFIRMED
    assert e.natural_history["onset_to_hospital"].mean.basis is Basis.CITED


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (lambda d: d.update(colour="red"), "(document)", "unknown_key"),
        (lambda d: d.pop("names"), "names", "missing"),
        (lambda d: d["names"].update(zh=" "), "names.zh", "expected_text"),
        (lambda d: d.update(legal_class="D"), "legal_class", "not_a_choice"),
        (lambda d: d["validity"].update(until="soon"), "validity.until", "expected_date"),
        (lambda d: d.update(small_cell=1), "small_cell", "out_of_bounds"),
        (lambda d: d["measures_allowed"].pop("M01"), "(document)", "measure_not_decided"),
        (
            lambda d: d["measures_allowed"].update(M21={"levels": ["I"]}),
            "measures_allowed.M21",
            "unknown_measure",
        ),
        (
            lambda d: d["measures_allowed"]["M01"].update(levels=["V"]),
            "measures_allowed.M01.levels",
            "not_a_choice",
        ),
        (
            lambda d: d["measures_allowed"].update(M07={"levels": ["I"]}),
            "measures_conditional.M07",
            "measure_twice",
        ),
        (lambda d: d.update(measures_allowed=[1]), "measures_allowed", "expected_mapping"),
        (
            lambda d: d["epidemiology"]["dispersion_k"].update(range=[0.6, 0.2]),
            "epidemiology.dispersion_k.range",
            "not_in_order",
        ),
        (
            lambda d: d["epidemiology"]["shares"]["adherence"].update(range=[0.5, 1.2]),
            "epidemiology.shares.adherence.range",
            "out_of_bounds",
        ),
        (
            lambda d: d["epidemiology"]["reproduction_number"].pop("source"),
            "epidemiology.reproduction_number.source",
            "missing",
        ),
        (
            lambda d: d["epidemiology"]["natural_history"].pop("latent"),
            "epidemiology",
            "model_needs",
        ),
        (lambda d: d["indicators"].append(3), "indicators[3]", "expected_mapping"),
        (lambda d: d["messages"].append({"zh": "好"}), "messages[3].en", "missing"),
        (
            lambda d: d["epidemiology"]["serial_interval_days"]["mean"].update(
                range=[float("nan"), 3]
            ),
            "epidemiology.serial_interval_days.mean.range",
            "expected_number",
        ),
    ],
)
def test_a_bad_field_is_named_by_its_path(drill, change, where, code):
    change(drill)
    assert (where, code) in problems(drill)


@pytest.mark.parametrize("document", [None, 3, [], "text", {}, {1: 2}])
def test_no_document_at_all_is_a_list_of_problems(document):
    assert problems(document)


def test_all_problems_are_told_at_once(drill):
    drill["legal_class"], drill["colour"] = "D", "red"
    assert len(problems(drill)) == 2


def test_observation_of_persons_is_refused_outside_class_a():
    data = raw("influenza")
    data["measures_forbidden"].pop("M13")
    data["measures_allowed"]["M13"] = {"levels": ["I"]}
    assert ("(document)", "only_class_a") in problems(data)


def test_entrances_and_movement_outside_class_a_wait_for_a_major_epidemic():
    data = raw("influenza")
    rule = data["measures_forbidden"].pop("M11")
    data["measures_conditional"]["M11"] = {"levels": ["I"], "condition": rule["reason"]}
    assert ("(document)", "only_in_major") in problems(data)
    data["measures_conditional"]["M11"]["needs"] = ["major_epidemic"]
    assert isinstance(parse(data), DiseaseProfile)


def test_a_superseded_policy_can_only_be_for_training():
    data = raw("covid-2022")
    data["standing"] = "operations"
    assert ("standing", "superseded_is_training") in problems(data)


LEVEL_ONE = Circumstances(ResponseLevel.I, major_epidemic=True)


def test_a_forbidden_measure_is_not_offered_and_the_refusal_says_why():
    answer = offer(profile("influenza"), "M10", LEVEL_ONE)
    assert isinstance(answer, Refusal)
    assert answer.code == "measure_forbidden"


def test_a_measure_waits_for_the_level_and_for_the_facts_of_law():
    drill = profile("drill-generic")
    low = offer(drill, "M10", Circumstances(ResponseLevel.IV))
    unmet = offer(drill, "M10", Circumstances(ResponseLevel.II))
    met = offer(drill, "M10", LEVEL_ONE)
    assert isinstance(low, Refusal)
    assert low.code == "level_too_low"
    assert isinstance(unmet, Refusal)
    assert unmet.params["need"] == "major_epidemic"
    assert isinstance(met, Offer)
    assert met.permission is Permission.CONDITIONAL


def test_a_measure_reserved_to_a_superior_needs_the_recorded_order():
    drill = profile("drill-generic")
    ordered = Circumstances(ResponseLevel.I, True, frozenset({"M11"}))
    assert isinstance(offer(drill, "M11", LEVEL_ONE), Refusal)
    assert isinstance(offer(drill, "M11", ordered), Offer)


def test_the_profile_of_the_past_offers_nothing_but_in_training():
    past = profile("covid-2022")
    refused = offer(past, "M01", LEVEL_ONE)
    assert isinstance(refused, Refusal)
    assert refused.code == "profile_superseded"
    assert isinstance(offer(past, "M01", Circumstances(ResponseLevel.I, training=True)), Offer)


def test_converting_from_the_unknown_shows_what_changes():
    changes = {c.path: c for c in compare(profile("unknown-cluster"), profile("cholera"))}
    assert changes["legal_class"].before == "unknown"
    assert changes["legal_class"].after == "A"
    assert "measures.M02.permission" not in changes
    assert changes["measures.M08.permission"].after == "conditional"
    assert compare(profile("cholera"), profile("cholera")) == ()
