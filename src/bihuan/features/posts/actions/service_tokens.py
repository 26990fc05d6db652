"""Make a token for a program that enters figures, and take it back.

The program acts as one post of one person, who answers for it: what he may do, it may do at the
addresses made for programs, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.accounts import AccountState
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level
from bihuan.features.posts.models.token import HANDLE_DIGITS
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.access import fingerprint, stored_grant
from bihuan.features.posts.selectors.held import posts_held
from bihuan.features.posts.selectors.service_tokens import TOKENS
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

LONGEST_LABEL, MOST_DAYS = 80, 366


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """A token to be made.

    Parameters
    ----------
    person, post
        Whose program it is, and the post for which it speaks; he must hold it.
    label
        What the program is, in a few words.
    days
        How long the token is good for, 1 to 366.
    """

    person: int
    post: int
    label: str
    days: int


def make_token(*, by: ActingPost, draft: TokenDraft, token: str, key: str) -> Outcome | Refusal:
    """Let a program speak for a post of a person; of the secret only the fingerprint is kept."""
    label, secret = draft.label.strip(), fingerprint(token)
    command = MakeToken(draft.person, draft.post, label, draft.days, secret)
    return execute(command, by=by, key=key)


def revoke_token(*, by: ActingPost, handle: str, key: str) -> Outcome | Refusal:
    """Take a token back; the next request with it is refused."""
    return execute(RevokeToken(handle), by=by, key=key)


def _city(read: Reader) -> int:
    row = read.one("territory_zone", ("id",), level=int(Level.CITY))
    return 0 if row is None else int(row[0])


@dataclass(frozen=True, slots=True)
class MakeFacts:
    """The city, and whether the person has an account that is open."""

    city: int
    open: bool


@dataclass(frozen=True, slots=True)
class MakeToken:
    """The command behind ``make_token``."""

    person: int
    post: int
    label: str
    days: int
    fingerprint: str
    kind: str = "posts.token_make"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return what was said; of the token only the fingerprint."""
        return {"person": self.person, "post": self.post, "label": self.label, "days": self.days,
                "fingerprint": self.fingerprint}  # fmt: skip

    def load(self, read: Reader) -> MakeFacts:
        """Read the account."""
        grant = stored_grant(read, self.person)
        return MakeFacts(_city(read), grant is not None and grant.state is AccountState.OPEN)

    def check(self, by: ActingPost, facts: MakeFacts) -> Refusal | None:
        """Ask the policy; nobody gives a token to the own programs."""
        if by.person == self.person:
            return Refusal("account_of_oneself", clause="accounts")
        return check_act(by, Act.CREATE_ACCOUNT, facts.city)

    def decide(
        self, by: ActingPost, facts: MakeFacts, now: datetime
    ) -> tuple[datetime, int] | Refusal:
        """Return when and by whom, or why not."""
        if not 0 < len(self.label) <= LONGEST_LABEL:
            return Refusal("token_label_missing", {"longest": LONGEST_LABEL})
        if not 0 < self.days <= MOST_DAYS:
            return Refusal("token_days_out_of_range", {"most": MOST_DAYS})
        if not facts.open:
            return Refusal("account_not_open", {"person": str(self.person)})
        if all(one.post != self.post for one in posts_held(self.person, now)):
            return Refusal("token_post_not_held", {"post": self.post, "person": self.person})
        return now, by.person

    def write(self, step: tuple[datetime, int], facts: MakeFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the token's public half."""
        at, author = step
        handle = self.fingerprint[:HANDLE_DIGITS]
        row = {
            "fingerprint": self.fingerprint, "person": self.person, "post": self.post,
            "label": self.label, "made_by": author, "made_at": at,
            "ends_at": at + timedelta(days=self.days), "revoked_at": None,
        }  # fmt: skip
        entry = Entry("posts.token_made", handle, facts.city, (Insert(TOKENS, handle, row),))
        return Written([entry], {"token": handle})


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A token as it is stored."""

    city: int
    version: int
    person: int
    revoked: bool


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """The command behind ``revoke_token``."""

    handle: str
    kind: str = "posts.token_revoke"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return which."""
        return {"token": self.handle}

    def load(self, read: Reader) -> StoredToken | Refusal:
        """Read the token."""
        row = read.one(TOKENS, ("version", "person", "revoked_at"), id=self.handle)
        if row is None:
            return Refusal("token_unknown", {"token": self.handle})
        version, person, revoked = row
        return StoredToken(_city(read), version, person, revoked is not None)

    def check(self, by: ActingPost, facts: StoredToken) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.DISABLE_ACCOUNT, facts.city)

    def decide(self, by: ActingPost, facts: StoredToken, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Take back what still stands."""
        return Refusal("token_revoked", {"token": self.handle}) if facts.revoked else now

    def write(self, step: datetime, facts: StoredToken, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the end."""
        change = Update(
            TOKENS, self.handle, facts.version, {"revoked_at": None}, {"revoked_at": step}
        )
        entry = Entry("posts.token_revoked", self.handle, facts.city, (change,))
        return Written([entry], {"token": self.handle})
