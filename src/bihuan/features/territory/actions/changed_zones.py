"""What a merger or a split makes of the stored zones: the rows that it writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bihuan.domain.boundaries import Succession
from bihuan.domain.moved_names import Named, Renamed, renamed_by
from bihuan.domain.zones import SPANS, chain_of, level_of, parent_of
from bihuan.features.territory.selectors.stored import TABLE, StoredZone
from bihuan.platform.db.changes import Insert, Update, Write

LONGEST_SPELLING, LONGEST_INITIALS = 240, 60
SUCCESSIONS = UUID("5d0c47f7-8b69-5c0e-8f7b-9f1a1b1f5a10")


@dataclass(frozen=True, slots=True)
class NewZone:
    """Code and names of a zone that a merger or a split makes; one that stays needs no name."""

    code: int
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Every stored zone of the subtrees concerned, and the parents of new zones."""

    zones: Mapping[int, StoredZone]
    parents: frozenset[int]
    taken: Mapping[tuple[int | None, str], int]

    def renamed(self, parts: Sequence[NewZone], plan: Sequence[Succession]) -> tuple[Renamed, ...]:
        """Return what moves and cannot keep its name below its new parent."""
        names = {
            code: Named(zone.columns["name_zh"], zone.columns["name_en"])
            for code, zone in self.zones.items()
            if zone.in_force
        }
        return renamed_by(plan, {part.code for part in parts}, names)


class ChangedZones:
    """The rows of one merger or split; ``named`` are its parts with spelling and initials."""

    def __init__(
        self,
        how: str,
        named: Sequence[tuple[NewZone, tuple[str, str]]],
        facts: Neighbourhood,
        now: datetime,
        plan: Sequence[Succession],
    ) -> None:
        self.how, self.facts, self.now, self.plan = how, facts, now, plan
        self.named = {part.code: (part, spoken) for part, spoken in named}
        self.renamed = {one.pair.new: one for one in facts.renamed([p for p, _ in named], plan)}

    def new_codes(self) -> list[int]:
        """Return the codes that come into force, in code order."""
        return sorted({pair.new for pair in self.plan} - set(self.facts.zones))

    def by_chain(self) -> dict[int, list[Write]]:
        """Return the writes of each chain, new zones before what points to them."""
        writes: dict[int, list[Write]] = {}
        for code in self.new_codes():
            writes.setdefault(chain_of(code), []).append(self._new(code))
        kept = set(self.named)
        for code in sorted({pair.old for pair in self.plan} - kept):
            writes.setdefault(chain_of(code), []).append(self._gone(code))
        for code in sorted(kept & set(self.facts.zones)):
            writes.setdefault(chain_of(code), []).extend(self._kept(code))
        for pair in self.plan:
            writes.setdefault(chain_of(pair.old), []).append(self._succession(pair))
        return writes

    def _succession(self, pair: Succession) -> Insert:
        identity = uuid5(SUCCESSIONS, f"{pair.old}:{pair.new}").hex
        values = {
            "old_id": pair.old,
            "new_id": pair.new,
            "kind": self.how,
            "at": self.now,
        }
        return Insert("territory_succession", identity, values)

    def _gone(self, code: int) -> Update:
        version = self.facts.zones[code].version
        return Update(TABLE, code, version, {"valid_to": None}, {"valid_to": self.now})

    def _kept(self, code: int) -> list[Update]:
        """Correct the counts of a zone that stays: known sums, else unknown."""
        stands = self.facts.zones[code]
        new = self._counts(code)
        old = {name: stands.columns[name] for name in new}
        return [] if old == new else [Update(TABLE, code, stands.version, old, new)]

    def _new(self, code: int) -> Insert:
        olds = [self.facts.zones[pair.old] for pair in self.plan if pair.new == code]
        row = dict(olds[0].columns)
        row |= self._marks(olds) | self._counts(code)
        row |= {"code_hi": code + SPANS[level_of(code)] - 1, "parent_id": parent_of(code)}
        row |= {"valid_from": self.now, "valid_to": None}
        if code in self.named:
            part, (spelling, initials) = self.named[code]
            row |= {
                "name_zh": part.name_zh,
                "name_en": part.name_en or spelling.capitalize(),
                "official_name": part.name_zh,
                "spelling": spelling,
                "initials": initials,
            }
        elif code in self.renamed:
            row |= self._another_name(self.renamed[code], row)
        del row["id"]
        return Insert(TABLE, code, row)

    def _another_name(self, one: Renamed, row: Mapping[str, Any]) -> dict[str, str]:
        """Return name and spellings with the origin; an official name of its own stays."""
        origin = self.facts.zones[one.origin].columns
        official = row["official_name"]
        return {
            "name_zh": one.becomes.zh,
            "name_en": one.becomes.en,
            "official_name": one.becomes.zh if official == one.was.zh else official,
            "spelling": f"{row['spelling']}yuan{origin['spelling']}"[:LONGEST_SPELLING],
            "initials": f"{row['initials']}y{origin['initials']}"[:LONGEST_INITIALS],
        }

    def _marks(self, olds: Sequence[StoredZone]) -> dict[str, int]:
        marks = ("fringe", "three_no", "courtyard", "rural", "schematic")
        return {mark: max(int(zone.columns[mark]) for zone in olds) for mark in marks}

    def _counts(self, code: int) -> dict[str, int | None]:
        """Return residents and households: a merger adds them up, a split leaves them unknown."""
        moved = self.how == "split" and code in self.named
        olds = {pair.old for pair in self.plan if pair.new == code}
        if code in self.facts.zones:
            olds.add(code)
        counts: dict[str, int | None] = {}
        for name in ("residents", "households"):
            known = [self.facts.zones[old].columns[name] for old in olds]
            counts[name] = None if moved or None in known else sum(known)
        return counts
