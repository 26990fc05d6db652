"""Boundaries change: no duty is left behind, and the form says before what follows."""

import pytest
from tests.factories.orders import Town, text_of
from tests.factories.posts import (
    ADMIN,
    DAY,
    GRID_WORKER,
    LEADER,
    MARKET_LEADER,
    NOON,
    SECRETARY,
    enter_posts,
)
from tests.factories.territory import BRIDGE, CITY, GRIDS, MARKET, RIVER, administrator, enter_city

from bihuan.domain.zones import range_of
from bihuan.features.posts import api
from bihuan.features.territory import api as territory
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.exchange.readers import read_file
from bihuan.platform.exchange.writers import write_workbook
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
LATER = NOON + 2 * DAY
STATION = RIVER + 3_000


@pytest.fixture
def _city():
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


def made(answer):
    assert isinstance(answer, Outcome), answer


def unowned():
    return [one.zone for one in api.gaps(at=LATER, scope=range_of(CITY)).unowned]


def owner(function, zone):
    found = api.responsible_post(function=function, zone=zone, at=LATER)
    return None if found is None else (found.post, found.zone)


def merge(*sources, along=False):
    target = territory.NewZone(sources[0])
    return territory.merge_zones(
        by=administrator(), sources=sources, target=target, key="m", along=along
    )


@pytest.mark.usefixtures("_city")
def test_two_communities_become_one_and_the_one_that_stays_keeps_its_post():
    with fixed_at(NOON + DAY):
        made(merge(MARKET, BRIDGE))
    assert unowned() == []
    assert owner("community_control", MARKET) == (MARKET_LEADER, MARKET)
    assert api.post_of(LEADER).zone == BRIDGE  # it keeps the orders it has
    assert api.post_of(GRID_WORKER).zone == MARKET + 1  # its grid goes on under another code


@pytest.mark.usefixtures("_city")
def test_three_become_one_and_their_posts_move_along_where_that_is_chosen():
    with fixed_at(NOON + DAY):
        draft = territory.ZoneDraft(STATION, "车站社区", "Station")
        territory.create_zone(by=administrator(), draft=draft, key="z")
        said = api.Assignment(api.DutyFunction.COMMUNITY_CONTROL, STATION, SECRETARY)
        assert isinstance(
            api.set_responsibility(by=administrator(), assignment=said, key="r"), Outcome
        )
        made(merge(STATION, MARKET, BRIDGE, along=True))
    assert unowned() == []
    assert api.post_of(LEADER).zone == api.post_of(MARKET_LEADER).zone == STATION
    assert owner("fire_egress", STATION) == (LEADER, STATION)
    held = api.posts_held(LEADER + 1000, LATER)
    assert [one.scope for one in held] == [range_of(STATION)]


@pytest.mark.usefixtures("_city")
def test_what_is_split_off_is_answered_for_by_the_posts_around_it():
    part = territory.NewZone(RIVER + 5_000, "桥北社区")
    with fixed_at(NOON + DAY):
        made(
            territory.split_zone(
                by=administrator(), source=BRIDGE, parts=[territory.NewZone(BRIDGE), part],
                children={part.code: [GRIDS[1]]}, key="sp",
            )
        )  # fmt: skip
    assert unowned() == []
    assert owner("community_control", part.code) == (SECRETARY, part.code)
    assert owner("community_control", BRIDGE) == (LEADER, BRIDGE)


@pytest.mark.usefixtures("_city")
def test_another_name_moves_no_post_and_no_duty():
    with fixed_at(NOON + DAY):
        made(
            territory.rename_zone(
                by=administrator(), zone=BRIDGE, name_zh="新桥社区", name_en="", key="n"
            )
        )
    assert unowned() == []
    assert owner("community_control", BRIDGE) == (LEADER, BRIDGE)


def test_the_form_says_who_answers_afterwards_and_changes_nothing_before_the_second_click():
    town = Town()
    with town.later(hours=1):
        client = town.client(ADMIN)
        said = {"key": "a", "others": [BRIDGE]}
        shown = client.post(f"/zones/{MARKET}/merge", said)
        assert shown.status_code == 200
        words = text_of(shown)
        assert "社区主任" in words
        assert "仅指析出部分" not in words
        part = {"key": "s", "code": RIVER + 7_000, "name_zh": "桥北社区"}
        assert "仅指析出部分" in text_of(client.post(f"/zones/{BRIDGE}/split", part))
        assert "还没有改动" in words
        assert territory.zone_of(BRIDGE).valid_to is None
        seen = shown.content.decode().split('name="seen" value="')[1].split('"')[0]
        other = client.post(f"/zones/{MARKET}/merge", said | {"seen": seen, "along": "along"})
        assert other.status_code == 200, "another choice is shown first, too"
        assert territory.zone_of(BRIDGE).valid_to is None
        done = client.post(f"/zones/{MARKET}/merge", said | {"seen": seen})
        assert done.status_code == 303
        assert territory.zone_of(BRIDGE).valid_to is not None
        left = [one.zone for one in api.gaps(at=town.wall, scope=range_of(CITY)).unowned]
        assert left == []


def grids_alike(*communities):
    for code in communities:
        for number in (1, 2):
            draft = territory.ZoneDraft(code + 90 + number, f"第{number}网格", f"Grid {number}")
            assert isinstance(
                territory.create_zone(by=administrator(), draft=draft, key=f"{code}{number}"),
                Outcome,
            )


@pytest.mark.parametrize("others", [(BRIDGE,), (BRIDGE, STATION)])
def test_grids_called_alike_are_marked_with_their_origin_which_the_form_says_before(others):
    town = Town()
    with town.later(hours=1):
        if STATION in others:
            draft = territory.ZoneDraft(STATION, "车站社区", "Station")
            territory.create_zone(by=administrator(), draft=draft, key="z")
        grids_alike(MARKET, *others)
        before = {zone.code for zone in territory.zones_in(scope=range_of(RIVER))}
    with town.later(hours=2):
        client = town.client(ADMIN)
        said = {"key": "a", "others": list(others)}
        shown = client.post(f"/zones/{MARKET}/merge", said)
        assert "第1网格（原石桥社区）" in text_of(shown)
        seen = shown.content.decode().split('name="seen" value="')[1].split('"')[0]
        done = client.post(f"/zones/{MARKET}/merge", said | {"seen": seen})
        assert done.status_code == 303
        names = [zone.name.zh for zone in territory.children(MARKET)]
        assert len(names) == len(set(names)) == 2 + 2 + 2 * len(others)
        assert {"第1网格", "第1网格（原石桥社区）", "第一网格"} <= set(names)
        assert ("第2网格（原车站社区）" in names) == (STATION in others)
        assert territory.zone_of(BRIDGE + 91).name.zh == "第1网格", "the old one keeps its name"
        after = {zone.code for zone in territory.zones_in(scope=range_of(RIVER))}
        assert len(after) == len(before) - len(others)
        assert [one.zone for one in api.gaps(at=town.wall, scope=range_of(CITY)).unowned] == []
    assert check(Session(), ledgered_tables())[1] == []


@pytest.mark.usefixtures("_city")
@pytest.mark.parametrize("along", [False, True])
def test_the_book_that_is_downloaded_after_a_merger_can_be_sent_in_again(along):
    with fixed_at(NOON + DAY):
        made(merge(MARKET, BRIDGE, along=along))
    book = write_workbook(api.duty_sheets(scope=range_of(CITY)))
    with fixed_at(LATER):
        report = api.check_duty(
            api.tables_of(read_file(book, name="duty.xlsx")), by=administrator()
        )
    assert report.problems == ()
    assert (report.comparison.new, report.comparison.changed) == (0, 0)


@pytest.mark.usefixtures("_city")
def test_nothing_new_is_entered_for_a_zone_that_a_merger_ended():
    with fixed_at(NOON + DAY):
        made(merge(MARKET, BRIDGE))
    columns = ("function", "zone", "post", "valid_from")
    new = dict(zip(columns, ("traffic", str(BRIDGE), str(LEADER), "2027-01-01"), strict=True))
    tables = {"responsibilities": (columns, [new])}
    with fixed_at(LATER):
        report = api.check_duty(tables, by=administrator())
    assert [one.code for one in report.problems] == ["zone_unknown"]
