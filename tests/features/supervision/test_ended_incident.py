"""An incident ends when nothing waits; what is closed in it is still followed to the archive."""

from datetime import timedelta

from tests.factories.acting import acting
from tests.factories.orders import SECOND_CLERK, SECOND_SUPERVISOR
from tests.factories.territory import CITY

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs.ticks import run_tick


def end(town):
    with town.later(minutes=1):
        leader = acting(Role.CITY_LEADER, CITY)
        return incidents.close_incident(by=leader, incident=town.incident, key=f"{town.wall}")


def test_an_incident_with_open_orders_is_not_ended(town):
    town.to_assigned()
    answer = end(town)
    assert answer.code == "incident_has_open_orders"
    assert dict(answer.params) == {"open": 1, "grave": 1}


def looked_back(town, finding, act, **said):
    town.do(SECOND_SUPERVISOR, finding, A.BEGIN_LOOK_BACK)
    town.do(SECOND_SUPERVISOR, finding, act, evidence="西门", **said)


def test_look_backs_go_on_after_the_end_and_a_recurrence_is_filed(town):
    first, second = town.to_closed(), town.to_closed()
    assert isinstance(end(town), Outcome)
    town.wall += timedelta(days=1, hours=1)
    looked_back(town, second, A.CONFIRM_LOOK_BACK)
    looked_back(town, first, A.REOPEN, reason="又上锁")
    wanted = api.LedgerFilter(open_only=True)
    scope = town.by(SECOND_SUPERVISOR).scope
    (recurred,) = api.ledger_page(incident=town.incident, scope=scope, wanted=wanted).rows
    assert (recurred.state, recurred.parent, recurred.severity) == ("FILED", first, 1)
    town.wall += timedelta(days=2)
    looked_back(town, second, A.CONFIRM_LOOK_BACK)
    with town.later(days=91):
        run_tick(town.wall)
    assert town.facts(second).state == "ARCHIVED"
    assert town.facts(recurred.id).version > recurred.version


def test_an_ended_incident_is_looked_into_by_who_chooses_it(town):
    finding = town.to_closed()
    end(town)
    with town.later(minutes=1):
        client = town.client(SECOND_CLERK)
        assert town.facts(finding).ledger_number
        chosen = client.post(
            "/setup/incidents/choose", {"incident": town.incident, "next": "/ledger?view=all"}
        )
        page = client.get(chosen["Location"]).content.decode()
    assert "JB-2026-0001" in page
