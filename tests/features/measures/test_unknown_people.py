"""Nobody knows how many people live there: then no companion plan is enough."""

import pytest
from tests.factories.decided import act, draft, lawful, ready, state, walked
from tests.factories.orders import COUNTY_PRINCIPAL
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE, MARKET, NORTH, RIVER, TEMPLE

from bihuan.domain.measures.companion import Need
from bihuan.domain.policy.acts import Act
from bihuan.features.measures import api
from bihuan.features.measures.actions.life import MeasureDraft
from bihuan.features.measures.selectors.people import people_in
from bihuan.platform.clock import now
from bihuan.platform.db import guard
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db


def unknown(where="1=1", *values):
    """Take figures of residents out of the register."""
    with guard.lifted():
        Session().run(f"UPDATE territory_zone SET residents=NULL WHERE {where}", values)


def test_a_plan_for_one_person_is_not_enough_where_nobody_knows_how_many_live(town):
    lawful(town)
    signed()
    unknown()
    one = draft()
    for_one = MeasureDraft(
        one.code, one.zones, one.columns, one.answers, one.parts,
        {str(need): ("street", 1) for need in Need},
    )  # fmt: skip
    answer = api.draft_measure(by=town.by(COUNTY_PRINCIPAL), incident=town.incident, draft=for_one,
                               key="d")  # fmt: skip
    measure = answer.result["measure"]
    walked(town, measure, until=Act.REPORT_UPWARD)
    refusal = act(town, measure, Act.PROVIDE_COMPANION)
    assert refusal.code == "scope_people_unknown"
    assert dict(refusal.params)["zones"] == "石桥社区"
    known = api.blocking(api.measure_of(measure), now())
    assert "scope_people_unknown" in {one.code for one in known}
    page = town.client(COUNTY_PRINCIPAL).post(
        f"/measures/{measure}/{Act.PROVIDE_COMPANION}",
        {"key": "p", "version": api.measure_of(measure).version},
    )  # fmt: skip
    assert page.status_code == 422
    assert "石桥社区" in page.content.decode()
    assert "区划登记" in page.content.decode()


def test_a_measure_in_force_is_suspended_when_the_figures_are_taken_away(town):
    measure = ready(town)
    assert state(measure) == "ACTIVE"
    unknown()
    assert state(measure) == "SUSPENDED"
    assert api.in_force_now(api.measures_in(
        incident=town.incident, scope=town.by(COUNTY_PRINCIPAL).scope, at=now()
    ), now()) == []  # fmt: skip


def test_a_zone_without_a_figure_is_added_up_from_its_communities_if_all_of_them_know(town):
    unknown("level<?", 4)
    assert {zone: one.residents for zone, one in people_in([NORTH, RIVER]).items()} == {
        NORTH: 7900, RIVER: 7000,
    }  # fmt: skip
    unknown("id=?", MARKET)
    assert set(people_in([NORTH, RIVER, MARKET, BRIDGE, TEMPLE])) == {BRIDGE, TEMPLE}
    lawful(town)
    answer = api.draft_measure(
        by=town.by(COUNTY_PRINCIPAL), incident=town.incident, draft=draft(zones=(BRIDGE, MARKET)),
        key="part",
    )  # fmt: skip
    one = api.measure_of(answer.result["measure"])
    assert one.around.people is None
    assert one.around.first_unknown == (("集市社区", "Jishi Community"),)
