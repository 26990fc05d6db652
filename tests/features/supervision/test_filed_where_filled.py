"""A report belongs to the incident and the post it was filled in for, whatever is chosen later."""

import json
from datetime import date, datetime, timedelta

import pytest
from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.orders import SUPERVISOR
from tests.factories.territory import BRIDGE, CITY

from bihuan.domain.roles import Role
from bihuan.features.incidents import api as incidents
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session


@pytest.fixture
def drill(town):
    """A drill beside the live incident, chosen in another tab."""
    with town.later(minutes=1):
        leader = acting(Role.CITY_LEADER, CITY)
        draft = incidents.IncidentDraft("演练", "Drill", CITY, 2, date(2026, 8, 1), now())
        number = incidents.open_incident(by=leader, draft=draft, key="drill").result["incident"]
        client = town.client(SUPERVISOR)
        session = client.session
        session["incident"] = number
        session.save()
    return number


def sync(town, **form):
    form = {"type": "X02", "zone": str(BRIDGE), "text": "西门上锁", **form}
    item = {"key": f"k{len(town.seen)}{sorted(form.items())}"[:80], "order": 1, "form": form}
    with town.later(minutes=1):
        answer = town.client(SUPERVISOR).post(
            "/f/sync", json.dumps({"items": [item]}), content_type="application/json"
        )
    (result,) = answer.json()["results"]
    return result


def test_what_was_filled_in_for_the_live_incident_is_filed_there(town, drill):
    result = sync(town, incident=town.incident, post=SUPERVISOR)
    assert result["status"] == "stored"
    assert town.facts(result["number"]).incident == town.incident != drill


def test_the_form_names_the_incident_and_post_it_is_filled_in_for(town, drill):
    with town.later(minutes=1):
        page = town.client(SUPERVISOR).get("/f/report").content.decode()
    assert f'name="incident" value="{drill}"' in page
    assert f'name="post" value="{SUPERVISOR}"' in page


def test_the_plain_form_is_filed_where_it_was_filled_in_too(town, drill):
    said = {"type": "X02", "zone": str(BRIDGE), "key": "plain", "incident": town.incident}
    with town.later(minutes=1):
        answer = town.client(SUPERVISOR).post("/f/report", said)
    assert answer.status_code == 302
    assert (
        town.facts(answer["Location"].rstrip("/").split("/")[-1]).incident == town.incident != drill
    )


@pytest.mark.parametrize("named", [{}, {"incident": 99}, {"post": duty.CLERK}])
def test_what_belongs_nowhere_is_answered_with_a_reason(town, drill, named):
    result = sync(town, **named)
    assert (result["status"], bool(result["reason"])) == ("refused", True)
    assert drill


def test_the_time_of_a_phone_is_shifted_to_the_drills(town):
    """A phone shows the wall's time, while the drill plays an evening of another year."""
    evening = datetime(2022, 11, 28, 20, 0, tzinfo=LOCAL)
    with town.later(minutes=1):
        draft = incidents.IncidentDraft("演练", "Drill", CITY, 2, date(2022, 11, 21), evening)
        leader = acting(Role.CITY_LEADER, CITY)
        drill = incidents.open_incident(by=leader, draft=draft, key="past").result["incident"]
        seen = now() + timedelta(minutes=5)
    form = {"type": "P01", "zone": str(BRIDGE), "text": "占道", "incident": drill}
    item = {"key": "k", "order": 1, "form": form, "observed_at": seen.isoformat()}
    with town.later(minutes=30):
        answer = town.client(SUPERVISOR).post(
            "/f/sync", json.dumps({"items": [item]}), content_type="application/json"
        )
    facts = town.facts(answer.json()["results"][0]["number"])
    assert facts.observed_at == evening + timedelta(minutes=5)
    assert facts.reported_at == evening + timedelta(minutes=30)


def test_every_locked_exit_of_one_sync_is_reported_once_to_its_gates(town):
    form = {"type": "X02", "zone": str(BRIDGE), "text": "西门上锁"}
    items = [{"key": f"s{n}", "order": n, "form": form} for n in range(6)]
    with town.later(minutes=1):
        body = json.dumps({"items": items})
        answer = town.client(SUPERVISOR).post("/f/sync", body, content_type="application/json")
    assert {one["status"] for one in answer.json()["results"]} == {"stored"}
    reported = Session().all("SELECT DISTINCT finding FROM premises_seal")
    assert len(reported) == len(items) == len(Session().all("SELECT id FROM premises_seal"))


def test_a_phone_whose_time_cannot_be_read_is_told_so_and_nothing_is_lost(town):
    form = {"type": "P01", "zone": str(BRIDGE), "text": "占道"}
    item = {"key": "k", "order": 1, "form": form, "observed_at": "2022-02-30T25:00"}
    with town.later(minutes=1):
        answer = town.client(SUPERVISOR).post(
            "/f/sync", json.dumps({"items": [item]}), content_type="application/json"
        )
    result = answer.json()["results"][0]
    assert result["status"] == "stored"
    assert "时间" in result["reason"]
    assert town.facts(result["number"]).observed_at is None


@pytest.mark.parametrize(
    "named",
    [
        {"observed_at": "9999-12-31T23:59:59-14:00"},
        {"observed_at": "0001-01-01T00:00:00+14:00"},
        {"observed_at": "2098-01-01T00:00:00Z"},
        {"incident": 10**30},
        {"post": 10**30},
    ],
)
def test_one_item_that_cannot_be_stops_no_other_of_a_phone(town, drill, named):
    good = {"type": "X02", "zone": str(BRIDGE), "text": "西门上锁", "incident": drill}
    forms = [good, {**good, **named}, {**good, "text": "东门上锁"}]
    items = [{"key": f"own{n}", "order": n, "form": form} for n, form in enumerate(forms)]
    with town.later(minutes=1):
        answer = town.client(SUPERVISOR).post(
            "/f/sync", json.dumps({"items": items}), content_type="application/json"
        )
    first, between, last = (one["status"] for one in answer.json()["results"])
    assert (first, last) == ("stored", "stored")
    assert between == ("stored" if "observed_at" in named else "refused")


def test_a_number_that_says_something_else_now_shows_what_arrived_under_it(town):
    form = {"type": "X02", "zone": str(BRIDGE), "text": "西门上锁"}

    def sent(text):
        items = [{"key": "same", "order": 1, "form": {**form, "text": text}}]
        with town.later(minutes=1):
            answer = town.client(SUPERVISOR).post(
                "/f/sync", json.dumps({"items": items}), content_type="application/json"
            )
        return answer.json()["results"][0]

    assert [sent("西门上锁")["status"], sent("西门上锁")["status"]] == ["stored", "already"]
    other = sent("东门上锁")
    assert other["status"] == "conflict"
    assert "西门上锁" in other["reason"]
    assert "石桥社区" in other["reason"]
