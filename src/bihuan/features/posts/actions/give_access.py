"""Give access, renew it, take it away: an account is opened by a link that works once.

Nobody sets another's password and nobody changes the own access; what somebody may do comes
from posts alone, which two other persons grant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bihuan.domain.accounts import INVITATION_LASTS, AccountState, too_soon, well_named
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.access import (
    GRANTS,
    StoredGrant,
    fingerprint,
    invited_person,
    stored_grant,
)
from bihuan.platform.auth import ActingPost, accounts
from bihuan.platform.commands import Outcome, Registrar, Written, execute, together
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader


class Way(StrEnum):
    """What is done to somebody's access."""

    INVITE = "invite"
    DISABLE = "disable"
    RESET_FACTOR = "reset_factor"
    RECORD = "record"


_ACTS: Mapping[Way, Act] = {
    Way.INVITE: Act.CREATE_ACCOUNT,
    Way.RECORD: Act.CREATE_ACCOUNT,
    Way.DISABLE: Act.DISABLE_ACCOUNT,
    Way.RESET_FACTOR: Act.RESET_SECOND_FACTOR,
}
_EVENTS: Mapping[Way, str] = {
    Way.INVITE: "posts.access_offered",
    Way.RECORD: "posts.access_recorded",
    Way.DISABLE: "posts.access_disabled",
    Way.RESET_FACTOR: "posts.second_factor_reset",
}


def invite(*, by: ActingPost, person: int, account: str, token: str, key: str) -> Outcome | Refusal:
    """Offer an account, or a new password to somebody who has one, by a link that works once.

    Parameters
    ----------
    by
        The administrator, or the console.
    person
        Number of the person at work.
    account
        The account's name.
    token
        The secret part of the link; only its fingerprint is kept.
    key
        The caller's own name for this act.
    """
    with together():
        answer = execute(Change(Way.INVITE, person, account, fingerprint(token)), by=by, key=key)
        if isinstance(answer, Outcome) and not answer.repeated:
            accounts.reserve(person, account)
    return answer


def accept(*, by: ActingPost, token: str, password: str, key: str) -> Outcome | Refusal:
    """Use an invitation: set one's own password and open the account.

    ``by`` is the person invited, who acts for no post yet.
    """
    with together():
        answer = execute(Accept(fingerprint(token)), by=by, key=key)
        if isinstance(answer, Outcome):
            if answer.repeated:
                return Refusal("invitation_not_open")
            accounts.open_with(int(answer.result["person"]), password)
    return answer


def disable(*, by: ActingPost, person: int, key: str) -> Outcome | Refusal:
    """Take an account away; whatever it has open ends with the next request."""
    with together():
        answer = execute(Change(Way.DISABLE, person), by=by, key=key)
        if isinstance(answer, Outcome):
            accounts.shut(person)
    return answer


def reset_second_factor(*, by: ActingPost, person: int, key: str) -> Outcome | Refusal:
    """Take away a lost second factor; the person sets up a new one at the next sign-in."""
    with together():
        answer = execute(Change(Way.RESET_FACTOR, person), by=by, key=key)
        if isinstance(answer, Outcome) and not answer.repeated:
            accounts.forget_second_factor(person)
    return answer


def record_access(*, by: ActingPost, person: int, account: str, key: str) -> Outcome | Refusal:
    """Enter an account that came with the installation itself."""
    return execute(Change(Way.RECORD, person, account), by=by, key=key)


@dataclass(frozen=True, slots=True)
class AccessFacts:
    """The person and the account that is there already."""

    city: int
    known: bool
    stands: StoredGrant | None
    name_taken: bool


def _city(read: Reader) -> int:
    row = read.one("territory_zone", ("id",), level=int(Level.CITY))
    return 0 if row is None else int(row[0])


@dataclass(frozen=True, slots=True)
class Change:
    """The command behind everything that somebody else does to an account."""

    how: Way
    person: int
    account: str = ""
    invitation: str = ""
    incident: int = 0

    @property
    def kind(self) -> str:
        """The command's name."""
        return f"posts.access_{self.how}"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said; of the link only the fingerprint."""
        return {"person": self.person, "account": self.account, "invitation": self.invitation}

    def load(self, read: Reader) -> AccessFacts:
        """Read the person and the account."""
        known = read.one("posts_person", ("id",), id=self.person) is not None
        taken = bool(self.account) and accounts.name_taken(self.account, other_than=self.person)
        return AccessFacts(_city(read), known, stored_grant(read, self.person), taken)

    def check(self, by: ActingPost, facts: AccessFacts) -> Refusal | None:
        """Ask the policy; nobody changes the own access."""
        if by.person == self.person:
            return Refusal("account_of_oneself", clause="accounts")
        return check_act(by, _ACTS[self.how], facts.city)

    def decide(
        self, by: ActingPost, facts: AccessFacts, now: datetime
    ) -> Mapping[str, Any] | Refusal:
        """Return the changed columns, or why not."""
        if not facts.known:
            return Refusal("person_unknown", {"person": str(self.person)})
        if self.how in (Way.INVITE, Way.RECORD):
            return self._offered(by, facts, now)
        stands = facts.stands
        if stands is None or stands.state is AccountState.DISABLED:
            return Refusal("account_not_open", {"person": str(self.person)})
        if self.how is Way.DISABLE:
            return {"state": AccountState.DISABLED.value, "invitation": "", "disabled_at": now}
        return self._reset(by, stands, now)

    def _reset(
        self, by: ActingPost, stands: StoredGrant, now: datetime
    ) -> Mapping[str, Any] | Refusal:
        """Take the second factor away, unless the same hand has just made the last link."""
        invited = stands.number("invited_by"), stands.instant("invited_at")
        if by.person and too_soon(by.person, *invited, now):
            return Refusal("account_in_one_hand", clause="accounts")
        return {"factor_reset_by": by.person, "factor_reset_at": now}

    def _offered(
        self, by: ActingPost, facts: AccessFacts, now: datetime
    ) -> Mapping[str, Any] | Refusal:
        """Return a new invitation; an account that is open keeps its password meanwhile."""
        stands, recorded = facts.stands, self.how is Way.RECORD
        if not recorded and not well_named(self.account):
            return Refusal("account_name_malformed", {"name": self.account})
        if facts.name_taken:
            return Refusal("account_name_taken", {"name": self.account})
        if stands is not None and by.person:
            reset = stands.number("factor_reset_by"), stands.instant("factor_reset_at")
            if too_soon(by.person, *reset, now):
                return Refusal("account_in_one_hand", clause="accounts")
        open_ = recorded or (stands is not None and stands.state is AccountState.OPEN)
        return {
            "account": self.account,
            "state": (AccountState.OPEN if open_ else AccountState.INVITED).value,
            "invitation": self.invitation,
            "invited_by": by.person,
            "invited_at": now,
            "expires_at": now if recorded else now + INVITATION_LASTS,
            "disabled_at": None,
            **({"opened_at": now} if recorded else {}),
        }

    def write(
        self,
        step: Mapping[str, Any],
        facts: AccessFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the account's public half."""
        entry = _entry(_EVENTS[self.how], self.person, facts.city, facts.stands, step)
        return Written([entry], {"person": self.person})


@dataclass(frozen=True, slots=True)
class InvitedFacts:
    """The account whose invitation was used."""

    city: int
    stands: StoredGrant


@dataclass(frozen=True, slots=True)
class Accept:
    """The command behind ``accept``."""

    invitation: str
    kind: str = "posts.access_accept"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the fingerprint of the link."""
        return {"invitation": self.invitation}

    def load(self, read: Reader) -> InvitedFacts | Refusal:
        """Find the open invitation."""
        person = invited_person(read, self.invitation)
        stands = None if person is None else stored_grant(read, person)
        if stands is None:
            return Refusal("invitation_not_open")
        return InvitedFacts(_city(read), stands)

    def check(self, by: ActingPost, facts: InvitedFacts) -> Refusal | None:
        """Need no post: the link is the permission, for the person it was made for."""
        mine = by.person == facts.stands.person
        return None if mine else Refusal("invitation_not_open")

    def decide(
        self,
        by: ActingPost,  # noqa: ARG002
        facts: InvitedFacts,
        now: datetime,
    ) -> Mapping[str, Any] | Refusal:
        """Refuse an invitation that has expired."""
        expires = facts.stands.instant("expires_at")
        if expires is None or now >= expires:
            return Refusal("invitation_not_open")
        return {"state": AccountState.OPEN.value, "invitation": "", "opened_at": now}

    def write(
        self,
        step: Mapping[str, Any],
        facts: InvitedFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write that the account is open."""
        person = facts.stands.person
        entry = _entry("posts.access_opened", person, facts.city, facts.stands, step)
        return Written([entry], {"person": person, "account": facts.stands.account})


_EMPTY: Mapping[str, Any] = {
    "opened_at": None, "disabled_at": None, "factor_reset_by": None, "factor_reset_at": None,
}  # fmt: skip


def _entry(
    event: str, person: int, city: int, stands: StoredGrant | None, step: Mapping[str, Any]
) -> Entry:
    if stands is None:
        insert = Insert(GRANTS, person, {"person_id": person, **_EMPTY, **step})
        return Entry(event, person, city, (insert,))
    old = {name: stands.columns[name] for name in step}
    return Entry(event, person, city, (Update(GRANTS, person, stands.version, old, step),))
