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
from bihuan.domain.premises.hours import read_hours
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


@pytest.mark.parametrize("width", [-10, 0, 1, 109])
def test_what_nobody_gets_through_is_no_way_out(width):
    slit = plan([("B1", "N"), ("B1", "S")], gate("N", "staffed"), gate("S", width_cm=width))
    assert independent_ways(slit, "B1") == 1
    assert {"building_one_way_out", "way_out_too_narrow"} <= codes(plan_problems(slit))
    both = plan(
        [("B1", "N"), ("B1", "S")], gate("N", "staffed", width_cm=width), gate("S", width_cm=width)
    )
    assert independent_ways(both, "B1") == 0
    assert {"compound_without_exit", "no_accessible_route"} <= codes(plan_problems(both))
    wide = plan([("B1", "N"), ("B1", "S")], gate("N", "staffed"), gate("S", width_cm=110))
    assert plan_problems(wide) == ()


def test_two_gates_of_which_one_way_is_drawn_twice_are_counted_once():
    twice = plan([("B1", "N"), ("N", "B1"), ("B1", "N")], gate("N"))
    assert independent_ways(twice, "B1") == 1
    lane = plan(
        [("B1", "J"), ("J", "K"), ("B1", "J"), ("K", "N"), ("K", "S"), ("J", "K")],
        gate("N"), gate("S"),
    )  # fmt: skip
    assert independent_ways(lane, "B1") == 1
    behind = plan([("B1", "N"), ("N", "S")], gate("N"), gate("S"))
    assert independent_ways(behind, "B1") == 1


@pytest.mark.parametrize(("south", "fails"), [("egress_only", True), ("open", False)])
def test_people_in_wheelchairs_get_out_and_in_again_through_a_gate_that_counts(south, fails):
    steps = gate("N", "staffed", accessible=False)
    shut = plan([("B1", "N"), ("B1", "S")], steps, gate("S", south))
    assert ("no_accessible_route" in codes(plan_problems(shut))) == fails
    assert "no_accessible_route" in codes(plan_problems(shut, closed=("S",)))


@pytest.mark.parametrize(
    ("north", "west", "hardly"),
    [
        ("08:00-08:01", None, True), ("08:00-13:59", None, True), ("08:00-14:00", None, False),
        ("08:00-11:00", "15:00-18:00", False), ("08:00-11:00", "08:30-11:30", True),
        ("23:00-05:00", None, False), ("", None, False),
    ],
)  # fmt: skip
def test_an_entrance_is_staffed_for_hours_and_not_for_minutes(north, west, hardly):
    gates = [gate("N", "staffed", hours=read_hours(north)), gate("S")]
    if west is not None:
        gates.append(gate("W", "staffed", hours=read_hours(west)))
    ways = [("B1", one.code) for one in gates]
    assert ("hardly_staffed" in codes(plan_problems(plan(ways, *gates)))) == hardly
    stands_open = plan([*ways, ("B1", "E")], *gates, gate("E", "open"))
    assert ("hardly_staffed" in codes(plan_problems(stands_open))) == hardly  # S is closed
    nothing_closed = plan([("B1", "N"), ("B1", "E")], gates[0], gate("E", "open"))
    assert "hardly_staffed" not in codes(plan_problems(nothing_closed))


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
        *(
            (
                {"gates": [RAW["gates"][0] | {"width_cm": cm}]},
                "gates[0].width_cm",
                "gate_width_impossible",
            )
            for cm in (0, -3, 39, 2001, 10**8)
        ),
        ({"gates": [RAW["gates"][0] | {"width_cm": 10**12}]}, "gates[0].width_cm", "out_of_bounds"),
        (
            {"gates": [RAW["gates"][0] | {"hours": "08:00-08:01"}]},
            "gates[0].hours",
            "hours_too_few",
        ),
        (
            {"gates": [RAW["gates"][0] | {"hours": "08:00-08:00"}]},
            "gates[0].hours",
            "hours_unreadable",
        ),
        (
            {"gates": [RAW["gates"][0], RAW["gates"][0] | {"code": "X"} | {"name": "N"}]},
            "gates",
            "node_twice",
        ),
        (
            {
                "gates": [
                    RAW["gates"][0] | {"code": "1 号", "name": "A"},
                    RAW["gates"][0] | {"code": "１号", "name": "B"},
                ],
                "ways": [],
            },
            "gates",
            "node_twice",
        ),
        ({"ways": [{"a": "B1", "b": "B1"}]}, "ways[0].b", "way_to_itself"),
    ],
)
def test_what_is_wrong_in_a_plan_is_told_with_its_place(change, where, code):
    problems = parse_plan(RAW | change)
    assert isinstance(problems, tuple)
    assert (where, code) in {(problem.where, problem.code) for problem in problems}


def test_a_name_that_stands_twice_in_a_plan_is_told_once_and_by_its_name():
    gates = [RAW["gates"][0], RAW["gates"][0]]
    problems = parse_plan(RAW | {"gates": gates, "ways": []})
    assert isinstance(problems, tuple)
    told = [dict(one.params) for one in problems if one.code == "node_twice"]
    assert told == [{"got": gates[0].get("name", gates[0]["code"])}]
