"""A draft has a place: kept on the form's page, reported or deleted there, seen by nobody else."""

from django.db import connection
from tests.factories.orders import SECOND_SUPERVISOR, SUPERVISOR
from tests.factories.territory import BRIDGE

from bihuan.features.supervision import api
from bihuan.platform.db.dialects import Session


def keep(town):
    said = {"type": "X02", "zone": str(BRIDGE), "key": f"k{town.wall}", "draft": "1"}
    with town.later(minutes=1):
        answer = town.client(SUPERVISOR).post("/f/report", {**said, "incident": town.incident})
        assert answer.status_code == 302
        page = town.client(SUPERVISOR).get("/f/report").content.decode()
        other = town.client(SECOND_SUPERVISOR).get("/f/report").content.decode()
    (draft,) = api.own_drafts(post=SUPERVISOR, incident=town.incident)
    assert f"/f/drafts/{draft.id}" in page
    assert "/f/drafts/" not in other
    return draft.id


def settle(town, finding, act, *, post=SUPERVISOR):
    with town.later(minutes=1):
        address = f"/f/drafts/{finding}"
        return town.client(post).post(address, {"act": act, "key": f"{act}{finding}"})


def test_a_draft_is_reported_from_the_forms_page(town):
    finding = keep(town)
    assert town.facts(finding).state == "DRAFT"
    assert settle(town, finding, "report", post=SECOND_SUPERVISOR).status_code == 404
    assert settle(town, finding, "report")["Location"] == f"/f/reported/{finding}"
    assert town.facts(finding).state == "REPORTED"


def test_a_draft_is_deleted_by_who_wrote_it(town):
    finding = keep(town)
    assert settle(town, finding, "discard")["Location"] == "/f/report"
    assert town.facts(finding).state == "DELETED"


def test_the_drafts_of_a_post_are_found_by_their_own_index(town):
    connection.ensure_connection()
    seen = []
    connection.connection.set_trace_callback(seen.append)
    api.own_drafts(post=SUPERVISOR, incident=town.incident)
    connection.connection.set_trace_callback(None)
    (asked,) = [sql for sql in seen if "state='DRAFT'" in sql]
    (plan,) = Session().all(f"EXPLAIN QUERY PLAN {asked}")
    assert "USING INDEX drafts_of_author" in plan[3]
