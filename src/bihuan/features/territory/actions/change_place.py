"""Name places and end them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.texts import name_key, seen, tidy
from bihuan.features.territory.permissions import check_act
from bihuan.features.territory.selectors.stored import StoredZone, stored_zone
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

TABLE = "territory_place"
PLACES = UUID("0d1fbf4e-0f3b-5a9e-a6b8-7a4a8f5d7e21")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """What is said about a new place."""

    zone: int
    kind: PlaceKind
    name_zh: str
    name_en: str = ""
    schematic: bool = False


def create_place(*, by: ActingPost, draft: PlaceDraft, key: str) -> Outcome | Refusal:
    """Name a place in a zone; the outcome's result gives its ``place`` id."""
    draft = replace(draft, name_zh=tidy(draft.name_zh), name_en=tidy(draft.name_en))
    if not seen(draft.name_zh):
        return Refusal("place_name_missing")
    if len(draft.name_zh) > LONGEST_NAME:
        return Refusal("place_name_too_long")
    return execute(CreatePlace(draft), by=by, key=key)


def retire_place(*, by: ActingPost, place: str, key: str) -> Outcome | Refusal:
    """End a place; what was found there keeps its address."""
    return execute(RetirePlace(place), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The zone of a new place and the names used there."""

    zone: StoredZone
    names: frozenset[str]
    count: int


@dataclass(frozen=True, slots=True)
class CreatePlace:
    """The command behind ``create_place``."""

    draft: PlaceDraft
    kind: str = "territory.create_place"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the draft."""
        draft = self.draft
        return {
            "zone": draft.zone,
            "kind": str(draft.kind),
            "name_zh": draft.name_zh,
            "name_en": draft.name_en,
        }

    def load(self, read: Reader) -> Surroundings | Refusal:
        """Read the zone and its places' names."""
        zone = stored_zone(read, self.draft.zone)
        if zone is None or not zone.in_force:
            return Refusal("zone_not_in_force", {"zone": self.draft.zone})
        rows = read.all(TABLE, ("name_zh", "valid_to"), zone_id=self.draft.zone)
        names = frozenset(name_key(name) for name, end in rows if end is None)
        return Surroundings(zone, names, len(rows))

    def check(self, by: ActingPost, facts: Surroundings) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.CREATE_PLACE, self.draft.zone)

    def decide(self, by: ActingPost, facts: Surroundings, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse a name that is used in the zone."""
        if name_key(self.draft.name_zh) in facts.names:
            return Refusal("place_name_taken", {"name": self.draft.name_zh})
        return now

    def write(self, step: datetime, facts: Surroundings, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the row."""
        draft = self.draft
        identity = uuid5(PLACES, f"{draft.zone}:{facts.count}").hex
        row = {
            "zone_id": draft.zone,
            "kind": str(draft.kind),
            "name_zh": draft.name_zh,
            "name_en": draft.name_en,
            "schematic": int(draft.schematic),
            "valid_from": step,
            "valid_to": None,
        }
        entry = Entry(
            "territory.place_created", identity, draft.zone, (Insert(TABLE, identity, row),)
        )
        return Written([entry], {"place": identity})


@dataclass(frozen=True, slots=True)
class RetirePlace:
    """The command behind ``retire_place``."""

    place: str
    kind: str = "territory.retire_place"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the place."""
        return {"place": self.place}

    def load(self, read: Reader) -> tuple[int, int, int] | Refusal:
        """Read the place's zone, version and beginning."""
        row = read.one(TABLE, ("zone_id", "version", "valid_from", "valid_to"), id=self.place)
        if row is None or row[3] is not None:
            return Refusal("place_not_in_use")
        return row[:3]

    def check(self, by: ActingPost, facts: tuple[int, int, int]) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.CREATE_PLACE, facts[0])

    def decide(self, by: ActingPost, facts: tuple[int, int, int], now: datetime) -> datetime:  # noqa: ARG002
        """Take the instant, after the beginning in any case."""
        return max(now, instant_of(facts[2] + 1))

    def write(self, step: datetime, facts: tuple[int, int, int], registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the end."""
        zone, version, _ = facts
        update = Update(TABLE, self.place, version, {"valid_to": None}, {"valid_to": step})
        return Written([Entry("territory.place_retired", self.place, zone, (update,))])
