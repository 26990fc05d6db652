"""Nobody knows how many people live there: then no companion plan is enough."""

from datetime import timedelta

import pytest
from tests.factories.decided import act, draft, lawful, ready, state, walked
from tests.factories.orders import COUNTY_PRINCIPAL, MORNING
from tests.factories.premises import signed
from tests.factories.territory import (
    BRIDGE,
    CITY,
    MARKET,
    NORTH,
    RIVER,
    TEMPLE,
    ZONES,
    enter_city,
)

from bihuan.domain.measures.companion import Need
from bihuan.domain.measures.suspensions import times_in
from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, jobs
from bihuan.features.measures.actions.life import MeasureDraft
from bihuan.features.measures.actions.shortfalls import note_shortfall
from bihuan.features.measures.selectors.people import people_in
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db import guard
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs import Tick

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


def test_how_long_care_fell_short_is_written_down_and_its_days_are_told_apart(town):
    measure = ready(town, hours=72)
    clock = incidents.incident(town.incident).clock
    assert jobs.note_shortfalls(Tick(clock, now())) == 0
    for hour, residents in ((1, 900_000), (50, 4000), (51, 900_000), (52, 4000)):
        with fixed_at(MORNING + timedelta(hours=hour)):
            register_says(BRIDGE, residents)
            assert state(measure) == ("ACTIVE" if residents == 4000 else "SUSPENDED")
            by, key = town.by(COUNTY_PRINCIPAL), f"by hand {hour}"
            by_hand = note_shortfall(by=by, measure=measure, incident=town.incident, key=key)
            assert by_hand.code == "act_not_granted"
            assert [jobs.note_shortfalls(Tick(clock, now())) for _ in range(2)] == [1, 0]
    times = times_in(api.measure_of(measure).shortfalls)
    assert [(end - begin) // timedelta(hours=1) for begin, end in times] == [49, 1]
    with fixed_at(MORNING + timedelta(hours=60)):
        said = api.restriction(town.incident, range_of(CITY), first=MORNING.date(), until=now())
        assert said == ([4000, 0, 4000], [0, 4000, 0])


def register_says(zone, residents):
    """Enter the register anew with another figure of one zone."""
    rows = [(*row[:6], str(residents), row[7]) if row[0] == zone else row for row in ZONES]
    enter_city(rows, key=f"{residents}{now():%d%H}".rjust(64, "0"))


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
