"""Enter published counts of a night.

What arrived by the cut-off stands in the night's report and is checked until the freeze: a
mistake may be corrected. What arrives after the cut-off, and whatever changes after the freeze,
is a revision that a later night lists; the report of its own night does not change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import COUNTY_STEP
from bihuan.features.review.models.figures import DIMENSIONS, MODES
from bihuan.features.review.models.identity import figure_id, row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.bulletin_files import BulletinReport
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    day_of,
    is_frozen,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, Write
from bihuan.platform.db.reader import Reader

TABLE = "review_figure"
COUNTY_DIGITS = 6
LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class PublishedDraft:
    """One published count as said; ``key`` of a county is its six digits."""

    dimension: str
    key: str
    name_zh: str
    name_en: str
    value: int
    mode: str = ""


def enter_figures(
    *,
    by: ActingPost,
    incident: int,
    day: str,
    rows: Sequence[PublishedDraft],
    source: str,
    key: str,
) -> Outcome | Refusal:
    """Enter or correct published counts of a night, all or none.

    The outcome's result counts ``entered`` (by the cut-off, or corrected before the freeze),
    ``revisions`` (everything later) and ``unchanged``.
    """
    return execute(EnterFigures(incident, day, tuple(rows), source.strip()), by=by, key=key)


def enter_bulletin(
    *,
    by: ActingPost,
    incident: int,
    day: str,
    report: BulletinReport,
    source: str,
    key: str,
) -> Outcome | Refusal:
    """Enter a bulletin's file that was tried before; one with problems is not entered."""
    if report.problems:
        first = report.problems[0]
        return Refusal("bulletin_has_problems", {"row": first.row, "count": len(report.problems)})
    rows = [
        PublishedDraft(
            line.dimension.value, line.key, line.name_zh, line.name_en, line.value, line.mode
        )
        for line in report.lines
    ]
    return enter_figures(by=by, incident=incident, day=day, rows=rows, source=source, key=key)


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored count."""

    value: int
    source: str
    version: int
    entered_at: int


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """The incident, whether its night is frozen, and what is stored."""

    incident: StoredIncident
    frozen: bool
    stored: Mapping[str, Stored]


@dataclass(frozen=True, slots=True)
class Entered:
    """What is decided: which rows change, which of them too late, when, by whom, listed where."""

    rows: tuple[PublishedDraft, ...]
    late: frozenset[tuple[str, str]]
    at: datetime
    by: int
    listed_on: date


@dataclass(frozen=True, slots=True)
class EnterFigures:
    """The command behind ``enter_figures``."""

    incident: int
    day: str
    rows: tuple[PublishedDraft, ...]
    source: str
    kind: str = "review.enter_figures"

    def payload(self) -> Mapping[str, Any]:
        """Return day, source and rows."""
        rows = [asdict(row) for row in self.rows]
        return {"day": self.day, "source": self.source, "rows": rows}

    def load(self, read: Reader) -> FigureFacts | Refusal:
        """Read the incident, its night and what is stored for it."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        columns = ("id", "value", "source", "version", "entered_at")
        rows = read.all(TABLE, columns, incident=self.incident, day=self.day)
        frozen = is_frozen(stored_night(read, self.incident, self.day))
        return FigureFacts(incident, frozen, {row[0]: Stored(*row[1:]) for row in rows})

    def check(self, by: ActingPost, facts: FigureFacts) -> Refusal | None:
        """Ask the policy for every zone that the rows speak about."""
        zones = {_zone(row, facts.incident.zone) for row in self.rows} or {facts.incident.zone}
        answers = (check_act(by, Act.ENTER_BULLETIN_FIGURE, zone) for zone in sorted(zones))
        return next((answer for answer in answers if answer is not None), None)

    def decide(self, by: ActingPost, facts: FigureFacts, now: datetime) -> Entered | Refusal:
        """Refuse what cannot be counted; keep the rows that change something."""
        day = day_of(self.day)
        if isinstance(day, Refusal):
            return day
        window = facts.incident.window(day)
        if window.since > now:
            return Refusal("window_has_not_begun", {"day": self.day})
        problem = next(self._problems(), None)
        if problem is not None:
            return problem
        changed = tuple(row for row in self.rows if self._changes(row, facts))
        if not changed:
            return Refusal("figures_unchanged", {"day": self.day})
        listed_on = max(facts.incident.clock.review_day(now), day + timedelta(days=1))
        late = (row for row in changed if self._late(row, facts, window.until, now))
        names = frozenset((row.dimension, row.key) for row in late)
        return Entered(changed, names, now, by.post, listed_on)

    def _late(
        self, row: PublishedDraft, facts: FigureFacts, until: datetime, now: datetime
    ) -> bool:
        """Tell whether a count came too late for its night: a correction of one in time did not."""
        if facts.frozen or now <= until:
            return facts.frozen
        stored = facts.stored.get(self._id(row))
        return stored is None or stored.entered_at > micros(until)

    def _problems(self) -> Iterator[Refusal]:
        if not self.source:
            yield Refusal("figure_source_missing", {"field": "source"})
        seen: set[tuple[str, str]] = set()
        for number, row in enumerate(self.rows, start=1):
            if row.dimension not in DIMENSIONS or row.mode not in MODES:
                yield Refusal("figure_kind_unknown", {"row": number, "said": row.dimension})
            if not 0 <= row.value < LARGEST:
                yield Refusal("figure_is_no_count", {"row": number, "said": row.value})
            if not (row.key.strip() and row.name_zh.strip()):
                yield Refusal("figure_name_missing", {"row": number})
            if (row.dimension, row.key) in seen:
                yield Refusal("figure_twice", {"row": number, "said": row.key})
            seen.add((row.dimension, row.key))

    def _changes(self, row: PublishedDraft, facts: FigureFacts) -> bool:
        stored = facts.stored.get(self._id(row))
        return stored is None or stored.value != row.value

    def _id(self, row: PublishedDraft) -> str:
        return figure_id(self.incident, self.day, row.dimension, row.key)

    def write(self, step: Entered, facts: FigureFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write one entry for each county, and one for the city."""
        entries = []
        rows = ((_zone(row, facts.incident.zone), _is_late(row, step), row) for row in step.rows)
        for (zone, late), group in groupby(sorted(rows, key=_place), key=_place):
            writes = tuple(w for *_, row in group for w in self._writes(row, zone, step, facts))
            event = "review.figures_revised" if late else "review.figures_entered"
            entries.append(
                Entry(event, f"{self.incident}:{self.day}", zone, writes, facts={"day": self.day})
            )
        count, too_late = len(step.rows), len(step.late)
        result = {
            "entered": count - too_late,
            "revisions": too_late,
            "unchanged": len(self.rows) - count,
        }
        return Written(entries, result)

    def _writes(
        self, row: PublishedDraft, zone: int, step: Entered, facts: FigureFacts
    ) -> Iterator[Write]:
        identity = self._id(row)
        stored = facts.stored.get(identity)
        if stored is None:
            yield Insert(TABLE, identity, self._values(row, zone, step))
        else:
            old = {"value": stored.value, "source": stored.source}
            new = {"value": row.value, "source": self.source}
            yield Update(TABLE, identity, stored.version, old, new)
        if _is_late(row, step):
            times = stored.version if stored else 0
            yield Insert(
                "review_revision",
                row_id("revision", identity, times),
                self._revision(row, zone, step, stored),
            )

    def _values(self, row: PublishedDraft, zone: int, step: Entered) -> dict[str, Any]:
        return {
            "incident": self.incident,
            "day": self.day,
            "zone": zone,
            **asdict(row),
            "source": self.source,
            "entered_at": step.at,
            "entered_by": step.by,
        }

    def _revision(
        self, row: PublishedDraft, zone: int, step: Entered, stored: Stored | None
    ) -> dict[str, Any]:
        return {
            "incident": self.incident,
            "day": self.day,
            "listed_on": step.listed_on.isoformat(),
            "zone": zone,
            "figure": self._id(row),
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "old": stored.value if stored else None,
            "new": row.value,
            "source": self.source,
            "entered_at": step.at,
            "entered_by": step.by,
        }


def _is_late(row: PublishedDraft, step: Entered) -> bool:
    return (row.dimension, row.key) in step.late


def _place(placed: tuple[int, bool, PublishedDraft]) -> tuple[int, bool]:
    return placed[:2]


def _zone(row: PublishedDraft, city: int) -> int:
    """Return the zone whose chain records a row: a county's own, else the incident's."""
    if row.dimension == "county" and row.key.isdecimal() and len(row.key) == COUNTY_DIGITS:
        return int(row.key) * COUNTY_STEP
    return city
