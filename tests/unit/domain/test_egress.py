"""Fire egress is computed on the compound's plan."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.domain.premises.egress import (
    SignedCheck,
    check_problems,
    fire_lane_clear,
    independent_ways,
    plan_problems,
    staffed_entrances,
)
from bihuan.domain.premises.gates import LETS_OUT, GateState
from bihuan.domain.premises.plan import Gate, Plan, Way, parse_plan

NOW = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)
SIGNED = SignedCheck(7, NOW, NOW + timedelta(days=7))


def gate(code, state="egress_only", **more):
    values = {"unlock_seconds": 20, "width_cm": 420, "accessible": True, "lanes": 1} | more
    return Gate(code, code, GateState(state), **values)


def plan(ways, *gates, buildings=("B1",), lanes=()):
    drawn = tuple(Way(a, b, lane=(a, b) in lanes or not lanes) for a, b in ways)
    return Plan(dict.fromkeys(buildings, 100), {one.code: one for one in gates}, drawn)


GOOD = plan([("B1", "N"), ("B1", "S")], gate("N", "staffed"), gate("S"))


def codes(problems):
    return {problem.code for problem in problems}


def test_two_gates_on_ways_of_their_own_are_two_independent_ways():
    assert independent_ways(GOOD, "B1") == 2
    assert check_problems(GOOD, SIGNED, NOW) == ()
    assert staffed_entrances(GOOD) == 1


def test_two_gates_behind_one_junction_are_one_way_only():
    shared = plan([("B1", "J"), ("J", "N"), ("J", "S")], gate("N"), gate("S"))
    assert independent_ways(shared, "B1") == 1
    assert "building_one_way_out" in codes(plan_problems(shared))


def test_nobody_flees_through_another_building_or_through_a_shut_gate():
    through = plan(
        [("B1", "B2"), ("B1", "N"), ("B2", "S")], gate("N"), gate("S"), buildings=("B1", "B2")
    )
    assert independent_ways(through, "B1") == 1
    vehicles = plan([("B1", "N"), ("B1", "S")], gate("N"), gate("S", "emergency_vehicle_only"))
    assert independent_ways(vehicles, "B1") == 1


def test_a_flow_may_take_back_its_first_way():
    """The shortest way first blocks both others; only an augmenting flow finds two."""
    crossing = plan(
        [("B1", "P"), ("P", "Q"), ("Q", "S"), ("B1", "Q"), ("P", "N")], gate("N"), gate("S")
    )
    assert independent_ways(crossing, "B1") == 2


def test_a_sealed_gate_counts_for_nothing_and_is_named():
    found = codes(check_problems(GOOD, SIGNED, NOW, closed=("S",)))
    assert {"gate_sealed", "building_one_way_out"} <= found
    assert "compound_without_exit" in codes(plan_problems(GOOD, closed=("S", "N")))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unlock_seconds": 61}, "unlock_too_slow"),
        ({"unlock_seconds": None}, "unlock_not_measured"),
    ],
)
def test_a_gate_that_does_not_open_within_a_minute_fails(change, code):
    slow = plan([("B1", "N"), ("B1", "S")], gate("N", "open"), gate("S", **change))
    assert code in codes(plan_problems(slow))


def test_a_lane_that_is_too_narrow_or_blocked_fails():
    narrow = plan([("B1", "N"), ("B1", "S")], gate("N", width_cm=300), gate("S", width_cm=300))
    assert not fire_lane_clear(narrow)
    blocked = Plan(
        {"B1": 1}, GOOD.gates,
        (Way("B1", "N", lane=False), Way("B1", "S", clear=False, lane=True)),
    )  # fmt: skip
    assert "fire_lane_blocked" in codes(plan_problems(blocked))


def test_without_a_step_free_exit_it_fails():
    steps = plan(
        [("B1", "N"), ("B1", "S")], gate("N", accessible=False), gate("S", accessible=False)
    )
    assert "no_accessible_route" in codes(plan_problems(steps))


def test_gates_closed_to_whoever_comes_leave_one_entrance_staffed():
    nobody = plan([("B1", "N"), ("B1", "S")], gate("N"), gate("S"))
    assert "no_staffed_entrance" in codes(plan_problems(nobody))
    every = plan([("B1", "N"), ("B1", "S")], gate("N", "open"), gate("S", "open"))
    assert plan_problems(every) == plan_problems(GOOD) == ()


def test_a_check_counts_only_signed_and_until_its_last_instant():
    assert "check_unsigned" in codes(check_problems(GOOD, None, NOW))
    assert check_problems(GOOD, SIGNED, SIGNED.until - timedelta(seconds=1)) == ()
    assert "check_expired" in codes(check_problems(GOOD, SIGNED, SIGNED.until))


def by_hand(one, building):
    """Count disjoint ways by trying all pairs of simple paths."""
    following = {}
    for way in one.ways:
        if way.clear:
            following.setdefault(way.a, []).append(way.b)
            following.setdefault(way.b, []).append(way.a)

    def walk(node, passed):
        if node in one.gates:
            if one.gates[node].state in LETS_OUT:
                yield passed
            return
        for step in following.get(node, ()):
            if step not in passed and step not in one.buildings:
                yield from walk(step, (*passed, step))

    paths = {frozenset(path) for path in walk(building, ())}
    pairs = (not a & b for a, b in combinations(paths, 2))
    return 2 if any(pairs) else min(1, len(paths))


NODES = ["B1", "B2", "G1", "G2", "G3", "J1", "J2", "J3"]


@given(
    st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.booleans()), max_size=14),
    st.lists(st.sampled_from(GateState), min_size=3, max_size=3),
)
def test_the_flow_finds_what_trying_every_path_finds(ways, states):
    drawn = tuple(Way(a, b, clear=clear) for a, b, clear in ways if a != b)
    gates = {f"G{n}": gate(f"G{n}", state) for n, state in enumerate(states, start=1)}
    one = Plan({"B1": 1, "B2": 1}, gates, drawn)
    assert independent_ways(one, "B1") == by_hand(one, "B1")


RAW = {
    "buildings": {"B1": 120},
    "gates": [{"code": "N", "state": "open", "width_cm": 400, "accessible": True}],
    "ways": [{"a": "B1", "b": "N", "lane": True}],
}


def test_a_plan_is_read_from_plain_data():
    read = parse_plan(RAW)
    assert isinstance(read, Plan)
    assert read.gates["N"].state is GateState.OPEN


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"gates": []}, "gates", "compound_without_exit"),
        ({"buildings": {}}, "buildings", "compound_without_building"),
        ({"ways": [{"a": "B1", "b": "X"}]}, "ways[0].b", "node_unknown"),
        ({"gates": [RAW["gates"][0] | {"state": "sealed"}]}, "gates[0].state", "not_a_choice"),
        ({"gates": RAW["gates"] * 2}, "gates", "node_twice"),
        ({"walls": 1}, "(document)", "unknown_key"),
    ],
)
def test_what_is_wrong_in_a_plan_is_told_with_its_place(change, where, code):
    problems = parse_plan(RAW | change)
    assert isinstance(problems, tuple)
    assert (where, code) in {(problem.where, problem.code) for problem in problems}
