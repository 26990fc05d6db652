"""The synthetic city meets its totals, is laid out as the kernels expect, and repeats."""

import numpy as np
import pytest
from cities import city, zone_table

from bihuan.science.twin.city import ZoneTable, synthesise_city
from bihuan.science.twin.layout import NO_PLACE, Layer
from bihuan.science.twin.zones import shared_out, spread_residents
from bihuan.site.commands.twin.territory import territory


@pytest.fixture(scope="module")
def town():
    return city(50_000)


def test_the_whole_city_meets_the_census():
    table = territory(None, None, 0)
    whole = synthesise_city(table, 1)
    assert (whole.n, whole.n_households, whole.n_collective) == (3_976_481, 1_402_579, 48_009)
    assert len(whole.zones.code) == 2326
    assert whole.bytes_per_person <= 40
    ages = whole.ages()
    assert (ages < 15).mean() == pytest.approx(0.1909, abs=0.002)
    assert (ages >= 60).mean() == pytest.approx(0.1834, abs=0.002)


def test_households_are_contiguous_and_inside_one_community(town):
    start = town.people.person[:, 0].astype(np.int64)
    size = town.people.person[:, 2] >> 24
    first = np.flatnonzero(start == np.arange(town.n))
    assert np.array_equal(np.append(first[1:], town.n) - first, size[first])
    zone = town.zone_of()
    assert np.array_equal(zone, zone[start])
    assert (np.diff(zone.astype(int)) >= 0).all()


def test_no_household_is_children_only(town):
    start = town.people.person[:, 0].astype(np.int64)
    oldest = np.zeros(town.n, dtype=np.uint8)
    np.maximum.at(oldest, start, town.ages())
    assert (oldest[np.unique(start)] >= 15).all()


def test_everybody_is_listed_at_their_place_once(town):
    people = town.people
    place = people.person[:, 1]
    placed = np.flatnonzero(place != NO_PLACE)
    assert np.array_equal(np.sort(people.members), placed)
    for at in (0, len(people.place_kind) // 2, len(people.place_kind) - 1):
        members = people.members[people.place_start[at] : people.place_start[at + 1]]
        assert (place[members] == at).all()
    pupils = people.place_kind[place[placed]] == Layer.SCHOOL
    assert (town.ages()[placed][pupils] < 18).all()


def test_reach_widens_from_community_to_city(town):
    reach = town.people.reach.astype(int)
    size = reach[:, :, 1] - reach[:, :, 0]
    assert (np.diff(size, axis=0) >= 0).all()
    assert (size[3] == town.n).all()
    assert np.array_equal(size[0], town.zones.residents)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(town):
    again, other = city(50_000), city(50_000, seed=2)
    assert np.array_equal(again.people.person, town.people.person)
    assert not np.array_equal(other.people.person[:, 2], town.people.person[:, 2])


@pytest.mark.parametrize(
    ("codes", "residents"),
    [([], []), ([3, 2], [10, 10]), ([2, 2], [10, 10]), ([1, 2], [10, 0]), ([1], [5, 6])],
)
def test_a_bad_zone_table_is_refused(codes, residents):
    with pytest.raises(ValueError, match="Expected"):
        synthesise_city(ZoneTable(np.array(codes, int), np.array(residents, int)), 1)


def test_residents_are_spread_exactly_over_the_communities_of_each_county():
    codes = zone_table(100_000, 60).code
    counties = {int(c): 30_000 for c in np.unique(codes // 10**9 * 10**9)}
    table = spread_residents(codes, counties, 1)
    for county in counties:
        assert table.residents[table.code // 10**9 * 10**9 == county].sum() == 30_000
    with pytest.raises(ValueError, match="Expected the residents of county"):
        spread_residents(codes, {}, 1)
    with pytest.raises(ValueError, match="at least"):
        shared_out(5, np.ones(3))


def test_a_city_of_ten_thousand_and_of_a_village_can_be_built():
    assert city(10_000).n == 10_000
    assert synthesise_city(zone_table(300, 1), 1).n == 300
