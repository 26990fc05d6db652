"""Small acts beside the machine: an item done, a call made, a picture of the place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import RECTIFY_RUNNING
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import check
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.features.supervision.models.rows import stored_facts
from bihuan.features.supervision.permissions import check_act, may_add_evidence
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader


def finish_item(
    *,
    by: ActingPost,
    finding: str,
    incident: int,
    position: int,
    key: str,
    version: int | None = None,
) -> Outcome | Refusal:
    """Say that one thing an order asks for is done; ``version`` is the one that was looked at."""
    return execute(FinishItem(finding, incident, position, version), by=by, key=key)


def tick_call(*, by: ActingPost, record: str, incident: int, key: str) -> Outcome | Refusal:
    """Say that the person behind a line of the call list was reached."""
    return execute(TickCall(record, incident), by=by, key=key)


def add_evidence(
    *, by: ActingPost, incident: int, picture: "Picture", key: str
) -> Outcome | Refusal:
    """Add a cleaned picture of the place to a finding."""
    return execute(AddEvidence(picture, incident), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: its file by content, what it shows, whether it was smudged by hand."""

    finding: str
    stage: str
    file: str
    caption: str
    smudged: bool


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item of an order and the finding it belongs to."""

    finding: FindingFacts
    identity: str
    version: int
    done: bool


@dataclass(frozen=True, slots=True)
class FinishItem:
    """The command behind ``finish_item``."""

    finding: str
    incident: int
    position: int
    seen: int | None = None
    kind: str = "supervision.finish_item"

    def payload(self) -> Mapping[str, Any]:
        """Return which item of which order."""
        return {"finding": self.finding, "position": self.position}

    def load(self, read: Reader) -> ItemFacts | Refusal:
        """Read the item and its finding."""
        identity = f"{self.finding}:{self.position}"
        facts = stored_facts(read, self.finding)
        row = read.one("supervision_item", ("version", "done_at", "dropped_at"), id=identity)
        if facts is None or row is None or row[2] is not None:
            return Refusal("item_unknown")
        if row[1] is None and self.seen not in (None, row[0]):
            return Refusal("item_rewritten")
        return ItemFacts(facts, identity, row[0], row[1] is not None)

    def check(self, by: ActingPost, facts: ItemFacts) -> Refusal | None:
        """Let those do it who may report the rectification."""
        return check_act(by, LoopAct.RECTIFY, facts.finding)

    def decide(
        self, by: ActingPost, facts: ItemFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse what is done already, and what comes after the feedback: it was not verified."""
        if facts.done:
            return Refusal("item_done_already")
        if facts.finding.state not in RECTIFY_RUNNING:
            return Refusal("order_not_in_force")
        return by.post, now

    def write(
        self,
        step: tuple[int, datetime],
        facts: ItemFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Mark the item."""
        old, new = {"done_at": None, "done_by": None}, {"done_at": step[1], "done_by": step[0]}
        update = Update("supervision_item", facts.identity, facts.version, old, new)
        said = {"position": self.position}
        entry = Entry(
            "supervision.item_finished", self.finding, facts.finding.zone, (update,), facts=said
        )
        return Written([entry], {"finding": self.finding})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A line of the call list."""

    finding: str
    zone: int
    version: int
    done: bool


@dataclass(frozen=True, slots=True)
class TickCall:
    """The command behind ``tick_call``."""

    record: str
    incident: int
    kind: str = "supervision.tick_call"

    def payload(self) -> Mapping[str, Any]:
        """Return which line."""
        return {"record": self.record}

    def load(self, read: Reader) -> CallFacts | Refusal:
        """Read the line."""
        columns = ("finding", "zone", "version", "done_at", "kind", "incident")
        row = read.one("supervision_record", columns, id=self.record)
        if row is None or row[4:] != ("call", self.incident):
            return Refusal("call_unknown")
        finding, zone, version, done, *_ = row
        return CallFacts(finding, zone, version, done is not None)

    def check(self, by: ActingPost, facts: CallFacts) -> Refusal | None:
        """Ask the policy; a line out of reach is not told from one that does not exist."""
        refusal = check(Act.CALL_OUT, by.actor, ZoneRange(facts.zone, facts.zone))
        out_of_reach = refusal is not None and refusal.code == "outside_own_scope"
        return Refusal("call_unknown") if out_of_reach else refusal

    def decide(
        self, by: ActingPost, facts: CallFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse a second tick."""
        return Refusal("call_ticked_already") if facts.done else (by.post, now)

    def write(
        self,
        step: tuple[int, datetime],
        facts: CallFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Tick the line."""
        old, new = {"done_at": None, "done_by": None}, {"done_at": step[1], "done_by": step[0]}
        update = Update("supervision_record", self.record, facts.version, old, new)
        return Written([Entry("supervision.called", facts.finding, facts.zone, (update,))])


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """The command behind ``add_evidence``."""

    picture: Picture
    incident: int
    kind: str = "supervision.add_evidence"

    def payload(self) -> Mapping[str, Any]:
        """Return what the picture is."""
        one = self.picture
        return {
            "finding": one.finding,
            "stage": one.stage,
            "file": one.file,
            "caption": one.caption,
            "smudged": one.smudged,
        }

    def load(self, read: Reader) -> FindingFacts | Refusal:
        """Read the finding."""
        return stored_facts(read, self.picture.finding) or Refusal("finding_unknown")

    def check(self, by: ActingPost, facts: FindingFacts) -> Refusal | None:
        """Let those add pictures who reported the finding or have a task in it."""
        return None if may_add_evidence(by, facts) else Refusal("outside_own_scope")

    def decide(
        self,
        by: ActingPost,
        facts: FindingFacts,  # noqa: ARG002
        now: datetime,
    ) -> tuple[int, datetime] | Refusal:
        """Insist that somebody looked for faces and plates."""
        if not self.picture.smudged:
            return Refusal("photo_not_blurred")
        return by.post, now

    def write(
        self,
        step: tuple[int, datetime],
        facts: FindingFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the row that names the file."""
        identity = uuid4().hex
        values = {**self.payload(), "at": step[1], "post": step[0]}
        insert = Insert("supervision_evidence", identity, values)
        entry = Entry("supervision.evidence_added", facts.id, facts.zone, (insert,))
        return Written([entry], {"evidence": identity})
