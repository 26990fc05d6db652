import re
from datetime import UTC, date, datetime

import pytest
from tests.factories.posts import ADMIN, CLERK, HOLDERS, NOON, SECRETARY, enter_posts, system
from tests.factories.territory import CITY, NORTH, enter_city
from tests.factories.visiting import visitor

from bihuan.domain.calendar_years import CalendarDay, DayKind, calendar_of, wrong_day
from bihuan.features.incidents import api
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
LIVE = {"name_zh": "登革热防控", "name_en": "Vector control", "zone": str(CITY), "level": "2",
        "day_zero": "2026-08-01", "cut_off": "18:00", "kind": "live", "speed": "1"}  # fmt: skip
DRILL = LIVE | {"name_zh": "演练甲", "name_en": "Drill A", "kind": "drill", "speed": "60",
                "drill_at": "2022-11-28T18:00", "day_zero": "2022-11-21"}  # fmt: skip


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


@pytest.fixture
def admin():
    return visitor(HOLDERS[ADMIN], english=True)


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def opened(admin, said):
    answer = admin.post("/setup/incidents/new", said)
    assert answer.status_code == 303, text(answer)
    return next(one for one in api.incidents() if one.name_en == said["name_en"])


def test_a_live_incident_and_two_drills_run_side_by_side_on_their_own_clocks(admin):
    live = opened(admin, LIVE)
    first = opened(admin, DRILL)
    other = {"name_zh": "演练乙", "name_en": "Drill B", "speed": "0", "zone": str(NORTH)}
    second = opened(admin, DRILL | other)
    assert not live.drill
    assert live.now() == NOON
    begins = datetime(2022, 11, 28, 18, 0, tzinfo=LOCAL)
    later = NOON.replace(minute=1)
    with fixed_at(later):
        assert first.now() - begins == 60 * (later - NOON)
        assert second.now() == begins
    page = text(admin.get("/setup/incidents"))
    for name in ("Vector control", "Drill A", "Drill B"):
        assert name in page


def test_the_form_of_a_drill_names_it_in_the_readers_language(admin):
    drill = opened(admin, DRILL)
    page = text(admin.get(f"/setup/incidents/{drill.id}/clock"))
    assert re.search(r"<h1>[^<]*: Drill A</h1>", page)


def test_the_first_chip_of_every_page_chooses_the_incident(admin):
    opened(admin, LIVE)
    drill = opened(admin, DRILL)
    for one in api.incidents():
        chosen = admin.post("/setup/incidents/choose", {"incident": one.id, "next": "/duty"})
        assert chosen["Location"] == "/duty"
        page = text(admin.get("/setup"))
        assert f'value="{one.id}" selected' in page
    assert "drill clock" in page
    away = admin.post("/setup/incidents/choose", {"incident": drill.id, "next": "//evil.example"})
    assert away["Location"] == "/"
    admin.post("/setup/incidents/choose", {"incident": "999"})
    assert f'value="{drill.id}" selected' in text(admin.get("/setup"))


WRONG = (
    ({"name_zh": " "}, "required"),
    ({"level": "5"}, "not one of the available choices"),
    ({"zone": "7"}, "not one of the available choices"),
    ({"day_zero": "2026-13-01"}, "valid date"),
    ({"day_zero": "2026-09-01"}, "lies in the future"),
    ({"cut_off": "25:00"}, "valid time"),
    ({"kind": "drill", "drill_at": ""}, "at which time"),
    ({"kind": "drill", "drill_at": "tomorrow"}, "valid date/time"),
    ({"day_zero": "0001-01-01"}, "Day 1 of the incident must lie in the years 1949 to 2099"),
    ({"kind": "drill", "drill_at": "9999-12-31T23:59"}, "drill&#x27;s clock must lie in the years"),
    ({"kind": "drill", "drill_at": "0001-01-01T00:00"}, "drill&#x27;s clock must lie in the years"),
    ({"speed": "601"}, "less than or equal to 600"),
)


def test_what_no_incident_can_be_is_said_and_what_was_typed_is_kept(admin):
    for changes, message in WRONG:
        answer = admin.post("/setup/incidents/new", LIVE | changes)
        assert answer.status_code == 422, changes
        assert message in text(answer), changes
        assert "Vector control" in text(answer)
    assert list(api.incidents()) == []


def test_a_second_open_incident_of_the_same_name_is_refused(admin):
    opened(admin, LIVE)
    answer = admin.post("/setup/incidents/new", LIVE | {"name_en": "Another"})
    assert answer.status_code == 422
    assert "An open incident is called “登革热防控” already" in text(answer)
    assert len(api.incidents()) == 1


def test_level_cut_off_clock_and_end_are_changed_only_by_whom_the_policy_names(admin):
    drill = opened(admin, DRILL)
    for how in ("level", "end", "cut-off"):
        assert admin.get(f"/setup/incidents/{drill.id}/{how}").status_code == 404
    clock = f"/setup/incidents/{drill.id}/clock"
    back = admin.post(clock, {"at": "2022-11-28T17:00", "speed": "1"})
    assert "only" in text(back)
    beyond = admin.post(clock, {"at": "9999-12-31T23:59", "speed": "1"})
    assert "must lie in the years 1949 to 2099" in text(beyond)
    assert admin.post(clock, {"at": "2022-11-29T08:00", "speed": "0"}).status_code == 303
    assert api.incident(drill.id).now() == datetime(2022, 11, 29, 0, 0, tzinfo=UTC)
    assert admin.get(f"/setup/incidents/{drill.id}/nonsense").status_code == 404
    assert admin.get("/setup/incidents/999/clock").status_code == 404
    assert visitor(HOLDERS[CLERK]).get("/setup/incidents").status_code == 200
    assert visitor(HOLDERS[CLERK]).get("/setup/incidents/new").status_code == 403


@pytest.mark.parametrize("english", [False, True])
def test_every_page_speaks_both_languages(english):
    client = visitor(HOLDERS[ADMIN], english=english)
    opened(client, DRILL)
    for path in ("/setup", "/setup/incidents", "/setup/incidents/new", "/setup/calendar",
                 "/setup/calendar?propose=1"):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200
        assert "style=" not in text(page)
        assert ('lang="en"' if english else 'lang="zh-CN"') in text(page)
    assert visitor(HOLDERS[SECRETARY]).get("/setup/calendar").status_code == 200


# The calendar


def table(*days, source="notice 7"):
    said = {"source": source, "form-TOTAL_FORMS": str(len(days)), "form-INITIAL_FORMS": "0"}
    for n, (day, kind, name) in enumerate(days):
        said |= {f"form-{n}-day": day, f"form-{n}-kind": kind, f"form-{n}-name": name}
    return said


def test_a_year_is_entered_changed_and_moves_later_deadlines_only(admin):
    page = text(admin.get("/setup/calendar?year=2026"))
    assert "The year 2026 is not entered" in page
    days = (("2026-10-01", "holiday", "国庆节"), ("2026-10-10", "make_up", ""), ("", "", ""))
    assert admin.post("/setup/calendar?year=2026", table(*days)).status_code == 303
    calendar = api.working_calendar()
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 10, 10))
    assert calendar.knows(2026)
    assert not calendar.knows(2027)
    assert "is not entered" not in text(admin.get("/setup/calendar?year=2026"))
    assert "国庆节" in text(admin.get("/setup/calendar?year=2026"))
    again = admin.post("/setup/calendar?year=2026", table(*days))
    assert "stands like this already" in text(again)
    assert admin.post("/setup/calendar?year=2026", table(days[0])).status_code == 303
    assert not api.working_calendar().is_working(date(2026, 10, 10))


BAD_DAYS = (
    ((("2025-10-01", "holiday", ""),), "does not lie in 2026"),
    ((("2026-10-01", "holiday", ""), ("2026-10-01", "make_up", "")), "twice"),
    ((("2026-10-08", "make_up", ""),), "is a working day already"),
    ((("2026-02-30", "holiday", "x"),), "valid date"),
    ((("2026-10-01", "rest", ""),), "not one of the available choices"),
)


def test_impossible_days_are_named_and_the_table_is_kept(admin):
    for days, message in BAD_DAYS:
        answer = admin.post("/setup/calendar?year=2026", table(*days))
        assert answer.status_code == 422
        assert message in text(answer), days
        assert days[0][0] in text(answer)
    nameless = admin.post("/setup/calendar?year=2026", table(source=""))
    assert nameless.status_code == 422
    for year in ("x", "1", "99999", "９"):
        assert admin.get(f"/setup/calendar?year={year}").status_code == 404
    assert api.calendar_years() == []


def test_a_proposal_fits_the_rules_and_is_entered_by_nobody_but_a_person(admin):
    for year in (2022, 2026, 2027):
        assert wrong_day(year, api.proposed_year(year)) is None
        assert admin.get(f"/setup/calendar?year={year}&propose=1").status_code == 200
    assert api.calendar_years() == []
    calendar = calendar_of({2022: api.proposed_year(2022)})
    assert not calendar.is_working(date(2022, 10, 3))
    assert calendar.is_working(date(2022, 10, 8))


def test_who_may_not_change_the_calendar_reads_it():
    api.set_calendar_year(
        by=system(), year=2026, source="notice", key="k",
        days=[CalendarDay(date(2026, 10, 1), DayKind.HOLIDAY, "国庆节")],
    )  # fmt: skip
    client = visitor(HOLDERS[SECRETARY], english=True)
    page = text(client.get("/setup/calendar?year=2026"))
    assert "国庆节" in page
    assert "form-TOTAL_FORMS" not in page
    assert client.post("/setup/calendar?year=2026", table()).status_code == 422
