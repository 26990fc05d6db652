"""Adopt a disease profile for an incident, or convert to another; history stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents.permissions import check_act
from bihuan.features.incidents.selectors.consequences import (
    Change,
    Ends,
    Footing,
    consequences,
)
from bihuan.features.incidents.selectors.incidents import profile_named
from bihuan.features.incidents.selectors.signatures import (
    Signature,
    digest_of,
    profile_text,
    signatures_of,
    why_not_in_force,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now as wall
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

TABLE = "incidents_adoption"
COLUMNS = ("version", "profile", "major", "adopted_at", "digest", "content")


def adopt_profile(
    *, by: ActingPost, incident: int, profile: str, major: bool, key: str, reason: str = ""
) -> Outcome | Refusal:
    """Adopt a profile; ``major`` says whether the epidemic counts as major in law."""
    return execute(AdoptProfile(incident, profile, major, reason), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The incident, and the adoption in force."""

    zone: int
    drill: bool
    version: int
    profile: str
    major: bool
    adopted_at: int
    digest: str
    content: str
    signed: Mapping[str, Signature]
    ends: tuple[Ends, ...] = ()


@dataclass(frozen=True, slots=True)
class AdoptProfile:
    """The command behind ``adopt_profile``."""

    incident: int
    profile: str
    major: bool
    reason: str = ""
    kind: str = "incidents.adopt_profile"

    def payload(self) -> Mapping[str, Any]:
        """Return what is adopted."""
        return {"profile": self.profile, "major": self.major, "reason": self.reason}

    def load(self, read: Reader) -> Adopted | Refusal:
        """Read the incident and its adoption."""
        columns = ("zone", "drill", "closed_at", "level")
        row = read.one("incidents_incident", columns, id=self.incident)
        if row is None or row[2] is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        known = profile_named(self.profile)
        if known is None:
            return Refusal("profile_unknown", {"profile": self.profile[:60]})
        before = read.one(TABLE, COLUMNS, id=self.incident) or (0, "", 0, 0, "", "")
        version, profile, major, at, digest, content = before
        signed = signatures_of(read.session, digest_of(profile_text(self.profile)))
        ends = consequences(read, Footing(self.incident, known, self.major, int(row[3])))
        return Adopted(
            row[0], bool(row[1]), version, profile, bool(major), at, digest, content, signed, ends
        )

    def check(self, by: ActingPost, facts: Adopted) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.ADOPT_PROFILE, range_of(facts.zone))

    def decide(self, by: ActingPost, facts: Adopted, now: datetime) -> Change | Refusal:
        """Refuse for a live incident what is for drills, not valid or not signed twice.

        Whoever signed the text does not put it in force as well, in whatever post.
        """
        hands = () if facts.drill else facts.signed.values()
        if any(one.post == by.post or one.person == by.actor.person for one in hands):
            return Refusal("profile_adopted_by_signer", {"profile": self.profile})
        known = profile_named(self.profile)
        assert known is not None  # noqa: S101  (load has asked)
        day = wall().astimezone(LOCAL).date()  # rules are valid on the real date
        refusal = why_not_in_force(known, facts.signed, drill=facts.drill, day=day)
        return refusal or Change(by, now, self.reason.strip())

    def write(self, step: Change, facts: Adopted, registrar: Registrar) -> Written:
        """Write the adoption, and the end of what may not go on under it.

        The event keeps what was in force before.
        """
        text = profile_text(self.profile)
        row = {
            "profile": self.profile, "major": int(self.major), "adopted_at": step.at,
            "digest": digest_of(text), "content": text,
        }  # fmt: skip
        write: Insert | Update = Insert(TABLE, self.incident, row)
        if facts.version:
            old = {
                "profile": facts.profile,
                "major": int(facts.major),
                "adopted_at": facts.adopted_at,
                "digest": facts.digest,
                "content": facts.content,
            }
            write = Update(TABLE, self.incident, facts.version, old, row)
        said = {
            "from": facts.profile, "to": self.profile, "major": int(self.major),
            "reason": self.reason.strip(),
        }  # fmt: skip
        entry = Entry("incidents.profile_adopted", self.incident, facts.zone, (write,), facts=said)
        ended = [one for ends in facts.ends for one in ends(step, registrar)]
        return Written([entry, *ended], {"profile": self.profile, "ended": len(ended)})
