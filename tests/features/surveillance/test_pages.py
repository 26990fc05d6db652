"""The pages of surveillance: whole for who may, quick, in both languages, nothing without data."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.acting import acting
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, at
from tests.factories.surveillance import case, days_back, enter, wave
from tests.factories.territory import CITY, NORTH, SOUTH
from tests.features.surveillance.test_analysis import RISE, run

from bihuan.domain.roles import Role
from bihuan.domain.surveillance.signals import SignalKind, SignalLine
from bihuan.features.incidents.api import incident as view_of
from bihuan.features.surveillance import api
from bihuan.features.territory.api import zone_of

pytestmark = pytest.mark.django_db
PAGES = (
    "overview",
    "record",
    "signals",
    "blind_spots",
    "scores",
    "timeline",
    "regimes",
    "capacity",
)
TESTING_LEAD = acting(Role.TESTING_LEAD, CITY, post=906, person=9008, unit=96)
CLERK = acting(Role.CLERK, CITY, post=905, person=9007, unit=95)
MOST_QUERIES, MOST_BYTES = 12, 100_000


def signal(kind, n, of, *, zone=NORTH, day=DAY, site=""):
    return SignalLine(zone, day, SignalKind(kind), site, n, of)


def enter_signals(incident, rows, key="signals"):
    with at(incident, EVENING):
        return api.enter_signals(
            by=EPIDEMIOLOGIST, incident=incident, rows=rows, source="daily", key=key
        )


def fill(incident):
    enter(incident, wave(RISE))
    parts = [case(n, zone=zone, day=day) for zone in (NORTH, SOUTH)
             for n, day in zip((4, 9), days_back(2), strict=True)]  # fmt: skip
    enter(incident, parts, key="parts")
    enter_signals(
        incident,
        [
            signal("sentinel", 3, 4),
            signal("tests", 2, 400),
            signal("coverage", 80_000, 90_000),
            signal("vector", 12, 90, zone=SOUTH),
        ],
    )
    run(incident)


def test_every_page_is_small_and_asks_little(incident, web):
    fill(incident)
    found = []
    for language in ("zh-hans", "en"):
        with at(incident, EVENING):
            browser = web(EPIDEMIOLOGIST, language=language)
            browser.get("/")
            for name in PAGES:
                with CaptureQueriesContext(connection) as asked:
                    answer = browser.get(reverse(f"surveillance:{name}"))
                size, number = len(answer.content), len(asked.captured_queries)
                if answer.status_code != 200 or size > MOST_BYTES or number > MOST_QUERIES:
                    found.append((language, name, answer.status_code, size, number))
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_any_data_says_so(incident, web, name):
    with at(incident, EVENING):
        assert web(CLERK).get(reverse(f"surveillance:{name}")).status_code == 200


def test_charts_are_sent_as_drawings_and_as_options(incident, web):
    fill(incident)
    with at(incident, EVENING):
        browser = web(EPIDEMIOLOGIST)
        page = browser.get(reverse("surveillance:overview")).content.decode()
        drawn = browser.get(reverse("surveillance:chart_svg", args=("rt",)))
        said = browser.get(reverse("surveillance:chart_option", args=("rt",))).json()
        unknown = browser.get(reverse("surveillance:chart_svg", args=("nothing",)))
    for code in ("series", "detection", "rt", "forecast", "parts"):
        assert f'id="chart-{code}"' in page
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<svg")
    assert said["option"]["yAxis"]["min"] == 0
    assert unknown.status_code == 404


def test_who_does_not_work_with_cases_sees_no_small_count_anywhere(incident, web):
    enter(incident, wave([0] * 20 + [3, 2, 4], community=0.5))
    run(incident)
    with at(incident, EVENING):
        page = web(CLERK).get(reverse("surveillance:overview")).content.decode()
        table = page.split('id="chart-series"')[1].split("</figure>")[0]
        drawn = web(CLERK).get(reverse("surveillance:chart_option", args=("series",))).json()
    assert "&lt;5" in page
    assert "Last day 4" not in page
    assert "were found in the community" not in page
    assert 'class="number">3.0</td>' not in table
    assert [one["data"][-3:] for one in drawn["option"]["series"]] == [[None] * 3]


def test_a_signal_has_its_rate_its_band_and_hides_few_people(incident, web):
    enter_signals(incident, [
        signal("tests", 2, 400), signal("vector", 12, 90, zone=SOUTH), signal("sentinel", 3, 4),
        signal("fever_clinic", 30, 400), signal("vector", 1, 20),
    ])  # fmt: skip
    with at(incident, EVENING):
        asked = reverse("surveillance:signals")
        whole = web(EPIDEMIOLOGIST).get(asked).content.decode()
        hidden = web(CLERK).get(asked).content.decode()
    assert "Breteau index: 10–20" in whole
    assert whole.count("Breteau index: ") == 2, "the row and the sum; 20 houses have no index"
    assert "0.50" in whole
    assert "0.50" not in hidden
    assert "&lt;5" in hidden
    assert "7.5" in hidden
    with at(incident, EVENING):
        only = web(CLERK).get(asked, {"kind": "vector"}).content.decode()
    assert only.count("Sentinel sources: reported of due") == 1, "in the sums only"
    assert "Latest day of each kind" in only


@pytest.mark.parametrize(("kind", "n", "of"), [("vector", 3, 0), ("tests", 3, 2)])
def test_a_part_of_nothing_is_refused(incident, kind, n, of):
    with at(incident, EVENING):
        answer = api.enter_signals(
            by=EPIDEMIOLOGIST, incident=incident, rows=[signal(kind, n, of)], source="s", key="s"
        )
    assert getattr(answer, "code", "") == "signal_impossible"


def test_a_sum_hides_with_its_small_part_and_a_ratio_with_its_small_week(incident, web):
    enter_signals(incident, [signal("tests", 3, 400), signal("tests", 117, 400, zone=SOUTH)])
    with at(incident, EVENING):
        asked = reverse("surveillance:signals")
        hidden, told = (web(who).get(asked).content.decode() for who in (CLERK, EPIDEMIOLOGIST))
    assert "120" in told
    assert "120" not in hidden
    assert "117" in hidden
    enter(incident, wave([10] * 7 + [2] + [0] * 6))
    run(incident)
    kept = api.latest(incident=incident, zone=CITY)
    ratio = {
        sees: {str(name): value for name, value, _ in api.figures_of(kept, sees_small_cells=sees)}
        for sees in (True, False)
    }
    assert [ratio[sees]["7-day ratio"] for sees in (True, False)] == ["0.03", "×"]


def test_blind_spots_say_who_fell_ill_first_unless_that_betrays_a_few(incident, web):
    rows = [case(n, zone=zone, day=day, route=route)
            for zone, ill in ((NORTH, 30), (SOUTH, 1))
            for day in days_back(14)
            for route, n in (("fever_clinic", ill if day == DAY else 0),
                             ("community_screening", 10))]  # fmt: skip
    enter(incident, rows)
    with at(incident, EVENING):
        view = view_of(incident)
        north, south = api.blind_lines(view, zone_of(CITY), date.fromisoformat(DAY))
    assert north.symptomatic == pytest.approx(0.3)
    assert north.shown_to(sees_small_cells=False).symptomatic == north.symptomatic
    assert south.symptomatic == pytest.approx(1 / 71)
    hidden = south.shown_to(sees_small_cells=False)
    assert (hidden.symptomatic, hidden.case_ratio) == (None, None)
    assert south.shown_to(sees_small_cells=True) == south


def test_a_program_that_names_no_incident_of_ours_is_refused_and_enters_nothing(incident, web):
    enter(incident, [case(9)])
    address = reverse("surveillance:cases_json")
    row = {"day": DAY, "zone": str(NORTH), "count": 12}
    said = {"key": "k", "source": "s", "reason": "r", "rows": [row]}
    with at(incident, EVENING):
        browser = web(EPIDEMIOLOGIST)
        for wrong in ("incident=99", "incident=x", "zone=110101", "day=2022-13-01"):
            answer = browser.get(f"{address}?{wrong}")
            code = answer.json()["refused"]["code"]
            assert (answer.status_code, code) == (404, "cases_address_unknown")
        posted = browser.post(f"{address}?incident=99", said, content_type="application/json")
        assert posted.status_code == 404
        short = str(NORTH)[:6]
        found = browser.get(address, {"zone": short, "incident": incident}).json()
    assert [one["count"] for one in found["rows"]] == ["9"]


def test_asking_for_one_zone_shows_no_count_that_the_whole_table_hides(incident, web):
    enter(incident, [case(3), case(17, zone=SOUTH), case(20, zone=CITY, status="confirmed")])
    run(incident)
    with at(incident, EVENING):
        browser = web(CLERK)
        for zone in (CITY, SOUTH):
            asked = {"zone": zone, "day": DAY}
            said = browser.get(reverse("surveillance:cases_json"), asked).json()["rows"]
            shown = {row["zone"]: row["count"] for row in said}
            assert shown[str(SOUTH)] == "×"
            table = browser.get(reverse("surveillance:cases_csv"), asked).content.decode()
            assert ",17," not in table
            day = browser.get(reverse("surveillance:day", args=(DAY,)), {"zone": zone})
            assert ">17<" not in day.content.decode()
        assert shown == {str(SOUTH): "×"}
        page = browser.get(reverse("surveillance:overview"), {"zone": SOUTH}).content.decode()
        drawn = browser.get(
            reverse("surveillance:chart_option", args=("series",)), {"zone": SOUTH}
        ).json()
        parts = browser.get(reverse("surveillance:chart_option", args=("parts",))).json()
        whole = web(EPIDEMIOLOGIST).get(reverse("surveillance:overview"), {"zone": SOUTH})
    assert ">17 <" not in page
    assert ">17 <" in whole.content.decode()
    assert "Last day 17" not in page
    assert next(one["data"] for one in drawn["option"]["series"]) == [None]
    assert all(one["data"] == [None] for one in parts["option"]["series"])


def test_signals_are_entered_corrected_and_bounded(incident, web):
    assert dict(enter_signals(incident, [signal("tests", 2, 400)]).result)["new"] == 1
    assert dict(enter_signals(incident, [signal("tests", 3, 400)], "b").result)["revised"] == 1
    assert enter_signals(incident, [signal("tests", 3, 400)], "c").code == "signals_unchanged"
    assert enter_signals(incident, [signal("tests", 500, 400)], "d").code == "signal_impossible"
    assert enter_signals(incident, [signal("vector", 500, 400)], "e").result["new"] == 1
    said = {"zone": NORTH, "day": DAY, "kind": "tests", "n": "x", "of": 4, "source": "s"}
    with at(incident, EVENING):
        answer = web(TESTING_LEAD).post(reverse("surveillance:signals"), said)
        assert answer.status_code == 409
        assert "id_n" in answer.content.decode()
        good = {**said, "n": 1, "kind": "sentinel"}
        assert web(TESTING_LEAD).post(reverse("surveillance:signals"), good).status_code == 303


def test_what_nobody_looked_for_raises_concern(incident):
    from bihuan.features.incidents.api import incident as view_of
    from bihuan.features.territory.api import zone_of

    fill(incident)
    with at(incident, EVENING):
        lines = api.blind_lines(view_of(incident), zone_of(CITY), date.fromisoformat(DAY))
    north, south = lines
    assert (north.working, north.long_untested, south.working) == (True, False, False)
    assert round(north.never_tested, 3) == 0.111
    assert south.never_tested is None
    assert api.sentinel_share(lines) == (1, 2)
    assert north.blind < south.blind


def test_the_timeline_judges_steps_and_names_missing_actions(incident, web):
    address = reverse("surveillance:timeline")
    said = {"emerged": "2022-11-15", "detected": "2022-11-21", "notified": "2022-11-23",
            "applies_investigation": "on", "done_investigation": "2022-11-24",
            "applies_coordination": "on", "source": "office of the CDC"}  # fmt: skip
    with at(incident, EVENING):
        browser = web(EPIDEMIOLOGIST)
        personal = browser.post(address, {**said, "source": "110101199001011237"})
        assert b"name the office or the report" in personal.content
        wrong = browser.post(address, {**said, "notified": "2022-11-20"})
        assert wrong.status_code == 409
        assert browser.post(address, said).status_code == 303
        view = api.timeline_of(incident=incident, today=date.fromisoformat(DAY))
        page = browser.get(address).content.decode()
    assert view.judged.days == (6, 2, None)
    assert view.judged.met == (True, False, None)
    assert (view.source, "Source: office of the CDC" in page) == ("office of the CDC", True)
    assert view.judged.missing == ("coordination",)
    assert "not done" in page


def test_the_capacity_page_says_honest_hours_and_gaps(incident, web):
    address = reverse("surveillance:capacity")
    said = {"day": DAY, "people": 3_976_481, "samplers": 6000, "tubes_per_day": 100_000,
            "pool": 10, "positive_per_10k": 10, "rooms": 8000, "rooms_24h": 2000,
            "source": "city registers"}  # fmt: skip
    with at(incident, EVENING):
        browser = web(TESTING_LEAD)
        for name, value in (("rooms", "-4"), ("pool", "0"), ("positive_per_10k", "10001")):
            assert browser.post(address, {**said, name: value}).status_code == 409, name
        assert browser.post(address, said).status_code == 303
        page = browser.get(address).content.decode()
        denied = web(CLERK).post(address, said)
    assert "11,046" in page, "samplers are people / 360"
    assert "Source: city registers" in page
    assert "397,649" in page, "tubes of ten"
    assert denied.status_code == 409
    values, _ = api.inputs_of(incident=incident, zone=CITY, day=DAY)
    testing = api.testing_of(values)
    assert testing.samplers.short == 11_046 - 6000
    assert testing.best_pool == 20
    assert testing.steep
    rooms = api.isolation_of(values, 3_976_481)
    assert [gap.needed for _, gap in rooms.standards] == [7953, 15906, 23859]
    assert [(hours, gap.short) for hours, gap in rooms.readiness] == [(24, 7953 - 2000)]


def test_without_capacity_there_is_no_end(incident):
    from bihuan.domain.surveillance.capacity import Item

    testing = api.testing_of({Item.PEOPLE: 1000, Item.TUBES_PER_DAY: 0})
    assert testing.chosen.hours == float("inf")
    assert api.testing_of({Item.PEOPLE: 1000}).chosen.hours is None
    assert api.testing_of({}) is None
    more = api.testing_of({Item.PEOPLE: 1000, Item.SAMPLED: 1200})
    assert more.completion == (1200, 1000), "what does not fit is shown, not cut"
