"""Call posts out (呼叫) and tick each that was reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.register import REGISTERS
from bihuan.features.posts.selectors.stored import StoredPost, stored_post
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

CALLS, LINES = "posts_call_out", "posts_call_line"
LONGEST_REASON = 200
MOST_POSTS = 500


def call_out(
    *, by: ActingPost, zone: int, posts: Sequence[int], reason: str, key: str
) -> Outcome | Refusal:
    """Open a call list of posts in a zone; the result names the ``call_out``."""
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        return Refusal("call_reason_missing")
    listed = tuple(dict.fromkeys(posts))
    if not 0 < len(listed) <= MOST_POSTS:
        return Refusal("call_list_size", {"most": MOST_POSTS})
    return execute(OpenCall(zone, listed, said), by=by, key=key)


def tick_reached(*, by: ActingPost, line: str, key: str) -> Outcome | Refusal:
    """Note that somebody answered for a post on a call list."""
    return execute(TickReached(line), by=by, key=key)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """The command behind ``call_out``."""

    zone: int
    posts: tuple[int, ...]
    reason: str
    kind: str = "posts.call_out"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return zone, posts and reason."""
        return {"zone": self.zone, "posts": list(self.posts), "reason": self.reason}

    def load(self, read: Reader) -> Mapping[int, StoredPost | None]:
        """Read the posts."""
        return {number: stored_post(read, number) for number in self.posts}

    def check(self, by: ActingPost, facts: Mapping[int, StoredPost | None]) -> Refusal | None:  # noqa: ARG002
        """Ask the policy for the zone."""
        return check_act(by, Act.CALL_OUT, self.zone)

    def decide(
        self,
        by: ActingPost,
        facts: Mapping[int, StoredPost | None],
        now: datetime,
    ) -> tuple[datetime, int] | Refusal:
        """Refuse a post that is not in use."""
        missing = [number for number, post in facts.items() if post is None]
        if missing:
            return Refusal("post_not_in_use", {"post": missing[0]})
        return now, by.post

    def write(
        self,
        step: tuple[datetime, int],
        facts: Mapping[int, StoredPost | None],  # noqa: ARG002
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the list and its lines."""
        now, caller = step
        identity = uuid5(REGISTERS, f"call:{self.zone}:{caller}:{micros(now)}").hex
        head = {
            "zone_id": self.zone,
            "reason": self.reason,
            "called_by": caller,
            "called_at": now,
        }
        writes: list[Write] = [Insert(CALLS, identity, head)]
        for post in self.posts:
            line = {"call_out_id": identity, "post_id": post, "called_at": now, "reached_at": None}
            writes.append(Insert(LINES, uuid5(REGISTERS, f"{identity}:{post}").hex, line))
        entry = Entry("posts.called_out", identity, self.zone, tuple(writes))
        return Written([entry], {"call_out": identity})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A line of a call list that is still open."""

    zone: int
    called: datetime
    version: int


@dataclass(frozen=True, slots=True)
class TickReached:
    """The command behind ``tick_reached``."""

    line: str
    kind: str = "posts.tick_reached"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the line."""
        return {"line": self.line}

    def load(self, read: Reader) -> CallFacts | Refusal:
        """Read the line and the zone of its list."""
        row = read.one(LINES, ("call_out_id", "called_at", "reached_at", "version"), id=self.line)
        head = None if row is None else read.one(CALLS, ("zone_id",), id=row[0])
        if row is None or head is None or row[2] is not None:
            return Refusal("call_line_not_open")
        return CallFacts(head[0], instant_of(row[1]), row[3])

    def check(self, by: ActingPost, facts: CallFacts) -> Refusal | None:
        """Ask the policy for the zone of the list."""
        return check_act(by, Act.CALL_OUT, facts.zone)

    def decide(self, by: ActingPost, facts: CallFacts, now: datetime) -> datetime:  # noqa: ARG002
        """Take the instant."""
        return max(now, facts.called)

    def write(self, step: datetime, facts: CallFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the tick."""
        update = Update(LINES, self.line, facts.version, {"reached_at": None}, {"reached_at": step})
        return Written([Entry("posts.reached", self.line, facts.zone, (update,))])
