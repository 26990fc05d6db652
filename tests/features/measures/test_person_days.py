"""Restriction person-days equal what is counted hour by hour, suspended hours left out."""

from datetime import timedelta
from random import Random

import pytest
from tests.factories.acting import acting
from tests.factories.decided import act, adopted, done, ready
from tests.factories.orders import MORNING, Town
from tests.factories.territory import BRIDGE, CITY, MARKET, NORTH, RIVER, SOUTH, TEMPLE

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.suspensions import begun, over, times_in
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.measures import api
from bihuan.features.measures.models import Measure, MeasureScope
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db import guard

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RESIDENTS = {BRIDGE: 4000, MARKET: 3000, TEMPLE: 900}
HEARING = acting(Role.GOVERNMENT_OFFICE, CITY, post=81, person=181, unit=41)
MIDNIGHT = MORNING.astimezone(LOCAL).replace(hour=0)
HOURS = 10 * 24


@pytest.fixture
def town():
    with fixed_at(MORNING):
        made = Town()
        adopted(made.incident)
        yield made


def counted(town, hours):
    with fixed_at(MIDNIGHT + hours * HOUR):
        return api.restricted_days(
            town.incident, range_of(CITY), first=MIDNIGHT.date(), until=now()
        )


def test_the_days_of_an_appeal_that_is_over_stay_out_of_the_count(town):
    measure = ready(town, hours=72)
    with fixed_at(MORNING + 2 * HOUR):
        done(act(town, measure, Act.SUSPEND_ON_APPEAL, HEARING, appeal="a1"))
    with fixed_at(MORNING + 50 * HOUR):  # two days later, at noon
        assert counted(town, 60) == [4000, 0, 0]
        done(act(town, measure, Act.RESUME_MEASURE, HEARING))
    kept = times_in(api.measure_of(measure).suspensions)
    assert kept == [(MORNING + 2 * HOUR, MORNING + 50 * HOUR)]
    assert counted(town, 61) == [4000, 0, 4000]
    assert counted(town, 100) == [4000, 0, 4000, 4000, 0]


@pytest.mark.parametrize("seed", range(4))
def test_person_days_of_any_history_equal_a_count_hour_by_hour(town, seed):
    dice = Random(seed)
    histories = [made_up(dice) for _ in range(30)]
    for number, (zone, begin, end, gaps) in enumerate(histories):
        store(town, f"h{number}", zone, (begin, end), gaps)
    until = dice.randrange(1, HOURS)
    days = (until - 1) // 24 + 1
    held = [set() for _ in range(days)]
    for zone, begin, end, gaps in histories:
        for hour in range(begin, min(end, until)):
            if not any(a <= hour < (HOURS if b is None else b) for a, b in gaps):
                held[hour // 24] |= {one for one in RESIDENTS if one in range_of(zone)}
    brute = [sum(RESIDENTS[one] for one in day) for day in held]
    assert counted(town, until) == brute
    with guard.lifted():
        Measure.objects.all().delete()
        MeasureScope.objects.all().delete()


def made_up(dice):
    """One measure: zone, first and last hour, and when it was suspended, in hours."""
    begin = dice.randrange(HOURS)
    end = begin + dice.randrange(1, 73)
    edges = sorted(dice.sample(range(begin + 1, end + 2), min(dice.randrange(5), end - begin)))
    pairs = list(zip(edges[::2], [*edges[1::2], None], strict=False))
    return dice.choice((BRIDGE, MARKET, TEMPLE, RIVER, NORTH, SOUTH)), begin, end, pairs


def store(town, identity, zone, hours, gaps):
    """Write a measure as its acts would have left it; what is not asked stays empty."""
    begin, end = (MIDNIGHT + hour * HOUR for hour in hours)
    suspended = ""
    for since, until in gaps:
        suspended = begun(suspended, MIDNIGHT + since * HOUR)
        suspended = suspended if until is None else over(suspended, MIDNIGHT + until * HOUR)
    texts = ("package", "renews", "purpose", "smaller_why", "exceptions", "help_line", "opinion",
             "override_reason", "basis")  # fmt: skip
    with guard.lifted():
        Measure.objects.create(
            id=identity, version=1, incident=town.incident, zone=zone, code="M10", drill=False,
            state="EXPIRED", answers="{}", parts="{}", companion="{}", suspensions=suspended,
            starts_at=micros(begin), ends_at=micros(end), activated_at=micros(begin),
            ended_at=micros(end), decider_level=2, **dict.fromkeys(texts, ""),
        )  # fmt: skip
        reach = range_of(zone)
        MeasureScope.objects.create(
            id=f"{identity}:{zone}", version=1, measure=identity, zone=reach.lo, zone_hi=reach.hi
        )
