"""Publish tomorrow's plan to every county, and take note of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.nights import NightState
from bihuan.domain.zones import county_of
from bihuan.features.review.models.identity import row_id
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.plans import plan_start
from bihuan.features.review.selectors.stored import (
    StoredIncident,
    StoredNight,
    stored_incident,
    stored_night,
)
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

TABLE = "review_plan"
LONGEST = 4000
AFTER_THE_MEETING_BEGAN = frozenset({NightState.IN_MEETING, NightState.MINUTES_ISSUED})


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What is said beside the objectives and the night's decisions, as texts."""

    objectives: str = ""
    tasks: str = ""
    resources: str = ""
    risks: str = ""
    contingency: str = ""
    message: str = ""


def publish_plan(
    *, by: ActingPost, incident: int, day: str, draft: PlanDraft, key: str
) -> Outcome | Refusal:  # fmt: skip
    """Publish the plan of the day after a night; the result gives its ``number``."""
    return execute(PublishPlan(incident, day, draft), by=by, key=key)


def acknowledge_plan(*, by: ActingPost, incident: int, day: str, key: str) -> Outcome | Refusal:
    """Take note of a night's plan for the acting post's county."""
    county = county_of(by.scope.lo) if by.scope.lo else None
    if county is None:
        return Refusal("county_posts_acknowledge")
    return execute(AcknowledgePlan(incident, day, county), by=by, key=key)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The incident, the night, what the plan starts from, whether it is published."""

    incident: StoredIncident
    night: StoredNight
    start: Mapping[str, Any]
    published: bool


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """The command behind ``publish_plan``."""

    incident: int
    day: str
    draft: PlanDraft
    kind: str = "review.publish_plan"

    def payload(self) -> Mapping[str, Any]:
        """Return night and texts."""
        return {"day": self.day, **asdict(self.draft)}

    def load(self, read: Reader) -> PlanFacts | Refusal:
        """Read the night and what the plan starts from."""
        incident = stored_incident(read, self.incident)
        if isinstance(incident, Refusal):
            return incident
        night = stored_night(read, self.incident, self.day)
        there = read.one(TABLE, ("id",), id=row_id("plan", night.id)) is not None
        return PlanFacts(incident, night, plan_start(incident=self.incident, day=self.day), there)

    def check(self, by: ActingPost, facts: PlanFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.PUBLISH_PLAN, facts.incident.zone)

    def decide(
        self, by: ActingPost, facts: PlanFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse a plan before the meeting, a second one, an empty one."""
        if facts.night.state not in AFTER_THE_MEETING_BEGAN:
            return Refusal("meeting_has_not_begun", {"day": self.day})
        if facts.published:
            return Refusal("plan_is_published", {"day": self.day})
        texts = asdict(self.draft)
        if any(len(text) > LONGEST for text in texts.values()):
            return Refusal("plan_text_too_long", {"field": "objectives", "longest": LONGEST})
        if not facts.start["objectives"] and not self.draft.objectives.strip():
            return Refusal("plan_without_objectives", {"field": "objectives"})
        return by.post, now

    def write(self, step: tuple[int, datetime], facts: PlanFacts, registrar: Registrar) -> Written:
        """Give the plan its number and write it for the counties that were due."""
        post, now = step
        night = facts.night
        number = registrar.next(f"plan:{self.incident}", 0, night.id)
        texts = {name: text.strip() for name, text in asdict(self.draft).items()}
        values = {
            "night_id": night.id,
            "incident": self.incident,
            "number": number,
            "said": {**facts.start, "texts": texts},
            "counties": facts.start["counties"],
            "published_at": now,
            "published_by": post,
        }
        insert = Insert(TABLE, row_id("plan", night.id), values)
        entry = Entry(
            "review.plan_published", night.id, facts.incident.zone, (insert,), facts={"n": number}
        )
        return Written([entry], {"number": number})


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """The plan's counties, and whether this one has taken note."""

    counties: tuple[int, ...]
    noted: bool


@dataclass(frozen=True, slots=True)
class AcknowledgePlan:
    """The command behind ``acknowledge_plan``."""

    incident: int
    day: str
    county: int
    kind: str = "review.acknowledge_plan"

    @property
    def _plan(self) -> str:
        return row_id("plan", row_id("night", self.incident, self.day))

    @property
    def _id(self) -> str:
        return row_id("acknowledgement", self._plan, self.county)

    def payload(self) -> Mapping[str, Any]:
        """Return night and county."""
        return {"day": self.day, "county": self.county}

    def load(self, read: Reader) -> NoteFacts | Refusal:
        """Read the plan."""
        import json

        row = read.one(TABLE, ("counties",), id=self._plan)
        if row is None:
            return Refusal("plan_is_not_published", {"day": self.day})
        noted = read.one("review_acknowledgement", ("id",), id=self._id) is not None
        return NoteFacts(tuple(json.loads(row[0])), noted)

    def check(self, by: ActingPost, facts: NoteFacts) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        return check_act(by, Act.ACKNOWLEDGE_PLAN, self.county)

    def decide(
        self, by: ActingPost, facts: NoteFacts, now: datetime
    ) -> tuple[int, datetime] | Refusal:
        """Refuse a second note, and a county that the plan is not for."""
        if facts.noted:
            return Refusal("plan_already_acknowledged", {"day": self.day})
        if self.county not in facts.counties:
            return Refusal("plan_is_not_for_this_county", {"day": self.day})
        return by.post, now

    def write(self, step: tuple[int, datetime], facts: NoteFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the note on the county's chain."""
        post, now = step
        values = {
            "plan_id": self._plan,
            "county": self.county,
            "acknowledged_at": now,
            "acknowledged_by": post,
        }
        insert = Insert("review_acknowledgement", self._id, values)
        return Written([Entry("review.plan_acknowledged", self._plan, self.county, (insert,))])
