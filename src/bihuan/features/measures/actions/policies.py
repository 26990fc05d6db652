"""Register a policy document, and confirm it by another person: then measures may rest on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.measures.legal import text_hash
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.refusals import Refusal
from bihuan.features.measures.selectors.policies import TABLE
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

SHORTEST_TEXT, LONGEST_TEXT = 10, 20_000


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A document as it is entered; ``orders`` are the measure types a superior orders with it."""

    number: str
    title: str
    issuer: str
    first: date
    last: date | None
    text: str
    supersedes: str = ""
    orders: tuple[str, ...] = ()


def register_policy(*, by: ActingPost, draft: PolicyDraft, key: str) -> Outcome | Refusal:
    """Register a document; it counts once somebody else has confirmed it."""
    if not SHORTEST_TEXT <= len(draft.text.strip()) <= LONGEST_TEXT:
        return Refusal("basis_text_missing", {"most": LONGEST_TEXT})
    if draft.last is not None and draft.last < draft.first:
        return Refusal("ends_before_it_starts")
    unknown = [code for code in draft.orders if code not in catalogue().types]
    if unknown:
        return Refusal("measure_type_unknown", {"measure": unknown[0][:8]})
    return execute(RegisterPolicy(draft), by=by, key=key)


def confirm_policy(*, by: ActingPost, policy: str, key: str) -> Outcome | Refusal:
    """Confirm a document that somebody else has registered."""
    return execute(ConfirmPolicy(policy), by=by, key=key)


@dataclass(frozen=True, slots=True)
class RegisterPolicy:
    """The command behind ``register_policy``; documents belong to no incident."""

    draft: PolicyDraft
    kind: str = "measures.register_policy"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the document."""
        return {**_row(self.draft)}

    def load(self, read: Reader) -> int | Refusal:
        """Refuse a number that stands already, and a document in whose place nothing stands."""
        if read.one(TABLE, ("id",), number=self.draft.number.strip()) is not None:
            return Refusal("policy_known", {"number": self.draft.number.strip()})
        known = self.draft.supersedes
        if known and read.one(TABLE, ("id",), id=known) is None:
            return Refusal("policy_unknown")
        return 1

    def check(self, by: ActingPost, facts: int) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check(Act.REGISTER_POLICY, by.actor)

    def decide(self, by: ActingPost, facts: int, now: datetime) -> dict[str, Any]:  # noqa: ARG002
        """Return the row."""
        return _row(self.draft) | {
            "registered_post": by.post, "registered_person": by.actor.person,
            "registered_at": now, "confirmed_post": None, "confirmed_person": None,
            "confirmed_at": None,
        }  # fmt: skip

    def write(self, step: dict[str, Any], facts: int, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the row."""
        identity = uuid4().hex
        insert = Insert(TABLE, identity, step)
        said = {"number": step["number"]}
        entry = Entry("measures.policy_registered", identity, 0, (insert,), facts=said)
        return Written([entry], {"policy": identity})


def _row(draft: PolicyDraft) -> dict[str, Any]:
    return {
        "number": draft.number.strip(), "title": draft.title.strip(),
        "issuer": draft.issuer.strip(), "first_day": draft.first.isoformat(),
        "last_day": draft.last.isoformat() if draft.last else "",
        "supersedes": draft.supersedes, "orders": ",".join(sorted(draft.orders)),
        "text": draft.text.strip(), "text_hash": text_hash(draft.text),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConfirmPolicy:
    """The command behind ``confirm_policy``."""

    policy: str
    kind: str = "measures.confirm_policy"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return which document."""
        return {"policy": self.policy}

    def load(self, read: Reader) -> tuple[int, int, int] | Refusal:
        """Return version, registrar and its post of a document that waits for confirmation."""
        columns = ("version", "registered_person", "registered_post", "confirmed_at")
        row = read.one(TABLE, columns, id=self.policy)
        if row is None or row[3] is not None:
            return Refusal("policy_unknown")
        return int(row[0]), int(row[1]), int(row[2])

    def check(self, by: ActingPost, facts: tuple[int, int, int]) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check(Act.CONFIRM_BASIS, by.actor)

    def decide(
        self, by: ActingPost, facts: tuple[int, int, int], now: datetime
    ) -> dict[str, Any] | Refusal:
        """Refuse whoever has registered it, as a person and as a post."""
        if by.actor.person == facts[1] or by.post == facts[2]:
            return Refusal("reviewer_is_author", clause="separation of duties")
        person = by.actor.person
        return {"confirmed_post": by.post, "confirmed_person": person, "confirmed_at": now}

    def write(
        self, step: dict[str, Any], facts: tuple[int, int, int], registrar: Registrar  # noqa: ARG002
    ) -> Written:  # fmt: skip
        """Write the confirmation."""
        old = {"confirmed_post": None, "confirmed_person": None, "confirmed_at": None}
        update = Update(TABLE, self.policy, facts[0], old, step)
        entry = Entry("measures.policy_confirmed", self.policy, 0, (update,))
        return Written([entry], {"policy": self.policy})
