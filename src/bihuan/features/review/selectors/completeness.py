"""Completeness (完整度): which counties have a valid submission in the window.

A county is due when it is in force at the cut-off. Its submission is valid when it said itself
that its figures are complete, up to the freeze. That its posts acted in the window (an entry of
the ledger by a post inside the county) is told beside it and is no submission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.zones import COUNTY_STEP, Level, county_of, range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.posts.api import posts_of
from bihuan.features.review.models import Submission
from bihuan.features.territory.api import zones_in
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Window, Words
from bihuan.platform.ledger.periods import spans_of

FIRST_LOOK = 64
_POSTS = (
    "SELECT post FROM ledger_event WHERE chain=? AND n>? AND n<=? AND post>0"
    " AND zone BETWEEN ? AND ?"
)
SUBMITTED, ACTED, MISSING = "submitted", "acted", "missing"


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A county and how its data of the night came in."""

    zone: int
    words: Words
    how: str

    @property
    def valid(self) -> bool:
        """Tell whether it has a valid submission."""
        return self.how == SUBMITTED


def reporting_units(view: IncidentView, window: Window) -> list[ReportingUnit]:
    """Return the counties that are due for a night, in code order."""
    scope = range_of(view.zone)
    found = Submission.objects.filter(incident=view.id, day=window.day.isoformat())
    submitted = set(found.values_list("county", flat=True))
    counties = zones_in(scope=scope, level=Level.COUNTY, at=window.until)
    acted = _counties_that_acted(view, window, {county.code for county in counties})
    how = {**dict.fromkeys(acted, ACTED), **dict.fromkeys(submitted, SUBMITTED)}
    return [
        ReportingUnit(
            county.code, Words(county.name.zh, county.name.en), how.get(county.code, MISSING)
        )
        for county in counties
    ]


def submitted_at(view: IncidentView, day: str, county: int) -> datetime | None:
    """Return when a county said that its figures of a night are complete."""
    found = Submission.objects.filter(incident=view.id, day=day, county=county)
    return found.values_list("submitted_at", flat=True).first()


def units_in(content: Mapping[str, Any]) -> list[ReportingUnit]:
    """Return the counties that are due as a report says it."""
    said = content["completeness"]["units"]
    return [ReportingUnit(one["zone"], Words(one["zh"], one["en"]), one["how"]) for one in said]


def _counties_that_acted(view: IncidentView, window: Window, counties: set[int]) -> set[int]:
    """Look back from the cut-off until every county was seen: most were a moment before it."""
    session, scope = Session(), range_of(view.zone)
    spans = spans_of(session, window.since, window.until, chain=view.clock.chain)
    found: set[int] = set()
    known: set[int] = set()
    size = FIRST_LOOK
    while spans and not counties <= found:
        values = [
            value
            for chain, (before, last) in spans.items()
            for value in (chain, max(before, last - size), last, scope.lo, scope.hi)
        ]
        rows = session.all(" UNION ".join([_POSTS] * len(spans)), values)
        posts = posts_of({post for (post,) in rows} - known)
        known |= posts.keys()
        found |= {county for post in posts.values() if (county := county_of(post.zone))}
        spans = {
            chain: (before, last - size)
            for chain, (before, last) in spans.items()
            if last - size > before and chain * COUNTY_STEP not in found
        }
        size *= 8
    return found
