"""Whom a notice has reached: acknowledged zone by zone, counted in the evening."""

from datetime import timedelta

import pytest
from tests.factories.decided import PRINCIPAL, act, done, drafted, ready, walked
from tests.factories.orders import COUNTY_PRINCIPAL, MORNING, SECOND_CLERK
from tests.factories.posts import LEADER, SECRETARY
from tests.factories.territory import BRIDGE, CITY, RIVER
from tests.features.measures.test_faults import filed

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, nightly
from bihuan.features.territory.api import names
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.figures import NightlyContext, Share, Window

pytestmark = pytest.mark.django_db


def acknowledge(town, post, measure, key):
    return api.acknowledge_notice(
        by=town.by(post), measure=measure, incident=town.incident, key=key
    )


def evening(town):
    view = incidents.incident(town.incident)
    night = NightlyContext(town.incident, view.clock, Window(now()), range_of(CITY), now())
    figures = {one.code: one.value for one in nightly.FIGURES}
    titles = [one.title.en for source in nightly.AGENDA for one in source.items(night)]
    return figures["measures.delivered"](night), titles


def test_a_notice_is_acknowledged_by_each_township_and_community_once(town):
    measure = ready(town)
    for post in (SECRETARY, LEADER):
        asked = api.asks_of(by=town.by(post), incident=town.incident, at=now())
        assert [one.act for one in asked] == [Act.ACKNOWLEDGE_NOTICE]
    assert evening(town)[0] == Share(0, 2)
    with fixed_at(MORNING + timedelta(minutes=20)):
        done(acknowledge(town, LEADER, measure, "1"))
        assert acknowledge(town, LEADER, measure, "2").code == "notice_acknowledged"
        assert acknowledge(town, COUNTY_PRINCIPAL, measure, "3").code == "notice_not_due_here"
        assert api.asks_of(by=town.by(LEADER), incident=town.incident, at=now()) == []
        assert evening(town)[0] == Share(1, 2)
    found = api.delivery_of(measure, api.measure_of(measure).around.scope)
    assert [zone.code for zone in found.waiting] == [RIVER]
    assert set(found.received) == {BRIDGE}
    assert found.time_to_last(MORNING) == timedelta(minutes=20)


def test_the_page_says_whom_the_notice_has_reached_and_takes_the_word_of_the_township(town):
    measure = ready(town)
    client = town.client(SECRETARY)
    page = client.get(f"/measures/{measure}").content.decode()
    assert "尚未签收：河滨街道、石桥社区" in page
    answer = client.post(f"/measures/{measure}/acknowledge_notice", {"key": "k"})
    assert answer.status_code == 303
    page = client.get(f"/measures/{measure}").content.decode()
    assert "尚未签收：石桥社区" in page
    assert "acknowledge_notice" not in page


def test_what_nobody_published_or_is_over_is_not_acknowledged(town):
    measure = ready(town)
    assert acknowledge(town, LEADER, "nothing", "1").code == "measure_unknown"
    done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    assert acknowledge(town, LEADER, measure, "2").code == "measure_already_over"
    assert api.asks_of(by=town.by(LEADER), incident=town.incident, at=now()) == []


def test_an_earlier_lifting_that_a_township_proposes_stands_on_tonights_agenda(town):
    measure = ready(town, hours=72)
    assert evening(town)[1] == []
    done(act(town, measure, Act.PROPOSE_LIFTING, town.by(SECRETARY)))
    (said,) = evening(town)[1]
    assert said.startswith("M")
    assert names([BRIDGE])[BRIDGE].en in said, "where it holds"
    assert said.endswith(", earlier lifting proposed")


def test_a_notice_that_is_not_acknowledged_within_four_hours_is_a_finding_of_its_township(town):
    measure = ready(town)
    done(acknowledge(town, SECRETARY, measure, "1"))
    with fixed_at(MORNING + timedelta(hours=3)):
        assert filed(town, "N02") == []
    with fixed_at(MORNING + timedelta(hours=5)):
        (found,) = filed(town, "N02")  # one community has not
        assert (found.zone, found.severity) == (RIVER, 3)
        order = town.client(SECOND_CLERK).get(f"/orders/{found.id}").content.decode()
        assert f'href="/measures/{measure}"' in order, "a renewal has the same words"
        assert len(filed(town, "N02")) == 1
        done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
        other = walked(town, drafted(town, hours=30))
        for post in (SECRETARY, LEADER):
            done(acknowledge(town, post, other, f"other {post}"))
    with fixed_at(MORNING + timedelta(hours=10)):
        assert len(filed(town, "N02")) == 1
