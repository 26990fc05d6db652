"""What the demo city watches beside its counts: signals, 7-1-7 and capacity, all made up (示意)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bihuan.domain.refusals import Refusal
from bihuan.domain.surveillance.capacity import Item
from bihuan.domain.surveillance.signals import SignalKind, SignalLine
from bihuan.domain.zones import Level
from bihuan.features.surveillance import api as surveillance
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome
from bihuan.site.demo.city import City
from bihuan.site.demo.play import Play

SOURCE = "示意数据，非真实监测 made up"
DAYS = 15
# Nobody reports everything: two counties have gone quiet, one has stopped testing.
QUIET, UNTESTED = frozenset({7, 12}), frozenset({9})
# Positive containers and houses inspected: one county in each band of the index.
CONTAINERS = {0: (4, 120), 4: (9, 110), 5: (16, 105), 15: (27, 100)}
SEWERS, SAMPLED_ON = (3, 1, 0, 1, 2), 4
SILENT_DAYS = 5
FIRST_DAY, NOTICED = date(2022, 11, 28), date(2022, 11, 21)
ACTIONS = {
    "investigation": NOTICED,
    "risk_assessment": NOTICED + timedelta(days=1),
    "laboratory_confirmation": NOTICED,
    "case_management": NOTICED + timedelta(days=1),
    "countermeasures": NOTICED + timedelta(days=1),
    "risk_communication": NOTICED + timedelta(days=2),
    "coordination": None,
}
TESTING = {
    Item.PEOPLE: 959_198, Item.SAMPLED: 668_400, Item.POSITIVE_PER_10K: 2, Item.POOL: 10,
    Item.SAMPLERS: 2_150, Item.SITES: 310, Item.QUEUE_P90_MINUTES: 38, Item.SAMPLES: 668_400,
    Item.TUBES: 66_900, Item.TUBES_PER_DAY: 82_000, Item.LABORATORY_LINES: 24,
    Item.RUN_MINUTES: 95, Item.TRANSPORT_MINUTES: 120, Item.TURNAROUND_P90_MINUTES: 640,
    Item.AID_SAMPLERS: 400, Item.AID_TUBES_PER_DAY: 12_000,
}  # fmt: skip
ROOMS = {
    Item.ROOMS: 9_600, Item.ROOMS_OCCUPIED: 4_870, Item.ROOMS_24H: 3_100, Item.ROOMS_48H: 6_400,
    Item.ROOMS_72H: 9_600, Item.ROOMS_ACCESSIBLE: 190, Item.HEALTH_STAFF: 412,
    Item.COMPLAINTS: 23, Item.WASTE_REMOVED: 51, Item.WASTE_DUE: 54, Item.AID_ROOMS: 1_500,
}  # fmt: skip


class Watching:
    """Books what is entered before each cut-off."""

    def __init__(self, play: Play, city: City) -> None:
        self._play = play
        self._city = city.zones[0].code
        self._counties = [zone.code for zone in city.zones if zone.level is Level.COUNTY]

    def book(self, first_cut_off: datetime) -> None:
        """Book the entries of both days, two hours before their cut-offs."""
        for day in range(2):
            self._play.book(first_cut_off + timedelta(days=day, hours=-2), self._enter)

    def _enter(self, at: datetime) -> None:
        today, key = at.astimezone(LOCAL).date(), self._play.key
        by, incident = self._play.cast["流行病学岗"], self._play.incident
        rows = list(signals_of(self._counties, today))
        self._note("signals", surveillance.enter_signals(
            by=by, incident=incident, rows=rows, source=SOURCE, key=key()
        ))  # fmt: skip
        self._note("capacity", surveillance.enter_capacity(
            by=by, incident=incident, zone=self._city, key=key(),
            draft=surveillance.CapacityDraft(today, TESTING | ROOMS, SOURCE),
        ))  # fmt: skip
        if today == FIRST_DAY:
            draft = surveillance.TimelineDraft(None, NOTICED, NOTICED, ACTIONS, SOURCE)
            self._note("timeline", surveillance.enter_timeline(
                by=by, incident=incident, draft=draft, key=key()
            ))  # fmt: skip

    def _note(self, deed: str, answer: Outcome | Refusal) -> None:
        if isinstance(answer, Refusal):
            self._play.refused.append((deed, answer.code, ""))


def signals_of(counties: Sequence[int], today: date) -> Iterator[SignalLine]:
    """Yield the signals known on a day: two weeks on the first, one day later on."""
    back = DAYS if today == FIRST_DAY else 1
    for n in reversed(range(back)):
        for place, zone in enumerate(counties):
            yield from _day_of(place, zone, today - timedelta(days=n))


def _day_of(place: int, zone: int, day: date) -> Iterator[SignalLine]:
    """Yield one county's day; numbers wander without chance, and nothing depends on them."""
    wander = (place * 37 + day.toordinal() * 11) % 17
    size, weekend = 3 + (place * 5) % 7, day.weekday() >= 5  # noqa: PLR2004
    recent = (FIRST_DAY - day).days < SILENT_DAYS

    def line(kind: SignalKind, n: int, of: int, site: str = "") -> SignalLine:
        return SignalLine(zone, day.isoformat(), kind, site, n, of, SOURCE)

    if not (recent and place in QUIET):
        yield line(SignalKind.SENTINEL, size - (wander == 0), size)
        yield line(SignalKind.FEVER_CLINIC, 20 + 3 * size + wander, 300 + 40 * size)
        if not weekend:
            yield line(SignalKind.SCHOOL_ABSENCE, 60 * size + 9 * wander, 2_600 * size)
    if not (recent and place in UNTESTED):
        yield line(SignalKind.TESTS, wander // 5, 9_000 * size + 500 * wander)
    if place in CONTAINERS and day == FIRST_DAY - timedelta(days=1):
        yield line(SignalKind.VECTOR, *CONTAINERS[place])
    if place < len(SEWERS) and day.weekday() == SAMPLED_ON:
        yield line(SignalKind.WASTEWATER, SEWERS[place], 4)
    if day == FIRST_DAY:
        yield line(SignalKind.SITES, 4 - (place in QUIET), 4)
        yield line(SignalKind.COVERAGE, 9_000 * size + 400 * wander, 11_000 * size)
