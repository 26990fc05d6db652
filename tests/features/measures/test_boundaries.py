"""Boundaries change around measures: whom they cover stays as it was announced, and is counted."""

from datetime import timedelta
from random import Random

import pytest
from tests.factories.decided import PRINCIPAL, act, done, drafted, lawful, ready, state, walked
from tests.factories.orders import MORNING
from tests.factories.premises import signed
from tests.factories.territory import (
    BRIDGE,
    CITY,
    GRIDS,
    HILL,
    MARKET,
    RIVER,
    TEMPLE,
    administrator,
)
from tests.features.measures.test_person_days import MIDNIGHT, store
from tests.features.measures.test_policies import provisionally_a

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.measures import api
from bihuan.features.measures.models import Measure, MeasureScope
from bihuan.features.measures.selectors.people import people_in
from bihuan.features.territory import api as territory
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db import guard
from bihuan.platform.i18n import refusal_texts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NEW = RIVER + 77_000


def merged(*sources, into=NEW):
    named = "" if into in sources else f"桥市社区{into % 1_000_000 // 1000}"
    target = territory.NewZone(into, named)
    return territory.merge_zones(
        by=administrator(), sources=list(sources), target=target, key=f"{sources}{into}{now()}"
    )


def split(zone, *parts):
    named = [territory.NewZone(code, f"新社区{code % 100_000 // 1000}") for code in parts]
    below = dict(zip(parts, [[grid] for grid in GRIDS], strict=True))
    return territory.split_zone(
        by=administrator(), source=zone, parts=named, children=below, key=f"{zone}{now()}"
    )


def counted(town):
    return api.restriction(town.incident, range_of(CITY), first=MORNING.date(), until=now())


def test_no_zone_is_merged_split_or_retired_while_a_measure_holds_in_it(town):
    measure = ready(town)
    for answer in (
        merged(BRIDGE, MARKET), merged(BRIDGE, MARKET, into=BRIDGE),
        merged(BRIDGE, MARKET, into=MARKET), split(BRIDGE, NEW, NEW + 1000),
        merged(RIVER, HILL, into=HILL),
    ):  # fmt: skip
        assert answer.code == "zone_under_measure"
        assert "石桥社区" in refusal_texts.sentence(answer)
    assert isinstance(merged(MARKET, TEMPLE, into=TEMPLE), Outcome)  # it names neither
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    assert isinstance(split(BRIDGE, NEW, NEW + 1000), Outcome)


def test_what_covers_all_from_above_goes_on_unless_it_needs_the_gates_below(town):
    lawful(town, code="M01")
    advice = walked(town, drafted(town, zones=(RIVER,), code="M01", hours=20))
    assert isinstance(merged(BRIDGE, MARKET), Outcome)
    assert isinstance(merged(NEW, TEMPLE, into=TEMPLE), Refusal)  # it would let people out
    (one,) = api.in_force_now([api.measure_of(advice)], now())
    assert api.affected([one], range_of(CITY)) == 7000


@pytest.mark.parametrize("into", [NEW, BRIDGE])
def test_the_days_of_what_is_over_stay_and_double_nobody_when_zones_merge(town, into):
    ready(town, zones=(BRIDGE,), hours=20)
    signed("集市花园", MARKET)
    with fixed_at(MORNING + 2 * HOUR):
        walked(town, drafted(town, zones=(MARKET,), hours=4))
    with fixed_at(MORNING + 30 * HOUR):
        before = counted(town)
        assert before.held == [7000, 4000]
        assert isinstance(merged(BRIDGE, MARKET, into=into), Outcome)
        assert counted(town) == before
        signed("桥市花园", into)
        walked(town, drafted(town, zones=(into,), hours=3))
    with fixed_at(MORNING + 60 * HOUR):
        assert counted(town).held == [7000, 7000, 0]


def test_the_days_of_what_is_over_stay_when_its_zone_is_split(town):
    ready(town, zones=(BRIDGE,), hours=20)
    with fixed_at(MORNING + 30 * HOUR):
        assert isinstance(split(BRIDGE, NEW, NEW + 1000), Outcome)
        # Nobody has counted the new ones yet: they have their share of the county's people.
        people = sum(one.residents for one in people_in([NEW, NEW + 1000]).values())
        assert counted(town).held == [people, people]
        signed("新花园", NEW)
        walked(town, drafted(town, zones=(NEW,), hours=3))
        share = people_in([NEW])[NEW].residents
        assert counted(town).held == [people, people]
    with fixed_at(MORNING + 60 * HOUR):
        assert counted(town).held == [people, people, 0]
        assert 0 < share < people


def test_a_draft_for_a_zone_that_is_gone_comes_into_force_nowhere(town):
    lawful(town)
    signed()
    signed("集市花园", MARKET)
    begun, late = drafted(town), walked(town, drafted(town, hours=9), until=Act.GIVE_OPINION)
    assert isinstance(merged(BRIDGE, MARKET), Outcome)
    for measure, what in ((begun, Act.SUBMIT_MEASURE), (late, Act.DECIDE_MEASURE)):
        refusal = act(town, measure, what)
        assert refusal.code == "scope_zone_gone"
        assert "石桥社区" in refusal_texts.sentence(refusal)
    assert isinstance(act(town, begun, Act.DISCARD_MEASURE), Outcome)


def test_real_boundaries_do_not_wait_for_a_drill_whose_measure_is_suspended_then(town):
    provisionally_a(town)
    measure = ready(town)
    assert state(measure) == "ACTIVE"
    assert isinstance(merged(BRIDGE, MARKET), Outcome)
    assert state(measure) == "SUSPENDED"
    (why, *_) = api.blocking(api.measure_of(measure), now())
    assert why.code == "scope_zone_gone"


@pytest.mark.parametrize("seed", range(5))
def test_person_days_over_any_boundaries_equal_a_count_by_hand(town, seed):
    dice, people = Random(seed), {BRIDGE: 4000, MARKET: 3000, TEMPLE: 900}
    where = {zone: zone for zone in people}
    known = [(0, dict(where))]
    for hour in sorted(dice.sample(range(12, 90), 2)):
        one, into = dice.sample(sorted(set(where.values())), 2)
        target = dice.choice((into, NEW + hour * 1000))
        with fixed_at(MIDNIGHT + hour * HOUR):
            assert isinstance(merged(one, into, into=target), Outcome)
        where = {zone: target if now_ in (one, into) else now_ for zone, now_ in where.items()}
        known.append((hour, dict(where)))
    held = [set() for _ in range(5)]
    for number in range(14):
        begin = dice.randrange(100)
        then = next(said for hour, said in reversed(known) if hour <= begin)
        zone = dice.choice((*then.values(), RIVER, HILL))
        end = begin + dice.randrange(1, 20)
        store(town, f"b{number}", zone, (begin, end), [])
        for hour in range(begin, min(end, 120)):
            held[hour // 24] |= {one for one, code in then.items() if code in range_of(zone)}
    with fixed_at(MIDNIGHT + 120 * HOUR):
        said = api.restriction(town.incident, range_of(CITY), first=MIDNIGHT.date(), until=now())
    assert said.held == [sum(people[one] for one in day) for day in held]
    with guard.lifted():  # what was written past the executor is no part of the record
        Measure.objects.all().delete()
        MeasureScope.objects.all().delete()
