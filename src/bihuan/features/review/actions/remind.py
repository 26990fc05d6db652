"""Ask the counties for what is missing (催报): their report, or their note of the plan."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents.api import incident as incident_view
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.completeness import reporting_units
from bihuan.features.review.selectors.reminders import PLAN, SUBMISSION
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

TABLE = "review_reminder"
APART = timedelta(minutes=5)
ACTS = {SUBMISSION: Act.FREEZE, PLAN: Act.PUBLISH_PLAN}


def remind(
    *, by: ActingPost, incident: int, day: str, about: str, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Remind every county that is missing; the result counts the ``reminded`` ones.

    ``about`` is ``submission`` or ``plan``. A county reminded in the last five minutes is left.
    """
    return execute(Remind(incident, day, about), by=by, key=key)


@dataclass(frozen=True, slots=True)
class Stored:
    """A county's last reminder."""

    at: int
    by: int
    times: int
    version: int


@dataclass(frozen=True, slots=True)
class RemindFacts:
    """The incident, the counties that are missing, and when they were reminded."""

    incident: StoredIncident
    missing: tuple[int, ...]
    stored: Mapping[int, Stored]


@dataclass(frozen=True, slots=True)
class Remind:
    """The command behind ``remind``."""

    incident: int
    day: str
    about: str
    kind: str = "review.remind"

    def payload(self) -> Mapping[str, Any]:
        """Return night and matter."""
        return {"day": self.day, "about": self.about}

    def load(self, read: Reader) -> RemindFacts | Refusal:
        """Read who is missing and who was reminded when."""
        incident, day = stored_incident(read, self.incident), day_of(self.day)
        if isinstance(incident, Refusal):
            return incident
        if isinstance(day, Refusal):
            return day
        if self.about not in ACTS:
            return Refusal("nothing_to_remind_of")
        missing = self._without_note(read) if self.about == PLAN else self._silent(read, incident)
        if isinstance(missing, Refusal):
            return missing
        columns = ("county", "reminded_at", "reminded_by", "times", "version")
        rows = read.all(TABLE, columns, incident=self.incident, day=self.day, about=self.about)
        return RemindFacts(incident, missing, {row[0]: Stored(*row[1:]) for row in rows})

    def _silent(self, read: Reader, incident: StoredIncident) -> tuple[int, ...] | Refusal:
        if is_frozen(stored_night(read, self.incident, self.day)):
            return Refusal("night_is_frozen", {"day": self.day})
        view, day = incident_view(self.incident), day_of(self.day)
        if view is None or isinstance(day, Refusal):
            return ()
        units = reporting_units(view, incident.window(day))
        return tuple(unit.zone for unit in units if not unit.valid)

    def _without_note(self, read: Reader) -> tuple[int, ...] | Refusal:
        plan = row_id("plan", row_id("night", self.incident, self.day))
        row = read.one("review_plan", ("counties",), id=plan)
        if row is None:
            return Refusal("plan_is_not_published", {"day": self.day})
        noted = {one[0] for one in read.all("review_acknowledgement", ("county",), plan_id=plan)}
        return tuple(county for county in json.loads(row[0]) if county not in noted)

    def check(self, by: ActingPost, facts: RemindFacts) -> Refusal | None:
        """Ask the policy: who freezes asks for reports, who publishes the plan for notes."""
        return check_act(by, ACTS[self.about], facts.incident.zone)

    def decide(
        self, by: ActingPost, facts: RemindFacts, now: datetime
    ) -> tuple[int, datetime, tuple[int, ...]] | Refusal:
        """Refuse when nobody is missing, or all were asked a moment ago."""
        if not facts.missing:
            return Refusal("nobody_is_missing", {"day": self.day})
        before = micros(now - APART)
        asked = tuple(
            c for c in facts.missing if c not in facts.stored or facts.stored[c].at <= before
        )
        return (by.post, now, asked) if asked else Refusal("reminded_a_moment_ago")

    def write(
        self,
        step: tuple[int, datetime, tuple[int, ...]],
        facts: RemindFacts,
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write one entry on each county's own chain."""
        post, now, asked = step
        entries = [
            Entry(
                "review.reminded", self._id(county), county, (self._row(county, facts, post, now),)
            )
            for county in asked
        ]
        return Written(entries, {"reminded": len(asked)})

    def _id(self, county: int) -> str:
        return row_id("reminder", self.incident, self.day, self.about, county)

    def _row(self, county: int, facts: RemindFacts, post: int, now: datetime) -> Write:
        stored = facts.stored.get(county)
        if stored is None:
            values = {
                "incident": self.incident, "day": self.day, "about": self.about, "county": county,
                "times": 1, "reminded_at": now, "reminded_by": post,
            }  # fmt: skip
            return Insert(TABLE, self._id(county), values)
        old = {"times": stored.times, "reminded_at": stored.at, "reminded_by": stored.by}
        new = {"times": stored.times + 1, "reminded_at": now, "reminded_by": post}
        return Update(TABLE, self._id(county), stored.version, old, new)
