"""A plan as people type it: one line for each building, gate, junction and way.

::

    楼 1号楼 120
    门 北门 staffed 420 20 yes 2 06:00-22:00
    岔 中心
    路 1号楼 北门 lane

A gate's line says name, state, clear width in cm, seconds to open, step-free or not, lanes and
opening hours; without hours it is open day and night.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bihuan.domain.premises.gates import GateState
from bihuan.domain.premises.plan import Plan
from bihuan.domain.reading import Problem

BUILDING, GATE, JUNCTION, WAY = "楼", "门", "岔", "路"
KINDS: Mapping[str, str] = {
    BUILDING: BUILDING, "building": BUILDING, GATE: GATE, "gate": GATE, JUNCTION: JUNCTION,
    "junction": JUNCTION, WAY: WAY, "way": WAY,
}  # fmt: skip
PARTS: Mapping[str, str] = {
    BUILDING: "buildings", GATE: "gates", JUNCTION: "junctions", WAY: "ways",
}  # fmt: skip
YES = frozenset({"yes", "是", "有", "1"})
LANE, BLOCKED = frozenset({"lane", "车"}), frozenset({"blocked", "堵"})
FIRST = ("name", "state", "cm", "s", "yes")
FEWEST: Mapping[str, int] = {BUILDING: 2, GATE: 5, JUNCTION: 1, WAY: 2}


def read_lines(text: str) -> dict[str, Any] | tuple[Problem, ...]:
    """Return the plan's data, or a problem for each line that cannot be read."""
    data: dict[str, Any] = {"buildings": {}, "gates": [], "junctions": [], "ways": []}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        kind = KINDS.get(words[0].lower(), "")
        if len(words) - 1 < FEWEST.get(kind, 1) or not kind:
            problems.append(Problem(("line", number), "plan_line_unknown", {"got": line[:60]}))
            continue
        try:
            _READ[kind](data, words[1:])
        except ValueError:
            problems.append(Problem(("line", number), "plan_line_number", {"got": line[:60]}))
    return tuple(problems) or data


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the line of a text that a problem of its plan is about; None for the plan itself."""
    if len(path) < len(("line", 1)):
        return None
    part, which, *_ = path
    if part == "line":
        return int(which)
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        kind, *words = line.split() or [""]
        of = PARTS.get(KINDS.get(kind.lower(), ""), "")
        if of == part and which in (seen[of], words[0] if words else ""):
            return number
        seen[of] += 1
    return None


def _building(data: dict[str, Any], words: list[str]) -> None:
    data["buildings"][words[0]] = int(words[1])


def _gate(data: dict[str, Any], words: list[str]) -> None:
    gate = {
        "code": words[0],
        "name": words[0],
        "state": words[1],
        "width_cm": int(words[2]),
        "accessible": words[4].lower() in YES,
        "lanes": int(words[5]) if len(words) > len(FIRST) else 1,
    }
    if len(words) > len(FIRST) + 1:
        gate["hours"] = words[6]
    if words[3] not in {"-", "—"}:
        gate["unlock_seconds"] = int(words[3])
    data["gates"].append(gate)


def _way(data: dict[str, Any], words: list[str]) -> None:
    marks = {word.lower() for word in words[2:]}
    data["ways"].append(
        {"a": words[0], "b": words[1], "clear": not marks & BLOCKED, "lane": bool(marks & LANE)}
    )


_READ: Mapping[str, Callable[[dict[str, Any], list[str]], None]] = {
    BUILDING: _building,
    GATE: _gate,
    JUNCTION: lambda data, words: data["junctions"].append(words[0]),
    WAY: _way,
}


def written(plan: Plan) -> str:
    """Return a plan as lines, so that reading them gives the same plan."""
    junctions = {w for way in plan.ways for w in (way.a, way.b)} - {*plan.buildings, *plan.gates}
    lines = [f"{BUILDING} {name} {people}" for name, people in plan.buildings.items()]
    for gate in plan.gates.values():
        seconds = "-" if gate.unlock_seconds is None else gate.unlock_seconds
        step_free = "yes" if gate.accessible else "no"
        lines.append(
            f"{GATE} {gate.code} {GateState(gate.state)} {gate.width_cm} {seconds} {step_free}"
            f" {gate.lanes}" + (f" {gate.hours}" if gate.hours else "")
        )
    lines += [f"{JUNCTION} {name}" for name in sorted(junctions)]
    for way in plan.ways:
        marks = (" lane" if way.lane else "") + ("" if way.clear else " blocked")
        lines.append(f"{WAY} {way.a} {way.b}{marks}")
    return "\n".join(lines)
