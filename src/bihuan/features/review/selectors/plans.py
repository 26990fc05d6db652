"""Tomorrow's plan: what it starts from, what it says, who has taken note."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from bihuan.domain.chain.canonical import instant_of
from bihuan.features.review.labels import PLAN_PARTS
from bihuan.features.review.models.identity import night_id
from bihuan.features.review.selectors.decisions import decisions_of_night
from bihuan.features.review.selectors.minutes import minutes_content
from bihuan.features.review.selectors.nights import snapshot_body
from bihuan.features.review.selectors.sections import objectives_in
from bihuan.features.territory.api import ZoneName, names
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Words

_WITH_NOTES = (
    "SELECT number, said, counties, published_at, (SELECT json_group_array(json_array(county,"
    " acknowledged_at)) FROM review_acknowledgement WHERE plan_id=review_plan.id)"
    " FROM review_plan WHERE night_id=?"
)


@dataclass(frozen=True, slots=True)
class CountyNote:
    """A county of the plan and when it took note, None while it has not."""

    zone: int
    name: ZoneName
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """A published plan with the notes of its counties."""

    number: int
    content: Mapping[str, Any]
    published_at: datetime
    notes: Sequence[CountyNote]

    @property
    def label(self) -> str:
        """Return the number as people say it: IAP-09."""
        return f"IAP-{self.number:02d}"

    @property
    def objectives(self) -> list[tuple[Words, Words, str]]:
        """Objective, measure, deadline as printed."""
        return objectives_in(self.content)

    @property
    def texts(self) -> list[tuple[Promise, str]]:
        """What was written beside them, with its name; empty parts are left out."""
        said = self.content["texts"]
        return [(PLAN_PARTS[name], said[name]) for name in PLAN_PARTS if said.get(name)]

    def note_of(self, county: int | None) -> CountyNote | None:
        """Return a county's note; None where the plan is not for it."""
        return next((one for one in self.notes if one.zone == county), None)

    @property
    def noted(self) -> int:
        """How many counties have taken note."""
        return sum(note.at is not None for note in self.notes)


def plan_start(*, incident: int, day: str) -> dict[str, Any]:
    """Return what a plan starts from: objectives, counties, the night's open decisions as tasks.

    What was cancelled, or is done already, is no task of tomorrow.
    """
    body = snapshot_body(incident=incident, day=day)
    if body is None:
        return {"objectives": [], "tasks": [], "counties": []}
    frozen = json.loads(body)
    said = minutes_content(incident=incident, day=day)
    open_ones = {one.number for one in decisions_of_night(incident=incident, day=day) if one.open}
    tasks = [
        {"number": one["number"], "title": one["title"], "owner": one["owner"], "due": one["due"]}
        for one in said.get("decisions", ())
        if one["number"] in open_ones
    ]
    counties = [unit["zone"] for unit in frozen["completeness"]["units"]]
    return {"objectives": frozen["objectives"], "tasks": tasks, "counties": counties}


def plan_of(*, incident: int, day: str) -> PlanView | None:
    """Return a night's published plan."""
    found = Session().one(_WITH_NOTES, (night_id(incident, day),))
    if found is None:
        return None
    number, said, listed_counties, published, noted = found
    counties = json.loads(listed_counties)
    notes = {county: instant_of(at) for county, at in json.loads(noted)}
    named = names(counties)
    listed = [
        CountyNote(code, named.get(code, ZoneName(code, str(code), str(code))), notes.get(code))
        for code in counties
    ]
    return PlanView(number, json.loads(said), instant_of(published), listed)
