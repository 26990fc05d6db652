"""Anybody reports a locked exit or too much control: no account, at once, and sees what follows."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.factories.decided import adopted, ready, state
from tests.factories.orders import MORNING, Town
from tests.factories.posts import CLERK
from tests.factories.territory import BRIDGE, NORTH

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.zones import range_of
from bihuan.features.premises import api as premises
from bihuan.features.supervision import api
from bihuan.features.supervision.forms.asked import asked_by
from bihuan.platform.clock.system import fixed_at

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


def test_only_what_nobody_signed_for_is_told_to_everybody(town):
    draft = api.FindingDraft("X02", BRIDGE, "south gate")
    answer = api.report(by=town.by(CLERK), incident=town.incident, draft=draft, key="k")
    assert Client().get(f"/p/report/{answer.result['finding']}").status_code == 404


def test_one_connection_that_sends_without_end_has_to_wait(town):
    anybody = Client()
    codes = [anybody.post(HERE, {"key": f"n{n}"}).status_code for n in range(21)]
    assert codes[:20] == [422] * 20
    assert codes[20] == 429
