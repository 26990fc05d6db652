"""No revision gives a hidden count away to who kept what was shown before it."""

import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from bihuan.domain.surveillance.cases import CaseCell, CaseStatus, Origin, Route
from bihuan.domain.surveillance.covered import is_small
from bihuan.domain.surveillance.hiding import hiding_of

CITY = 1
FLAT = {CITY: [10, 20, 30, 40]}
DEEP = {CITY: [10, 20, 30], 10: [11, 12, 13], 20: [21, 22], 30: [31, 32, 33]}
MOST = 500
ANY, MANAGED, COMMUNITY = "not_given", "managed", "community"


def rows(counts):
    """Cells from counts by zone, or by zone and route."""
    places = {(at if isinstance(at, tuple) else (at, ANY)): n for at, n in counts.items()}
    return [
        CaseCell(zone, "", Origin.NOT_GIVEN, Route(route), CaseStatus.NOT_GIVEN, n)
        for (zone, route), n in places.items()
    ]


def hidden(*states, tree=FLAT):
    return hiding_of([rows(one) for one in states], tree)


def test_a_cover_stays_when_a_second_count_becomes_small():
    first = {10: 3, 20: 17, 30: 20, 40: 0}
    assert hidden(first).new == {10, 20}
    assert hidden(first | {40: 2}).new == {10, 40}, "by itself it would move"
    assert hidden(first, first | {40: 2}).new == {10, 20, 40, CITY}, "42 less 40 would be the 2"


def test_a_cover_stays_when_a_neighbour_of_none_grows():
    first = {10: 3, 20: 0, 30: 17, 40: 20}
    assert hidden(first).new == {10, 30}
    assert hidden(first | {20: 9}).new == {10, 20}, "by itself it would move"
    assert hidden(first, first | {20: 9}).new == {10, 30}
    assert {zone for zone, _ in hidden(first, first | {20: 9}).rows} == {10, 30}


def test_nothing_hides_any_more_when_nothing_is_small():
    first = {10: 3, 20: 17, 30: 20, 40: 0}
    assert hidden(first, first | {10: 9}) == hidden(first, first | {10: 0}) == hidden({10: 9})


def test_what_was_small_hides_while_another_count_of_the_day_is():
    first = {10: 3, 20: 17, 30: 2, 40: 20}
    assert hidden(first, first | {10: 9}).new >= hidden(first).new


def test_a_count_that_becomes_small_takes_the_total_with_it_when_all_others_were_shown():
    first = {10: 9, 20: 17, 30: 20, 40: 0}
    assert hidden(first).new == set()
    assert CITY in hidden(first, first | {10: 3}).new


def test_a_route_that_becomes_small_takes_the_total_of_its_zone_with_it():
    first = {(zone, route): 20 for zone in FLAT[CITY] for route in (MANAGED, COMMUNITY)}
    after = hidden(first, first | {(10, COMMUNITY): 3})
    assert {10, CITY} <= after.new


def draw(rng):
    return rng.choice((0, 0, 1, 1, 2, 3, 4, 5, 5, 6, 9, 17, 30))


def told(rng, tree, routes, *, whole):
    """States of a day, each a revision of the one before, and the number of each count's value."""
    leaves = [part for parts in tree.values() for part in parts if part not in tree]
    first = {(zone, route): draw(rng) for zone in leaves for route in routes}
    states, versions = [first], [dict.fromkeys(first, 0)]
    for _ in range(rng.randint(1, 5)):
        now, number = dict(states[-1]), dict(versions[-1])
        for place in rng.sample(sorted(now), rng.choice((1, 1, 2, 3))):
            n = draw(rng)
            if n != now[place]:
                now[place], number[place] = n, number[place] + 1
        states.append(now)
        versions.append(number)
    if whole:
        own_reports(states, versions, routes)
    return states, versions


def own_reports(states, versions, routes):
    """Let the city report the sums by route itself, anew with each revision of its parts."""
    for step, (one, number) in enumerate(zip(states, versions, strict=True)):
        for route in routes:
            one[CITY, route] = sum(n for (_, by), n in one.items() if by == route)
            number[CITY, route] = step


class Views:
    """What a reader of every state may know, as sums of unknown counts with bounds."""

    def __init__(self, tree):
        self.tree, self.places, self.ends = tree, {}, []
        self.sums = [({}, 0, 0)]

    def unknown(self, name, low=0, high=MOST):
        place = self.places.setdefault(name, len(self.ends))
        if place == len(self.ends):
            self.ends.append((0, MOST))
        was = self.ends[place]
        self.ends[place] = (max(low, was[0]), min(high, was[1]))
        return place

    def told(self, terms, low, high):
        self.sums.append((terms, low, high))

    def below(self, zone):
        parts = self.tree.get(zone)
        return [zone] if parts is None else [one for part in parts for one in self.below(part)]

    def add(self, state, number, routes):
        shut = hiding_of([rows(one) for one in state], self.tree)
        now = state[-1]
        names = {place: self.unknown((*place, number[place])) for place in now}
        self.add_whole(now, names)
        for (zone, route), n in now.items():
            if (zone, (ANY, route, ANY)) not in shut.rows:
                self.told({names[zone, route]: 1}, n, n)
            elif len(routes) == 1 and zone not in self.tree:
                self.mark(names[zone, route], n)
        for what, taken in (("new", routes), *(("found", [one]) for one in routes if one != ANY)):
            shown = {CITY, *self.tree, *self.below(CITY)} - getattr(shut, what)
            for zone in shown:
                self.add_total([(one, by) for one in self.below(zone) for by in taken], now, names)

    def add_whole(self, now, names):
        """Let what the city reports itself be what its parts have, where it is."""
        for zone, route in now:
            parts = [(one, route) for one in self.below(CITY)]
            whole = zone == CITY and set(parts) <= now.keys()
            if whole and now[CITY, route] == sum(now[part] for part in parts):
                one = {names[part]: 1 for part in parts}
                self.told(one | {names[CITY, route]: -1}, 0, 0)

    def add_total(self, parts, now, names):
        known = [part for part in parts if part in now]
        zones = {zone for zone, _ in parts}
        if zones == {zone for zone, _ in known}:
            n = sum(now[part] for part in known)
            self.told({names[part]: 1 for part in known}, n, n)

    def mark(self, name, n):
        """Say of a count that hides alone whether it is below five."""
        if is_small(n):
            self.told({name: 1}, 1, 4)
            return
        some = self.unknown(("some", name), 0, 1)
        self.told({name: 1, some: -5}, 0, MOST)
        self.told({name: 1, some: -MOST}, -MOST, 0)

    def range_of(self, name):
        rest = np.zeros((len(self.sums), len(self.ends)))
        for row, (terms, _, _) in enumerate(self.sums):
            for place, much in terms.items():
                rest[row, place] = much
        lows, highs = zip(*(one[1:] for one in self.sums), strict=True)
        low, high = zip(*self.ends, strict=True)
        found = []
        for sign in (1, -1):
            aim = np.zeros(len(self.ends))
            aim[self.places[name]] = sign
            answer = milp(aim, constraints=LinearConstraint(rest, lows, highs),
                          integrality=np.ones(len(aim)), bounds=Bounds(low, high))  # fmt: skip
            found.append(round(answer.x[self.places[name]]))
        return found


@pytest.mark.parametrize("seed", [*range(24), 1426, 3495, 4293])
@pytest.mark.parametrize("tree", [FLAT, DEEP], ids=["flat", "deep"])
@pytest.mark.parametrize(
    ("routes", "whole"),
    [((ANY,), False), ((ANY,), True), ((MANAGED, COMMUNITY), False), ((MANAGED, COMMUNITY), True)],
)
def test_all_that_was_ever_shown_leaves_every_small_count_open(seed, tree, routes, whole):
    rng = random.Random(seed)
    states, versions = told(rng, tree, routes, whole=whole)
    views = Views(tree)
    for n, number in enumerate(versions):
        views.add(states[: n + 1], number, routes)
    for place, n in states[-1].items():
        if is_small(n) and place[0] != CITY:
            low, high = views.range_of((*place, versions[-1][place]))
            assert low <= n <= high
            assert low < high, (place, states)
