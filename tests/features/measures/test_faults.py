"""What the register of measures shows to be wrong is filed by rule, once."""

from datetime import timedelta

import pytest
from tests.factories.decided import PRINCIPAL, act, adopted, done, drafted, lawful, ready, walked
from tests.factories.orders import MORNING, Town
from tests.factories.posts import LEADER
from tests.factories.premises import drawn, signed
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import range_of
from bihuan.features.measures import api
from bihuan.features.premises import api as premises
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.jobs.reactions import run_waiting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def town():
    with fixed_at(MORNING):
        made = Town()
        adopted(made.incident)
        yield made


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


def test_gates_still_closed_two_hours_after_the_end_are_a_finding(town):
    measure = ready(town)
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    with fixed_at(MORNING + HOUR):
        assert filed(town, "X01") == []
    with fixed_at(MORNING + 3 * HOUR):
        found = filed(town, "X01")
        assert [(one.type_code, one.zone) for one in found] == [("X01", BRIDGE)]
        assert len(filed(town, "X01")) == 1


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


def test_an_undrawn_compound_is_no_closed_gate(town):
    drawn("无方案小区")
    assert filed(town, "X01") == []
