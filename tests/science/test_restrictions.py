"""Restriction person-days: a union over overlapping scopes, equal to counting by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.science.restrictions import Scopes, people_affected, person_days

CODES = np.array([11, 12, 13, 21, 22, 31], dtype=np.int64)
PEOPLE = np.array([100, 20, 3, 400, 50, 6], dtype=np.int64)


def scopes(*rows):
    return Scopes(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def by_hand(codes, people, rows, days):
    return [
        sum(
            n
            for code, n in zip(codes, people, strict=True)
            if any(lo <= code <= hi and first <= day <= last for lo, hi, first, last in rows)
        )
        for day in range(days)
    ]


def test_two_measures_on_one_home_count_its_people_once():
    found = person_days(CODES, PEOPLE, scopes((11, 19, 0, 2), (12, 22, 1, 1)), 4)
    assert found.tolist() == [123, 573, 123, 0]


def test_a_range_between_zones_and_an_empty_set_cover_nobody():
    assert person_days(CODES, PEOPLE, scopes((14, 19, 0, 9)), 2).tolist() == [0, 0]
    assert person_days(CODES, PEOPLE, scopes(), 2).tolist() == [0, 0]


def test_days_outside_the_window_are_cut_off_not_wrapped_round():
    found = person_days(CODES, PEOPLE, scopes((31, 31, -5, 0), (21, 21, 2, 99)), 3)
    assert found.tolist() == [6, 0, 400]


def test_people_affected_now_count_once():
    lo, hi = np.array([11, 11, 22]), np.array([13, 22, 31])
    assert people_affected(CODES, PEOPLE, lo, hi) == 579
    assert people_affected(CODES, PEOPLE, lo[:0], hi[:0]) == 0


def test_unsorted_zones_are_refused():
    with pytest.raises(ValueError, match="ascending"):
        person_days(CODES[::-1], PEOPLE, scopes(), 1)


def test_forty_thousand_measures_on_one_home_are_still_its_people():
    rows = scopes(*[(11, 11, 0, 0)] * 40_000)
    assert person_days(CODES, PEOPLE, rows, 1).tolist() == [100]


@given(
    st.lists(
        st.tuples(st.integers(5, 35), st.integers(5, 35), st.integers(-3, 12), st.integers(-3, 12)),
        max_size=25,
    )
)
def test_any_overlap_equals_counting_every_home_by_hand(rows):
    got = person_days(CODES, PEOPLE, scopes(*rows), 10)
    assert got.tolist() == by_hand(CODES, PEOPLE, rows, 10)
