"""Enter signals beside the counts: clinics, schools, wastewater, vectors, sites, tests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.personal import holds_personal_number
from bihuan.domain.surveillance.signals import SignalLine, impossible
from bihuan.domain.zones import COUNTY_STEP, range_of
from bihuan.features.surveillance.models.identity import row_id
from bihuan.features.surveillance.permissions import check_act
from bihuan.features.surveillance.selectors.stored import (
    StoredIncident,
    stored_incident,
    stored_rows,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

TABLE = "surveillance_signal"
STORED = ("n", "of", "source")


def enter_signals(
    *, by: ActingPost, incident: int, rows: Sequence[SignalLine], source: str, key: str
) -> Outcome | Refusal:
    """Enter or correct signals, all or none; the ledger keeps what stood there.

    The outcome's result counts ``new``, ``revised`` and ``unchanged`` rows.
    """
    return execute(EnterSignals(incident, tuple(rows), source.strip()), by=by, key=key)


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """The incident and the signals stored for the rows, by id."""

    incident: StoredIncident
    stored: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class DecidedSignals:
    """Rows that are new or differ, the instant and who."""

    rows: tuple[SignalLine, ...]
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class EnterSignals:
    """The command behind ``enter_signals``."""

    incident: int
    rows: tuple[SignalLine, ...]
    source: str
    kind: str = "surveillance.enter_signals"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said."""
        rows = [[*row.place, row.n, row.of, row.source] for row in self.rows]
        return {"rows": rows, "source": self.source}

    def load(self, read: Reader) -> SignalFacts | Refusal:
        """Read the incident and what is stored."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        ids = [self._id(row) for row in self.rows]
        return SignalFacts(incident, stored_rows(read, TABLE, STORED, ids))

    def check(self, by: ActingPost, facts: SignalFacts) -> Refusal | None:
        """Ask the policy for every zone."""
        for zone in {row.zone for row in self.rows} or {facts.incident.zone}:
            refusal = check_act(by, Act.ENTER_SIGNALS, zone)
            if refusal is not None:
                return refusal
        return None

    def decide(self, by: ActingPost, facts: SignalFacts, now: datetime) -> DecidedSignals | Refusal:
        """Refuse what cannot be; keep the rows that change something."""
        problem = next(self._problems(facts, now.astimezone(LOCAL).date().isoformat()), None)
        if problem is not None:
            return problem
        changed = tuple(row for row in self.rows if self._changes(row, facts))
        if not changed:
            return Refusal("signals_unchanged")
        return DecidedSignals(changed, now, by.post)

    def _problems(self, facts: SignalFacts, today: str) -> Iterator[Refusal]:
        for number, row in enumerate(self.rows, start=1):
            if row.zone not in range_of(facts.incident.zone):
                yield Refusal("case_zone_outside", {"row": number, "zone": row.zone})
            if row.day > today:
                yield Refusal("case_day_in_future", {"row": number, "day": row.day})
            if impossible(row.kind, row.n, row.of):
                params = {"row": number, "n": row.n, "of": row.of}
                yield Refusal("signal_impossible", params)
            if holds_personal_number(f"{row.site} {row.source} {self.source}"):
                yield Refusal("case_text_holds_personal_number", {"row": number})

    def _changes(self, row: SignalLine, facts: SignalFacts) -> bool:
        stored = facts.stored.get(self._id(row))
        return stored is None or stored[1:3] != (row.n, row.of)

    def _id(self, row: SignalLine) -> str:
        return row_id("signal", self.incident, *row.place)

    def write(self, step: DecidedSignals, facts: SignalFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write one entry for each county, and one for the city."""
        entries = []
        for zone, group in groupby(sorted(step.rows, key=_chain), key=_chain):
            writes = tuple(self._write(row, step, facts) for row in group)
            subject = f"{self.incident}:signals:{zone}"
            told = {"rows": len(writes)}
            entries.append(Entry("surveillance.signals_entered", subject, zone, writes, facts=told))
        revised = sum(self._id(row) in facts.stored for row in step.rows)
        new, same = len(step.rows) - revised, len(self.rows) - len(step.rows)
        return Written(entries, {"new": new, "revised": revised, "unchanged": same})

    def _write(self, row: SignalLine, step: DecidedSignals, facts: SignalFacts) -> Write:
        stored, source = facts.stored.get(self._id(row)), row.source or self.source
        said: dict[str, Any] = {"n": row.n, "of": row.of, "source": source}
        if stored is not None:
            old = dict(zip(STORED, stored[1:], strict=True))
            return Update(TABLE, self._id(row), stored[0], old, said)
        placed = dict(zip(("zone", "day", "kind", "site"), row.place, strict=True))
        when = {"entered_at": step.at, "entered_by": step.by}
        return Insert(TABLE, self._id(row), {"incident": self.incident, **placed, **said, **when})


def _chain(row: SignalLine) -> int:
    return row.zone - row.zone % COUNTY_STEP
