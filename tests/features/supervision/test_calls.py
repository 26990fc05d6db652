"""Nothing grave waits for a screen to be opened: the call list and the pulse."""

from datetime import timedelta

from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.orders import AUDITOR, SECOND_CLERK, statements, text_of
from tests.factories.territory import BRIDGE, NORTH, SOUTH

from bihuan.domain.chain.canonical import micros
from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.domain.roles import Role
from bihuan.features.posts import api as posts
from bihuan.features.supervision import api
from bihuan.platform.auth import system_post
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs.ticks import run_tick

BUDGET = 12


def look(town, post, address, **headers):
    with town.later(seconds=1):
        return town.client(post).get(address, headers=headers)


def test_an_s1_puts_its_people_on_the_call_list_and_a_tick_takes_them_off(town):
    finding = town.to_assigned()
    shown = text_of(look(town, duty.CLERK, "/calls"))
    for words in ("石桥社区居委会 社区主任", "0350-102", "S1 已交办", "S1 上报", "JB-2026-0001"):
        assert words in shown
    # Whoever calls sees how far the order has come since: what it was about may be done.
    assert shown.count("已交办") == 3
    lines = api.open_calls(incident=town.incident, scope=town.by(duty.CLERK).scope)
    assert [line.why for line in lines] == ["s1_reported", "s1_assigned"]
    with town.later(seconds=5):
        for line in lines:
            sent = {"record": line.record, "key": f"tick{line.record}"}
            assert town.client(duty.CLERK).post("/calls/tick", sent).status_code == 303
            assert town.client(duty.CLERK).post("/calls/tick", sent).status_code == 303
        again = town.client(duty.CLERK).post(
            "/calls/tick", {"record": lines[0].record, "key": "other"}
        )
        unknown = town.client(duty.CLERK).post("/calls/tick", {"record": "call:x", "key": "z"})
    assert (again.status_code, unknown.status_code) == (422, 422)
    assert "已经有人联系到对方" in text_of(again)
    assert "全部已联系到" in text_of(look(town, duty.CLERK, "/calls"))
    assert "电话已联系到人" in text_of(look(town, duty.CLERK, f"/orders/{finding}"))


def test_what_the_citys_office_has_taken_in_hand_calls_no_countys_office(town):
    head = acting(Role.OFFICE_HEAD, NORTH)
    finding = town.to_reported()
    with town.later(minutes=40):
        run_tick(town.wall)
        assert api.pulse_of(head, town.incident).calls == 1
    town.do(duty.CLERK, finding, A.FILE, severity=1, clause="Fire Law 28")
    assert api.pulse_of(head, town.incident).calls == 0


def test_only_who_keeps_the_list_opens_it_and_only_for_his_zones(town):
    town.to_assigned()
    assert look(town, AUDITOR, "/calls").status_code == 403
    assert look(town, duty.LEADER, "/calls").status_code == 403
    south = look(town, duty.COUNTY_DUTY, "/calls")
    assert south.status_code == 200
    assert "全部已联系到" in text_of(south)
    (line, *_) = api.open_calls(incident=town.incident, scope=town.by(duty.CLERK).scope)
    with town.later(seconds=1):
        sent = {"record": line.record, "key": "south"}
        assert town.client(duty.COUNTY_DUTY).post("/calls/tick", sent).status_code == 422


def test_the_pulse_counts_what_concerns_the_post_and_is_small(town):
    town.to_assigned()
    counts = {
        post: look(town, post, "/pulse").json()["calls"]
        for post in (duty.CLERK, duty.LEADER, duty.SECRETARY, duty.COUNTY_DUTY, AUDITOR)
    }
    assert counts == {
        duty.CLERK: 2, duty.LEADER: 1, duty.SECRETARY: 0, duty.COUNTY_DUTY: 0, AUDITOR: 0,
    }  # fmt: skip
    first = look(town, duty.CLERK, "/pulse")
    assert len(first.content) <= 200
    same = look(town, duty.CLERK, "/pulse", **{"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    town.to_reported()
    after = look(town, duty.CLERK, "/pulse", **{"If-None-Match": first["ETag"]})
    assert after.json()["calls"] == 3


def test_the_call_list_reads_the_same_for_one_line_and_many(town):
    town.to_reported()
    look(town, duty.CLERK, "/calls")
    counts = []
    for _ in range(2):
        with town.later(seconds=1), statements() as seen:
            town.client(duty.CLERK).get("/calls")
        counts.append(len(seen))
        for _more in range(5):
            town.to_reported()
    assert counts[0] == counts[1] <= BUDGET


def test_without_an_incident_the_list_is_empty_and_the_pulse_still(client, db):
    assert client.get("/pulse").status_code == 302


def wait_long(town, n):
    """Write calls that nobody has ticked for days, all to the office."""
    body = '{"to": "office", "to_post": null, "why": "s1_reported"}'
    at = micros(town.wall - timedelta(days=3))
    rows = [(f"call:old:{k}", "old", k, town.incident, BRIDGE, at + k, body) for k in range(n)]
    Session().run_many(
        "INSERT INTO supervision_record (id, finding, incident, zone, at, body, kind, version)"
        " VALUES (?, ?||?, ?, ?, ?, ?, 'call', 1)",
        rows,
    )


def test_behind_hundreds_of_old_calls_the_newest_is_still_heard_and_counted(town):
    wait_long(town, 300)
    before = look(town, duty.CLERK, "/pulse").json()
    assert (before["calls"], look(town, duty.LEADER, "/pulse").json()["calls"]) == (300, 0)
    town.to_assigned()
    after = look(town, duty.CLERK, "/pulse").json()
    assert after["calls"] == 302
    assert after["version"] > before["version"]
    assert look(town, duty.LEADER, "/pulse").json()["calls"] == 1
    called = api.own_calls(town.by(duty.LEADER), town.incident)
    assert [line.why for line in called] == ["s1_assigned"]


def test_the_office_called_is_the_one_nearest_to_the_finding(town):
    sheets = {
        "organisations": [
            {"id": "90", "name_zh": "北门区督查办", "kind": "supervision_office",
             "zone": str(NORTH)},
            {"id": "91", "name_zh": "南山县督查办", "kind": "supervision_office",
             "zone": str(SOUTH)},
        ],
        "posts": [
            {"id": "901", "title_zh": "区文书", "organisation": "90", "role": "clerk",
             "zone": str(NORTH), "work_phone": "0350-301"},
            {"id": "902", "title_zh": "县文书", "organisation": "91", "role": "clerk",
             "zone": str(SOUTH), "work_phone": "0350-302"},
        ],
    }  # fmt: skip
    tables = {name: (list(rows[0]), rows) for name, rows in sheets.items()}
    taken = posts.import_duty(by=system_post(), tables=tables, key="cc" * 32)
    assert not getattr(taken, "problems", ())
    town.to_reported()
    shown = text_of(look(town, SECOND_CLERK, "/calls"))
    assert "北门区督查办 区文书 0350-301" in shown
    assert "0350-100" not in shown
    assert "0350-302" not in shown


def test_a_line_whose_finding_has_ended_says_that_nothing_is_left_to_hurry(town):
    ended, going = town.to_reported(), town.to_reported()
    why = {"reason": "误报"}
    town.do(duty.CLERK, ended, A.PROPOSE_REJECTION, **why)
    assert "不必再催" not in text_of(look(town, duty.CLERK, "/calls"))
    town.do(SECOND_CLERK, ended, A.REJECT, **why)
    shown = text_of(look(town, duty.CLERK, "/calls"))
    assert shown.count("此事已办结或者终止，不必再催") == 1
    assert town.facts(going).state == "REPORTED"
