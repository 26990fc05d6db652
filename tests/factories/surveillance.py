"""Counts in the small made-up city: rows that speak, entered by its epidemiologist."""

from datetime import date, timedelta

from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, at
from tests.factories.territory import CITY, NORTH, SOUTH

from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.features.surveillance import api

SOURCE = "county daily table"


def case(count=7, *, zone=NORTH, day=DAY, origin="", route="", status="", **more):
    return api.CaseDraft(
        zone, day, Origin(origin or "not_given"), Route(route or "not_given"),
        CaseStatus(status or "not_given"), count, **more,
    )  # fmt: skip


def enter(incident, rows, *, when=EVENING, by=EPIDEMIOLOGIST, reason="", key="cases"):
    with at(incident, when):
        return api.enter_cases(
            by=by, incident=incident, rows=rows, source=SOURCE, reason=reason, key=key
        )


def days_back(count, *, until=DAY):
    last = date.fromisoformat(until)
    return [(last - timedelta(days=n)).isoformat() for n in reversed(range(count))]


def wave(counts, *, zone=CITY, until=DAY, community=0.25):
    """Rows of a daily series: each day split by route, a part of it found in the community."""
    rows = []
    for day, n in zip(days_back(len(counts), until=until), counts, strict=True):
        if n is None:
            continue
        found = round(n * community)
        rows += [
            case(n - found, zone=zone, day=day, origin="local_linked", route="central_quarantine"),
            case(found, zone=zone, day=day, origin="local_unlinked", route="community_screening"),
        ]
    return rows


__all__ = ["CITY", "DAY", "EPIDEMIOLOGIST", "EVENING", "NORTH", "SOUTH", "at", "case", "enter"]
