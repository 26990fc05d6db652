"""Restriction person-days equal what is counted hour by hour, suspended hours left out."""

from datetime import timedelta
from random import Random

import pytest
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    LAWYER,
    act,
    adopted,
    done,
    drafted,
    lawful,
    ready,
    state,
    walked,
)
from tests.factories.orders import MORNING
from tests.factories.premises import inspector, signed
from tests.factories.territory import BRIDGE, CITY, GRIDS, MARKET, NORTH, RIVER, SOUTH, TEMPLE

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.measures.suspensions import begun, over, times_in
from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.models import Measure, MeasureScope
from bihuan.features.measures.selectors.person_days import suspended_times
from bihuan.features.premises import api as premises
from bihuan.features.premises.models import Compound, Seal
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db import guard

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RESIDENTS = {GRIDS[0]: 2000, GRIDS[1]: 2000, MARKET: 3000, TEMPLE: 900}
ABROAD = 99
HEARING = acting(Role.GOVERNMENT_OFFICE, CITY, post=81, person=181, unit=41)
MIDNIGHT = MORNING.astimezone(LOCAL).replace(hour=0)
HOURS = 10 * 24


def counted(town, hours, what="held"):
    with fixed_at(MIDNIGHT + hours * HOUR):
        found = api.restriction(town.incident, range_of(CITY), first=MIDNIGHT.date(), until=now())
    return getattr(found, what)


def test_the_days_of_an_appeal_that_is_over_stay_out_of_the_count(town):
    measure = ready(town, hours=72)
    with fixed_at(MORNING + 2 * HOUR):
        done(act(town, measure, Act.SUSPEND_ON_APPEAL, HEARING, appeal="a1"))
    with fixed_at(MORNING + 50 * HOUR):  # two days later, at noon
        assert counted(town, 60) == [4000, 0, 0]
        assert counted(town, 60, "suspended") == [0, 4000, 4000]
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
    broken = [*seals(dice, town), *failing_plans(dice)]
    until = dice.randrange(1, HOURS)
    days = (until - 1) // 24 + 1
    held, every = ([set() for _ in range(days)] for _ in range(2))
    for zone, begin, end, gaps in histories:
        for hour in range(begin, min(end, until)):
            every[hour // 24] |= {one for one in RESIDENTS if one in range_of(zone)}
            met = [gap for where, *gap in broken if touch(range_of(zone), where)]
            at_once = hour == begin  # what begins in the same instant comes after it
            if not any(
                a <= hour < (HOURS if b is None else b) and not (at_once and a == begin)
                for a, b in [*gaps, *met]
            ):
                held[hour // 24] |= {one for one in RESIDENTS if one in range_of(zone)}
    brute = [sum(RESIDENTS[one] for one in day) for day in held]
    apart = [sum(RESIDENTS[one] for one in a - b) for a, b in zip(every, held, strict=True)]
    assert counted(town, until) == brute
    assert counted(town, until, "suspended") == apart
    with guard.lifted():
        Measure.objects.all().delete()
        MeasureScope.objects.all().delete()
        Seal.objects.all().delete()
        Compound.objects.all().delete()


def touch(one, other):
    return one.lo <= other.hi and other.lo <= one.hi


def seals(dice, town):
    """Reports of locked exits, also in other incidents and where nothing is drawn."""
    found = []
    for number in range(4):
        reach = range_of(dice.choice((BRIDGE, MARKET, RIVER, SOUTH)))
        begin = dice.randrange(HOURS)
        end = dice.choice((None, begin + dice.randrange(1, 60)))
        with guard.lifted():
            Seal.objects.create(
                id=f"s{number}", version=1, incident=dice.choice((town.incident, ABROAD)),
                zone=reach.lo, zone_hi=reach.hi, compound="", gate="", finding="",
                reported_at=micros(MIDNIGHT + begin * HOUR), reported_post=1,
                cleared_at=None if end is None else micros(MIDNIGHT + end * HOUR),
            )  # fmt: skip
        found.append((reach, begin, end))
    return found


def failing_plans(dice):
    """Compounds whose plans failed for a while, and whose signature runs out unnoticed."""
    found = []
    for zone in (BRIDGE + 1, MARKET, TEMPLE):
        a, b, lapse = sorted(dice.sample(range(HOURS + 48), 3))
        kept = over(begun("", MIDNIGHT + a * HOUR), MIDNIGHT + b * HOUR)
        with guard.lifted():
            Compound.objects.create(
                id=f"c{zone}", version=1, zone=zone, name_zh="", name_en="", plan="{}",
                residents=0, faults=0, schematic=False, signed_post=1,
                signed_at=micros(MIDNIGHT + b * HOUR), failures=kept,
                signed_until=micros(MIDNIGHT + lapse * HOUR),
            )  # fmt: skip
        found += [(range_of(zone), a, b), (range_of(zone), lapse, None)]
    return found


def test_a_check_that_ran_out_suspends_and_its_days_stay_out_after_a_new_one(town):
    lawful(town)
    compound = signed(days=1)
    measure = walked(town, drafted(town, hours=72))
    with fixed_at(MORNING + 66 * HOUR):
        assert state(measure) == "SUSPENDED"
        assert counted(town, 76) == [4000, 4000, 0, 0]
        measured = premises.Measured({"北门": 10, "南门": 20})
        done(premises.sign_check(by=inspector(), compound=compound, measured=measured, key="new"))
        assert state(measure) == "REVIEW_DUE"
    assert counted(town, 77) == [4000, 4000, 0, 4000]


def test_a_locked_exit_of_another_incident_suspends_and_its_days_stay_out(town):
    measure = ready(town, hours=72)
    with fixed_at(MORNING + HOUR):
        seal = premises.SealDraft(zone=BRIDGE)
        other = premises.report_sealed(by=inspector(), incident=0, draft=seal, key="other")
        done(other)
        assert state(measure) == "SUSPENDED"
    assert counted(town, 60) == [4000, 0, 0]


def test_a_drill_whose_clock_leaps_keeps_the_hours_in_which_its_gates_failed(town):
    opened = incidents.IncidentDraft("演练", "Drill", CITY, 2, MORNING.date(), drill_at=MORNING)
    leader = acting(Role.CITY_LEADER, CITY)
    answer = done(incidents.open_incident(by=leader, draft=opened, key="drill"))
    town.incident = int(answer.result["incident"])
    adopted(town.incident, profile="drill-generic", key="adopt drill")
    measure = ready(town, hours=72)
    compound = Compound.objects.get().id
    for hour, seconds in ((1, 300), (3, 20)):
        with fixed_at(MORNING + hour * HOUR):
            measured = premises.Measured({"北门": 10, "南门": seconds})
            done(premises.sign_check(by=inspector(), compound=compound, measured=measured,
                                     key=f"check {hour}"))  # fmt: skip
            done(api.assess_necessity(
                by=CDC, incident=town.incident, key=f"again {hour}",
                assessment=api.Assessment(NORTH, "again", 96),
            ))  # fmt: skip
    with fixed_at(MORNING + 4 * HOUR):
        leap = {"at": MORNING + 40 * HOUR, "speed": 1000}
        done(incidents.set_drill_clock(by=leader, incident=town.incident, **leap, key="set"))
        times = suspended_times(api.measure_of(measure), MORNING + 40 * HOUR)
    assert [(a - MORNING, b - MORNING) for a, b in times] == [(HOUR, 3 * HOUR)]


def test_days_on_which_the_law_said_another_text_than_was_checked_stay_out(town):
    measure = ready(town, hours=72)
    said = api.measure_of(measure).around.basis
    text = {HOUR: "Another text of the article.", 50 * HOUR: said.text}
    for after, official in text.items():
        with fixed_at(MORNING + after):
            word = api.BasisWord(said.reference, official, Confirmation.CONFIRMED)
            done(api.confirm_basis(by=LAWYER, word=word, key=official))
            assert state(measure) == ("ACTIVE" if official == said.text else "SUSPENDED")
    assert counted(town, 48) == [4000, 0]
    assert counted(town, 70) == [4000, 0, 4000]


def test_the_people_of_a_grid_are_counted(town):
    store(town, "grid", GRIDS[0], (10, 40), [])
    one = api.measure_of("grid")
    assert api.affected([one], range_of(CITY)) == 2000
    assert counted(town, 40) == [2000, 2000]


def made_up(dice):
    """One measure: zone, first and last hour, and when it was suspended, in hours."""
    begin = dice.randrange(HOURS)
    end = begin + dice.randrange(1, 73)
    edges = sorted(dice.sample(range(begin + 1, end + 2), min(dice.randrange(5), end - begin)))
    pairs = list(zip(edges[::2], [*edges[1::2], None], strict=False))
    places = (*GRIDS, BRIDGE, MARKET, TEMPLE, RIVER, NORTH, SOUTH)
    return dice.choice(places), begin, end, pairs


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
