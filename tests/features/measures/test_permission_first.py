"""Whoever may not act hears that first, whatever else is wrong with what he sent."""

import pytest
from tests.factories.decided import PRINCIPAL, done, ready
from tests.factories.orders import COUNTY_PRINCIPAL, SUPERVISOR
from tests.factories.posts import LEADER
from tests.factories.territory import BRIDGE

from bihuan.domain.policy.acts import Act
from bihuan.features.measures import api
from bihuan.features.premises import api as premises

pytestmark = pytest.mark.django_db
STALE = {"version": "1", "seen": "stale", "end_typed": "never", "reason": "x" * 5000}


def statuses(client, addresses, said=STALE):
    return {
        one: client.post(one, said | {"key": f"{n}"}).status_code for n, one in enumerate(addresses)
    }


def test_a_stale_or_broken_form_of_an_unauthorised_post_is_not_granted(town):
    measure = ready(town)
    begun = api.begin_package(
        by=PRINCIPAL, incident=town.incident, template="nine-measures", zones=(BRIDGE,), key="p"
    )
    package = done(begun).result["package"]
    acts = (Act.DECIDE_MEASURE, Act.LIFT_MEASURE, Act.ACTIVATE_MEASURE, Act.GIVE_OPINION)
    asked = [f"/measures/{measure}/{act}" for act in acts]
    asked += [
        f"/measures/packages/{package}/do/{one}" for one in ("sign", "discard", *api.TOGETHER)
    ]
    found = statuses(town.client(LEADER), asked)
    assert set(found.values()) == {403}, found


def test_what_was_read_is_told_only_to_whoever_may_act(town):
    measure = ready(town)
    said = {"reason": "over", "seen": 1}
    for by, code in ((LEADER, "act_not_granted"), (COUNTY_PRINCIPAL, "changed_meanwhile")):
        answer = api.act_on_measure(
            by=town.by(by), act=Act.LIFT_MEASURE, measure=measure, incident=town.incident,
            key=str(by), said=said,
        )  # fmt: skip
        assert answer.code == code


def test_a_gate_is_set_by_whoever_may_and_nobody_else_hears_of_its_hours(town):
    ready(town)
    (compound,) = premises.compounds_in(town.by(COUNTY_PRINCIPAL).scope)
    wrong = {"gate": "北门", "state": "staffed", "opens": "25:00"}
    address = f"/gates/{compound.id}/gate"
    assert town.client(SUPERVISOR).post(address, wrong).status_code == 403
    assert town.client(LEADER).post(address, wrong).status_code == 422
