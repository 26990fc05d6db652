"""The plan of a compound as a small graph: buildings, gates, junctions and the ways between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from unicodedata import normalize

from bihuan.domain.premises.gates import LETS_IN, GateState
from bihuan.domain.premises.hours import Hours, HoursError, read_hours
from bihuan.domain.reading import Problem, Reader

MOST_SECONDS = 24 * 3600
NARROWEST_CM, WIDEST_CM = 40, 2000
"""Clear widths that a gate can have (assumed): nobody squeezes through less, none is wider."""
ANY_CM = 10**9
FEWEST_MINUTES = 60
"""An entrance that is open for less each day has no hours but a mistake (assumed)."""
MOST_LANES = 20


class Source(StrEnum):
    """Where a plan is read from: what is entered is held to what can be, what stands is read."""

    ENTERED = "entered"
    STORED = "stored"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: its node in the graph, how it stands, how it opens.

    Parameters
    ----------
    code, name
        Node and name.
    state
        How it stands.
    unlock_seconds
        Time to open it from inside, measured; None when nobody has measured it.
    width_cm
        Clear width.
    accessible
        Whether a wheelchair passes.
    lanes
        People served side by side when staffed.
    hours
        When everybody passes without asking; None for day and night.
    """

    code: str
    name: str
    state: GateState
    unlock_seconds: int | None
    width_cm: int
    accessible: bool
    lanes: int = 1
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A path between two nodes; a fire engine may use it where ``lane`` says so."""

    a: str
    b: str
    clear: bool = True
    lane: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A compound's plan: buildings with residents, gates, ways."""

    buildings: Mapping[str, int]
    gates: Mapping[str, Gate]
    ways: tuple[Way, ...]

    @property
    def closed(self) -> frozenset[str]:
        """The gates that let nobody in."""
        return frozenset(code for code, gate in self.gates.items() if gate.state not in LETS_IN)


def closed_since(
    before: Plan, since: datetime | None, after: Plan, now: datetime
) -> datetime | None:
    """Return since when a changed plan keeps people out; a gate that always did is no change.

    Parameters
    ----------
    before, since
        The plan as it stood, and since when it has kept people out.
    after, now
        The plan as it will stand, and the instant of the change.
    """
    if (after.closed - before.closed) & before.gates.keys():
        return now
    return since if after.closed & before.closed else None


def parse_plan(data: object, source: Source = Source.ENTERED) -> Plan | tuple[Problem, ...]:
    """Read a plan from plain mappings, or return every problem with its path."""
    top = Reader(data)
    buildings: dict[str, int] = {}
    child = top.child("buildings")
    child.keyed(lambda r, key: buildings.__setitem__(key, r.whole(key, 0, 100_000)))
    gates = [_gate(r) for r in top.readers("gates")]
    junctions = {str(item) for _, item in top.items("junctions", optional=True)}
    by_code = {gate.code: gate for gate in gates}
    _note_twice(top, gates, buildings, spelling=source is Source.ENTERED)
    if source is Source.ENTERED:
        _note_impossible(top, gates)
    nodes = {*buildings, *by_code, *junctions}
    ways = tuple(_way(r, nodes) for r in top.readers("ways"))
    if not buildings:
        top.note("compound_without_building", "buildings")
    if not by_code:
        top.note("compound_without_exit", "gates")
    top.close()
    return tuple(top.problems) or Plan(buildings, by_code, ways)


def _note_impossible(top: Reader, gates: Sequence[Gate]) -> None:
    """Note what no gate can be: too narrow or wide, or open for minutes."""
    for place, gate in enumerate(gates):
        if not NARROWEST_CM <= gate.width_cm <= WIDEST_CM:
            top.note("gate_width_impossible", f"gates[{place}].width_cm", gate=gate.name[:40],
                     got=gate.width_cm, lo=NARROWEST_CM, hi=WIDEST_CM)  # fmt: skip
        if gate.hours is not None and len(gate.hours.minutes) < FEWEST_MINUTES:
            top.note("hours_too_few", f"gates[{place}].hours", gate=gate.name[:40],
                     got=str(gate.hours), minutes=FEWEST_MINUTES)  # fmt: skip


def _note_twice(
    top: Reader, gates: Sequence[Gate], buildings: Iterable[str], *, spelling: bool
) -> None:
    """Note each gate that has the name of another gate or of a building, once.

    One gate under two codes, or spelled in two ways, would count as two ways out.
    """
    houses = set(buildings)
    named: set[str] = set()
    told: set[str] = set()
    for gate in gates:
        own = {_plain(gate.code), _plain(gate.name)} if spelling else {gate.code}
        if (own & named or gate.code in houses) and gate.name not in told:
            top.note("node_twice", "gates", got=gate.name[:40])
            told.add(gate.name)
        named |= own


def _plain(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().split())


def _gate(r: Reader) -> Gate:
    seconds = r.whole("unlock_seconds", 0, MOST_SECONDS) if r.has("unlock_seconds") else None
    gate = Gate(
        r.text("code"),
        r.text("name", r.text("code")),
        r.choice("state", GateState),
        seconds,
        r.whole("width_cm", -ANY_CM, ANY_CM),
        r.flag("accessible", default=False),
        r.whole("lanes", 1, MOST_LANES, 1),
        _hours(r),
    )
    r.close()
    return gate


def _hours(r: Reader) -> Hours | None:
    said = r.text("hours", "")
    try:
        return read_hours(said)
    except HoursError:
        r.note("hours_unreadable", "hours", got=said[:40])
        return None


def _way(r: Reader, nodes: set[str]) -> Way:
    way = Way(
        r.text("a"), r.text("b"), r.flag("clear", default=True), r.flag("lane", default=False)
    )
    if way.a == way.b:
        r.note("way_to_itself", "b", got=way.b)
    for key, node in (("a", way.a), ("b", way.b)):
        if node and node not in nodes:
            r.note("node_unknown", key, got=node)
    r.close()
    return way
