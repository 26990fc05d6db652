"""What who does not work with cases could work out from all that is shown: nothing small."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, at
from tests.factories.surveillance import case, days_back, enter, wave
from tests.factories.territory import CITY, NORTH, SOUTH
from tests.features.surveillance.test_analysis import run
from tests.features.surveillance.test_pages import CLERK

from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import incident as view_of
from bihuan.features.review.nightly import published
from bihuan.features.surveillance import api
from bihuan.features.surveillance.nightly import epidemic, late_counts
from bihuan.platform.figures import NightlyContext, Verdict
from bihuan.platform.figures.windows import window_of_day

pytestmark = pytest.mark.django_db
WAVE = [*[12] * 20, 10, 12, 14, 9, 11, 13, 12, 15, 14, 3, 13, 16, 12, 14]


def two_counties(north):
    return [
        one
        for zone, counts in ((NORTH, north), (SOUTH, [30] * len(north)))
        for one in wave(counts, zone=zone, community=0.5)
    ]


def figures(kept, *, sees=False):
    with translation.override("en"):
        found = api.figures_of(kept, sees_small_cells=sees)
        return {str(name): value for name, value, _ in found}


def charts(kept):
    return {one.code: one.suppressed(5) for one in api.charts_of(kept, {})}


def context_of(incident):
    view = view_of(incident)
    window = window_of_day(view.clock, date.fromisoformat(DAY))
    return NightlyContext(incident, view.clock, window, range_of(CITY), EVENING)


def test_no_figure_of_several_days_gives_a_hidden_day_away(incident):
    enter(incident, two_counties(WAVE))
    run(incident)
    north = api.latest(incident=incident, zone=NORTH)
    told = figures(north)
    assert told["7-day ratio"] == told["Growth a day"] == "×"
    assert told["Local, 7 days (before)"] == "× (×)"
    assert figures(north, sees=True)["Local, 7 days (before)"] == "87 (81)"
    drawn = charts(north)
    assert "1.0 (" not in drawn["rt"].summary.en
    assert {one.values[-5:] for one in drawn["rt"].series} == {(None,) * 5}
    assert all(one.values[-6] is not None for one in drawn["rt"].series), "before it all stays"
    assert [one.words.en for one in drawn["forecast"].series] == ["reported"]
    hidden = days_back(5)[0]
    assert hidden not in api.truth_of(north, sees_small_cells=False)
    whole = api.latest(incident=incident, zone=CITY)
    assert figures(whole) == figures(whole, sees=True), "no day of the city hides"


def test_a_split_hides_in_a_neighbour_where_the_city_would_give_it_away(incident):
    enter(incident, two_counties(WAVE))
    run(incident)
    day = -11  # nine in the north, four of them in the community; the total is shown
    for zone in (NORTH, SOUTH):
        found = charts(api.latest(incident=incident, zone=zone))
        assert found["series"].series[0].values[day] is not None
        assert [one.values[day] for one in found["detection"].series] == [None, None]
    city = charts(api.latest(incident=incident, zone=CITY))["detection"]
    assert [one.values[day] for one in city.series] == [20, 19]


def test_blind_spots_hide_a_week_with_a_small_day_in_it(incident, web):
    enter(incident, two_counties(WAVE))
    run(incident)
    with at(incident, EVENING):
        pages = [
            web(CLERK).get(reverse("surveillance:blind_spots"), {"zone": zone}).content.decode()
            for zone in (CITY, NORTH)
        ]
    rows = re.findall(r"<tr>.*?</tr>", pages[0], re.DOTALL)[1:]
    assert len(rows) == 2
    assert not [row for row in rows if "1.07" in row or "1.00" in row]


def test_the_report_tells_no_recorded_count_that_hides(incident):
    enter(incident, [case(n, zone=CITY, day=day, origin="local_linked", route="fever_clinic")
                     for n, day in zip([9] * 13 + [3], days_back(14), strict=True)])  # fmt: skip
    run(incident)
    context = context_of(incident)
    asked = (
        published.new_cases, published.community_detected, published.managed_detected,
        published.new_per_100k, published.share_community, published.seven_day_trend,
        epidemic.by_origin, epidemic.unlinked, epidemic.growth,
    )  # fmt: skip
    assert {getattr(one(context), "code", one.__name__) for one in asked} == {"few"}
    assert isinstance(published.new_cases(context), Verdict)


def test_a_revision_listed_in_the_report_hides_what_the_pages_hide(incident):
    before = (date.fromisoformat(DAY) - timedelta(days=1)).isoformat()
    early = EVENING - timedelta(days=1, hours=3)
    enter(incident, [case(3, day=before), case(17, zone=SOUTH, day=before)], when=early)
    late = EVENING - timedelta(hours=3)
    enter(incident, [case(4, day=before), case(18, zone=SOUTH, day=before)], when=late,
          reason="late reports", key="later")  # fmt: skip
    told = " ".join(one.words.en for one in late_counts(context_of(incident)))
    assert "late reports" in told
    assert not re.search(r"count \d|→ \d", told)


def test_neither_the_chance_of_a_further_case_nor_a_status_tells_how_few_there_are(incident, web):
    enter(incident, wave([30, 20, *[0] * 20, 0, 0, 2], zone=NORTH, community=1.0))
    run(incident)
    kept = api.latest(incident=incident, zone=NORTH)
    assert api.chances_hide(kept)
    with at(incident, EVENING):
        asked = reverse("surveillance:overview"), {"zone": NORTH}
        hidden, whole = (web(by).get(*asked).content.decode() for by in (CLERK, EPIDEMIOLOGIST))
    assert "Chance of any further community case" in whole
    assert "Chance of any further community case" not in hidden
    assert "would give a count below 5 away" in hidden
    kept.body["clear"]["basically"] = True
    told = [api.basically_told(kept, limit, sees_small_cells=sees)
            for limit, sees in ((2.5, True), (2.5, False), (39.8, False))]  # fmt: skip
    assert told == [True, False, True], "fewer than 40 says nothing about one to four"


def test_no_fingerprint_proves_a_guess_at_a_hidden_count(incident, web):
    enter(incident, two_counties(WAVE))
    run(incident)
    kept = api.latest(incident=incident, zone=NORTH)
    with at(incident, EVENING):
        asked = reverse("surveillance:overview"), {"zone": NORTH}
        hidden, whole = (web(by).get(*asked).content.decode() for by in (CLERK, EPIDEMIOLOGIST))
    assert kept.id[:8] in whole
    assert kept.id[:8] not in hidden
    for chart in api.charts_of(kept, {}):
        assert kept.id[:8] in chart.as_of
        assert kept.id[:8] not in chart.suppressed(5).as_of


def test_what_was_counted_earlier_tells_no_small_count_either(incident, web):
    rows = [
        case(7, zone=NORTH, status="confirmed", converted=4),  # three are new
        case(30, zone=SOUTH, status="confirmed", converted=20),
    ]
    enter(incident, rows)
    with at(incident, EVENING):
        asked = reverse("surveillance:cases_json"), {"day": DAY}
        hidden, whole = (web(by).get(*asked).json()["rows"] for by in (CLERK, EPIDEMIOLOGIST))
    assert [(row["count"], row["converted"]) for row in whole] == [("7", "4"), ("30", "20")]
    assert [(row["count"], row["converted"]) for row in hidden] == [("×", ""), ("×", "")]


def rows_shown(incident, web, **query):
    with at(incident, EVENING):
        found = web(CLERK).get(reverse("surveillance:cases_json"), query).json()["rows"]
    return {(int(row["zone"]), row["route"]): row["count"] for row in found}


def test_rows_by_other_routes_do_not_tell_what_the_city_leaves_for_a_county(incident, web):
    enter(incident, [case(3, route="fever_clinic"), case(17, zone=SOUTH, route="home_isolation")])
    run(incident)
    city = charts(api.latest(incident=incident, zone=CITY))["series"].series[0].values
    assert city == (200,), "the total is shown"
    assert set(rows_shown(incident, web, day=DAY).values()) == {"<5", "×"}


def test_a_split_with_a_small_row_hides_whole_behind_one_mark(incident, web):
    routes = {"self_report": 3, "fever_clinic": 9, "central_quarantine": 20, "managed": 40}
    enter(incident, [case(n, route=route) for route, n in routes.items()])
    run(incident)
    north = charts(api.latest(incident=incident, zone=NORTH))["detection"]
    assert [one.values for one in north.series] == [(60,), (12,)], "9 more would leave 3"
    assert set(rows_shown(incident, web, day=DAY).values()) == {"×"}


def test_the_first_mean_of_a_chart_tells_no_day_before_it(incident):
    counts = [12 + place % 5 for place in range(70)]
    counts[-62] = 3
    enter(incident, [one for zone, listed in ((NORTH, counts), (SOUTH, [40] * 70))
                     for one in wave(listed, zone=zone, community=0.5)])  # fmt: skip
    run(incident)
    kept = api.latest(incident=incident, zone=NORTH)
    whole = {one.code: one for one in api.charts_of(kept, {})}["series"]
    assert whole.labels[0] == days_back(60)[0]
    assert whole.series[1].values[0] is not None
    assert all(one.values[0] is None or one.people for one in charts(kept)["series"].series)


def test_no_reproduction_number_tells_how_few_of_a_day_were_imported(incident):
    days = days_back(40)
    rows = [
        case(n, zone=zone, day=day, origin=origin, route="central_quarantine")
        for day in days
        for zone in (NORTH, SOUTH)
        for origin, n in (("imported", 2 if (zone, day) == (NORTH, days[29]) else 6),
                          ("local_linked", 25))
    ]  # fmt: skip
    enter(incident, rows)
    run(incident)
    kept = api.latest(incident=incident, zone=NORTH)
    assert not kept.body["series"]["covered"], "no total hides"
    for one in charts(kept)["rt"].series:
        shut = [
            day for day, n in zip(kept.body["rt"]["days"], one.values, strict=True) if n is None
        ]
        assert set(days[29:36]) <= set(shut)
        assert one.values[-1] is not None, "windows without that day are shown"


def test_no_score_tells_where_a_forecast_began(incident):
    enter(incident, two_counties(WAVE))
    run(incident)
    north, city = (api.latest(incident=incident, zone=zone) for zone in (NORTH, CITY))
    assert api.tellable([north, city]) == [city]


def test_the_report_calls_no_small_place_basically_clear_of_a_few(incident):
    days = days_back(14)
    enter(incident, [case(n, zone=CITY, day=day, route="fever_clinic")
                     for n, day in zip([30] * 11 + [1, 1, 1], days, strict=True)])  # fmt: skip
    told = published.community_zero(context_of(incident))
    assert told.code == "few", "fewer than 1.5 a day and not none would be one"


def test_the_report_tells_no_origin_of_few_though_it_counts_with_another(incident):
    split = (("imported", 9), ("imported_related", 2), ("local_linked", 30), ("local_unlinked", 8))
    enter(incident, [case(n, zone=CITY, origin=origin) for origin, n in split])
    assert epidemic.by_origin(context_of(incident)).code == "few"
