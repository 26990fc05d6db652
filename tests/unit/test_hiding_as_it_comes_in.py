"""No count that comes in after others gives itself away to who kept what was shown before."""

import random

import pytest
from tests.unit.test_hiding_over_time import (
    ANY,
    CITY,
    COMMUNITY,
    DEEP,
    FLAT,
    MANAGED,
    Views,
    draw,
)

from bihuan.domain.surveillance.covered import is_small


def arriving(rng, tree, routes, *, whole, revise=0.15):
    """States of a day as it comes in, with a few revisions, and the number of each value.

    ``whole`` is when the city itself reports what all will have: first, later or never.
    """
    zones = [part for parts in tree.values() for part in parts if part not in tree]
    rng.shuffle(zones)
    final = {(zone, route): draw(rng) for zone in zones for route in routes}
    own = {(CITY, by): sum(n for (_, one), n in final.items() if one == by) for by in routes}
    now, number, states, versions = {}, {}, [], []
    turns = [zones[:1]] if rng.random() < 0.5 else [zones[: len(zones) // 2]]
    rest = zones[len(turns[0]) :]
    while rest:
        much = rng.choice((1, 1, 2))
        turns.append(rest[:much])
        rest = rest[much:]
    at = {"first": 0, "later": rng.randrange(len(turns)), "never": -1}[whole]
    for turn, came in enumerate(turns):
        new = {place: n for place, n in final.items() if place[0] in came}
        steps = (
            [own | new]
            if turn == at and rng.random() < 0.5
            else [own, new]
            if turn == at
            else [new]
        )
        for step in steps:
            now, number = now | step, number | dict.fromkeys(step, 0)
            states.append(now)
            versions.append(number)
        if rng.random() < revise:
            now, number = revised(rng, now, number)
            final |= {place: n for place, n in now.items() if place[0] != CITY}
            own = {
                place: sum(n for (_, one), n in final.items() if one == place[1]) for place in own
            }
            states.append(now)
            versions.append(number)
    return states, versions


def revised(rng, now, number):
    """Change one count, and what the city reports with it; or two, and the city's stays."""
    places = sorted(place for place in now if place[0] != CITY)
    place = rng.choice(places)
    n = draw(rng)
    change = {place: n}
    wholes = [(CITY, place[1])] if (CITY, place[1]) in now else []
    others = [one for one in places if one[1] == place[1] and now[one] > now[place] >= n]
    if wholes and others and rng.random() < 0.5:
        other = rng.choice(others)
        change |= {other: now[other] + now[place] - n}
    elif wholes:
        change |= {wholes[0]: now[wholes[0]] + n - now[place]}
    moved = {one: n for one, n in change.items() if n != now[one]}
    return now | moved, number | {one: number[one] + 1 for one in moved}


def disclosed(states, versions, tree, routes):
    """Return the small counts of any state that follow from all that was shown until then."""
    views, found = Views(tree), []
    for n, number in enumerate(versions):
        views.add(states[: n + 1], number, routes)
        for place, count in states[n].items():
            if is_small(count) and place[0] != CITY:
                low, high = views.range_of((*place, number[place]))
                assert low <= count <= high
                if low == high:
                    found.append((place, n))
    return found


@pytest.mark.parametrize("seed", [*range(12), 103, 1030, 1039, 1086, 2173, 3042, 3097])
@pytest.mark.parametrize("tree", [FLAT, DEEP], ids=["flat", "deep"])
@pytest.mark.parametrize("routes", [(ANY,), (MANAGED, COMMUNITY)], ids=["counts", "routes"])
@pytest.mark.parametrize("whole", ["never", "first", "later"])
def test_no_small_count_follows_from_what_was_shown_while_a_day_came_in(seed, tree, routes, whole):
    states, versions = arriving(random.Random(seed), tree, routes, whole=whole)
    assert disclosed(states, versions, tree, routes) == [], states
