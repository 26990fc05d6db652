"""Create, rename and retire single zones; what was, stays readable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.zones import ZoneDraft, sounds
from bihuan.domain.texts import name_key, seen, tidy
from bihuan.domain.zones import ZoneCodeError, level_of, parent_of, range_of, well_named
from bihuan.features.territory.permissions import check_act
from bihuan.features.territory.selectors.history import former_name
from bihuan.features.territory.selectors.objections import objection_to
from bihuan.features.territory.selectors.readings import Speller, local_readings
from bihuan.features.territory.selectors.register import zone_row
from bihuan.features.territory.selectors.stored import (
    COLUMNS,
    TABLE,
    StoredZone,
    stored_zone,
    stored_zones,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

LONGEST_NAME = 60


def create_zone(*, by: ActingPost, draft: ZoneDraft, key: str) -> Outcome | Refusal:
    """Create a zone below one that is in force."""
    try:
        level_of(draft.code)
    except ZoneCodeError:
        return Refusal("zone_code_malformed", {"value": str(draft.code)})
    draft = replace(draft, name_zh=tidy(draft.name_zh), name_en=tidy(draft.name_en))
    if not seen(draft.name_zh):
        return Refusal("zone_name_missing")
    if not well_named(draft.name_zh + draft.name_en):
        return Refusal("zone_name_malformed")
    return execute(CreateZone(draft, Speller(local_readings())), by=by, key=key)


def rename_zone(
    *, by: ActingPost, zone: int, name_zh: str, name_en: str, key: str, was: str = ""
) -> Outcome | Refusal:
    """Give a zone another name; papers of before keep the one they were written with.

    Where ``was`` says which name was seen, a zone that has got another one since is left alone.
    """
    zh, name_en = tidy(name_zh), tidy(name_en)
    if not seen(zh):
        return Refusal("zone_name_missing")
    if len(zh) > LONGEST_NAME:
        return Refusal("zone_name_too_long")
    if not well_named(zh + name_en):
        return Refusal("zone_name_malformed")
    spelling, initials = sounds(Speller(local_readings()).pinyin(zh))
    english = name_en or spelling.capitalize()
    return execute(RenameZone(zone, zh, english, spelling, initials, was), by=by, key=key)


def retire_zone(*, by: ActingPost, zone: int, key: str) -> Outcome | Refusal:
    """End a zone that nothing lies below; its code stays the address of past facts."""
    return execute(RetireZone(zone), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Family:
    """A zone, its parent and what shares the parent with it."""

    zone: StoredZone | None
    parent: StoredZone | None
    siblings: frozenset[str]
    children: int


def _family(read: Reader, code: int) -> Family:
    above = parent_of(code)
    parent = None if above is None else stored_zone(read, above)
    beside = read.all(TABLE, ("id", "name_zh", "valid_to"), parent_id=above) if above else []
    names = frozenset(name_key(name) for id_, name, end in beside if end is None and id_ != code)
    below = [z for z in stored_zones(read, range_of(code)) if z.in_force and z.code != code]
    return Family(stored_zone(read, code), parent, names, len(below))


@dataclass(frozen=True, slots=True)
class CreateZone:
    """The command behind ``create_zone``."""

    draft: ZoneDraft
    speller: Speller
    kind: str = "territory.create_zone"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the draft's words."""
        draft = self.draft
        return {
            "code": draft.code,
            "name_zh": draft.name_zh,
            "name_en": draft.name_en,
            "attributes": sorted(draft.attributes),
            "residents": draft.residents,
            "households": draft.households,
        }

    def load(self, read: Reader) -> Family:
        """Read the zone's place in the tree."""
        return _family(read, self.draft.code)

    def check(self, by: ActingPost, facts: Family) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.CREATE_ZONE, self.draft.code)

    def decide(self, by: ActingPost, facts: Family, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse a code that was given before, a missing parent and a name used beside it."""
        code = self.draft.code
        if facts.zone is not None:
            return Refusal("zone_code_already_given", {"zone": code})
        if facts.parent is None or not facts.parent.in_force:
            return Refusal("zone_parent_not_in_force", {"zone": code})
        if name_key(self.draft.name_zh) in facts.siblings:
            return Refusal("zone_name_taken", {"name": self.draft.name_zh})
        return now

    def write(self, step: datetime, facts: Family, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the row."""
        row = dict(zip(COLUMNS, zone_row(self.draft, self.speller), strict=True))
        code = row.pop("id")
        row["valid_from"] = self.draft.valid_from or step
        entry = Entry("territory.zone_created", code, code, (Insert(TABLE, code, row),))
        return Written([entry], {"zone": code})


@dataclass(frozen=True, slots=True)
class RenameZone:
    """The command behind ``rename_zone``."""

    zone: int
    name_zh: str
    name_en: str
    spelling: str
    initials: str
    was: str = ""
    kind: str = "territory.rename_zone"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the new names."""
        return {"zone": self.zone, "name_zh": self.name_zh, "name_en": self.name_en}

    def load(self, read: Reader) -> Family | Refusal:
        """Read the zone and its siblings."""
        return _in_force(read, self.zone)

    def check(self, by: ActingPost, facts: Family) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.RENAME_ZONE, self.zone)

    def decide(self, by: ActingPost, facts: Family, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse the name it has and a name used beside it."""
        columns = _columns(facts)
        if self.was and columns["name_zh"] not in {self.was, self.name_zh}:
            return Refusal("zone_renamed_meanwhile", {"name": str(columns["name_zh"])})
        if (columns["name_zh"], columns["name_en"]) == (self.name_zh, self.name_en):
            return Refusal("zone_has_that_name", {"name": self.name_zh})
        if name_key(self.name_zh) in facts.siblings:
            return Refusal("zone_name_taken", {"name": self.name_zh})
        return now

    def write(self, step: datetime, facts: Family, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the new names and keep the former ones."""
        columns = _columns(facts)
        new = {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "official_name": self.name_zh,
            "spelling": self.spelling,
            "initials": self.initials,
        }
        old = {name: columns[name] for name in new}
        version = facts.zone.version if facts.zone else 0
        update = Update(TABLE, self.zone, version, old, new)
        writes = (update, former_name(update, columns["name_zh"], columns["name_en"], step))
        entry = Entry("territory.zone_renamed", self.zone, self.zone, writes)
        return Written([entry], {"zone": self.zone})


@dataclass(frozen=True, slots=True)
class RetireZone:
    """The command behind ``retire_zone``."""

    zone: int
    kind: str = "territory.retire_zone"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the zone."""
        return {"zone": self.zone}

    def load(self, read: Reader) -> Family | Refusal:
        """Read the zone and what lies below it."""
        return _in_force(read, self.zone)

    def check(self, by: ActingPost, facts: Family) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.RETIRE_ZONE, self.zone)

    def decide(self, by: ActingPost, facts: Family, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse the city, and a zone with zones below it."""
        if facts.parent is None:
            return Refusal("city_cannot_be_reshaped")
        if facts.zone is not None and not facts.zone.begun(now):
            return Refusal("zone_begins_later", {"zone": self.zone})
        if facts.children:
            return Refusal("zone_has_zones_below", {"zone": self.zone, "count": facts.children})
        return objection_to((), frozenset({self.zone})) or now

    def write(self, step: datetime, facts: Family, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the end."""
        version = facts.zone.version if facts.zone else 0
        update = Update(TABLE, self.zone, version, {"valid_to": None}, {"valid_to": step})
        return Written([Entry("territory.zone_retired", self.zone, self.zone, (update,))])


def _in_force(read: Reader, code: int) -> Family | Refusal:
    zone = stored_zone(read, code)
    if zone is None or not zone.in_force:
        return Refusal("zone_not_in_force", {"zone": code})
    return _family(read, code)


def _columns(facts: Family) -> dict[str, Any]:
    return facts.zone.columns if facts.zone else {}
