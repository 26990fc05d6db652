"""Hand a post over with a note (交接): the outgoing holder signs, then the incoming one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from bihuan.domain.chain.canonical import micros
from bihuan.domain.duties import AppointmentKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.personal import may_be_published
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.register import REGISTERS
from bihuan.features.posts.selectors.stored import (
    APPOINTMENTS,
    StoredAppointment,
    stored_appointment,
    stored_post,
)
from bihuan.features.territory.api import zones_said
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

HANDOVERS = "posts_handover"
LONGEST_NOTE = 1000


def hand_over(
    *, by: ActingPost, outgoing: str, incoming: str, note: str, key: str
) -> Outcome | Refusal:
    """Sign a post over to another person appointed to it; the result names the ``handover``.

    Parameters
    ----------
    by
        The outgoing holder.
    outgoing, incoming
        The two appointments to the post.
    note
        What is open, promised, unreachable.
    key
        The caller's own name for this act.
    """
    said = note.strip()
    if not said or len(said) > LONGEST_NOTE:
        return Refusal("handover_note_missing" if not said else "handover_note_too_long")
    if not may_be_published(said, zones_said(said)):
        return Refusal("handover_note_holds_private_number", clause="PIPL 6")
    return execute(HandOver(outgoing, incoming, said), by=by, key=key)


def take_over(*, by: ActingPost, handover: str, key: str) -> Outcome | Refusal:
    """Sign for a post that was handed over; from now on the incoming person answers."""
    return execute(TakeOver(handover), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two appointments and the unit of their post."""

    outgoing: StoredAppointment
    incoming: StoredAppointment
    unit: int
    pending: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """The command behind ``hand_over``."""

    outgoing: str
    incoming: str
    note: str
    kind: str = "posts.hand_over"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return both appointments and the note."""
        return {"outgoing": self.outgoing, "incoming": self.incoming, "note": self.note}

    def load(self, read: Reader) -> Pair | Refusal:
        """Read both appointments."""
        pair = _pair(read, self.outgoing, self.incoming)
        if isinstance(pair, Refusal):
            return pair
        rows = read.all(HANDOVERS, ("signed_in_at",), post_id=pair.outgoing.post)
        pending = any(signed is None for (signed,) in rows)
        return Pair(pair.outgoing, pair.incoming, pair.unit, pending)

    def check(self, by: ActingPost, facts: Pair) -> Refusal | None:
        """Only the outgoing holder signs out."""
        if by.person != facts.outgoing.person:
            return Refusal("duty_of_somebody_else")
        return check_act(by, Act.HAND_OVER, facts.outgoing.zone, unit=facts.unit)

    def decide(self, by: ActingPost, facts: Pair, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse two posts, appointments not in force, and a second open handover."""
        if facts.outgoing.post != facts.incoming.post or facts.outgoing.id == facts.incoming.id:
            return Refusal("handover_between_different_posts")
        if not (facts.outgoing.holds(now) and facts.incoming.holds(now)):
            return Refusal("appointment_not_in_force")
        if facts.pending:
            return Refusal("handover_already_open")
        return now

    def write(self, step: datetime, facts: Pair, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the open handover."""
        identity = uuid5(REGISTERS, f"handover:{self.outgoing}:{micros(step)}").hex
        zone = facts.outgoing.zone
        values = {
            "post_id": facts.outgoing.post,
            "zone_id": zone,
            "outgoing_id": self.outgoing,
            "incoming_id": self.incoming,
            "note": self.note,
            "signed_out_at": step,
            "signed_in_at": None,
        }
        entry = Entry("posts.handed_over", identity, zone, (Insert(HANDOVERS, identity, values),))
        return Written([entry], {"handover": identity})


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """A handover that waits for the incoming person."""

    version: int
    pair: Pair


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The command behind ``take_over``."""

    handover: str
    kind: str = "posts.take_over"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the handover."""
        return {"handover": self.handover}

    def load(self, read: Reader) -> OpenHandover | Refusal:
        """Read the handover and its appointments."""
        columns = ("outgoing_id", "incoming_id", "signed_in_at", "version")
        row = read.one(HANDOVERS, columns, id=self.handover)
        if row is None or row[2] is not None:
            return Refusal("handover_not_open")
        pair = _pair(read, row[0], row[1])
        return pair if isinstance(pair, Refusal) else OpenHandover(row[3], pair)

    def check(self, by: ActingPost, facts: OpenHandover) -> Refusal | None:
        """Only the incoming person signs in; out of reach it is as if there were none."""
        pair = facts.pair
        if by.person != pair.incoming.person:
            known = by.scope.lo <= pair.incoming.zone <= by.scope.hi
            return Refusal("duty_of_somebody_else" if known else "handover_not_open")
        return check_act(by, Act.HAND_OVER, pair.incoming.zone, unit=pair.unit)

    def decide(self, by: ActingPost, facts: OpenHandover, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse when the incoming appointment has ended meanwhile."""
        if not facts.pair.incoming.holds(now):
            return Refusal("appointment_not_in_force")
        return now

    def write(self, step: datetime, facts: OpenHandover, registrar: Registrar) -> Written:  # noqa: ARG002
        """End the outgoing appointment, promote and acknowledge the incoming one."""
        out, into = facts.pair.outgoing, facts.pair.incoming
        signed = Update(
            HANDOVERS, self.handover, facts.version, {"signed_in_at": None}, {"signed_in_at": step}
        )
        writes: list[Write] = [signed]
        if out.holds(step) and out.starts < step:
            writes.append(
                Update(APPOINTMENTS, out.id, out.version, {"ends_at": None}, {"ends_at": step})
            )
        old: dict[str, Any] = {"acknowledged_at": into.acknowledged}
        new: dict[str, Any] = {"acknowledged_at": step}
        if out.kind == AppointmentKind.PRIMARY:
            old["kind"], new["kind"] = into.kind, AppointmentKind.PRIMARY.value
        writes.append(Update(APPOINTMENTS, into.id, into.version, old, new))
        entry = Entry("posts.taken_over", self.handover, into.zone, tuple(writes))
        return Written([entry], {"post": into.post})


def _pair(read: Reader, outgoing: str, incoming: str) -> Pair | Refusal:
    out, into = stored_appointment(read, outgoing), stored_appointment(read, incoming)
    post = None if out is None else stored_post(read, out.post)
    if out is None or into is None or post is None:
        return Refusal("appointment_unknown")
    return Pair(out, into, post.unit, pending=False)
