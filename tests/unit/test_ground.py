"""For which zone an old code counts after mergers, splits and moves."""

from hypothesis import given
from hypothesis import strategies as st

from bihuan.domain.boundaries import Succession, Tree, plan_merge, plan_split
from bihuan.domain.ground import Carried, ground_of
from bihuan.domain.zones import ZoneRange, parent_of, range_of

CITY, NORTH, SOUTH = 991000000000000, 991001000000000, 991002000000000
TOWNS = [county + n * 10**6 for county in (NORTH, SOUTH) for n in (1, 2)]
VILLAGES = [town + n * 10**3 for town in TOWNS for n in (1, 2)]
EVERY = [CITY, NORTH, SOUTH, *TOWNS, *VILLAGES]
FIRST, SECOND, THIRD = TOWNS[:3]


def carried(*pairs):
    return Carried.from_pairs(Succession(*pair) for pair in pairs)


def test_what_was_merged_counts_for_the_zone_that_goes_on():
    after = carried((FIRST, SECOND), (FIRST + 1000, SECOND + 3000))
    assert after.ground(SECOND).parts == (ZoneRange(FIRST, range_of(SECOND).hi),)
    assert after.ground(SECOND + 3000).parts == (range_of(FIRST + 1000), range_of(SECOND + 3000))
    assert after.today(FIRST) == after.today(FIRST + 9000) == SECOND
    assert not after.ground(NORTH).moved, "the county around both holds what it held"


def test_what_moved_to_another_county_counts_there_and_no_longer_here():
    after = carried((FIRST, THIRD))
    assert FIRST in after.ground(SOUTH)
    assert FIRST + 1000 in after.ground(THIRD)
    assert FIRST not in after.ground(NORTH)
    assert SECOND in after.ground(NORTH)
    assert after.ground(FIRST) == ground_of(range_of(FIRST)), "its own page keeps its history"


def test_what_went_in_several_parts_counts_for_the_zone_around_them():
    parts = NORTH + 8 * 10**6, NORTH + 9 * 10**6
    after = carried(*((FIRST, part) for part in parts), (FIRST + 1000, parts[0] + 1000))
    assert after.today(FIRST) == NORTH
    assert not any(FIRST in after.ground(part) for part in parts)
    assert FIRST + 1000 in after.ground(parts[0]), "a village that moved whole is known"
    assert not after.ground(NORTH).moved


def test_what_moved_back_under_a_third_code_counts_there():
    after = carried((FIRST, SECOND), (SECOND, THIRD))
    assert after.today(FIRST) == THIRD
    assert after.ground(SECOND) == ground_of(range_of(SECOND))


@given(st.data())
def test_every_code_counts_for_one_zone_of_each_level_however_often_boundaries_change(data):
    current, used, pairs = set(EVERY), set(EVERY), []
    for _ in range(data.draw(st.integers(1, 4))):
        towns = sorted(code for code in current if range_of(code).hi - code == 10**6 - 1)
        old = data.draw(st.sampled_from(towns))
        tree = Tree(frozenset(current), frozenset(used))
        if len(towns) > 1 and data.draw(st.booleans()):
            other = data.draw(st.sampled_from([one for one in towns if one != old]))
            plan = plan_merge([old, other], other, tree)
        else:
            free = [n for n in range(3, 90) if parent_of(old) + n * 10**6 not in used][:2]
            below = [code for code in current if parent_of(code) == old]
            parts = {parent_of(old) + n * 10**6: below[i::2] for i, n in enumerate(free)}
            plan = plan_split(old, parts, tree)
        pairs += plan
        used |= {pair.new for pair in plan}
        current = (current | {pair.new for pair in plan}) - {pair.old for pair in plan}
    after = Carried.from_pairs(pairs)
    for code in used:
        today = after.today(code)
        assert after.today(today) == today
        for zone in current:
            wanted = today in range_of(zone)
            assert (code in after.ground(zone)) is wanted
