import pytest
from tests.factories.posts import (
    BRIDGE,
    DAY,
    LEADER,
    MARKET,
    MARKET_LEADER,
    NOON,
    SECRETARY,
    enter_posts,
    holding,
)  # fmt: skip
from tests.factories.territory import CITY, GRIDS, RIVER, administrator, enter_city

from bihuan.domain.figures import ABSENT
from bihuan.domain.zones import range_of
from bihuan.features.posts import api
from bihuan.features.posts.nightly import FIGURES
from bihuan.features.territory import api as territory
from bihuan.platform.clock.incident import LIVE_WALL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.figures import NightlyContext, Window, shown
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(NOON):
        enter_city()
        yield
    assert check(Session(), ledgered_tables())[1] == []


def figures(at):
    window = Window(at)
    context = NightlyContext(0, LIVE_WALL, window, range_of(CITY), at)
    return {one.code: shown(one.value(context)) for one in FIGURES}


def test_without_rules_and_posts_every_figure_is_absent_not_zero():
    assert set(figures(NOON).values()) == {ABSENT}


def test_the_figures_of_section_four_follow_the_gap_report():
    enter_posts()
    before = figures(NOON)
    assert before["posts.unowned"] == "0"
    assert before["posts.unreachable"] == "0"
    assert before["posts.acknowledged"].startswith("100")
    assert before["posts.span"] == "150,000.0"
    gone = api.Assignment(api.DutyFunction.COMMUNITY_CONTROL, BRIDGE, None)
    with fixed_at(NOON + DAY):
        assert isinstance(
            api.set_responsibility(by=holding(SECRETARY), assignment=gone, key="g"), Outcome
        )
    assert figures(NOON + 2 * DAY)["posts.unowned"] == "1"
    assert figures(NOON)["posts.unowned"] == "0"


def test_duties_go_along_with_zones_that_are_merged_and_stay_gaps_where_nobody_reaches():
    enter_posts()
    with fixed_at(NOON + DAY):
        merged = territory.merge_zones(
            by=administrator(), sources=[BRIDGE, MARKET], target=territory.NewZone(MARKET), key="m"
        )
        assert isinstance(merged, Outcome)
    later = NOON + DAY  # in the same commit: nothing waits for the worker
    assert Session().one("SELECT count(*) FROM reaction") == (0,)
    who = api.responsible_post(function="community_control", zone=MARKET, at=later)
    assert who.post == MARKET_LEADER
    # The leader of the community that is gone does not reach the new one.
    assert api.responsible_post(function="fire_egress", zone=MARKET, at=later) is None
    then = api.responsible_post(function="fire_egress", zone=GRIDS[0], at=NOON)
    assert then.post == LEADER


def test_duties_of_a_split_zone_are_carried_to_the_new_one_by_those_above():
    enter_posts()
    part = territory.NewZone(RIVER + 5_000, "桥北社区")
    with fixed_at(NOON + DAY):
        above = api.Assignment(api.DutyFunction.TRAFFIC, BRIDGE, SECRETARY)
        api.set_responsibility(by=holding(SECRETARY), assignment=above, key="s")
    with fixed_at(NOON + 2 * DAY):
        territory.split_zone(
            by=administrator(),
            source=BRIDGE,
            parts=[territory.NewZone(BRIDGE), part],
            children={part.code: [GRIDS[1]]},
            key="sp",
        )
    later = NOON + 2 * DAY
    assert api.responsible_post(function="traffic", zone=part.code, at=later).post == SECRETARY
    report = api.gaps(at=later, scope=range_of(CITY))
    assert report.unowned == ()
