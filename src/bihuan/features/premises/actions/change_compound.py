"""Draw a compound, set a gate, sign the fire-egress check. Nothing here can seal a gate."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.suspensions import begun, over
from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.premises.egress import (
    HARDLY_STAFFED,
    NOBODY_AT_THE_GATES,
    SignedCheck,
    hardly_staffed,
    nobody_at_the_gates,
    plan_problems,
)
from bihuan.domain.premises.gates import FREEDOM, GateState
from bihuan.domain.premises.hours import HoursError, read_hours
from bihuan.domain.premises.plan import FEWEST_MINUTES, Plan, Source, closed_since, parse_plan
from bihuan.domain.reading import Problem
from bihuan.domain.refusals import Refusal
from bihuan.features.premises.permissions import check_act
from bihuan.features.premises.selectors.clocks import is_live
from bihuan.features.premises.selectors.compounds import SEALS, TABLE, CompoundView, compound_in
from bihuan.features.territory.api import today
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

LONGEST_CHECK = timedelta(days=30)
MOST_FAULTS = 30_000
Change = Mapping[str, Any]


def draw_compound(
    *, by: ActingPost, place: str, plan: Mapping[str, Any], key: str
) -> Outcome | Refusal | tuple[Problem, ...]:
    """Draw or redraw the plan of a place that is a compound; a redrawn one is unsigned again.

    Returns
    -------
    Outcome, Refusal or tuple of Problem
        The problems say what is wrong in the plan, with their places.
    """
    read = parse_plan(plan)
    if not isinstance(read, Plan):
        return read
    return execute(ChangeCompound("drawn", place, {"plan": dict(plan)}), by=by, key=key)


def set_gate(
    *, by: ActingPost, compound: str, gate: str, state: GateState, key: str,
    hours: str | None = None,
) -> Outcome | Refusal:  # fmt: skip
    """Set how a gate stands, and its hours: None leaves them, an empty text is day and night."""
    change = {"gate": gate, "state": str(state)} | ({} if hours is None else {"hours": hours})
    return execute(ChangeCompound("gate_set", compound, change), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Measured:
    """What somebody measured on the spot: seconds to open each gate, ways that are blocked."""

    seconds: Mapping[str, int]
    blocked: frozenset[tuple[str, str]] = frozenset()
    days: int = 7


def sign_check(*, by: ActingPost, compound: str, measured: Measured, key: str) -> Outcome | Refusal:
    """Sign the fire-egress check with what was measured; the result is computed, not said."""
    change = {
        "seconds": dict(measured.seconds),
        "blocked": sorted(list(pair) for pair in measured.blocked),
        "days": measured.days,
    }
    return execute(ChangeCompound("check_signed", compound, change), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Ground:
    """The compound as it stands, or the place on which a new one is drawn.

    ``zone`` is the code it is recorded under, ``today`` the zone whose posts may change it.
    """

    zone: int
    today: int
    names: tuple[str, str]
    schematic: bool
    compound: CompoundView | None


@dataclass(frozen=True, slots=True)
class ChangeCompound:
    """The command behind all three; ``what`` is also the event's name."""

    what: str
    compound: str
    change: Change
    incident: int = 0

    @property
    def kind(self) -> str:
        """Name the command after what it does."""
        return f"premises.{self.what}"

    def payload(self) -> Mapping[str, Any]:
        """Return the change."""
        return {"compound": self.compound, **self.change}

    def load(self, read: Reader) -> Ground | Refusal:
        """Read the compound, or the place of a new one."""
        found = compound_in(read, self.compound)
        if found is not None:
            names = (found.name_zh, found.name_en)
            return Ground(found.drawn_in, found.zone, names, found.schematic, found)
        columns = ("zone_id", "name_zh", "name_en", "schematic", "kind", "valid_to")
        place = read.one("territory_place", columns, id=self.compound)
        if place is None or place[5] is not None or self.what != "drawn":
            return Refusal("compound_unknown")
        if place[4] != PlaceKind.COMPOUND:
            return Refusal("place_is_no_compound")
        return Ground(place[0], today(place[0]), (place[1], place[2]), bool(place[3]), None)

    def check(self, by: ActingPost, facts: Ground) -> Refusal | None:
        """Ask the policy."""
        acts = {"drawn": Act.DRAW_COMPOUND, "gate_set": Act.SET_GATE}
        return check_act(by, acts.get(self.what, Act.SIGN_EGRESS_CHECK), facts.today)

    def decide(self, by: ActingPost, facts: Ground, now: datetime) -> Change | Refusal:
        """Compute the plan as it will be, what is wrong with it, and whether it stays signed."""
        if self.what == "drawn":
            drawn = self._columns(self.change["plan"], facts.compound, now)
            return drawn if isinstance(drawn, Refusal) else {**drawn, "hands": _hand(by)}
        assert facts.compound is not None  # noqa: S101  (load refused otherwise)
        raw = dict(facts.compound.raw)
        codes = {str(gate["code"]) for gate in raw["gates"]}
        if self.what == "gate_set":
            if self.change["gate"] not in codes:
                return Refusal("gate_unknown", {"gate": str(self.change["gate"])})
            return self._set(by, raw, facts.compound, now)
        return self._signed(by, raw, facts.compound, now)

    def _set(
        self, by: ActingPost, raw: dict[str, Any], compound: CompoundView, now: datetime
    ) -> Change | Refusal:
        """Set one gate. What holds people back more than before has to be checked anew."""
        code = self.change["gate"]
        said = {name: self.change[name] for name in ("state", "hours") if name in self.change}
        if (wrong := _impossible_hours(compound.plan.gates[code].name, said)) is not None:
            return wrong
        raw["gates"] = [_kept(g | said) if g["code"] == code else g for g in raw["gates"]]
        before, after = compound.plan.gates[code].state, GateState(self.change["state"])
        tighter = FREEDOM.index(after) < FREEDOM.index(before)
        columns = self._columns(raw, compound, now, None if tighter else compound.signed)
        if isinstance(columns, Refusal):
            return columns
        hands = dict.fromkeys([*compound.hands.split(), _hand(by)])
        return {**columns, "hands": " ".join(hands)}

    def _signed(
        self, by: ActingPost, raw: dict[str, Any], compound: CompoundView, now: datetime
    ) -> Change | Refusal:
        days = timedelta(days=self.change["days"])
        if not timedelta(0) < days <= LONGEST_CHECK:
            return Refusal("check_lasts_too_long", {"days": LONGEST_CHECK.days})
        if compound.watched:
            return Refusal("check_while_sealed")
        if _took_part(by, compound.hands):
            return Refusal("check_by_keeper", clause="separation of duties")
        seconds = self.change["seconds"]
        blocked = {tuple(pair) for pair in self.change["blocked"]}
        raw["gates"] = [
            g | {"unlock_seconds": seconds[g["code"]]} if g["code"] in seconds else g
            for g in raw["gates"]
        ]
        raw["ways"] = [w | {"clear": (w["a"], w["b"]) not in blocked} for w in raw["ways"]]
        columns = self._columns(raw, compound, now)
        if isinstance(columns, Refusal) or columns["faults"]:
            # What was measured is kept, so that the page shows what fails; nothing is signed.
            return columns
        signed = {
            "signed_post": by.post, "signed_person": by.actor.person, "signed_at": now,
            "signed_until": now + days, "checks": f"{compound.checks} {micros(now)}".strip(),
        }  # fmt: skip
        return {**columns, **signed, "failures": _failures(compound, now, passes=True)}

    def _columns(
        self, raw: Mapping[str, Any], before: CompoundView | None, now: datetime,
        kept: SignedCheck | None = None,
    ) -> Change | Refusal:  # fmt: skip
        plan = parse_plan(raw, Source.STORED)
        if not isinstance(plan, Plan):
            return Refusal("plan_broken", {"where": plan[0].where})
        if nobody_at_the_gates(plan):
            return NOBODY_AT_THE_GATES
        if hardly_staffed(plan) and self.what != "check_signed":
            return HARDLY_STAFFED
        since = closed_since(before.plan, before.closed_since, plan, now) if before else None
        faults = min(MOST_FAULTS, len(plan_problems(plan)))
        passes = not faults and kept is not None and now < kept.until
        return {
            "plan": json.dumps(raw, ensure_ascii=False, separators=(",", ":")),
            "residents": sum(plan.buildings.values()),
            "faults": faults,
            "failures": _failures(before, now, passes=passes),
            "signed_post": kept.post if kept else None,
            "signed_person": kept.person if kept else None,
            "signed_at": kept.at if kept else None,
            "signed_until": kept.until if kept else None,
            "closed_since": since,
            "hands": before.hands if before else "",
            "checks": before.checks if before else "",
        }

    def write(self, step: Change, facts: Ground, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the row; a check that fails says so in its event."""
        if facts.compound is None:
            row = {
                "zone": facts.zone,
                "name_zh": facts.names[0],
                "name_en": facts.names[1],
                "schematic": int(facts.schematic),
                **step,
            }
            write: Insert | Update = Insert(TABLE, self.compound, row)
        else:
            old = _columns_of(facts.compound)
            write = Update(TABLE, self.compound, facts.compound.version, old, step)
        writes = [write, *_ended(facts.compound, step)]
        failed = self.what == "check_signed" and step["faults"]
        event = "premises.check_failed" if failed else f"premises.{self.what}"
        said = {"faults": step["faults"]}
        return Written([Entry(event, self.compound, facts.zone, tuple(writes), facts=said)], said)


def _hand(by: ActingPost) -> str:
    return f"{by.post}:{by.actor.person}"


def _took_part(by: ActingPost, hands: str) -> bool:
    """Tell whether a post, or its holder in another post, drew the plan or set its gates."""
    known = [one.partition(":") for one in hands.split()]
    return any(str(by.post) == post or str(by.actor.person) == one for post, _, one in known)


def _impossible_hours(gate: str, said: Mapping[str, Any]) -> Refusal | None:
    """Return why hours cannot be set, None where they can."""
    try:
        hours = read_hours(str(said.get("hours", "")))
    except HoursError:
        return Refusal("gate_hours_unreadable")
    if hours is None or len(hours.minutes) >= FEWEST_MINUTES:
        return None
    return Refusal("gate_hours_too_few", {"gate": gate, "minutes": FEWEST_MINUTES})


def _kept(gate: Mapping[str, Any]) -> dict[str, Any]:
    """Return a gate's data; no hours are not written down."""
    return {name: value for name, value in gate.items() if name != "hours" or value}


def _failures(before: CompoundView | None, now: datetime, *, passes: bool) -> str:
    """Return when the plan did not pass so far, with what begins or ends now."""
    kept = before.failures if before else ""
    signed = before.signed if before else None
    if signed is not None and not kept.endswith("-") and now >= signed.until:
        kept = begun(kept, signed.until)
    if passes:
        return over(kept, now)
    return kept if kept.endswith("-") else begun(kept, now)


def _ended(compound: CompoundView | None, step: Change) -> list[Update]:
    """End the reports of this compound that nobody watches: its passing check is newer.

    A report about a whole zone stays, and so does one of a drill, whose chain is its own: reading
    compares them with each compound's own check.
    """
    at = step["signed_at"]
    if compound is None or at is None or at == compound.signed_at:
        return []
    return [
        Update(SEALS, one.id, one.version, {"cleared_at": None}, {"cleared_at": at})
        for one in compound.seals
        if one.compound and one.ended_at is not None and one.ended_at < at and is_live(one.incident)
    ]


def _columns_of(compound: CompoundView) -> Change:
    """Return what stands in the columns that a change writes."""
    signed = compound.signed
    return {
        "plan": json.dumps(compound.raw, ensure_ascii=False, separators=(",", ":")),
        "residents": compound.residents,
        "faults": compound.faults,
        "signed_post": signed.post if signed else None,
        "signed_person": signed.person if signed else None,
        "signed_at": signed.at if signed else None,
        "signed_until": signed.until if signed else None,
        "closed_since": compound.closed_since,
        "failures": compound.failures,
        "hands": compound.hands,
        "checks": compound.checks,
    }
