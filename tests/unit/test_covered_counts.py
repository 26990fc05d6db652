"""No total, no filter and no revision gives a hidden count of a few people away."""

import random

import numpy as np
import pytest

from bihuan.domain.surveillance.covered import covered, is_small
from bihuan.domain.surveillance.covered_cells import covered_cells

CITY, COUNTIES = 1, (10, 20, 30, 40)
TREE = {CITY: list(COUNTIES), **{county: [county + n for n in (1, 2, 3)] for county in COUNTIES}}
KEYS = (("not_given", "managed", "not_given"), ("not_given", "community", "not_given"))


def city(rng):
    """Counts by township, and what they add up to; small ones are common."""
    drawn = {t: rng.choice((0, 0, 1, 2, 4, 6, 9, 30)) for c in COUNTIES for t in TREE[c]}
    totals = drawn | {c: sum(drawn[t] for t in TREE[c]) for c in COUNTIES}
    return totals | {CITY: sum(totals[c] for c in COUNTIES)}


def fixed(totals, hidden):
    """Return the hidden zones whose count follows from what is shown, by linear algebra."""
    places = sorted(hidden)
    equations = []
    for zone, parts in TREE.items():
        row = [(place in parts) - (place == zone) for place in places]
        if any(row):
            equations.append(row)
    if not equations:
        return set()
    _, sizes, directions = np.linalg.svd(np.array(equations, float))
    freedom = directions[int((sizes > 1e-9).sum()) :]
    free = np.abs(freedom).max(axis=0, initial=0.0)
    return {place for place, much in zip(places, free, strict=True) if much < 1e-9}


@pytest.mark.parametrize("seed", range(40))
def test_subtracting_what_is_shown_from_any_total_fixes_no_hidden_count(seed):
    totals = city(random.Random(seed))
    hidden = covered(totals, TREE)
    assert {zone for zone, n in totals.items() if is_small(n)} <= hidden
    assert fixed(totals, hidden) == set()


def test_one_small_count_takes_its_neighbour_with_it_and_no_more():
    totals = {CITY: 57, 10: 17, 20: 3, 30: 30, 40: 7}
    assert covered(totals, {CITY: list(COUNTIES)}) == {20, 30}


def test_the_cover_stays_where_it_is_when_other_counts_are_revised():
    before = {CITY: 57, 10: 17, 20: 3, 30: 30, 40: 7}
    after = {CITY: 43, 10: 17, 20: 3, 30: 16, 40: 7}
    later = {CITY: 60, 10: 5, 20: 3, 30: 30, 40: 22}
    tree = {CITY: list(COUNTIES)}
    assert covered(before, tree) == covered(after, tree) == covered(later, tree)


def test_small_counts_that_can_only_all_be_one_or_all_four_take_a_cover_too():
    ones = {CITY: 22, 10: 1, 20: 1, 30: 20, 40: 0}
    assert covered(ones, {CITY: list(COUNTIES)}) == {10, 20, 30}
    fours = {CITY: 8, 10: 4, 20: 4, 30: 0, 40: 0}
    assert covered(fours, {CITY: list(COUNTIES)}) == {CITY, 10, 20}, "no part can cover: the total"


def test_a_covered_zone_covers_one_of_its_own_parts():
    totals = {CITY: 57, 10: 17, 20: 3, 30: 30, 40: 7, 31: 20, 32: 10, 33: 0}
    hidden = covered(totals, {CITY: list(COUNTIES), 30: [31, 32, 33]})
    assert 30 in hidden
    assert hidden & {31, 32, 33}


def test_a_split_gives_no_small_part_away_across_zones_or_within_one():
    counts = {10: (17, 6), 20: (20, 3), 30: (9, 8), 40: (5, 9)}
    cells = {
        (zone, key): n for zone, pair in counts.items() for key, n in zip(KEYS, pair, strict=True)
    }
    hidden = covered_cells(cells, {CITY: list(COUNTIES)})
    assert (20, KEYS[1]) in hidden
    assert (20, KEYS[0]) in hidden, "the zone's own total is known"
    for key in KEYS:
        zones = {zone for zone, of in hidden if of == key}
        assert len(zones) != 1, "the city's total of each route is known"


def test_without_small_counts_nothing_hides():
    assert covered({CITY: 57, 10: 17, 20: 10, 30: 30, 40: 0}, TREE) == frozenset()


MOST = 200
SMALL, COVER = set(range(1, 5)), {0, *range(5, MOST)}


def added(sets):
    found = {0}
    for one in sets:
        found = {a + b for a in found for b in one if a + b < MOST}
    return found


def fixed_by_marks(totals, hidden):
    """Return the hidden counts that only one number fits, of all that the marks may stand for."""
    may = {zone: {n} for zone, n in totals.items()}
    for zone in hidden:  # a zone of parts has one mark, whatever hides
        small = is_small(totals[zone])
        may[zone] = set(range(MOST)) if zone in TREE else SMALL if small else COVER
    for zone in (*COUNTIES, CITY):
        may[zone] &= added(may[part] for part in TREE[zone])
    for zone in (CITY, *COUNTIES):
        for part in TREE[zone]:
            rest = added(may[other] for other in TREE[zone] if other != part)
            may[part] &= {a - b for a in may[zone] for b in rest}
    return {zone for zone in hidden if len(may[zone]) == 1}


@pytest.mark.parametrize("seed", range(12))
def test_no_small_count_is_the_only_one_that_fits_all_marks_and_totals(seed):
    rng = random.Random(seed)
    drawn = {t: rng.choice((0, 0, 0, 1, 5, 6)) for c in COUNTIES for t in TREE[c]}
    totals = drawn | {c: sum(drawn[t] for t in TREE[c]) for c in COUNTIES}
    totals |= {CITY: sum(totals[c] for c in COUNTIES)}
    fixed_ones = fixed_by_marks(totals, covered(totals, TREE))
    assert not {zone for zone in fixed_ones if is_small(totals[zone])}


def test_one_and_its_cover_of_five_do_not_follow_from_their_sum():
    hidden = covered({CITY: 46, 10: 1, 20: 5, 30: 40, 40: 0}, {CITY: list(COUNTIES)})
    assert hidden == {10, 20, 30}
