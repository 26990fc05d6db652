"""Random trees: ranges and parents agree, and nothing is lost by mergers and splits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.domain.boundaries import Tree, plan_merge, plan_split
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ancestors_of, level_of, parent_of, range_of

CITY = 990100_000_000_000


@st.composite
def trees(draw):
    codes = {CITY}
    for county in draw(st.sets(st.integers(1, 99), min_size=1, max_size=3)):
        codes.add(top := CITY + county * 10**9)
        for town in draw(st.sets(st.integers(1, 999), min_size=2, max_size=5)):
            codes.add(high := top + town * 10**6)
            for village in draw(st.sets(st.integers(1, 999), max_size=4)):
                codes.add(low := high + village * 1000)
                for grid in draw(st.sets(st.integers(1, 999), max_size=3)):
                    codes.add(low + grid)
    return frozenset(codes)


def towns(codes):
    return sorted(code for code in codes if level_of(code) is Level.TOWNSHIP)


def below(code, codes):
    return {c for c in codes if c != code and c in range_of(code)}


@settings(max_examples=100, deadline=None)
@given(trees())
def test_the_range_holds_exactly_what_the_parents_say(codes):
    for code in codes:
        by_parents = {c for c in codes if code in set(ancestors_of(c))}
        assert below(code, codes) == by_parents


def check_plan(plan, codes, gone):
    new = [pair.new for pair in plan]
    fresh = set(new) - codes
    assert all(parent_of(code) in (codes | fresh) for code in new)
    assert all(level_of(pair.old) is level_of(pair.new) for pair in plan)
    moved = [pair for pair in plan if pair.old not in gone]
    assert len({pair.new for pair in moved}) == len(moved), "two zones would share a code"
    assert not {pair.new for pair in moved} & codes, "a code would be given twice"
    for pair in moved:
        above = next(
            p for p in plan if p.new == parent_of(pair.new) and p.old == parent_of(pair.old)
        )
        assert above


@settings(max_examples=100, deadline=None)
@given(trees(), st.data())
def test_a_merger_keeps_every_zone_below_at_its_level(codes, data):
    all_towns = towns(codes)
    sources = data.draw(st.lists(st.sampled_from(all_towns), min_size=2, max_size=4, unique=True))
    unused = CITY + 98 * 10**9
    stays = data.draw(st.booleans())
    target = sources[0] if stays else sources[0] - sources[0] % 10**9 + 999 * 10**6
    plan = plan_merge(sources, target, Tree(codes, codes | {unused}))
    if target in codes and target not in sources:
        assert isinstance(plan, Refusal)
        return
    gone = {code for code in sources if code != target}
    check_plan(plan, codes, gone)
    expected = gone | set().union(*(below(code, codes) for code in gone))
    assert {pair.old for pair in plan} == expected


@settings(max_examples=100, deadline=None)
@given(trees(), st.data())
def test_a_split_moves_what_is_named_and_leaves_the_rest(codes, data):
    source = data.draw(st.sampled_from(towns(codes)))
    children = sorted(c for c in codes if parent_of(c) == source)
    moving = [c for c in children if data.draw(st.booleans())]
    new = next(
        code
        for code in range(source - source % 10**9 + 10**6, CITY + 10**11, 10**6)
        if code not in codes
    )
    plan = plan_split(source, {source: (), new: moving}, Tree(codes, codes))
    check_plan(plan, codes, {source})
    expected = {source}.union(moving, *(below(child, codes) for child in moving))
    assert {pair.old for pair in plan} == expected


def test_a_full_parent_takes_no_more_zones():
    town, other = CITY + 10**9 + 10**6, CITY + 10**9 + 2 * 10**6
    county = CITY + 10**9
    full = {CITY, county, town, other, other + 1000}
    full |= {town + number * 1000 for number in range(1, 1000)}
    plan = plan_merge([town, other], town, Tree(frozenset(full), frozenset(full)))
    assert plan == Refusal("zone_codes_exhausted", {"zone": town}, "zone codes")
