"""The fire-egress check: computed on the compound's plan, never a tick in a box.

A way out is independent of another when they share no gate and no junction, so that one fire,
one fallen wall or one parked lorry cannot close both (Menger: as many as a flow of ones).
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bihuan.domain.premises.gates import LETS_IN, LETS_OUT, GateState
from bihuan.domain.premises.names import building_en
from bihuan.domain.premises.plan import Gate, Plan
from bihuan.domain.refusals import Refusal

CLAUSE = "Fire Law 28"
FEWEST_WAYS = 2
SLOWEST_UNLOCK = 60
NARROWEST_WAY_CM = 110
"""Clear width below which a gate is no way out: that of the outer door of a dwelling house, GB
50016-2014 (2018), 5.5.30 (unconfirmed)."""
FEWEST_HOURS = 6
"""Hours of the day for which somebody has to staff an entrance, so that it is one (assumed)."""
LANE_WIDTH_CM = 400
"""Clear width of a fire lane (unconfirmed)."""
NOBODY_AT_THE_GATES = Refusal("no_staffed_entrance", clause="IDL 67; PHERL 46")
"""Gates are closed and none of the others is staffed: nobody lets ambulance or supplies in."""
HARDLY_STAFFED = Refusal("hardly_staffed", {"hours": FEWEST_HOURS}, "IDL 67; PHERL 46")
"""Somebody lets ambulance or supplies in, but for a few minutes or hours of the day only."""
_OUTSIDE = ("", "out")
Node = tuple[str, str]
Flow = dict[Node, set[Node]]


@dataclass(frozen=True, slots=True)
class SignedCheck:
    """Who signed a check of the compound, and until when it counts."""

    post: int
    at: datetime
    until: datetime
    person: int | None = None


def independent_ways(plan: Plan, building: str, *, closed: Iterable[str] = ()) -> int:
    """Return how many independent ways lead from a building to the outside, at most two.

    Parameters
    ----------
    plan
        The compound.
    building
        Where people are.
    closed
        Gates that somebody reported as sealed: they do not count.
    """
    return _disjoint(_network(plan, exits_of(plan, closed=closed)), (building, "out"))


def exits_of(plan: Plan, *, closed: Iterable[str] = ()) -> frozenset[str]:
    """Return the gates that are ways out: they let people out and are wide enough for them."""
    shut = frozenset(closed)
    return frozenset(
        code
        for code, gate in plan.gates.items()
        if gate.state in LETS_OUT and code not in shut and gate.width_cm >= NARROWEST_WAY_CM
    )


def _network(plan: Plan, exits: frozenset[str]) -> Flow:
    """Split every node in two, so that each can be walked once; gates lead outside.

    Nobody flees through another building, and nobody through a gate that stays shut.
    """
    edges: Flow = {}
    walkable = {w for way in plan.ways for w in (way.a, way.b)} - set(plan.buildings)
    for node in walkable:
        edges[node, "in"] = {(node, "out")}
    for way in plan.ways:
        if way.clear:
            for a, b in ((way.a, way.b), (way.b, way.a)):
                if b not in plan.buildings and a not in plan.gates:
                    edges.setdefault((a, "out"), set()).add((b, "in"))
    for code in exits:
        edges.setdefault((code, "out"), set()).add(_OUTSIDE)
    return edges


def _disjoint(edges: Flow, source: Node) -> int:
    left = {node: set(following) for node, following in edges.items()}
    for found in range(FEWEST_WAYS):
        path = _path(left, source)
        if path is None:
            return found
        for a, b in pairwise(path):
            left[a].discard(b)
            left.setdefault(b, set()).add(a)
    return FEWEST_WAYS


def _path(edges: Flow, source: Node) -> list[Node] | None:
    before: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting:
        node = waiting.popleft()
        for following in edges.get(node, ()):
            if following in before:
                continue
            before[following] = node
            if following == _OUTSIDE:
                return _back(before, source)
            waiting.append(following)
    return None


def _back(before: Mapping[Node, Node], source: Node) -> list[Node]:
    path = [_OUTSIDE]
    while path[-1] != source:
        path.append(before[path[-1]])
    return path[::-1]


def gates_for_engines(plan: Plan, *, closed: Iterable[str] = ()) -> frozenset[str]:
    """Return the gates through which fire engines and ambulances drive, at any hour."""
    shut = frozenset(closed)
    return frozenset(
        code
        for code, gate in plan.gates.items()
        if gate.width_cm >= LANE_WIDTH_CM
        and code not in shut
        and (gate.unlock_seconds is not None and gate.unlock_seconds <= SLOWEST_UNLOCK)
    )


def fire_lane_clear(plan: Plan, *, closed: Iterable[str] = ()) -> bool:
    """Tell whether a fire engine reaches every building on clear lanes from one gate."""
    passable = gates_for_engines(plan, closed=closed)
    reach: dict[str, set[str]] = {}
    for way in plan.ways:
        if way.clear and way.lane:
            reach.setdefault(way.a, set()).add(way.b)
            reach.setdefault(way.b, set()).add(way.a)
    seen, waiting = set(passable), deque(passable)
    while waiting:
        for node in reach.get(waiting.popleft(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return set(plan.buildings) <= seen


def plan_problems(plan: Plan, *, closed: Iterable[str] = ()) -> tuple[Refusal, ...]:
    """Return everything about the plan itself that fails: exits, ways, lane, unlocking."""
    shut = tuple(code for code in closed if code in plan.gates)
    found = [Refusal("gate_sealed", {"gate": plan.gates[code].name}, CLAUSE) for code in shut]
    exits = exits_of(plan, closed=shut)
    if not exits:
        found.append(Refusal("compound_without_exit", clause=CLAUSE))
    found += _ways_missing(plan, shut)
    if not fire_lane_clear(plan, closed=shut):
        found.append(Refusal("fire_lane_blocked", clause=CLAUSE))
    # Through a gate that opens from inside alone nobody in a wheelchair comes home again.
    back = [plan.gates[code] for code in exits if plan.gates[code].state in LETS_IN]
    if not any(gate.accessible for gate in back or [plan.gates[code] for code in exits]):
        found.append(Refusal("no_accessible_route", clause="Barrier-free Law"))
    if nobody_at_the_gates(plan):
        found.append(NOBODY_AT_THE_GATES)
    elif hardly_staffed(plan):
        found.append(HARDLY_STAFFED)
    slow = (_slow(gate) for gate in plan.gates.values())
    return (*found, *(refusal for refusal in slow if refusal is not None))


def _ways_missing(plan: Plan, shut: tuple[str, ...]) -> Iterator[Refusal]:
    """Yield the buildings with fewer ways out than two, and the gates too narrow to be one."""
    short = False
    for building in plan.buildings:
        ways = independent_ways(plan, building, closed=shut)
        if ways < FEWEST_WAYS:
            short = True
            yield Refusal(
                "building_one_way_out",
                {"building": building, "building_en": building_en(building), "ways": ways},
                CLAUSE,
            )
    for gate in plan.gates.values() if short else ():
        if gate.state in LETS_OUT and gate.width_cm < NARROWEST_WAY_CM:
            wide: dict[str, str | int] = {"cm": gate.width_cm, "least": NARROWEST_WAY_CM}
            yield Refusal("way_out_too_narrow", {"gate": gate.name} | wide, CLAUSE)


def hardly_staffed(plan: Plan) -> bool:
    """Tell whether the entrances are open for fewer hours of a day than makes them entrances.

    Where gates are closed to whoever comes, only the staffed ones count.
    """
    only = {GateState.STAFFED} if plan.closed else LETS_IN
    entrances = [gate for gate in plan.gates.values() if gate.state in only]
    if not entrances or any(gate.hours is None for gate in entrances):
        return False
    minutes = frozenset().union(*(gate.hours.minutes for gate in entrances if gate.hours))
    return len(minutes) < FEWEST_HOURS * 60


def nobody_at_the_gates(plan: Plan) -> bool:
    """Tell whether a plan closes a gate to whoever comes and staffs no entrance instead."""
    return bool(plan.closed) and not staffed_entrances(plan)


def _slow(gate: Gate) -> Refusal | None:
    """Say what is wrong with how a gate that does not stand open is opened."""
    if gate.state is GateState.OPEN:
        return None
    if gate.unlock_seconds is None:
        return Refusal("unlock_not_measured", {"gate": gate.name}, CLAUSE)
    if gate.unlock_seconds > SLOWEST_UNLOCK:
        seconds = gate.unlock_seconds
        return Refusal("unlock_too_slow", {"gate": gate.name, "seconds": seconds}, CLAUSE)
    return None


def check_problems(
    plan: Plan, signed: SignedCheck | None, now: datetime, *, closed: Iterable[str] = ()
) -> tuple[Refusal, ...]:
    """Return why a gate plan does not pass now: the plan's own failures, the signature's."""
    found = list(plan_problems(plan, closed=closed))
    if signed is None:
        found.append(Refusal("check_unsigned", clause=CLAUSE))
    elif now >= signed.until:
        day = signed.until.date().isoformat()
        found.append(Refusal("check_expired", {"day": day}, CLAUSE))
    return tuple(found)


def staffed_entrances(plan: Plan) -> int:
    """Return how many entrances are staffed: a plan of one entrance has exactly one."""
    return sum(gate.state is GateState.STAFFED for gate in plan.gates.values())
