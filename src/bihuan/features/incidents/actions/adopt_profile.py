"""Adopt a disease profile for an incident, or convert to another; history stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents.permissions import check_act
from bihuan.features.incidents.selectors.incidents import profile_named
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

TABLE = "incidents_adoption"


def adopt_profile(
    *, by: ActingPost, incident: int, profile: str, major: bool, key: str
) -> Outcome | Refusal:
    """Adopt a profile; ``major`` says whether the epidemic counts as major in law."""
    return execute(AdoptProfile(incident, profile, major), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The incident, and the adoption in force."""

    zone: int
    drill: bool
    version: int
    profile: str
    major: bool
    adopted_at: int


@dataclass(frozen=True, slots=True)
class AdoptProfile:
    """The command behind ``adopt_profile``."""

    incident: int
    profile: str
    major: bool
    kind: str = "incidents.adopt_profile"

    def payload(self) -> Mapping[str, Any]:
        """Return what is adopted."""
        return {"profile": self.profile, "major": self.major}

    def load(self, read: Reader) -> Adopted | Refusal:
        """Read the incident and its adoption."""
        row = read.one("incidents_incident", ("zone", "drill", "closed_at"), id=self.incident)
        if row is None or row[2] is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        columns = ("version", "profile", "major", "adopted_at")
        version, profile, major, at = read.one(TABLE, columns, id=self.incident) or (0, "", 0, 0)
        return Adopted(row[0], bool(row[1]), version, profile, bool(major), at)

    def check(self, by: ActingPost, facts: Adopted) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.ADOPT_PROFILE, range_of(facts.zone))

    def decide(self, by: ActingPost, facts: Adopted, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse an unknown profile, and one that is for training or drills in a live incident."""
        known = profile_named(self.profile)
        if known is None:
            return Refusal("profile_unknown", {"profile": self.profile[:60]})
        if known.standing != "operations" and not facts.drill:
            return Refusal("profile_not_for_live", {"profile": known.reference})
        return now

    def write(self, step: datetime, facts: Adopted, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the adoption; the event keeps what was in force before."""
        row = {"profile": self.profile, "major": int(self.major), "adopted_at": step}
        write: Insert | Update = Insert(TABLE, self.incident, row)
        if facts.version:
            old = {
                "profile": facts.profile,
                "major": int(facts.major),
                "adopted_at": facts.adopted_at,
            }
            write = Update(TABLE, self.incident, facts.version, old, row)
        said = {"from": facts.profile, "to": self.profile, "major": int(self.major)}
        entry = Entry("incidents.profile_adopted", self.incident, facts.zone, (write,), facts=said)
        return Written([entry], {"profile": self.profile})
