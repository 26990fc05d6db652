"""Completeness (完整度): which counties have a valid submission in the window.

A county is due when it is in force at the cut-off. Its submission is valid when one of its
posts acted in the window (an entry of the ledger by a post inside the county), or when it said
itself that its figures are complete, up to the freeze.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.domain.chain.canonical import micros
from bihuan.domain.zones import Level, ZoneRange, county_of, range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.posts.api import posts_of
from bihuan.features.review.models import Submission
from bihuan.features.territory.api import zones_in
from bihuan.platform.figures import Window, Words
from bihuan.platform.ledger.models import Event
from bihuan.platform.ledger.roots import DRILL_CHAINS_FROM

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
        return self.how != MISSING


def reporting_units(view: IncidentView, window: Window) -> list[ReportingUnit]:
    """Return the counties that are due for a night, in code order."""
    scope = range_of(view.zone)
    found = Submission.objects.filter(incident=view.id, day=window.day.isoformat())
    submitted = set(found.values_list("county", flat=True))
    acted = _counties_that_acted(view, window, scope)
    how = {**dict.fromkeys(acted, ACTED), **dict.fromkeys(submitted, SUBMITTED)}
    counties = zones_in(scope=scope, level=Level.COUNTY, at=window.until)
    return [
        ReportingUnit(
            county.code, Words(county.name.zh, county.name.en), how.get(county.code, MISSING)
        )
        for county in counties
    ]


def _counties_that_acted(view: IncidentView, window: Window, scope: ZoneRange) -> set[int]:
    found = Event.objects.filter(
        **_chain_of(view),
        incident_at__gt=micros(window.since),
        incident_at__lte=micros(window.until),
        zone__gte=scope.lo,
        zone__lte=scope.hi,
        post__gt=0,
    )
    posts = posts_of(found.values_list("post", flat=True).distinct())
    counties = (county_of(post.zone) for post in posts.values())
    return {county for county in counties if county is not None}


def _chain_of(view: IncidentView) -> Mapping[str, int]:
    if view.drill:
        return {"chain": view.clock.chain}
    return {"chain__lt": DRILL_CHAINS_FROM}
