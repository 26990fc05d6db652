"""Confirm, refuse, end and acknowledge appointments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bihuan.domain.duties import AppointmentKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.posts.permissions import check_act
from bihuan.features.posts.selectors.stored import (
    APPOINTMENTS,
    StoredAppointment,
    appointments_to,
    stored_appointment,
    stored_post,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute, execute_all
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader


class Settling(StrEnum):
    """What is done to an appointment."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    END = "end"
    ACKNOWLEDGE = "acknowledge"


_EVENTS: Mapping[Settling, str] = {
    Settling.CONFIRM: "posts.appointment_confirmed",
    Settling.REFUSE: "posts.appointment_refused",
    Settling.END: "posts.appointment_ended",
    Settling.ACKNOWLEDGE: "posts.duty_acknowledged",
}
_ACTS: Mapping[Settling, Act] = {
    Settling.CONFIRM: Act.CONFIRM_APPOINTMENT,
    Settling.REFUSE: Act.CONFIRM_APPOINTMENT,
    Settling.END: Act.END_APPOINTMENT,
    Settling.ACKNOWLEDGE: Act.ACKNOWLEDGE_DUTY,
}


def confirm(*, by: ActingPost, appointment: str, key: str) -> Outcome | Refusal:
    """Confirm an appointment as the second person; from now on it counts."""
    return execute(Settle(Settling.CONFIRM, appointment), by=by, key=key)


def confirm_all(
    *, by: ActingPost, appointments: Sequence[str], key: str
) -> list[Outcome | Refusal]:
    """Confirm many appointments, each done or refused for itself."""
    commands = [(Settle(Settling.CONFIRM, one), f"{key}:{one}") for one in appointments]
    return execute_all(commands, by=by) if commands else []


def refuse(*, by: ActingPost, appointment: str, key: str) -> Outcome | Refusal:
    """Refuse an appointment that waits; it never counts."""
    return execute(Settle(Settling.REFUSE, appointment), by=by, key=key)


def end_appointment(*, by: ActingPost, appointment: str, key: str) -> Outcome | Refusal:
    """End an appointment now."""
    return execute(Settle(Settling.END, appointment), by=by, key=key)


def acknowledge(*, by: ActingPost, appointment: str, key: str) -> Outcome | Refusal:
    """Acknowledge one's own duty (确认)."""
    return execute(Settle(Settling.ACKNOWLEDGE, appointment), by=by, key=key)


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """The appointment, the unit of its post, and the other open holder if there is one."""

    appointment: StoredAppointment
    unit: int
    other_holder: StoredAppointment | None


@dataclass(frozen=True, slots=True)
class Settle:
    """The command behind all four."""

    how: Settling
    appointment: str
    incident: int = 0

    @property
    def kind(self) -> str:
        """The command's name."""
        return f"posts.{self.how}_appointment"

    def payload(self) -> Mapping[str, Any]:
        """Return the appointment."""
        return {"appointment": self.appointment}

    def load(self, read: Reader) -> AppointmentFacts | Refusal:
        """Read the appointment and who else holds the post."""
        found = stored_appointment(read, self.appointment)
        post = None if found is None else stored_post(read, found.post)
        if found is None or post is None:
            return Refusal("appointment_unknown")
        others = [
            other
            for other in appointments_to(read, found.post)
            if other.kind == AppointmentKind.PRIMARY and other.id != found.id
            if other.confirmed_by is not None and other.ends is None
        ]
        return AppointmentFacts(found, post.unit, others[0] if others else None)

    def check(self, by: ActingPost, facts: AppointmentFacts) -> Refusal | None:
        """Ask the policy, and keep the hands apart."""
        found = facts.appointment
        if self.how is Settling.ACKNOWLEDGE and by.person != found.person:
            return Refusal("duty_of_somebody_else")
        if self.how is Settling.CONFIRM and by.person == found.person:
            return Refusal("appointment_of_oneself", clause="accounts")
        if self.how is Settling.CONFIRM and by.person == found.requested_by:
            return Refusal("second_person_missing", clause="accounts")
        return check_act(by, _ACTS[self.how], found.zone, unit=facts.unit)

    def decide(
        self,
        by: ActingPost,
        facts: AppointmentFacts,
        now: datetime,
    ) -> Mapping[str, Any] | Refusal:
        """Return the changed columns, or why not."""
        found = facts.appointment
        if self.how in (Settling.CONFIRM, Settling.REFUSE):
            return self._settled(by, facts, now)
        if not found.holds(now):
            return Refusal("appointment_not_in_force")
        if self.how is Settling.END:
            return {"ends_at": now} if found.starts < now else Refusal("appointment_not_in_force")
        if found.acknowledged is not None:
            return Refusal("already_acknowledged")
        return {"acknowledged_at": now}

    def _settled(
        self, by: ActingPost, facts: AppointmentFacts, now: datetime
    ) -> Mapping[str, Any] | Refusal:
        if not facts.appointment.waiting:
            return Refusal("appointment_already_settled")
        if self.how is Settling.REFUSE:
            return {"ends_at": now}
        holder = facts.other_holder
        if facts.appointment.kind == AppointmentKind.PRIMARY and holder is not None:
            return Refusal("post_has_a_holder", {"post": facts.appointment.post})
        return {"confirmed_by": by.person, "confirmed_at": now}

    def write(
        self,
        step: Mapping[str, Any],
        facts: AppointmentFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the changed columns."""
        found = facts.appointment
        old = dict.fromkeys(step)
        update = Update(APPOINTMENTS, found.id, found.version, old, step)
        entry = Entry(
            _EVENTS[self.how], found.id, found.zone, (update,), facts={"post": found.post}
        )
        return Written([entry], {"appointment": found.id, "post": found.post})
