"""Merge and split zones: new codes succeed old ones, and the old ones stay readable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.boundaries import Succession, plan_merge, plan_split
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.zones import sounds
from bihuan.domain.texts import name_key, seen, tidy
from bihuan.domain.zones import (
    ZoneCodeError,
    chain_of,
    level_of,
    parent_of,
    range_of,
    well_named,
)
from bihuan.features.territory.actions.changed_zones import (
    ChangedZones,
    Neighbourhood,
    NewZone,
)
from bihuan.features.territory.permissions import check_act
from bihuan.features.territory.selectors.objections import objection_to
from bihuan.features.territory.selectors.panels import Reshaping
from bihuan.features.territory.selectors.readings import Speller, local_readings
from bihuan.features.territory.selectors.stored import (
    TABLE,
    StoredZone,
    stored_zone,
    stored_zones,
    tree_of,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome, Registrar, Written, execute, together
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.jobs.reactions import run_for


def merge_zones(
    *, by: ActingPost, sources: Sequence[int], target: NewZone, key: str, along: bool = False
) -> Outcome | Refusal:
    """Merge zones into one of them or into a new one; what lies below them moves along.

    ``along`` says whether their posts do. The outcome's result lists ``successions`` as pairs of
    old and new code.
    """
    return _run(Reshape.merging(sources, target, along=along), by, key)


def split_zone(
    *,
    by: ActingPost,
    source: int,
    parts: Sequence[NewZone],
    children: Mapping[int, Iterable[int]],
    key: str,
    along: bool = False,
) -> Outcome | Refusal:
    """Split a zone into parts; ``children`` names the direct children of each part.

    The zone's own code may be among the parts: then it stays and keeps what nobody takes.
    """
    return _run(Reshape.splitting(source, parts, children, along=along), by, key)


def _tidy(parts: Sequence[NewZone]) -> tuple[NewZone, ...]:
    return tuple(NewZone(one.code, tidy(one.name_zh), tidy(one.name_en)) for one in parts)


def _spoken(parts: Sequence[NewZone]) -> tuple[tuple[str, str], ...]:
    speller = Speller(local_readings())
    return tuple(sounds(speller.pinyin(part.name_zh)) for part in parts)


def _run(command: "Reshape", by: ActingPost, key: str) -> Outcome | Refusal:
    """Carry a change out with what follows from it: zones and who answers in one commit."""
    fault = _malformed(command)
    if fault is not None:
        return fault
    with together():
        answer = execute(command, by=by, key=key)
        if isinstance(answer, Outcome):
            run_for(command.event, now())
    return answer


def _malformed(command: "Reshape") -> Refusal | None:
    for code in (*command.sources, *(part.code for part in command.parts)):
        try:
            level_of(code)
        except ZoneCodeError:
            return Refusal("zone_code_malformed", {"value": str(code)})
    return None


@dataclass(frozen=True, slots=True)
class Reshape:
    """The command behind mergers and splits."""

    how: str
    sources: tuple[int, ...]
    parts: tuple[NewZone, ...]
    spoken: tuple[tuple[str, str], ...]
    children: tuple[tuple[int, tuple[int, ...]], ...] = ()
    along: bool = False
    incident: int = 0

    @classmethod
    def merging(cls, sources: Sequence[int], target: NewZone, *, along: bool) -> "Reshape":
        """Return the command of a merger."""
        parts = _tidy([target])
        return cls("merge", tuple(sources), parts, _spoken(parts), along=along)

    @classmethod
    def splitting(
        cls,
        source: int,
        parts: Sequence[NewZone],
        children: Mapping[int, Iterable[int]],
        *,
        along: bool,
    ) -> "Reshape":
        """Return the command of a split."""
        named = tuple((part.code, tuple(sorted(children.get(part.code, ())))) for part in parts)
        tidied = _tidy(parts)
        return cls("split", (source,), tidied, _spoken(tidied), named, along)

    def planned(self, by: ActingPost) -> Reshaping | Refusal:
        """Return what it would do now, without doing it."""
        if (fault := _malformed(self)) is not None:
            return fault
        facts = self.load(Reader(Session()))
        step = self.check(by, facts) or self.decide(by, facts, now())
        if isinstance(step, Refusal):
            return step
        kept = {part.code for part in self.parts}
        gone = frozenset(pair.old for pair in step[1]) - kept
        return Reshaping(step[1], gone, self.along, facts.renamed(self.parts, step[1]))

    @property
    def kind(self) -> str:
        """The command's name."""
        return f"territory.{self.how}"

    @property
    def event(self) -> str:
        """What the ledger calls it afterwards."""
        return f"territory.zones_{'merged' if self.how == 'merge' else 'split'}"

    def payload(self) -> Mapping[str, Any]:
        """Return what shall become what."""
        parts = [[part.code, part.name_zh, part.name_en] for part in self.parts]
        children = [[code, *listed] for code, listed in self.children]
        said = {"sources": list(self.sources), "parts": parts, "children": children}
        return {**said, "along": self.along}

    def load(self, read: Reader) -> Neighbourhood:
        """Read the subtrees of all zones named."""
        zones: dict[int, StoredZone] = {}
        for code in {*self.sources, *(part.code for part in self.parts)}:
            zones |= {zone.code: zone for zone in stored_zones(read, range_of(code))}
        above = {parent for part in self.parts if (parent := parent_of(part.code))}
        parents = {code for code in above if (z := stored_zone(read, code)) and z.in_force}
        beside = [row for code in above for row in read.all(
            TABLE, ("id", "parent_id", "name_zh", "valid_to"), parent_id=code)]  # fmt: skip
        taken = {(p, name_key(name)): id_ for id_, p, name, end in beside if end is None}
        return Neighbourhood(zones, frozenset(parents), taken)

    def check(self, by: ActingPost, facts: Neighbourhood) -> Refusal | None:  # noqa: ARG002
        """Ask the policy for every zone that goes and every one that comes."""
        act = Act.MERGE_ZONES if self.how == "merge" else Act.SPLIT_ZONE
        for code in (*self.sources, *(part.code for part in self.parts)):
            refusal = check_act(by, act, code)
            if refusal is not None:
                return refusal
        return None

    def decide(
        self,
        by: ActingPost,  # noqa: ARG002
        facts: Neighbourhood,
        now: datetime,
    ) -> tuple[datetime, tuple[Succession, ...]] | Refusal:
        """Plan the successions and check the new zones' places and names."""
        if (refusal := self._misplaced(facts)) is not None:
            return refusal
        tree = tree_of(list(facts.zones.values()))
        if self.how == "merge":
            plan = plan_merge(self.sources, self.parts[0].code, tree)
        else:
            plan = plan_split(self.sources[0], dict(self.children), tree)
        if isinstance(plan, Refusal):
            return plan
        return _begun(facts, plan, now) or objection_to(plan, frozenset()) or (now, plan)

    def _misplaced(self, facts: Neighbourhood) -> Refusal | None:
        """Return what is wrong with the place or the name of a new zone."""
        for part in self.parts:
            if parent_of(part.code) not in facts.parents:
                return Refusal("zone_parent_not_in_force", {"zone": part.code})
            if part.code not in facts.zones and not seen(part.name_zh):
                return Refusal("zone_name_missing", {"zone": part.code})
            if not well_named(part.name_zh + part.name_en):
                return Refusal("zone_name_malformed")
        name = self._name_taken(facts)
        return None if name is None else Refusal("zone_name_taken", {"name": name})

    def _name_taken(self, facts: Neighbourhood) -> str | None:
        """Return a new zone's name that another part, or a zone that stays beside it, bears."""
        going = set(self.sources) - {part.code for part in self.parts}
        names = {key: code for key, code in facts.taken.items() if code not in going}
        for part in self.parts:
            named = part.name_zh and part.code not in facts.zones
            key = (parent_of(part.code), name_key(part.name_zh))
            if named and names.setdefault(key, part.code) != part.code:
                return part.name_zh
        return None

    def write(
        self,
        step: tuple[datetime, tuple[Succession, ...]],
        facts: Neighbourhood,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write one entry for each chain concerned, each with its own zones' rows."""
        now, plan = step
        named = tuple(zip(self.parts, self.spoken, strict=True))
        change = ChangedZones(self.how, named, facts, now, plan)
        pairs = [[pair.old, pair.new] for pair in plan]
        entries = []
        for chain, writes in sorted(change.by_chain().items()):
            zone = next(c for c in (*self.sources, *change.new_codes()) if chain_of(c) == chain)
            said = [pair for pair in pairs if chain_of(pair[0]) == chain]
            entries.append(
                Entry(
                    self.event,
                    zone,
                    zone,
                    tuple(writes),
                    facts={"successions": said, "along": self.along},
                )
            )
        return Written(entries, {"successions": pairs})


def _begun(facts: Neighbourhood, plan: Sequence[Succession], now: datetime) -> Refusal | None:
    """Refuse a zone that is not in force yet: it cannot end before it begins."""
    for pair in plan:
        if not facts.zones[pair.old].begun(now):
            return Refusal("zone_begins_later", {"zone": pair.old})
    return None
