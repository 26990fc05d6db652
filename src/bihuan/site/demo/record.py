"""The real bulletin in the record of counts: three splits side by side, never added."""

import csv
from collections.abc import Iterator

from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.domain.zones import COUNTY_STEP
from bihuan.features.surveillance import api as surveillance
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome
from bihuan.site.demo.city import DATA

BULLETIN = DATA / "linfen_bulletin_2022-11-28.csv"


def enter_bulletin_in_record(
    *, by: ActingPost, incident: int, city: int, day: str, source: str, key: str
) -> Outcome | Refusal:
    """Enter the published counts: by county, and for the city by route and by classification."""
    with BULLETIN.open(encoding="utf-8", newline="") as file:
        rows = [row for line in csv.DictReader(file) for row in _rows(line, city, day)]
    return surveillance.enter_cases(by=by, incident=incident, rows=rows, source=source, key=key)


def _rows(line: dict[str, str], city: int, day: str) -> Iterator[surveillance.CaseDraft]:
    count, key = int(line["new_infections"]), line["key"]
    zone, route, status = city, Route.NOT_GIVEN, CaseStatus.NOT_GIVEN
    if line["dimension"] == "county":
        zone = int(key) * COUNTY_STEP
    elif line["dimension"] == "route":
        route = Route(key)
    elif line["dimension"] == "status":
        status = CaseStatus(key)
    else:
        return
    yield surveillance.CaseDraft(zone, day, Origin.NOT_GIVEN, route, status, count)
