from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.domain.civil_days import CLOCKS_STAND_STILL
from bihuan.domain.policy.actor import Actor
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of
from bihuan.features.incidents import api
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.clock import playing
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.figures.windows import window_of_day
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
CITY = 141000_000_000_000
WALL = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)
NIGHT = datetime(2022, 11, 28, 10, 0, tzinfo=UTC)


def post(role: Role, level: Level = Level.CITY, zone: int = CITY) -> ActingPost:
    reach = range_of(zone)
    actor = Actor(post=5, person=6, unit=7, role=role, level=level, lo=reach.lo, hi=reach.hi)
    return ActingPost(actor, "岗", "Post", "单位", "Unit")


LEADER = post(Role.CITY_LEADER)


def draft(**changes):
    values = {
        "name_zh": "演练",
        "name_en": "Drill",
        "zone": CITY,
        "level": 2,
        "day_zero": date(2022, 11, 21),
        "drill_at": NIGHT,
    }
    return api.IncidentDraft(**{**values, **changes})


def opened(**changes) -> api.IncidentView:
    with fixed_at(WALL):
        outcome = api.open_incident(by=LEADER, draft=draft(**changes), key=str(changes))
    return api.incident(outcome.result["incident"])


def test_a_name_typed_at_the_console_is_readable_too():
    turned, unseen = draft(name_zh="演\u202e练"), draft(name_en="\u200b")
    assert api.open_incident(by=system_post(), draft=turned, key="c").code == "text_unprintable"
    answer = api.open_incident(by=system_post(), draft=unseen, key="d")
    assert answer.code == "incident_needs_both_names"


def test_a_drill_runs_on_its_own_clock_and_chain():
    drill = opened()
    assert drill.drill
    assert drill.clock.chain == 1_000_001
    with fixed_at(WALL + timedelta(hours=3)):
        assert drill.now() == NIGHT + timedelta(hours=3)
        assert drill.day_number() == 8


def test_a_live_incident_runs_on_the_wall():
    live = opened(drill_at=None, day_zero=date(2026, 8, 1))
    with fixed_at(WALL + timedelta(minutes=1)):
        assert live.now() == WALL + timedelta(minutes=1)
    with playing(live.id, NIGHT), fixed_at(WALL):
        assert live.now() == WALL


def test_a_drill_can_be_sped_up_and_moved_forward_only():
    drill = opened()
    with fixed_at(WALL + timedelta(hours=1)):
        answer = api.set_drill_clock(
            by=LEADER, incident=drill.id, at=None, speed=60_000, key="fast"
        )
        assert not isinstance(answer, Refusal)
    drill = api.incident(drill.id)
    with fixed_at(WALL + timedelta(hours=1, minutes=1)):
        assert drill.now() == NIGHT + timedelta(hours=2)
        back = api.set_drill_clock(by=LEADER, incident=drill.id, at=NIGHT, speed=1000, key="back")
        assert back == Refusal("drill_clock_only_moves_forward")


def test_a_live_clock_cannot_be_set():
    live = opened(drill_at=None, day_zero=date(2026, 8, 1))
    answer = api.set_drill_clock(by=LEADER, incident=live.id, at=None, speed=2000, key="x")
    assert answer == Refusal("live_clock_is_the_wall")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name_en": " "}, "incident_needs_both_names"),
        ({"level": 5}, "incident_level_unknown"),
        ({"day_zero": date(2022, 12, 1)}, "incident_starts_in_the_future"),
        ({"day_zero": date(1, 1, 1)}, "first_day_out_of_range"),
        ({"drill_at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}, "drill_time_out_of_range"),
        ({"drill_at": datetime(1, 1, 1, tzinfo=LOCAL)}, "drill_time_out_of_range"),
    ],
)
def test_an_impossible_incident_is_refused(changes, code):
    answer = api.open_incident(by=LEADER, draft=draft(**changes), key="x")
    assert answer.code == code


def test_a_name_is_free_again_when_its_incident_has_ended():
    drill = opened()
    for changes in ({}, {"name_en": "Another"}, {"name_zh": "另一次演练"}):
        taken = api.open_incident(by=LEADER, draft=draft(**changes), key=f"again {changes}")
        assert taken.code == "incident_name_taken"
    api.close_incident(by=LEADER, incident=drill.id, key="end")
    assert opened(speed=0).id != drill.id


def test_a_drills_clock_stands_still_at_the_end_of_its_range():
    drill = opened(drill_at=datetime(2099, 12, 31, 12, 0, tzinfo=UTC), speed=600_000)
    beyond = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    answer = api.set_drill_clock(by=LEADER, incident=drill.id, at=beyond, speed=0, key="beyond")
    assert answer.code == "drill_time_out_of_range"
    for clock in (drill.clock, replace(drill.clock, incident_at=beyond)):
        last = clock.moment(WALL + timedelta(days=30)).incident
        assert last == CLOCKS_STAND_STILL
        assert clock.review_day(last).year == CLOCKS_STAND_STILL.year


def test_a_community_opens_no_incident():
    leader = post(Role.COMMUNITY_LEADER, Level.COMMUNITY, 141002_001_001_000)
    assert api.open_incident(by=leader, draft=draft(), key="x").code == "act_not_granted"


def test_level_and_end_are_in_the_ledger_and_equal_to_the_tables():
    drill = opened()
    api.set_level(by=LEADER, incident=drill.id, level=1, key="up")
    api.set_cut_off(by=LEADER, incident=drill.id, minutes=17 * 60, key="cut")
    assert api.incident(drill.id).level == 1
    assert check(Session(), ledgered_tables())[1] == []
    api.close_incident(by=LEADER, incident=drill.id, key="end")
    assert list(api.incidents()) == []
    again = api.set_level(by=LEADER, incident=drill.id, level=2, key="late")
    assert again.code == "incident_not_open"
    assert check(Session(), ledgered_tables())[1] == []


def test_the_review_day_ends_at_the_cut_off():
    clock = opened().clock
    before = datetime(2022, 11, 28, 10, 0, tzinfo=UTC)
    assert clock.review_day(before) == date(2022, 11, 28)
    assert clock.review_day(before + timedelta(microseconds=1)) == date(2022, 11, 29)


def ends_of(clock):
    ends = [window_of_day(clock, date(2022, 11, day)).until for day in (28, 29, 30)]
    return [(end.astimezone(LOCAL).day, end.astimezone(LOCAL).hour) for end in ends]


def test_a_new_cut_off_leaves_the_nights_before_as_they_were():
    drill = opened()
    with playing(drill.id, datetime(2022, 11, 28, 12, 0, tzinfo=UTC)):
        api.set_cut_off(by=LEADER, incident=drill.id, minutes=12 * 60, key="cut")
    clock = api.incident(drill.id).clock
    assert ends_of(clock) == [(28, 18), (29, 12), (30, 12)]
    half_past = [datetime(2022, 11, 28, hour, 30, tzinfo=LOCAL) for hour in (11, 15, 19)]
    assert [clock.review_day(one).day for one in half_past] == [28, 28, 29]
    with playing(drill.id, datetime(2022, 11, 29, 2, 0, tzinfo=UTC)):
        api.set_cut_off(by=LEADER, incident=drill.id, minutes=17 * 60, key="again")
    clock = api.incident(drill.id).clock
    assert ends_of(clock) == [(28, 18), (29, 17), (30, 17)]
    assert check(Session(), ledgered_tables())[1] == []
