"""What was found before boundaries changed goes with the ground, under its old code."""

import re

import pytest
from tests.factories import posts as duty
from tests.factories.orders import GRAVE, SECOND_CLERK, Town, text_of
from tests.factories.territory import (
    BRIDGE,
    CITY,
    FIELD,
    HILL,
    MARKET,
    NORTH,
    RIVER,
    SOUTH,
    administrator,
)

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import check_loop
from bihuan.domain.zones import range_of
from bihuan.features.supervision import api
from bihuan.features.supervision.permissions import may_view
from bihuan.features.territory import api as territory
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
WIDE, NARROW = NORTH + 8 * 10**6, NORTH + 9 * 10**6


@pytest.fixture
def town():
    town = Town()
    with town.later(minutes=1):
        town.finding = town.report(GRAVE, BRIDGE)
    return town


def merged(town, sources, target, name=""):
    new = territory.NewZone(target, name)
    with town.later(minutes=1):
        answer = territory.merge_zones(
            by=administrator(), sources=sources, target=new, key=f"m{target}", along=True
        )
    assert isinstance(answer, Outcome), answer
    return dict(answer.result["successions"])


def split_in_two(town):
    parts = [territory.NewZone(WIDE, "东河街道"), territory.NewZone(NARROW, "西河街道")]
    below = {WIDE: [BRIDGE], NARROW: [BRIDGE + 1000]}
    with town.later(minutes=1):
        answer = territory.split_zone(
            by=administrator(), source=RIVER, parts=parts, children=below, key="s", along=True
        )
    assert isinstance(answer, Outcome), answer
    return dict(answer.result["successions"])


def counted(town, zone, scope=CITY, *, every=True):
    stands = territory.grounds([zone, scope])
    wanted = api.LedgerFilter(zone=stands[zone], open_only=not every)
    return api.count_of(incident=town.incident, scope=stands[scope], wanted=wanted)


def test_a_zone_counts_what_was_found_in_the_zones_merged_into_it_and_its_neighbour_does_not(town):
    after = merged(town, [RIVER, HILL], HILL)
    for zone in (HILL, after[BRIDGE], NORTH, CITY, BRIDGE, RIVER):
        assert counted(town, zone) == counted(town, zone, every=False) == 1, zone
    assert counted(town, HILL + 1000) == counted(town, SOUTH) == 0
    line = api.control_line(incident=town.incident, scope=territory.grounds([HILL])[HILL])
    assert (line.reported, line.open, line.holds) == (1, 1, True)


def test_what_moved_to_another_county_is_counted_once_and_is_its_offices_work(town):
    after = merged(town, [RIVER, FIELD], FIELD)
    assert counted(town, SOUTH) == counted(town, after[BRIDGE]) == 1
    assert counted(town, NORTH) == 0
    lines = [
        api.control_line(incident=town.incident, scope=ground)
        for ground in territory.grounds([NORTH, SOUTH]).values()
    ]
    assert [line.reported for line in lines] == [0, 1]
    with town.later(minutes=1):
        facts = api.finding_facts(town.finding)
        north, south = town.by(duty.VERIFIER), town.by(duty.COUNTY_DUTY)
        assert check_loop(LoopAct.FILE, south.actor, facts) is None
        assert may_view(south, facts)
        assert check_loop(LoopAct.FILE, north.actor, facts) is not None
        assert may_view(north, facts), "who had it before can still look it up"


def test_the_office_that_had_a_zone_reads_on_its_old_page_what_left_and_no_stranger_does(town):
    link = f"/orders/{town.finding}"
    merged(town, [RIVER, FIELD], FIELD)
    with town.later(minutes=1):
        page = town.client(duty.VERIFIER).get(f"/zones/{RIVER}").content.decode()
        assert link in page
        assert "由其他单位继续办理" in page
        assert link not in town.client(duty.COUNTY_DUTY).get(f"/zones/{NORTH}").content.decode()
        assert link not in town.client(duty.VERIFIER).get("/ledger").content.decode()


def test_the_post_that_moved_along_sees_its_orders_in_its_own_ledger_and_works_on(town):
    order = town.to_assigned()
    after = merged(town, [RIVER, HILL], HILL)
    with town.later(minutes=1):
        leader = town.client(duty.LEADER)
        link = f"/orders/{api.label_of(town.facts(order))}"
        for address in (
            "/ledger?view=all",
            f"/ledger?zone={after[BRIDGE]}",
            f"/zones/{after[BRIDGE]}",
        ):
            assert link in leader.get(address).content.decode(), address
        assert re.search(r"全部未办结 2 .* 2 ＝ [^0-9]* 2 ", text_of(leader.get("/ledger")))
    town.do(duty.LEADER, order, LoopAct.RECEIVE)


def test_of_a_split_the_zone_around_sees_all_and_each_part_what_surely_lies_in_it(town):
    with town.later(minutes=1):
        town.report(GRAVE, RIVER)
    after = split_in_two(town)
    assert counted(town, NORTH) == 2
    assert counted(town, WIDE) == counted(town, after[BRIDGE]) == 1
    assert counted(town, NARROW) == 0


def test_who_answers_for_an_old_code_is_looked_for_where_its_ground_lies_now(town):
    merged(town, [RIVER, HILL], HILL)
    town.do(SECOND_CLERK, town.finding, LoopAct.FILE, severity=1, clause="Fire Law 28")
    facts = town.facts(town.finding)
    assert facts.zone == BRIDGE, "history keeps its code"
    assert facts.handler_post == duty.LEADER


def test_what_was_filed_before_a_merger_is_ordered_from_whoever_answers_after_it(town):
    """The post of the zone that ended keeps what it has in hand and gets nothing new."""
    town.do(SECOND_CLERK, town.finding, LoopAct.FILE, severity=1, clause="Fire Law 28")
    before = town.facts(town.finding).handler_post
    with town.later(minutes=1):
        answer = territory.merge_zones(
            by=administrator(),
            sources=[BRIDGE, MARKET],
            target=territory.NewZone(MARKET),
            key="m",
        )
    assert isinstance(answer, Outcome), answer
    town.do(SECOND_CLERK, town.finding, LoopAct.ASSIGN, order_text="打开", items="打开",
            reply_text="可以陈述")  # fmt: skip
    facts = town.facts(town.finding)
    assert before == duty.LEADER
    assert (facts.handler_post, facts.handler_unit) == (duty.MARKET_LEADER, duty.MARKET_HOUSE)
    assert check(Session(), ledgered_tables())[1] == []


def test_the_map_counts_each_finding_once_beside_its_neighbours(town):
    merged(town, [RIVER, FIELD], FIELD)
    layer = next(one for one in api.LAYERS if one.code == "open_findings")
    for level in (territory.zone_of(NORTH).level, territory.zone_of(HILL).level):
        zones = territory.zones_in(scope=range_of(CITY), level=level)
        moment = territory.Moment(now(), town.incident, now())
        found = layer.values(zones, moment)
        assert sum(found.values()) == 1, level
        assert found[SOUTH if SOUTH in found else FIELD] == 1


def test_what_was_found_before_a_merger_counts_as_the_same_type_of_its_ground(town):
    filed = {"severity": "1", "clause": "Fire Law 28"}
    with town.later(minutes=2):
        second = town.report(GRAVE, MARKET)
        for one in (town.finding, second):
            town.do(duty.CLERK, one, LoopAct.FILE, **filed)
    merged(town, [BRIDGE, MARKET], MARKET)
    with town.later(minutes=3):
        third = town.report(GRAVE, MARKET)
        town.do(duty.CLERK, third, LoopAct.FILE, **filed)
        assert town.facts(third).recent_same_type == 3
        assert {one.zone for one in api.alike(town.facts(third))} == {BRIDGE, MARKET}


@pytest.mark.parametrize(
    ("kind", "answers"),
    [("X01", duty.SECRETARY), ("X04", duty.SECRETARY),
     ("G01", duty.LEADER), ("X02", duty.LEADER)],
)  # fmt: skip
def test_the_type_names_the_level_that_answers_for_what_is_seen_in_a_community(town, kind, answers):
    """What went on too long or was added in a community is no matter for it alone."""
    with town.later(minutes=1):
        finding = town.report(kind, BRIDGE)
    town.do(SECOND_CLERK, finding, LoopAct.FILE, severity=1, clause="IDL 67")
    assert town.facts(finding).handler_post == answers
