"""Training incidents of the demo: real published series of elsewhere, labelled as such."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.features.incidents import api as incidents
from bihuan.features.surveillance import api as surveillance
from bihuan.features.territory.api import zone_of
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import playing
from bihuan.platform.clock.incident import LOCAL
from bihuan.site.demo.city import DATA

SERIES = DATA / "shanghai_2022_daily.csv"
SOURCE = "上海市卫生健康委员会每日通报（真实数据，非本市）"
OPENS_AT = datetime(2022, 5, 6, 10, 0, tzinfo=LOCAL)
DAY_ZERO = date(2022, 2, 26)
NIGHTS = 15


@dataclass(frozen=True, slots=True)
class Trained:
    """A training incident and how many days of counts it holds."""

    incident: int
    days: int


def make_training(zone: int, *, by: ActingPost) -> Trained:
    """Open the training incident, enter its real series and run the models of its last nights."""
    draft = incidents.IncidentDraft(
        name_zh="训练：上海2022年春真实序列（非本市数据）",
        name_en="Training: the real series of Shanghai, spring 2022 (not this city)",
        zone=zone,
        level=2,
        day_zero=DAY_ZERO,
        drill_at=OPENS_AT,
        speed=0,
        cut_off_minutes=24 * 60,
    )
    opened = incidents.open_incident(by=system_post(), draft=draft, key="demo:training")
    if isinstance(opened, Refusal):
        raise TypeError(f"the training incident was refused: {opened.code}")
    incident = int(opened.result["incident"])
    last = OPENS_AT.date() - timedelta(days=1)
    rows = [row for line in _lines() if line["date"] <= last.isoformat()
            for row in _rows(zone, line)]  # fmt: skip
    with playing(incident, OPENS_AT):
        answer = surveillance.enter_cases(
            by=by, incident=incident, rows=rows, source=SOURCE, key="demo:training:cases"
        )
        if isinstance(answer, Refusal):
            raise TypeError(f"the training series was refused: {answer.code} {answer.params}")
        _analyse(incident, zone, last)
    return Trained(incident, len({row.day for row in rows}))


def _analyse(incident: int, zone: int, last: date) -> None:
    """Keep the analysis of the last nights, so that forecasts can be held against what came."""
    view, place = incidents.incident(incident), zone_of(zone)
    if view is None or place is None:
        return
    for back in reversed(range(NIGHTS)):
        day = last - timedelta(days=back)
        surveillance.make_and_keep(view, [place], day, at=OPENS_AT)


def _lines() -> list[dict[str, str]]:
    with SERIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(zone: int, line: dict[str, str]) -> Iterator[surveillance.CaseDraft]:
    """Yield the day's counts twice split: by classification, and by where they were found."""
    for status, count, converted in (
        (CaseStatus.CONFIRMED, "local_confirmed", line["converted_to_confirmed"]),
        (CaseStatus.ASYMPTOMATIC, "local_asymptomatic", "0"),
    ):
        yield surveillance.CaseDraft(
            zone, line["date"], Origin.NOT_GIVEN, Route.NOT_GIVEN, status, int(line[count]),
            int(converted),
        )  # fmt: skip
    for route in (Route.MANAGED, Route.COMMUNITY):
        yield surveillance.CaseDraft(
            zone, line["date"], Origin.NOT_GIVEN, route, CaseStatus.NOT_GIVEN,
            int(line[route.value]),
        )  # fmt: skip
