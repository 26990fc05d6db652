"""What hides of a day goes on hiding on every page when some of the day is revised."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.review import DAY, EVENING, at
from tests.factories.surveillance import case, enter
from tests.factories.territory import CITY, FIELD, HILL, NORTH, RIVER, SOUTH
from tests.features.surveillance.test_analysis import run
from tests.features.surveillance.test_pages import CLERK

from bihuan.features.surveillance import api
from bihuan.features.territory.api import zone_of

pytestmark = pytest.mark.django_db
EARLY = EVENING - timedelta(hours=2)


def revise(incident, rows, *, minutes=60, key="revised"):
    when = EARLY + timedelta(minutes=minutes)
    return enter(incident, rows, when=when, reason="late reports", key=key)


def rows_shown(incident, web):
    with at(incident, EVENING):
        found = web(CLERK).get(reverse("surveillance:cases_json"), {"day": DAY}).json()["rows"]
    return {int(row["zone"]): row["count"] for row in found}


def total_shown(incident, zone):
    run(incident)
    kept = api.latest(incident=incident, zone=zone)
    found = {one.code: one.suppressed(5) for one in api.charts_of(kept, {})}
    return found["series"].series[0].values[-1]


def covers(incident):
    return api.covers_of(incident=incident, root=zone_of(CITY), days=[DAY])[DAY]


def test_what_covered_a_count_hides_on_while_another_is_small(incident, web):
    enter(incident, [case(3, zone=RIVER), case(17, zone=HILL), case(20, zone=FIELD)], when=EARLY)
    assert rows_shown(incident, web) == {RIVER: "<5", HILL: "×", FIELD: "20"}
    revise(incident, [case(2, zone=FIELD)])
    revise(incident, [case(9, zone=RIVER)], minutes=70, key="again")
    assert rows_shown(incident, web) == {RIVER: "×", HILL: "×", FIELD: "<5"}
    revise(incident, [case(6, zone=FIELD)], minutes=80, key="at last")
    assert rows_shown(incident, web) == {RIVER: "9", HILL: "17", FIELD: "6"}
    assert total_shown(incident, CITY) == 320


def test_a_count_that_became_small_does_not_follow_from_the_city_s_new_total(incident, web):
    enter(incident, [case(9, zone=NORTH), case(20, zone=SOUTH)], when=EARLY)
    assert total_shown(incident, CITY) == 290
    revise(incident, [case(3, zone=NORTH)])
    assert rows_shown(incident, web)[NORTH] == "<5"
    assert total_shown(incident, CITY) is None


def test_a_small_count_keeps_its_cover_and_the_total_when_a_large_one_is_revised(incident, web):
    enter(incident, [case(3, zone=NORTH), case(20, zone=SOUTH)], when=EARLY)
    revise(incident, [case(22, zone=SOUTH)])
    assert rows_shown(incident, web) == {NORTH: "<5", SOUTH: "×"}
    assert total_shown(incident, CITY) == 250


def test_revisions_of_one_instant_are_told_apart_from_what_they_revise(incident, web):
    enter(incident, [case(9, zone=NORTH), case(20, zone=SOUTH)], when=EARLY)
    revise(incident, [case(3, zone=NORTH)], minutes=0)
    assert {zone for zone, _ in covers(incident)} == {NORTH}
    assert total_shown(incident, CITY) is None


def test_a_day_without_revisions_costs_no_query_more(incident):
    enter(incident, [case(3, zone=NORTH), case(20, zone=SOUTH)], when=EARLY)
    asked = []
    for minutes in (None, 60, 70):
        if minutes:
            n = 20 + minutes
            revise(incident, [case(n, zone=SOUTH)], minutes=minutes, key=f"at {minutes}")
        with CaptureQueriesContext(connection) as queries:
            covers(incident)
        asked.append([one["sql"] for one in queries])
    assert not any("surveillance_change" in sql for sql in asked[0])
    assert [len(one) - len(asked[0]) for one in asked] == [0, 1, 1]


def test_a_small_count_that_comes_in_last_takes_what_came_after_the_others(incident, web):
    enter(incident, [case(17, zone=HILL)], when=EARLY)
    assert rows_shown(incident, web) == {HILL: "17"}
    enter(incident, [case(3, zone=RIVER)], when=EARLY + timedelta(minutes=5), key="second")
    enter(incident, [case(20, zone=FIELD)], when=EARLY + timedelta(minutes=9), key="third")
    assert rows_shown(incident, web) == {HILL: "17", RIVER: "<5", FIELD: "×"}
    assert (total_shown(incident, NORTH), total_shown(incident, CITY)) == (None, 400)


def test_a_small_count_that_comes_in_after_all_others_takes_the_total_that_it_makes_known(
    incident, web
):
    enter(incident, [case(20, zone=FIELD), case(17, zone=HILL)], when=EARLY)
    enter(incident, [case(3, zone=RIVER)], when=EARLY + timedelta(minutes=5), key="second")
    assert rows_shown(incident, web) == {HILL: "17", FIELD: "20", RIVER: "<5"}
    assert total_shown(incident, NORTH) is total_shown(incident, CITY) is None
