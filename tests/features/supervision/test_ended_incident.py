"""An incident ends when nothing waits; what is closed in it is still followed to the archive."""

from datetime import date, timedelta

from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.orders import SECOND_CLERK, SECOND_SUPERVISOR
from tests.factories.territory import CITY

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.features.review.api import freeze
from bihuan.features.supervision import api
from bihuan.platform.commands import Outcome
from bihuan.platform.jobs.ticks import run_tick


def leader():
    return acting(Role.CITY_LEADER, CITY)


def end(town, **how):
    with town.later(minutes=1):
        key = f"{town.wall}"
        return incidents.close_incident(by=leader(), incident=town.incident, key=key, **how)


def test_an_incident_with_open_orders_is_not_ended(town):
    town.to_assigned()
    answer = end(town)
    assert answer.code == "incident_has_open_orders"
    assert dict(answer.params) == {"open": 1, "grave": 1}


def test_what_a_drill_leaves_open_runs_on_and_escalates(town):
    with town.later(minutes=1):
        draft = incidents.IncidentDraft(
            name_zh="演练", name_en="Drill", zone=CITY, level=2, day_zero=date(2026, 8, 1),
            drill_at=town.wall, speed=1000,
        )  # fmt: skip
        opened = incidents.open_incident(by=leader(), draft=draft, key="drill")
        town.incident = int(opened.result["incident"])
        finding = town.report()
        seen = api.Seen(finding, town.incident)
        said = {"order_text": "打开西门", "reply_text": "可以陈述"}
        for act, words in ((A.FILE, {"clause": "Fire Law 28"}), (A.ASSIGN, said)):
            answer = api.act_on(by=town.by(duty.CLERK), act=act, seen=seen, key=act, said=words)
            assert isinstance(answer, Outcome), answer
    assert end(town).code == "drill_has_open_orders"
    assert isinstance(end(town, leave_open=True), Outcome)
    with town.later(hours=3):
        run_tick(town.wall)
    left = town.facts(finding)
    assert (left.state, left.level) == ("ASSIGNED", 2)


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


def test_an_ended_incident_takes_no_report_and_has_no_night_after_its_last(town):
    town.to_closed()
    end(town)
    with town.later(minutes=1):
        client = town.client(SECOND_SUPERVISOR)
        client.post("/setup/incidents/choose", {"incident": town.incident, "next": "/now"})
        assert "该事件已结束" in client.get("/f/report").content.decode()
    with town.later(days=3):
        client = town.client(SECOND_SUPERVISOR)
        client.post("/setup/incidents/choose", {"incident": town.incident, "next": "/now"})
        last = incidents.incident(town.incident).last_night
        assert client.get(f"/review/{last}").status_code == 200
        after = (last + timedelta(days=1)).isoformat()
        assert client.get(f"/review/{after}").status_code == 404
        answer = freeze(by=town.by(duty.CLERK), incident=town.incident, day=after, key="after")
    assert answer.code == "night_after_incident"
