"""What is worked out of a day from the state before it equals what is worked out anew."""

import random

import pytest

from bihuan.domain.surveillance.cases import CaseCell, CaseStatus, Origin, Route
from bihuan.domain.surveillance.measured import day_of, few_of

CITY = 1
TREE = {CITY: [10, 20, 30], 10: [11, 12, 13], 20: [21, 22], 22: [221, 222, 223]}
ZONES = [CITY, 10, 20, 30, 11, 12, 13, 21, 22, 221, 222, 223]
ORIGINS = (Origin.NOT_GIVEN, Origin.IMPORTED, Origin.LOCAL_LINKED)
ROUTES = (Route.NOT_GIVEN, Route.COMMUNITY, Route.MANAGED)


def arrivals(rng):
    """Yield the counts of a day as zones of every level report, and revise what they reported."""
    zones, now = rng.sample(ZONES, rng.randint(3, len(ZONES))), {}
    for turn in range(len(zones) + 4):
        for _ in range(rng.choice((1, 1, 2))):
            if turn < len(zones):
                place = (zones[turn], rng.choice(ORIGINS), rng.choice(ROUTES))
            else:
                place = rng.choice(sorted(now))
            n = rng.choice((0, 0, 1, 3, 4, 5, 6, 30))
            now = now | {place: (n, min(n, rng.choice((0, 0, 2))))}
        yield [
            CaseCell(zone, "2026-11-01", origin, route, CaseStatus.NOT_GIVEN, *counts)
            for (zone, origin, route), counts in now.items()
        ]


@pytest.mark.parametrize("seed", range(60))
def test_a_day_from_the_state_before_equals_a_day_made_anew(seed):
    last, few = day_of((), TREE), frozenset()
    for cells in arrivals(random.Random(seed)):
        day, anew = day_of(cells, TREE, last), day_of(cells, TREE)
        assert day.own == anew.own
        assert day.counts == anew.counts
        assert [dict(found) for found in day.totals] == [dict(found) for found in anew.totals]
        few = few_of(day, TREE, few)
        assert few == few_of(anew, TREE)
        assert set(anew.given) <= set(day.given)
        still = set(ZONES) - set(day.moved)
        for then, found in zip(last.totals, day.totals, strict=True):
            assert {zone: then.get(zone) for zone in still} == {
                zone: found.get(zone) for zone in still
            }
        last = day
