"""A reviewer signs one text of a disease profile; the next text needs signatures of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.features.incidents.selectors.incidents import profile_named
from bihuan.features.incidents.selectors.signatures import (
    TABLE,
    Signature,
    digest_of,
    profile_text,
    signatures_of,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

HAND_OF: Mapping[Role, str] = {Role.EPIDEMIOLOGIST: "cdc", Role.LEGAL_REVIEWER: "legal"}


def sign_profile(*, by: ActingPost, profile: str, digest: str, key: str) -> Outcome | Refusal:
    """Sign a profile's text; ``digest`` names the text that the reviewer has read."""
    return execute(SignProfile(profile, digest), by=by, key=key)


@dataclass(frozen=True, slots=True)
class SignProfile:
    """The command behind ``sign_profile``; a profile belongs to no incident."""

    profile: str
    digest: str
    kind: str = "incidents.sign_profile"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return what is signed."""
        return {"profile": self.profile, "digest": self.digest}

    def load(self, read: Reader) -> Mapping[str, Signature] | Refusal:
        """Read the signatures under the text."""
        if profile_named(self.profile) is None:
            return Refusal("profile_unknown", {"profile": self.profile[:60]})
        if digest_of(profile_text(self.profile)) != self.digest:
            return Refusal("profile_text_changed", {"profile": self.profile})
        return signatures_of(read.session, self.digest)

    def check(self, by: ActingPost, facts: Mapping[str, Signature]) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check(Act.SIGN_PROFILE, by.actor)

    def decide(
        self, by: ActingPost, facts: Mapping[str, Signature], now: datetime
    ) -> dict[str, Any] | Refusal:
        """Refuse a second signature of a hand, and one person for both hands."""
        hand = HAND_OF[by.actor.role]
        if hand in facts:
            return Refusal("profile_signed_already", {"profile": self.profile})
        if any(one.person == by.actor.person or one.post == by.post for one in facts.values()):
            return Refusal("profile_needs_two_people", {"profile": self.profile})
        known = profile_named(self.profile)
        return {
            "reference": known.reference if known else self.profile, "digest": self.digest,
            "hand": hand, "post": by.post, "person": by.actor.person, "at": now,
        }  # fmt: skip

    def write(
        self, step: dict[str, Any], facts: Mapping[str, Signature], registrar: Registrar  # noqa: ARG002
    ) -> Written:  # fmt: skip
        """Write the signature."""
        identity = f"{self.digest}:{step['hand']}"
        insert = Insert(TABLE, identity, step)
        said = {"profile": step["reference"], "hand": step["hand"]}
        entry = Entry("incidents.profile_signed", identity, 0, (insert,), facts=said)
        return Written([entry], {"hand": step["hand"]})
