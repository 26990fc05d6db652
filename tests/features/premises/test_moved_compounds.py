"""Compounds and places go with the ground on which they stand when boundaries change."""

import pytest
from tests.factories.acting import acting
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import MORNING, SUPERVISOR, Town
from tests.factories.premises import drawn, inspector, keeper, place, signed
from tests.factories.territory import BRIDGE, CITY, HILL, MARKET, RIVER, TEMPLE, administrator

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.premises.gates import GateState
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.premises import api
from bihuan.features.premises.permissions import can_act
from bihuan.features.premises.selectors.panel import gates_panel, without_gates
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.features.territory.models import ZoneShape
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_ledger():
    with rebuilt_after(MORNING):
        yield


@pytest.fixture
def town():
    return Town()


def merged(town, source, into):
    with town.later(minutes=1):
        answer = territory.merge_zones(
            by=administrator(),
            sources=[source, into],
            target=territory.NewZone(into),
            key=f"{source}{into}",
        )
    assert isinstance(answer, Outcome), answer
    return dict(answer.result["successions"])


def ready(zone):
    return api.readiness([range_of(zone)], now())


def names(zone):
    return [one.name_zh for one in api.compounds_in(range_of(zone))]


def panel(zone):
    around = territory.around(zone)
    shown = territory.Shown(around.zone, around.children, [], territory.Moment(now()))
    return gates_panel(acting(Role.CLERK, CITY), shown)


def test_a_sealed_exit_of_a_merged_community_stands_on_the_page_of_the_one_that_goes_on(town):
    signed("集市新村", zone=MARKET)
    compound = drawn("石桥新村", zone=BRIDGE)
    draft = api.SealDraft(compound=compound, gate="南门")
    assert api.report_sealed(by=keeper(), incident=town.incident, draft=draft, key="s")
    merged(town, BRIDGE, MARKET)
    assert sorted(names(MARKET)) == ["石桥新村", "集市新村"]
    assert (ready(MARKET).compounds, ready(MARKET).unsafe) == (2, 1)
    assert [value for _, value in panel(MARKET).zeros] == [1]
    assert panel(BRIDGE) is None, "each compound counts for one zone"
    assert (names(BRIDGE), ready(BRIDGE).compounds) == ([], 0)
    assert ready(RIVER).compounds == ready(CITY).compounds == 2


def test_a_community_that_moved_keeps_its_compounds_and_is_not_undrawn(town):
    signed(zone=BRIDGE)
    after = merged(town, RIVER, HILL)
    here = after[BRIDGE]
    assert (ready(here).compounds, ready(here).undrawn, ready(here).passing) == (1, 0, 1)
    assert ready(HILL).compounds == 1
    assert {zh for zh, _ in ready(HILL).first_undrawn} == {"庙前村", "集市社区"}
    (one,) = api.compounds_in(range_of(HILL))
    assert (one.zone, one.drawn_in) == (here, BRIDGE)


def test_whoever_answers_for_the_ground_sets_the_gates_and_signs_as_before(town):
    compound = drawn("石桥新村", zone=BRIDGE)
    merged(town, BRIDGE, MARKET)
    new = keeper(MARKET)
    assert can_act(new, Act.SET_GATE, api.compound_of(compound).zone)
    answer = api.set_gate(
        by=new, compound=compound, gate="南门", state=GateState.EGRESS_ONLY, key="g"
    )
    assert isinstance(answer, Outcome), answer
    measured = api.Measured({"北门": 10, "南门": 10}, frozenset(), 7)
    answer = api.sign_check(by=inspector(), compound=compound, measured=measured, key="c")
    assert isinstance(answer, Outcome), answer


def test_a_report_about_the_merged_community_shakes_what_was_drawn_under_the_old_code(town):
    signed("石桥新村", zone=BRIDGE)
    merged(town, BRIDGE, MARKET)
    draft = api.SealDraft(zone=MARKET)
    assert api.report_sealed(by=keeper(MARKET), incident=town.incident, draft=draft, key="z")
    assert ready(MARKET).unsafe == 1
    for zone in (MARKET, RIVER, CITY):
        (one,) = api.compounds_in(range_of(zone))
        assert (one.shaken, one.zone) == (True, MARKET), zone


def test_places_are_offered_searched_and_reported_in_under_the_zone_of_today(town):
    there = place("石桥新村", zone=BRIDGE)
    merged(town, BRIDGE, MARKET)
    assert [one.id for one in territory.places_in(scope=range_of(MARKET))] == [there]
    assert territory.places_in(scope=range_of(BRIDGE)) == []
    hits = territory.search_places("石桥", scope=range_of(MARKET))
    assert [(one.id, one.zone) for one in hits] == [(there, MARKET)]
    assert territory.place_of(there).zone == MARKET
    assert without_gates(now(), range_of(MARKET)).n == 1
    for zone in (MARKET, BRIDGE):  # a phone that was offline still names the old one
        draft = supervision.FindingDraft(type_code="G03", zone=zone, place=there, text="坡道被挡")
        with town.later(minutes=2):
            answer = supervision.report(
                by=town.by(SUPERVISOR), incident=town.incident, draft=draft, key=f"f{zone}"
            )
        assert isinstance(answer, Outcome), answer
    assert territory.place_of(there).kind == PlaceKind.COMPOUND


def test_a_merged_zone_is_drawn_with_the_one_that_came_and_a_moved_one_where_it_lay(town):
    square = [[0, 0], [0, 100], [100, 100], [100, 0]]
    for step, zone in enumerate((BRIDGE, MARKET, TEMPLE)):
        rings = [[[x + 200 * step, y] for x, y in square]]
        ZoneShape.objects.create(zone=zone, parent=RIVER, rings=str(rings), schematic=True)
    merged(town, BRIDGE, MARKET)
    after = merged(town, RIVER, HILL)
    shapes = territory.outlines([after[MARKET], TEMPLE], territory.carried())
    assert shapes[after[MARKET]].path.count("M") == 2
    assert shapes[after[MARKET]].box == (0, 0, 3, 1)
    assert shapes[TEMPLE].path.count("M") == 1
