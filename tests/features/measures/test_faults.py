"""What the register of measures shows to be wrong is filed by rule, once."""

from datetime import timedelta

import pytest
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    PRINCIPAL,
    act,
    adopted,
    done,
    drafted,
    lawful,
    ready,
    state,
    walked,
)
from tests.factories.orders import COUNTY_PRINCIPAL, MORNING
from tests.factories.posts import LEADER
from tests.factories.premises import drawn, inspector, keeper, place, signed
from tests.factories.territory import BRIDGE, CITY, MARKET, NORTH

from bihuan.domain.duties import DutyFunction
from bihuan.domain.policy.acts import Act
from bihuan.domain.premises.gates import GateState
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api
from bihuan.features.measures.models import PackageTask
from bihuan.features.measures.selectors.listing import measures_not_over
from bihuan.features.premises import api as premises
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db import guard
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.jobs.reactions import run_waiting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def filed(town, code):
    supervision.file_faults(by=system_post(), incident=town.incident, at=now(), key="round")
    rows = supervision.every_row(
        incident=town.incident, scope=range_of(CITY), wanted=supervision.LedgerFilter()
    )
    return [one for one in rows if one.type_code == code]


def test_a_report_to_the_superior_that_is_late_is_an_s1_finding_once(town):
    lawful(town)
    signed()
    walked(town, drafted(town), until=Act.DECIDE_MEASURE)
    assert filed(town, "I01") == []
    with fixed_at(MORNING + 2 * HOUR):
        found = filed(town, "I01")
        assert [one.severity for one in found] == [1]
        assert len(filed(town, "I01")) == 1


def test_a_report_owed_stands_on_the_first_screen_and_is_a_finding_whatever_became_of_the_measure(
    town,
):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.DECIDE_MEASURE)
    other = walked(town, drafted(town, zones=(MARKET,)), until=Act.DECIDE_MEASURE)
    owed = [
        one.act
        for one in api.asks_of(by=town.by(COUNTY_PRINCIPAL), incident=town.incident, at=now())
    ]
    assert owed == ["report_upward", "report_upward", "publish_notice", "publish_notice"]
    page = town.client(COUNTY_PRINCIPAL).get("/now/measures").content.decode()
    assert f"/measures/{measure}" in page
    for what in (Act.LIFT_MEASURE, Act.FINISH_AFTERCARE):
        done(act(town, measure, what))
    view = incidents.incident(town.incident)
    assert measures_not_over(Reader(Session()), view.id).measures == 2
    with fixed_at(MORNING + 3 * HOUR):
        done(act(town, measure, Act.REPORT_UPWARD))  # in aftercare, an hour late
        assert {one.zone for one in filed(town, "I01")} == {BRIDGE, MARKET}
        done(act(town, other, Act.REPORT_UPWARD))
        assert len(filed(town, "I01")) == 2
        left = api.asks_of(by=town.by(COUNTY_PRINCIPAL), incident=town.incident, at=now())
        assert [one.act for one in left] == ["publish_notice"]  # of what still goes on


def test_gates_still_closed_two_hours_after_the_end_are_a_finding(town):
    measure = ready(town)
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    with fixed_at(MORNING + HOUR):
        assert filed(town, "X01") == []
    with fixed_at(MORNING + 3 * HOUR):
        found = filed(town, "X01")
        assert [(one.type_code, one.zone) for one in found] == [("X01", BRIDGE)]
        assert len(filed(town, "X01")) == 1


@pytest.mark.parametrize("drill", [False, True])
def test_gates_that_another_live_incidents_measure_asks_for_are_no_leftover(town, drill):
    """Gates are real: what one incident's measure leaves closed, another one's may need."""
    first = town.incident
    measure = ready(town)
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    draft = incidents.IncidentDraft("另一起", "Another", CITY, 2, MORNING.date(),
                                    drill_at=MORNING if drill else None)  # fmt: skip
    leader = acting(Role.CITY_LEADER, CITY)
    opened = done(incidents.open_incident(by=leader, draft=draft, key="another"))
    town.incident = int(opened.result["incident"])
    adopted(town.incident, key="another profile")
    said = api.Assessment(NORTH, "cases in two communities", 96)
    done(api.assess_necessity(by=CDC, incident=town.incident, assessment=said, key="another"))
    walked(town, drafted(town, hours=24))
    town.incident = first
    with fixed_at(MORNING + 3 * HOUR):
        assert len(filed(town, "X01")) == int(drill), "an exercise keeps no real gate closed"


def test_a_gate_that_stays_closed_is_one_finding_however_many_measures_end(town):
    measure = ready(town)
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    again = walked(town, drafted(town, hours=24))
    with fixed_at(MORNING + HOUR):
        done(act(town, again, Act.LIFT_MEASURE, PRINCIPAL))
    with fixed_at(MORNING + 4 * HOUR):
        assert len(filed(town, "X01")) == 1
        third = walked(town, drafted(town, hours=12))
        done(act(town, third, Act.LIFT_MEASURE, PRINCIPAL))
    with fixed_at(MORNING + 8 * HOUR):
        assert len(filed(town, "X01")) == 1
        gate(BRIDGE, GateState.OPEN)
        reviewed = walked(town, drafted(town, hours=6, zones=(BRIDGE,)))
        gate(BRIDGE, GateState.EGRESS_ONLY)
        done(act(town, reviewed, Act.LIFT_MEASURE, PRINCIPAL))
    with fixed_at(MORNING + 11 * HOUR):
        assert len(filed(town, "X01")) == 2
        assert filed(town, "X04") == []


def gate(zone, how, code="南门"):
    compound = premises.compounds_in(range_of(zone))[0]
    done(premises.set_gate(
        by=keeper(zone), compound=compound.id, gate=code, state=how,
        key=f"{zone} {code} {how} {compound.version}",
    ))  # fmt: skip


def test_a_gate_closed_without_any_measure_is_an_add_on_once_and_again_when_closed_again(town):
    signed()
    gate(BRIDGE, GateState.EGRESS_ONLY)  # it always was: no change
    gate(BRIDGE, GateState.STAFFED)
    gate(BRIDGE, GateState.EGRESS_ONLY, "北门")
    assert filed(town, "X04") == []
    with fixed_at(MORNING + 3 * HOUR):
        assert [(one.zone, one.severity) for one in filed(town, "X04")] == [(BRIDGE, 2)]
        assert len(filed(town, "X04")) == 1
        gate(BRIDGE, GateState.STAFFED, "北门")
        gate(BRIDGE, GateState.EMERGENCY_VEHICLE_ONLY, "北门")
    with fixed_at(MORNING + 6 * HOUR):
        assert len(filed(town, "X04")) == 2


def test_a_gate_closed_for_a_measure_that_is_prepared_is_no_add_on_until_nobody_decides_it(town):
    signed()
    lawful(town)
    drafted(town, hours=5)
    gate(BRIDGE, GateState.STAFFED)
    gate(BRIDGE, GateState.EGRESS_ONLY, "北门")
    with fixed_at(MORNING + 4 * HOUR):
        assert filed(town, "X04") == []
    with fixed_at(MORNING + 8 * HOUR):
        assert len(filed(town, "X04")) == 1


def test_gates_closed_before_a_drills_clock_leaps_are_told_by_the_clock_of_then(town):
    opened = incidents.IncidentDraft("演练", "Drill", CITY, 2, MORNING.date(), drill_at=MORNING)
    leader = acting(Role.CITY_LEADER, CITY)
    town.incident = int(
        done(incidents.open_incident(by=leader, draft=opened, key="drill")).result["incident"]
    )
    adopted(town.incident, profile="drill-generic", key="adopt drill")
    lawful(town)
    for zone, name in ((BRIDGE, "石桥花园"), (MARKET, "集市小区")):
        compound = signed(name, zone)
        gate(zone, GateState.STAFFED)
        with fixed_at(MORNING + HOUR):
            gate(zone, GateState.EGRESS_ONLY)
            measured = premises.Measured({"北门": 10, "南门": 20})
            done(premises.sign_check(
                by=inspector(), compound=compound, measured=measured, key=f"again {zone}"
            ))  # fmt: skip
    with fixed_at(MORNING + HOUR):
        walked(town, drafted(town, hours=12))
    with fixed_at(MORNING + 2 * HOUR):
        leap = {"at": MORNING + 20 * HOUR, "speed": 1000}
        done(incidents.set_drill_clock(by=leader, incident=town.incident, **leap, key="set"))
        found = api.faults(incident=town.incident, at=MORNING + 20 * HOUR)
        gates = [(one.type_code, one.zone) for one in found if one.type_code in ("X01", "X04")]
        assert gates == [("X01", BRIDGE), ("X04", MARKET)]


def test_urgent_passage_and_first_delivery_that_nobody_reports_are_findings_where_it_is_in_force(
    town,
):
    measure = ready(town)
    for function in (DutyFunction.MEDICAL, DutyFunction.SUPPLIES):
        set_task(town, measure, function)
    assert filed(town, "X05") == []
    with fixed_at(MORNING + 3 * HOUR):
        assert [one.severity for one in filed(town, "X05")] == [1]
        assert len(filed(town, "X05")) == len(filed(town, "X06")) == 1


def set_task(town, measure, function, **said):
    """A task as a signed package sets it."""
    row = {
        "package": "p", "measure": measure, "incident": town.incident, "zone": BRIDGE, "line": 2,
        "code": str(function), "function": str(function), "state": "OPEN",
        "due_at": now() + 2 * HOUR, "evidence": "", "done_post": None, "done_person": None,
        "done_unit": None, "done_at": None, "verified_post": None, "verified_at": None, "note": "",
    } | said  # fmt: skip
    with guard.lifted():
        PackageTask.objects.create(id=f"p:2:{function}:{BRIDGE}", version=1, **row)


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        ("已送达，值班电话13900000001，备用13900000002", 0),
        ("王某13900000001、李某13900000002、赵某13900000003已送达", 1),
        ("送达住户11010519491231002X", 1),
        ("材料编号110105194912310021", 0),
    ],
)
def test_evidence_that_lists_people_is_a_finding_that_repeats_no_number(town, evidence, found):
    measure = ready(town)
    said = {"state": "DONE", "evidence": evidence, "done_at": now()}
    set_task(town, measure, DutyFunction.WORKFORCE, **said)
    filed(town, "X07")
    rows = filed(town, "X07")
    assert len(rows) == found
    assert not any(digits in one.text for one in rows for digits in ("139", "1101"))


def test_a_locked_exit_reported_by_a_community_suspends_the_measure_in_the_same_request(town):
    measure = ready(town)
    done(supervision.report(
        by=town.by(LEADER), incident=town.incident, key="locked",
        draft=supervision.FindingDraft(type_code="X02", zone=BRIDGE, text="南门上锁"),
    ))  # fmt: skip
    assert api.state_as_of(api.measure_of(measure), now()) == "SUSPENDED"
    run_waiting(now())
    assert len(premises.seals_in(range_of(CITY), town.incident)) == 1


def test_days_suspended_from_midnight_to_midnight_hold_nobody(town):
    ready(town, hours=72)
    compound = premises.compounds_in(range_of(BRIDGE))[0].id
    seal = premises.SealDraft(compound=compound, gate="南门")
    done(premises.report_sealed(by=town.by(LEADER), incident=town.incident, draft=seal, key="x"))
    first = MORNING.date()
    with fixed_at(MORNING + 50 * HOUR):
        days = api.restricted_days(town.incident, range_of(CITY), first=first, until=now())
    assert days == [4000, 0, 0]


def test_a_compound_that_is_registered_and_not_drawn_keeps_a_measure_from_being_in_force(town):
    """Whatever else passes in the community: nobody knows the ways out of this one."""
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.PROVIDE_COMPANION)
    bare = place("无图小区")
    assert act(town, measure, Act.ACTIVATE_MEASURE).code == "gate_plan_missing"
    with fixed_at(MORNING + HOUR):
        done(territory.retire_place(by=keeper(), place=bare, key="no compound"))
        done(api.act_on_measure(by=PRINCIPAL, act=Act.ACTIVATE_MEASURE, measure=measure,
                                incident=town.incident, key="again"))  # fmt: skip
    with fixed_at(MORNING + 2 * HOUR):
        assert state(measure) == "ACTIVE"
        place("后来登记的小区")
    with fixed_at(MORNING + 3 * HOUR):
        assert state(measure) == "SUSPENDED"
    with fixed_at(MORNING + 40 * HOUR):
        held = api.restriction(town.incident, range_of(CITY), first=MORNING.date(), until=now())
        assert held.held[1:] == [0] * len(held.held[1:]), "nobody is held while it is suspended"
        assert held.suspended[1] > 0


def test_an_undrawn_compound_is_no_closed_gate(town):
    drawn("无方案小区")
    assert filed(town, "X01") == []
