"""A package is begun, kept page by page, and issued: then its measures live each on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.measures.signing import lacking
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.actions.life import MeasureDraft, act_on_measure, draft_measure
from bihuan.features.measures.permissions import check_act
from bihuan.features.measures.selectors.packages import (
    DISCARDED,
    DRAFT,
    ISSUED,
    TABLE,
    PackageFacts,
    Worded,
    as_text,
    foreseen_measures,
    package_in,
    package_of,
    update_of,
    worded,
)
from bihuan.features.measures.selectors.rules import package_templates
from bihuan.features.measures.selectors.stored import common_zone, measures_where
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

MOST_ZONES = 30
LONGEST_SAID = 200_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One part of what a package says: zones, lines, why of a line, care or period."""

    part: str
    value: Any


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


def discard_package(*, by: ActingPost, package: str, incident: int, key: str) -> Outcome | Refusal:
    """Throw a draft away; nothing has come out of it."""
    return execute(MovePackage(incident, package, DISCARDED), by=by, key=key)


def issue_package(*, by: ActingPost, package: str, incident: int, key: str) -> Outcome | Refusal:
    """Send every measure of a package to the legal office, each as a draft of its own.

    Nothing is written while one of them lacks something. What was written before a fault is
    found again by its key when it is sent once more.
    """
    facts = package_of(package)
    if facts is None or facts.incident != incident:
        return Refusal("package_unknown")
    if facts.state != DRAFT:
        return Refusal("package_not_draft")
    refusal = check_act(by, Act.SUBMIT_MEASURE, facts.zone) or _lacking(by, facts)
    if refusal is not None:
        return refusal
    for one in worded(facts):
        own = f"issue:{package}:{one.planned.key}"
        answer = _sent(by, facts, one, own)
        if isinstance(answer, Refusal):
            return answer
    return execute(MovePackage(incident, package, ISSUED), by=by, key=key)


def _sent(by: ActingPost, facts: PackageFacts, one: Worded, key: str) -> Outcome | Refusal:
    """Draft and submit one measure of a package."""
    answer = draft_measure(
        by=by, incident=facts.incident, draft=_draft_of(facts, one), key=f"{key}:draft"
    )
    if isinstance(answer, Refusal):
        return answer
    return act_on_measure(
        by=by, act=Act.SUBMIT_MEASURE, measure=str(answer.result["measure"]),
        incident=facts.incident, key=f"{key}:submit",
    )  # fmt: skip


def _draft_of(facts: PackageFacts, one: Worded) -> MeasureDraft:
    """Return the draft of one planned measure."""
    return MeasureDraft(
        one.planned.code, one.planned.zones, one.columns,
        {q: (bool(yes), why) for q, (yes, why) in one.answers.items()},
        one.parts,
        {need: (str(who), int(much)) for need, (who, much) in one.companion.items()},
        package=facts.id,
    )  # fmt: skip


def _lacking(by: ActingPost, facts: PackageFacts) -> Refusal | None:
    """Return why a package cannot be sent: nothing chosen, or a measure lacks something."""
    if not facts.zones:
        return Refusal("scope_covers_nobody")
    view = incidents.incident(facts.incident)
    if view is None or view.closed_at is not None:
        return Refusal("incident_not_open", {"incident": facts.incident})
    now = view.now()
    for _, one in foreseen_measures(facts):
        refusal = lacking(one, by.actor, now)
        if refusal is not None:
            return refusal
    return None


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
        return _wrong_zones(read, self.zones) or view

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


def _wrong_zones(read: Reader, zones: tuple[int, ...]) -> Refusal | None:
    if not zones:
        return Refusal("scope_covers_nobody")
    if len(zones) > MOST_ZONES:
        return Refusal("scope_too_wide", {"most": MOST_ZONES})
    for zone in zones:
        row = read.one("territory_zone", ("valid_to",), id=zone)
        if row is None or row[0] is not None:
            return Refusal("zone_not_in_force", {"zone": zone})
    return None


@dataclass(frozen=True, slots=True)
class KeepPackage:
    """The command behind ``keep_package``."""

    incident: int
    package: str
    kept: Kept
    kind: str = "measures.keep_package"

    def payload(self) -> Mapping[str, Any]:
        """Return what is kept."""
        return {"package": self.package, "part": self.kept.part, "value": self.kept.value}

    def load(self, read: Reader) -> PackageFacts | Refusal:
        """Read the package; new zones are checked as at the beginning."""
        facts = package_in(read, self.package)
        if facts is None or facts.incident != self.incident:
            return Refusal("package_unknown")
        if facts.state != DRAFT:
            return Refusal("package_not_draft")
        if self.kept.part == "zones":
            return _wrong_zones(read, tuple(self.kept.value)) or facts
        return facts

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
class MovePackage:
    """Issue or discard a package."""

    incident: int
    package: str
    to: str
    kind: str = "measures.move_package"

    def payload(self) -> Mapping[str, Any]:
        """Return where it goes."""
        return {"package": self.package, "to": self.to}

    def load(self, read: Reader) -> PackageFacts | Refusal:
        """Read the package; only a draft moves, and one that has measures is not discarded."""
        facts = package_in(read, self.package)
        if facts is None or facts.incident != self.incident:
            return Refusal("package_unknown")
        begun = measures_where(Session(), "package=? LIMIT 1", (self.package,))
        if facts.state != DRAFT or (self.to == DISCARDED and begun):
            return Refusal("package_not_draft")
        return facts

    def check(self, by: ActingPost, facts: PackageFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.SUBMIT_MEASURE, facts.zone)

    def decide(self, by: ActingPost, facts: PackageFacts, now: datetime) -> dict[str, Any]:  # noqa: ARG002
        """Return the changed columns."""
        at = {"issued_at": now} if self.to == ISSUED else {}
        return {"state": self.to, "updated_at": now} | at

    def write(self, step: dict[str, Any], facts: PackageFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the new state."""
        event = "measures.package_issued" if self.to == ISSUED else "measures.package_discarded"
        entry = Entry(event, facts.id, facts.zone, (update_of(facts, step),))
        return Written([entry], {"package": facts.id})
