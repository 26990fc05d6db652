"""Report that an exit is sealed or locked; only a verified finding clears it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.premises.permissions import check_act
from bihuan.features.premises.selectors.compounds import SEALS, TABLE
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome, Registrar, Written, execute, execute_all
from bihuan.platform.db.changes import Entry, Insert, Update
from bihuan.platform.db.reader import Reader

SPACE = UUID("5b0c6a1e-7c35-5e11-9a3c-1f2d0a9b7c55")


@dataclass(frozen=True, slots=True)
class SealDraft:
    """Where an exit is blocked: a compound with its gate, or only a zone.

    ``finding`` names the finding that says so, when there is one already.
    """

    zone: int = 0
    compound: str = ""
    gate: str = ""
    finding: str = ""


def report_sealed(
    *, by: ActingPost, incident: int, draft: SealDraft, key: str
) -> Outcome | Refusal:
    """Report a sealed or locked exit: the plan is suspended at once, a finding follows."""
    return execute(ReportSealed(incident, draft, key), by=by, key=key)


def report_all_sealed(
    *, by: ActingPost, reports: Sequence[tuple[int, SealDraft]], key: str
) -> list[Outcome | Refusal]:
    """Report what findings say is sealed, in one commit: incident and draft, once a finding."""
    keyed = [(incident, draft, f"{key}:{draft.finding}") for incident, draft in reports]
    return execute_all([(ReportSealed(*one), one[2]) for one in keyed], by=by)


def link_seal(
    *, by: ActingPost, incident: int, seal: str, finding: str, key: str
) -> Outcome | Refusal:
    """Say which finding stands for a report."""
    return execute(SettleSeal(incident, seal, finding), by=by, key=key)


def clear_seal(*, by: ActingPost, incident: int, seal: str, key: str) -> Outcome | Refusal:
    """End a report because its finding was verified; nobody else can."""
    return execute(SettleSeal(incident, seal), by=by, key=key)


def drop_seal(*, by: ActingPost, incident: int, seal: str, key: str) -> Outcome | Refusal:
    """Say that no finding stands for a report any more; the exit stays suspended.

    Only a newer signed check, computed as passing, ends it from now on.
    """
    return execute(SettleSeal(incident, seal, dropped=True), by=by, key=key)


@dataclass(frozen=True, slots=True)
class ReportSealed:
    """The command behind ``report_sealed``."""

    incident: int
    draft: SealDraft
    key: str
    kind: str = "premises.report_sealed"

    def payload(self) -> Mapping[str, Any]:
        """Return what was reported."""
        draft = self.draft
        return {
            "zone": draft.zone, "compound": draft.compound, "gate": draft.gate,
            "finding": draft.finding,
        }  # fmt: skip

    def load(self, read: Reader) -> int | Refusal:
        """Return the zone, from the compound where one is named."""
        if not self.draft.compound:
            known = read.one("territory_zone", ("id",), id=self.draft.zone)
            return Refusal("compound_unknown") if known is None else int(known[0])
        row = read.one(TABLE, ("zone", "plan"), id=self.draft.compound)
        return Refusal("compound_unknown") if row is None else int(row[0])

    def check(self, by: ActingPost, facts: int) -> Refusal | None:
        """Ask the policy: anybody may."""
        return check_act(by, Act.REPORT_SEALED, facts)

    def decide(self, by: ActingPost, facts: int, now: datetime) -> tuple[datetime, int]:  # noqa: ARG002
        """Take the instant and the reporter."""
        return now, by.post

    def write(self, step: tuple[datetime, int], facts: int, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the report; without a finding yet, the event asks for one."""
        draft, (at, post) = self.draft, step
        identity = uuid5(SPACE, f"{self.incident}:{post}:{self.key}").hex
        narrow = bool(draft.compound)
        row = {
            "incident": self.incident,
            "zone": facts,
            "zone_hi": facts if narrow else range_of(facts).hi,
            "compound": draft.compound,
            "gate": draft.gate,
            "finding": draft.finding,
            "reported_at": at,
            "reported_post": post,
            "cleared_at": None,
            "dropped_at": None,
            "dropped_real": None,
        }
        event = "premises.exit_blocked" if draft.finding else "premises.gate_sealed"
        said = {"seal": identity, "compound": draft.compound, "gate": draft.gate}
        entry = Entry(event, identity, facts, (Insert(SEALS, identity, row),), facts=said)
        return Written([entry], {"seal": identity})


@dataclass(frozen=True, slots=True)
class SettleSeal:
    """The command behind linking, dropping and clearing: with a finding it links."""

    incident: int
    seal: str
    finding: str | None = None
    dropped: bool = False
    kind: str = "premises.settle_seal"

    def payload(self) -> Mapping[str, Any]:
        """Return which report, and its finding."""
        return {"seal": self.seal, "finding": self.finding, "dropped": self.dropped}

    def load(self, read: Reader) -> tuple[int, int, str] | Refusal:
        """Read the open report; one that was dropped is not dropped twice."""
        columns = ("zone", "version", "finding", "cleared_at", "incident", "dropped_at")
        row = read.one(SEALS, columns, id=self.seal)
        if row is None or row[3] is not None or row[4] != self.incident:
            return Refusal("seal_not_open")
        if self.dropped and row[5] is not None:
            return Refusal("seal_not_open")
        return row[0], row[1], row[2]

    def check(self, by: ActingPost, facts: tuple[int, int, str]) -> Refusal | None:  # noqa: ARG002
        """Leave it to the loop: its reaction is the only hand here."""
        if by.actor.role is Role.SYSTEM:
            return None
        return Refusal("seal_cleared_by_loop_only", clause="closed loop, PASSED")

    def decide(self, by: ActingPost, facts: tuple[int, int, str], now: datetime) -> datetime:  # noqa: ARG002
        """Take the instant."""
        return now

    def write(self, step: datetime, facts: tuple[int, int, str], registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the finding or the end."""
        zone, version, before = facts
        old: dict[str, Any] = {"cleared_at": None}
        new: dict[str, Any] = {"cleared_at": step}
        event = "premises.seal_cleared"
        if self.dropped:
            old = {"dropped_at": None, "dropped_real": None}
            new, event = {"dropped_at": step, "dropped_real": now()}, "premises.seal_dropped"
        elif self.finding is not None:
            old, new, event = {"finding": before}, {"finding": self.finding}, "premises.seal_linked"
        update = Update(SEALS, self.seal, version, old, new)
        return Written([Entry(event, self.seal, zone, (update,))])
