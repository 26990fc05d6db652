"""Training incidents of the demo: real published series of elsewhere, labelled as such."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.domain.surveillance.regimes import Effect
from bihuan.features.incidents import api as incidents
from bihuan.features.surveillance import api as surveillance
from bihuan.features.territory.api import zone_of
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import playing
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.site.demo.city import DATA

Rows = Iterator[surveillance.CaseDraft]
Line = Mapping[str, str]
CORRECTED = "迟报补入"
REPORTED_AT = time(17, 0)


@dataclass(frozen=True, slots=True)
class Training:
    """A real series of elsewhere, and the night on which its training incident stands.

    ``batches`` yields the instant at which each batch of rows came in; ``nights`` is for how many
    nights the models run, so that forecasts can be held against what came.
    """

    code: str
    name_zh: str
    name_en: str
    source: str
    day_zero: date
    opens_at: datetime
    batches: Callable[["Training", int], Iterator[tuple[datetime, list[surveillance.CaseDraft]]]]
    nights: int
    regimes: Sequence[tuple[date, date | None, Effect, str, str]] = ()

    @property
    def last(self) -> date:
        """The last day with counts."""
        return self.opens_at.date() - timedelta(days=1)


def make_trainings(zone: int, *, by: ActingPost) -> None:
    """Open the training incidents, enter their real series and run the models of their nights."""
    for training in TRAININGS:
        _make(training, zone, by)


def _make(training: Training, zone: int, by: ActingPost) -> None:
    draft = incidents.IncidentDraft(
        name_zh=training.name_zh,
        name_en=training.name_en,
        zone=zone,
        level=2,
        day_zero=training.day_zero,
        drill_at=training.opens_at,
        speed=0,
        cut_off_minutes=24 * 60,
    )
    key = f"demo:{training.code}"
    opened = _done(incidents.open_incident(by=system_post(), draft=draft, key=key))
    incident = int(opened.result["incident"])
    for number, (at, rows) in enumerate(training.batches(training, zone)):
        with playing(incident, at):
            _done(surveillance.enter_cases(
                by=by, incident=incident, rows=rows, source=training.source, reason=CORRECTED,
                key=f"{key}:{number}",
            ))  # fmt: skip
    with playing(incident, training.opens_at):
        for number, (first, last, effect, zh, en) in enumerate(training.regimes):
            regime = surveillance.RegimeDraft(zone, first, last, effect, zh, en)
            _done(surveillance.set_regime(
                by=by, incident=incident, draft=regime, key=f"{key}:regime:{number}"
            ))  # fmt: skip
        _analyse(incident, zone, training)


def _done(answer: Outcome | Refusal) -> Outcome:
    if isinstance(answer, Refusal):
        raise TypeError(f"a training series was refused: {answer.code} {answer.params}")
    return answer


def _analyse(incident: int, zone: int, training: Training) -> None:
    view, place = incidents.incident(incident), zone_of(zone)
    if view is None or place is None:
        return
    for back in reversed(range(training.nights)):
        day = training.last - timedelta(days=back)
        surveillance.make_and_keep(view, [place], day, at=training.opens_at)


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cell(
    zone: int,
    day: str,
    count: str,
    *,
    route: Route = Route.NOT_GIVEN,
    status: CaseStatus = CaseStatus.NOT_GIVEN,
    converted: int = 0,
) -> surveillance.CaseDraft:
    return surveillance.CaseDraft(zone, day, Origin.NOT_GIVEN, route, status, int(count), converted)


def _city_rows(zone: int, line: Line) -> Rows:
    """Yield the day's counts twice split: by classification, and by where they were found."""
    gone = int(line["converted_to_confirmed"])
    confirmed, silent = CaseStatus.CONFIRMED, CaseStatus.ASYMPTOMATIC
    yield _cell(zone, line["date"], line["local_confirmed"], status=confirmed, converted=gone)
    yield _cell(zone, line["date"], line["local_asymptomatic"], status=silent)
    for route in (Route.MANAGED, Route.COMMUNITY):
        yield _cell(zone, line["date"], line[route.value], route=route)


def _province_rows(zone: int, line: Line) -> Rows:
    """Yield the day's counts by classification; a day that was not published has none."""
    for status in (CaseStatus.CONFIRMED, CaseStatus.ASYMPTOMATIC):
        if line[f"local_{status.value}"]:
            yield _cell(zone, line["date"], line[f"local_{status.value}"], status=status)


def _table(
    name: str, rows_of: Callable[[int, Line], Rows]
) -> Callable[[Training, int], Iterator[tuple[datetime, list[surveillance.CaseDraft]]]]:
    """Return the batches of a table that was entered at once."""

    def batches(
        training: Training, zone: int
    ) -> Iterator[tuple[datetime, list[surveillance.CaseDraft]]]:
        wanted = [line for line in _lines(name) if line["date"] <= training.last.isoformat()]
        yield training.opens_at, [row for line in wanted for row in rows_of(zone, line)]

    return batches


def _as_it_came(
    training: Training, zone: int
) -> Iterator[tuple[datetime, list[surveillance.CaseDraft]]]:
    """Yield what each day's reports made of the counts of that day and of the days before."""
    came: dict[date, dict[date, int]] = {}
    for line in _lines("germany_hospital_triangle_2021.csv"):
        day = date.fromisoformat(line["reference_date"])
        reported = day + timedelta(days=int(line["delay_days"]))
        came.setdefault(reported, {})[day] = int(line["count"])
    known: dict[date, int] = {}
    for reported in sorted(came):
        if reported > training.last:
            return
        changed = [day for day, n in came[reported].items() if n or day not in known]
        for day in changed:
            known[day] = known.get(day, 0) + came[reported][day]
        at = datetime.combine(reported, REPORTED_AT, tzinfo=LOCAL)
        yield at, [_cell(zone, day.isoformat(), str(known[day])) for day in sorted(changed)]


TRAININGS = (
    Training(
        "training",
        "训练：上海2022年春真实序列（非本市数据）",
        "Training: the real series of Shanghai, spring 2022 (not this city)",
        "上海市卫生健康委员会每日通报（真实数据，非本市）",
        date(2022, 2, 26),
        datetime(2022, 5, 6, 10, 0, tzinfo=LOCAL),
        _table("shanghai_2022_daily.csv", _city_rows),
        nights=15,
    ),
    Training(
        "province",
        "训练：山西省2022年真实序列（全省，非本市数据）",
        "Training: the real series of Shanxi province, 2022 (not this city alone)",
        "国家卫生健康委员会每日通报（真实数据，全省合计）",
        date(2022, 6, 15),
        datetime(2022, 12, 7, 10, 0, tzinfo=LOCAL),
        _table("shanxi_2022_daily.csv", _province_rows),
        nights=8,
        regimes=(
            (
                date(2022, 8, 24),
                date(2022, 8, 24),
                Effect.BLANK,
                "当日转录错列，数据不可用",
                "That day's transcription is shifted and cannot be used",
            ),
            (
                date(2022, 12, 7),
                None,
                Effect.LEVEL_SHIFT,
                "检测口径改变：不再按行政区域开展全员检测",
                "Testing changed: no more screening of whole areas",
            ),
        ),
    ),
    Training(
        "late",
        "训练：德国2021年秋住院病例的真实迟报（非本市数据）",
        "Training: real late reports of hospital admissions, Germany, autumn 2021 (not this city)",
        "Robert Koch Institute，CC BY 4.0（真实数据，非本市）",
        date(2021, 8, 15),
        datetime(2021, 12, 1, 10, 0, tzinfo=LOCAL),
        _as_it_came,
        nights=3,
    ),
)
