"""Enter case aggregates; a changed count keeps its old value and the reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.personal import holds_personal_number
from bihuan.domain.surveillance.case_rows import LARGEST, CaseLine
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
from bihuan.platform.db.changes import BulkInsert, Entry, Update, Write, plain
from bihuan.platform.db.reader import Reader
from bihuan.platform.figures.windows import window_of_day

CaseDraft = CaseLine
TABLE, CHANGES = "surveillance_case", "surveillance_change"
WINDOW = ("window_start", "window_end")
STORED = ("count", "converted", "source", *WINDOW)
COLUMNS = (
    "id", "incident", "zone", "day", "origin", "route", "status", "count", "converted",
    "window_start", "window_end", "source", "entered_at", "entered_by",
)  # fmt: skip
CHANGE_COLUMNS = (
    "id", "incident", "case", "zone", "day", "old_count", "old_converted", "new_count",
    "new_converted", "reason", "received_on", "entered_at", "entered_by",
)  # fmt: skip


def enter_cases(
    *,
    by: ActingPost,
    incident: int,
    rows: Sequence[CaseDraft],
    source: str,
    reason: str = "",
    key: str,
) -> Outcome | Refusal:
    """Enter or revise counts, all or none.

    Parameters
    ----------
    by, key
        Who, and the name of the act.
    incident
        The incident they belong to.
    rows
        The counts; a row's own source and reason go before the common ones.
    source, reason
        Where they were reported; why stored ones change.

    Returns
    -------
    Outcome or Refusal
        The result counts ``new``, ``revised`` and ``unchanged`` rows.
    """
    command = EnterCases(incident, tuple(rows), source.strip(), reason.strip())
    return execute(command, by=by, key=key)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The incident and the counts stored for the rows, by id."""

    incident: StoredIncident
    stored: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Decided:
    """Rows that are new or differ, the instant, the local day and who."""

    rows: tuple[CaseDraft, ...]
    at: datetime
    on: date
    by: int


@dataclass(frozen=True, slots=True)
class EnterCases:
    """The command behind ``enter_cases``."""

    incident: int
    rows: tuple[CaseDraft, ...]
    source: str
    reason: str
    kind: str = "surveillance.enter_cases"

    def payload(self) -> Mapping[str, Any]:
        """Return what was said."""
        rows = [
            [*row.place, row.count, row.converted, row.source, row.reason, list(row.window or ())]
            for row in self.rows
        ]
        return {"rows": rows, "source": self.source, "reason": self.reason}

    def load(self, read: Reader) -> CaseFacts | Refusal:
        """Read the incident and what is stored."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        ids = [self._id(row) for row in self.rows]
        return CaseFacts(incident, stored_rows(read, TABLE, STORED, ids))

    def check(self, by: ActingPost, facts: CaseFacts) -> Refusal | None:
        """Ask the policy for every zone; all of them lie in the incident's territory."""
        for zone in {row.zone for row in self.rows} or {facts.incident.zone}:
            refusal = check_act(by, Act.ENTER_CASES, zone)
            if refusal is not None:
                return refusal
        return None

    def decide(self, by: ActingPost, facts: CaseFacts, now: datetime) -> Decided | Refusal:
        """Refuse what cannot be counted; keep the rows that change something."""
        today = now.astimezone(LOCAL).date()
        problem = next(self._problems(facts, today), None)
        if problem is not None:
            return problem
        changed = tuple(row for row in self.rows if self._changes(row, facts))
        if not changed:
            return Refusal("cases_unchanged")
        return Decided(changed, now, today, by.post)

    def _problems(self, facts: CaseFacts, today: date) -> Iterator[Refusal]:
        seen: set[object] = set()
        for place, row in enumerate(self.rows, start=1):
            number = row.row or place
            yield from _impossible(number, row, today.isoformat())
            if row.zone not in range_of(facts.incident.zone):
                yield Refusal("case_zone_outside", {"row": number, "zone": row.zone})
            if row.place in seen:
                yield Refusal("case_given_twice", {"row": number})
            seen.add(row.place)
            if not (row.source or self.source):
                yield Refusal("case_source_missing", {"row": number})
            if holds_personal_number(" ".join((self.source, self.reason, row.source, row.reason))):
                yield Refusal("case_text_holds_personal_number", {"row": number})
            if self._revises(row, facts) and not (row.reason or self.reason):
                yield Refusal("revision_needs_reason", {"row": number, "day": row.day})

    def _revises(self, row: CaseDraft, facts: CaseFacts) -> bool:
        return self._id(row) in facts.stored and self._changes(row, facts)

    def _changes(self, row: CaseDraft, facts: CaseFacts) -> bool:
        stored = facts.stored.get(self._id(row))
        if stored is None or stored[1:3] != (row.count, row.converted):
            return True
        # A table that does not say the window leaves the one that is stored.
        return row.window is not None and stored[4:] != _plain_window(row.window)

    def _id(self, row: CaseDraft) -> str:
        return row_id("case", self.incident, *row.place)

    def write(self, step: Decided, facts: CaseFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write one entry for each county, and one for the city."""
        entries = []
        for zone, group in groupby(sorted(step.rows, key=_chain), key=_chain):
            rows = list(group)
            writes = tuple(self._writes(rows, step, facts))
            revised = sum(self._id(row) in facts.stored for row in rows)
            told = {"rows": len(rows), "revised": revised, "source": self.source[:120]}
            subject = f"{self.incident}:{rows[0].day}:{zone}"
            entries.append(Entry("surveillance.cases_entered", subject, zone, writes, facts=told))
        revised = sum(self._id(row) in facts.stored for row in step.rows)
        result = {
            "new": len(step.rows) - revised,
            "revised": revised,
            "unchanged": len(self.rows) - len(step.rows),
        }
        return Written(entries, result)

    def _writes(
        self, rows: Sequence[CaseDraft], step: Decided, facts: CaseFacts
    ) -> Iterator[Write]:
        new = [row for row in rows if self._id(row) not in facts.stored]
        if new:
            yield BulkInsert(TABLE, COLUMNS, [self._case(row, step, facts) for row in new])
        for row in rows:
            stored = facts.stored.get(self._id(row))
            if stored is not None:
                old = dict(zip(STORED, stored[1:], strict=True))
                said = {"count": row.count, "converted": row.converted,
                        "source": row.source or self.source}  # fmt: skip
                said |= dict(zip(WINDOW, row.window or stored[4:], strict=True))
                yield Update(TABLE, self._id(row), stored[0], old, said)
        yield BulkInsert(CHANGES, CHANGE_COLUMNS, [self._change(row, step, facts) for row in rows])

    def _case(self, row: CaseDraft, step: Decided, facts: CaseFacts) -> tuple[Any, ...]:
        if row.window is not None:
            start, end = row.window
        else:
            window = window_of_day(facts.incident.clock, date.fromisoformat(row.day))
            start, end = window.since, window.until
        return (
            self._id(row), self.incident, *row.place, row.count, row.converted, start, end,
            row.source or self.source, step.at, step.by,
        )  # fmt: skip

    def _change(self, row: CaseDraft, step: Decided, facts: CaseFacts) -> tuple[Any, ...]:
        version, count, converted = facts.stored.get(self._id(row), (0, None, None))[:3]
        reason = (row.reason or self.reason) if version else ""
        return (
            row_id("change", self._id(row), version), self.incident, self._id(row), row.zone,
            row.day, count, converted, row.count, row.converted, reason, step.on.isoformat(),
            step.at, step.by,
        )  # fmt: skip


def _chain(row: CaseDraft) -> int:
    return row.zone - row.zone % COUNTY_STEP


def _plain_window(window: tuple[datetime, datetime]) -> tuple[Any, ...]:
    return (plain(window[0]), plain(window[1]))


def _impossible(number: int, row: CaseDraft, today: str) -> Iterator[Refusal]:
    if row.day > today:
        yield Refusal("case_day_in_future", {"row": number, "day": row.day})
    if not 0 <= row.converted <= row.count <= LARGEST:
        yield Refusal("case_count_impossible", {"row": number, "count": row.count})
