from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.domain.responsibility import (
    Claim,
    Overlap,
    Period,
    Register,
    Seat,
    Tenure,
    Unreached,
    find_gaps,
    first_overlap,
)  # fmt: skip
from bihuan.domain.zones import Level

NOW = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOWN, VILLAGE, OTHER = 990102_001_000_000, 990102_001_001_000, 990102_001_002_000


def claim(zone=VILLAGE, post=1, *, deputy=None, starts=NOW - HOUR, ends=None, function="f"):
    return Claim(function, zone, post, deputy, starts, ends)


def seat(post=1, *, starts=NOW - HOUR, ends=None, phone=False):
    return Seat(post, VILLAGE, starts, ends, phone)


def tenure(post=1, *, kind="primary", starts=NOW - HOUR, ends=None, seen=NOW - HOUR, phone=True):
    return Tenure(post, kind, starts, ends, seen, phone)


def report(claims=(), seats=(), tenures=(), *, zones=((VILLAGE, Level.COMMUNITY),), at=NOW):
    required = [("f", Level.COMMUNITY)]
    return find_gaps(Register(list(zones), required, claims, seats, tenures), at=at)


def test_a_zone_owned_by_a_reachable_post_has_no_gap():
    found = report([claim()], [seat()], [tenure()])
    assert found.whole
    assert (found.zones, found.cells, found.posts, found.held, found.acknowledged) == (
        1,
        1,
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    "claims",
    [
        [],
        [claim(function="g")],
        [claim(OTHER)],
        [claim(ends=NOW)],
        [claim(starts=NOW + HOUR)],
        [claim(post=9)],
    ],
)
def test_a_zone_without_a_claim_in_force_is_unowned(claims):
    found = report(claims, [seat()], [tenure()])
    assert [(u.zone, u.function) for u in found.unowned] == [(VILLAGE, "f")]
    assert not found.whole


def test_a_claim_of_an_abolished_post_owns_nothing():
    assert report([claim()], [seat(ends=NOW)], [tenure()]).unowned


def test_two_claims_for_one_zone_overlap():
    found = report([claim(), claim(post=2)], [seat(), seat(2)], [tenure(), tenure(2)])
    assert found.overlaps == (Overlap(VILLAGE, "f", (1, 2)),)
    assert not found.whole


def test_claims_that_follow_each_other_do_not_overlap():
    claims = [claim(ends=NOW), claim(post=2, starts=NOW)]
    assert report(claims, [seat(), seat(2)], [tenure(), tenure(2)]).whole


@pytest.mark.parametrize(
    ("tenures", "reason"),
    [
        ([], Unreached.VACANT),
        ([tenure(ends=NOW)], Unreached.VACANT),
        ([tenure(starts=NOW + HOUR)], Unreached.VACANT),
        ([tenure(phone=False)], Unreached.NO_PHONE),
    ],
)
def test_a_post_nobody_answers_for_is_unreachable(tenures, reason):
    found = report([claim()], [seat()], tenures)
    assert [(u.post, u.reason, u.claims) for u in found.unreachable] == [(1, reason, 1)]
    assert not found.whole


def test_a_telephone_of_the_post_is_enough():
    assert report([claim()], [seat(phone=True)], [tenure(phone=False)]).whole


def test_a_deputy_of_the_post_or_of_the_claim_is_enough():
    assert report([claim()], [seat()], [tenure(kind="deputy")]).whole
    with_deputy = [claim(deputy=2)]
    assert report(with_deputy, [seat(), seat(2)], [tenure(2)]).unreachable == ()
    without = report(with_deputy, [seat(), seat(2)], [])
    assert [u.post for u in without.unreachable] == [1, 2]


def test_a_vacant_post_without_any_claim_is_named_too():
    found = report([claim()], [seat(), seat(2)], [tenure()])
    assert [(u.post, u.claims) for u in found.unreachable] == [(2, 0)]


@pytest.mark.parametrize("seen", [None, NOW + HOUR])
def test_a_duty_not_acknowledged_yet_is_named_but_is_no_gap(seen):
    found = report([claim()], [seat()], [tenure(seen=seen)])
    assert [u.post for u in found.unacknowledged] == [1]
    assert (found.held, found.acknowledged) == (1, 0)
    assert found.whole


def test_deputies_do_not_acknowledge_for_the_holder():
    tenures = [tenure(seen=None), tenure(kind="deputy")]
    assert report([claim()], [seat()], tenures).unacknowledged
    assert not report(
        [claim()], [seat()], [tenure(), tenure(kind="deputy", seen=None)]
    ).unacknowledged


def test_an_acknowledgement_is_awaited_since_the_present_holder_has_the_post():
    before = tenure(starts=NOW - 48 * HOUR, ends=NOW - HOUR, seen=None)
    later = Tenure(1, "primary", NOW - 2 * HOUR, None, None, True, confirmed=NOW - HOUR / 2)
    found = report([claim()], [seat()], [before, later])
    assert [one.since for one in found.unacknowledged] == [NOW - HOUR / 2]


def test_where_nothing_is_required_nothing_is_proven():
    found = report(zones=[(TOWN, Level.TOWNSHIP)])
    assert found.nothing_required
    assert not found.whole


instants = st.integers(0, 20).map(lambda hours: NOW + hours * HOUR)
periods = st.tuples(instants, st.none() | instants).filter(lambda p: p[1] is None or p[0] < p[1])


@settings(max_examples=200, deadline=None)
@given(st.lists(periods, max_size=6))
def test_overlaps_are_found_exactly_when_some_hour_is_held_twice(listed):
    found = first_overlap(Period(a, b, row) for row, (a, b) in enumerate(listed))
    hours = [NOW + n * HOUR for n in range(22)]
    twice = any(sum(a <= h and (b is None or h < b) for a, b in listed) > 1 for h in hours)
    assert (found is not None) == twice


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([VILLAGE, OTHER]), st.integers(1, 3), periods), max_size=8)
)
def test_each_required_zone_is_owned_or_named(listed):
    claims = [claim(zone, post, starts=a, ends=b) for zone, post, (a, b) in listed]
    zones = [(VILLAGE, Level.COMMUNITY), (OTHER, Level.COMMUNITY), (TOWN, Level.TOWNSHIP)]
    at = NOW + 10 * HOUR
    found = report(claims, [seat(1), seat(2), seat(3)], [tenure(1)], zones=zones, at=at)
    unowned = {u.zone for u in found.unowned}
    several = {o.zone for o in found.overlaps}
    for zone in (VILLAGE, OTHER):
        valid = [
            c
            for c in claims
            if c.zone == zone and c.starts <= at and (c.ends is None or at < c.ends)
        ]
        assert (zone in unowned) == (not valid)
        assert (zone in several) == (len(valid) > 1)
    assert TOWN not in unowned
