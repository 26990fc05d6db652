"""A county says that its figures of a night are complete (报送)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import county_of
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    day_of,
    is_frozen,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

TABLE = "review_submission"


def submit(*, by: ActingPost, incident: int, day: str, key: str) -> Outcome | Refusal:
    """Say for the acting post's county that its figures of a night are complete."""
    county = county_of(by.scope.lo) if by.scope.lo else None
    if county is None:
        return Refusal("county_posts_submit")
    return execute(Submit(incident, day, county), by=by, key=key)


@dataclass(frozen=True, slots=True)
class SubmitFacts:
    """The incident, whether the night is frozen, whether the county has submitted."""

    incident: StoredIncident
    frozen: bool
    submitted: bool


@dataclass(frozen=True, slots=True)
class Submit:
    """The command behind ``submit``."""

    incident: int
    day: str
    county: int
    kind: str = "review.submit"

    @property
    def _id(self) -> str:
        return row_id("submission", self.incident, self.day, self.county)

    def payload(self) -> Mapping[str, Any]:
        """Return day and county."""
        return {"day": self.day, "county": self.county}

    def load(self, read: Reader) -> SubmitFacts | Refusal:
        """Read the incident, its night and an earlier submission."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        frozen = is_frozen(stored_night(read, self.incident, self.day))
        return SubmitFacts(incident, frozen, read.one(TABLE, ("id",), id=self._id) is not None)

    def check(self, by: ActingPost, facts: SubmitFacts) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.SUBMIT_FOR_REVIEW, self.county)

    def decide(
        self, by: ActingPost, facts: SubmitFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse a second submission, a frozen night, a window that has not begun."""
        day = day_of(self.day)
        if isinstance(day, Refusal):
            return day
        if facts.submitted:
            return Refusal("already_submitted", {"day": self.day})
        if facts.frozen:
            return Refusal("night_is_frozen", {"day": self.day})
        if facts.incident.window(day).since > now:
            return Refusal("window_has_not_begun", {"day": self.day})
        return by.post, now

    def write(
        self,
        step: tuple[int, datetime],
        facts: SubmitFacts,  # noqa: ARG002
        registrar: Registrar,  # noqa: ARG002
    ) -> Written:
        """Write the submission on the county's chain."""
        post, now = step
        values = {
            "incident": self.incident,
            "day": self.day,
            "county": self.county,
            "submitted_at": now,
            "submitted_by": post,
        }
        insert = Insert(TABLE, self._id, values)
        return Written([Entry("review.submitted", self._id, self.county, (insert,))])
