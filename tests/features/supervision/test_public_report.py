"""Anybody reports a locked exit or too much control: no account, at once, and sees what follows."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories.decided import adopted, ready, state
from tests.factories.orders import MORNING, SECOND_CLERK, Town
from tests.factories.posts import CLERK
from tests.factories.territory import BRIDGE, MARKET, NORTH, RIVER

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.zones import range_of
from bihuan.features.premises import api as premises
from bihuan.features.supervision import api
from bihuan.features.supervision.forms.asked import asked_by
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
HERE = f"/p/report?zone={BRIDGE}"


@pytest.fixture
def town():
    cache.clear()
    with fixed_at(MORNING):
        made = Town()
        adopted(made.incident)
        yield made


def test_a_resident_without_an_account_suspends_a_measure_by_reporting_a_locked_exit(town):
    measure = ready(town)
    (compound,) = premises.compounds_in(range_of(BRIDGE))
    anybody = Client(headers={"accept-language": "en"})
    assert f"/p/report?zone={BRIDGE}" in anybody.get(f"/p/measures/{measure}").content.decode()
    form = anybody.get(HERE).content.decode()
    assert "R01" not in form
    said = {"what": "X02", "place": compound.id, "text": "south gate", "key": "k"}
    answer = anybody.post(HERE, said)
    assert answer.status_code == 303
    assert state(measure) == "SUSPENDED"
    assert anybody.post(HERE, said)["Location"] == answer["Location"]  # sent twice, once there
    facts = api.finding_facts(answer["Location"].rpartition("/")[2])
    assert (facts.severity, facts.place, facts.source) == (1, compound.id, "request")
    shown = anybody.get(answer["Location"]).content.decode()
    assert "Reported" in shown
    # Nobody can ask whoever left no name whether it is put right: a visit has to do.
    assert "resident_confirmed" not in dict(asked_by(LoopAct.PASS, facts, pictures=0))
    order = town.client(CLERK).get(f"/orders/{facts.id}").content.decode()
    assert order.count("居民（未登录）") >= 2  # among the hands and in the course of events
    assert "系统（按规则）" not in order


def test_what_cannot_be_reported_is_refused_and_what_was_typed_is_kept(town):
    anybody = Client()
    assert anybody.get("/p/report").status_code == 200
    assert f"zone={NORTH}" in anybody.get("/p/report").content.decode()
    for wrong in ({"what": "R01", "text": "nobody answers"}, {"what": "X03", "text": ""}, {}):
        assert anybody.post(HERE, wrong | {"key": "w"}).status_code == 422
    kept = anybody.post(HERE, {"text": "石桥路口设卡", "key": "w"}).content.decode()
    assert "石桥路口设卡" in kept
    assert anybody.get("/p/report?zone=abc").status_code == 200
    assert anybody.get(f"/p/report/{'0' * 32}").status_code == 404


def reported(client, text, key):
    """Report a locked exit as anybody; the address of its answer, and its finding."""
    answer = client.post(HERE, {"what": "X02", "text": text, "key": key})["Location"]
    return answer, answer.rpartition("/")[2]


def done_to(town, finding, act, post, **said):
    answer = api.act_on(
        by=town.by(post), act=act, key=f"{act}{finding}", said=said,
        seen=api.Seen(finding, town.incident),
    )  # fmt: skip
    assert isinstance(answer, Outcome), answer


def test_whoever_reported_reads_why_it_was_rejected_and_no_number_of_a_person(town):
    anybody = Client(headers={"accept-language": "en"})
    address, finding = reported(anybody, "石桥花园南门上锁", "a")
    reason = "现场南门敞开，物业李某13800138000在场作证"
    done_to(town, finding, LoopAct.PROPOSE_REJECTION, SECOND_CLERK, reason=reason)
    assert "南门敞开" not in anybody.get(address).content.decode()
    done_to(town, finding, LoopAct.REJECT, CLERK, reason=reason)
    shown = anybody.get(address).content.decode()
    assert "现场南门敞开" in shown
    assert "13800138000" not in shown
    assert "report it again" in shown


def test_a_report_that_was_joined_with_another_tells_what_becomes_of_that_one(town):
    anybody = Client(headers={"accept-language": "en"})
    first, older = reported(anybody, "石桥花园南门上锁", "a")
    with town.later(minutes=3):
        second, newer = reported(anybody, "南门锁着，出不去", "b")
    with town.later(minutes=3):
        done_to(town, newer, LoopAct.MERGE, CLERK, target=older)
    shown = anybody.get(second).content.decode()
    assert "was joined to that one" in shown
    assert f'href="{first}"' in shown
    with town.later(minutes=3):
        for post, act in ((SECOND_CLERK, LoopAct.PROPOSE_REJECTION), (CLERK, LoopAct.REJECT)):
            done_to(town, older, act, post, reason="现场敞开")
    for address in (first, second):
        shown = anybody.get(address).content.decode()
        assert "Not filed" in shown
        assert "现场敞开" in shown


def test_whoever_reads_in_large_print_keeps_it_on_the_whole_way_and_finds_the_own_community(town):
    measure = ready(town)
    anybody = Client(headers={"accept-language": "en"})
    home = anybody.get(f"/p/?zone={RIVER}&large").content.decode()
    assert f'href="?zone={BRIDGE}&amp;large"' in home
    assert f'href="/p/report?zone={RIVER}&amp;large"' in home
    beside = anybody.get(f"/p/?zone={BRIDGE}").content.decode()
    assert f'href="?zone={MARKET}"' in beside
    notice = anybody.get(f"/p/measures/{measure}?large").content.decode()
    assert f'href="/p/appeal/{measure}?large"' in notice
    said = {"what": "X02", "text": "南门上锁，推不开", "key": "k"}
    answer = anybody.post(f"{HERE}&large", said)
    assert answer["Location"].endswith("?large")
    for address in (f"{HERE}&large", answer["Location"], f"/p/appeal/{measure}?large",
                    "/p/appeals?large"):  # fmt: skip
        assert 'class="elder stack"' in anybody.get(address).content.decode(), address
    assert "suspended" in anybody.get(f"/p/?zone={BRIDGE}").content.decode()


def test_only_what_nobody_signed_for_is_told_to_everybody(town):
    draft = api.FindingDraft("X02", BRIDGE, "south gate")
    answer = api.report(by=town.by(CLERK), incident=town.incident, draft=draft, key="k")
    assert Client().get(f"/p/report/{answer.result['finding']}").status_code == 404


def test_one_connection_that_sends_without_end_has_to_wait(town):
    anybody = Client()
    exhausted(anybody)
    answer = anybody.post(HERE, {"what": "X03", "text": "石桥路口设卡", "key": "n21"})
    assert answer.status_code == 429
    assert "石桥路口设卡" in answer.content.decode()


def exhausted(client, **said):
    codes = [client.post(HERE, {"key": f"n{n}"}, **said).status_code for n in range(20)]
    assert codes == [422] * 20


def test_a_locked_exit_is_taken_at_once_however_often_a_connection_has_tried(town):
    measure = ready(town)
    anybody = Client()
    exhausted(anybody)
    assert anybody.post(HERE, {"what": "X02", "text": "", "key": "empty"}).status_code == 422
    locked = {"what": "X02", "text": "石桥花园南门上锁"}
    answer = anybody.post(HERE, locked | {"key": "a"})
    assert answer.status_code == 303
    assert state(measure) == "SUSPENDED"
    facts = api.finding_facts(answer["Location"].rpartition("/")[2])
    assert (facts.severity, facts.state) == (1, "REPORTED")
    order = town.client(CLERK).get(f"/orders/{facts.id}").content.decode()
    assert "同一网络短时多次反映" in order
    # The same words once more lead to the same finding, other words are another report.
    assert anybody.post(HERE, locked | {"key": "b"})["Location"] == answer["Location"]
    other = anybody.post(HERE, locked | {"text": "石桥花园北门上锁", "key": "c"})
    assert other["Location"] != answer["Location"]


def test_behind_a_trusted_proxy_each_connection_is_counted_by_itself(town, settings):
    anybody, refused = Client(), {"what": "X03", "text": "石桥路口设卡", "key": "k"}
    exhausted(anybody, headers={"x-forwarded-for": "203.0.113.5"})
    # Said by nobody who is trusted, the header says nothing.
    assert (
        anybody.post(HERE, refused, headers={"x-forwarded-for": "198.51.100.1"}).status_code == 429
    )
    settings.TRUSTED_PROXIES = ("127.0.0.0/8", "::1")
    cache.clear()
    exhausted(anybody, headers={"x-forwarded-for": "made-up, 203.0.113.5"})
    for mine, status in (("203.0.113.5", 429), ("x, 203.0.113.5, 127.0.0.9", 429),
                         ("203.0.113.5, 203.0.113.6", 303)):  # fmt: skip
        answer = anybody.post(HERE, refused, headers={"x-forwarded-for": mine})
        assert answer.status_code == status, mine
    exhausted(anybody, headers={"x-forwarded-for": "2001:db8:1:2::5"})
    for mine, status in (("2001:db8:1:2:ffff::9", 429), ("2001:db8:1:3::5", 303)):
        answer = anybody.post(HERE, refused | {"key": mine}, headers={"x-forwarded-for": mine})
        assert answer.status_code == status, mine


def test_another_try_does_not_make_the_quarter_of_an_hour_longer(town):
    anybody = Client()
    exhausted(anybody)
    ends = {row[0] for row in Session().all("SELECT expires FROM sign_in_attempt")}
    anybody.post(HERE, {"key": "again"})
    assert {row[0] for row in Session().all("SELECT expires FROM sign_in_attempt")} == ends
    Session().run("UPDATE sign_in_attempt SET expires=0")
    assert anybody.post(HERE, {"what": "X03", "text": "石桥路口", "key": "k"}).status_code == 303
