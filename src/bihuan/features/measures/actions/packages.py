"""A package is begun, kept page by page, or thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.packages import (
    DISCARDED,
    DRAFT,
    TABLE,
    PackageFacts,
    as_text,
    mark_of,
    package_in,
    update_of,
    wrong_parts,
    wrong_zones,
)
from bihuan.features.measures.selectors.rows import TABLE as MEASURES
from bihuan.features.measures.selectors.rows import common_zone
from bihuan.features.measures.selectors.rules import package_templates
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

LONGEST_SAID = 200_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One part of what a package says: zones, places, lines, why of a line, care or period.

    ``seen`` is the mark of what stood there when it was read; empty where nobody has read it.
    """

    part: str
    value: Any
    seen: str = ""

    def unread(self, facts: PackageFacts) -> bool:
        """Tell whether somebody else has kept another value of it meanwhile."""
        name, _, line = self.part.partition(":")
        mine = mark_of({name: {line: self.value} if line else self.value}, self.part)
        return bool(self.seen) and mark_of(facts.said, self.part) not in (self.seen, mine)


def begin_package(
    *, by: ActingPost, incident: int, template: str, zones: tuple[int, ...], key: str
) -> Outcome | Refusal:
    """Begin a package for zones; the outcome's result gives its ``package`` id."""
    return execute(BeginPackage(incident, template, zones), by=by, key=key)


def keep_package(
    *, by: ActingPost, package: str, incident: int, kept: Kept, key: str
) -> Outcome | Refusal:
    """Keep what one page says; the rest stays as it was."""
    return execute(KeepPackage(incident, package, kept), by=by, key=key)


def discard_package(
    *, by: ActingPost, package: str, incident: int, key: str, seen: int | None = None
) -> Outcome | Refusal:
    """Throw a draft away; nothing has come out of it, and nobody else has kept more of it."""
    return execute(DiscardPackage(incident, package, seen), by=by, key=key)


@dataclass(frozen=True, slots=True)
class BeginPackage:
    """The command behind ``begin_package``."""

    incident: int
    template: str
    zones: tuple[int, ...]
    kind: str = "measures.begin_package"

    def payload(self) -> Mapping[str, Any]:
        """Return what is begun."""
        return {"template": self.template, "zones": list(self.zones)}

    def load(self, read: Reader) -> incidents.IncidentView | Refusal:
        """Read the incident and check template and zones."""
        view = incidents.incident(self.incident)
        if view is None or view.closed_at is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        if self.template not in package_templates():
            return Refusal("package_unknown")
        return wrong_zones(read, self.zones) or view

    def check(self, by: ActingPost, facts: incidents.IncidentView) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.DRAFT_MEASURE, common_zone(self.zones))

    def decide(
        self, by: ActingPost, facts: incidents.IncidentView, now: datetime
    ) -> dict[str, Any]:
        """Return the new row."""
        return {
            "incident": self.incident, "zone": common_zone(self.zones), "drill": facts.drill,
            "template": self.template, "state": DRAFT,
            "said": as_text({"zones": list(self.zones)}),
            "author_post": by.post, "author_person": by.actor.person, "updated_at": now,
            "issued_at": None, "signed_at": None, "signed_post": None,
        }  # fmt: skip

    def write(
        self, step: dict[str, Any], facts: incidents.IncidentView, registrar: Registrar  # noqa: ARG002
    ) -> Written:  # fmt: skip
        """Write the row."""
        identity = uuid4().hex
        insert = Insert(TABLE, identity, step)
        entry = Entry("measures.package_begun", identity, step["zone"], (insert,))
        return Written([entry], {"package": identity})


@dataclass(frozen=True, slots=True)
class KeepPackage:
    """The command behind ``keep_package``."""

    incident: int
    package: str
    kept: Kept
    kind: str = "measures.keep_package"

    def payload(self) -> Mapping[str, Any]:
        """Return what is kept."""
        said = {"part": self.kept.part, "value": self.kept.value, "seen": self.kept.seen}
        return {"package": self.package, **said}

    def load(self, read: Reader) -> PackageFacts | Refusal:
        """Read the package; new zones and places are checked."""
        facts = package_in(read, self.package)
        if facts is None or facts.incident != self.incident:
            return Refusal("package_unknown")
        if facts.state != DRAFT:
            return Refusal("package_not_draft")
        if self.kept.unread(facts):
            return changed_meanwhile(TABLE, self.package)
        return self._wrong(read, facts) or facts

    def _wrong(self, read: Reader, facts: PackageFacts) -> Refusal | None:
        """Return what is wrong with new zones or places."""
        if self.kept.part == "zones":
            return wrong_zones(read, tuple(self.kept.value))
        if self.kept.part == "places":
            said = replace(facts, said={"zones": facts.zones, "places": self.kept.value})
            return wrong_parts(read, said)
        return None

    def check(self, by: ActingPost, facts: PackageFacts) -> Refusal | None:
        """Ask the policy, about the zones before and after."""
        zones = tuple(self.kept.value) if self.kept.part == "zones" else facts.zones
        return check_act(by, Act.DRAFT_MEASURE, facts.zone) or check_act(
            by, Act.DRAFT_MEASURE, common_zone(zones)
        )

    def decide(
        self, by: ActingPost, facts: PackageFacts, now: datetime  # noqa: ARG002
    ) -> dict[str, Any] | Refusal:  # fmt: skip
        """Return the changed columns."""
        said = dict(facts.said)
        part, _, line = self.kept.part.partition(":")
        if line:
            said[part] = dict(said.get(part, {})) | {line: self.kept.value}
        else:
            said[part] = self.kept.value
        text = as_text(said)
        if len(text) > LONGEST_SAID:
            return Refusal("measure_text_too_long", {"most": LONGEST_SAID})
        zone = common_zone(tuple(said["zones"]))
        return {"said": text, "zone": zone, "updated_at": now}

    def write(self, step: dict[str, Any], facts: PackageFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write what changed; it stays readable what stood there before."""
        said = {"part": self.kept.part}
        entry = Entry(
            "measures.package_kept", facts.id, facts.zone, (update_of(facts, step),), facts=said
        )
        return Written([entry], {"package": facts.id})


@dataclass(frozen=True, slots=True)
class DiscardPackage:
    """The command behind ``discard_package``."""

    incident: int
    package: str
    seen: int | None = None
    kind: str = "measures.discard_package"

    def payload(self) -> Mapping[str, Any]:
        """Return which one."""
        return {"package": self.package}

    def load(self, read: Reader) -> PackageFacts | Refusal:
        """Read the package; only a draft from which nothing has come is discarded."""
        facts = package_in(read, self.package)
        if facts is None or facts.incident != self.incident:
            return Refusal("package_unknown")
        begun = read.session.one(f"SELECT 1 FROM {MEASURES} WHERE package=?", (self.package,))  # noqa: S608
        if facts.state != DRAFT or begun:
            return Refusal("package_not_draft")
        if self.seen not in (None, facts.version):
            return changed_meanwhile(TABLE, facts.id)
        return facts

    def check(self, by: ActingPost, facts: PackageFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.SUBMIT_MEASURE, facts.zone)

    def decide(self, by: ActingPost, facts: PackageFacts, now: datetime) -> dict[str, Any]:  # noqa: ARG002
        """Return the changed columns."""
        return {"state": DISCARDED, "updated_at": now}

    def write(self, step: dict[str, Any], facts: PackageFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the new state."""
        event = "measures.package_discarded"
        entry = Entry(event, facts.id, facts.zone, (update_of(facts, step),))
        return Written([entry], {"package": facts.id})
