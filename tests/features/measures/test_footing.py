"""Promise R7 over changes of profile, level and legal weight: nothing stays in force unlawfully."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.factories.acting import acting
from tests.factories.decided import (
    CDC,
    HOUR,
    LAWYER,
    act,
    adopted,
    done,
    drafted,
    lawful,
    ready,
    state,
    walked,
)
from tests.factories.ledger import rebuilt_after
from tests.factories.orders import CITY_LEADER, COUNTY_PRINCIPAL, MORNING
from tests.factories.premises import keeper, signed
from tests.factories.territory import CITY, MARKET, TEMPLE

from bihuan.domain.policy.acts import Act
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, nightly
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.figures import NightlyContext, Window

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_ledger():
    with rebuilt_after(MORNING):
        yield


LEADER = acting(Role.CITY_LEADER, CITY)
FLU = "influenza"


def to_flu(town):
    adopted(town.incident, profile=FLU, major=True, key="flu")


def to_level_four(town):
    done(incidents.set_level(by=LEADER, incident=town.incident, level=4, key="level"))


def to_no_major_epidemic(town):
    adopted(town.incident, major=False, key="minor")


@pytest.mark.parametrize("change", [to_flu, to_level_four, to_no_major_epidemic])
def test_what_the_new_footing_does_not_carry_ends_in_the_same_commit(town, change):
    gates = ready(town)
    with fixed_at(MORNING + 3 * HOUR):
        change(town)
        one = api.measure_of(gates)
        assert (one.state, one.ended_at) == ("LIFTED", now())
        assert api.in_force_now([one], now()) == []
        assert act(town, gates, Act.LIFT_MEASURE).code == "not_in_this_state"
    with fixed_at(MORNING + 40 * HOUR):
        days = api.restricted_days(town.incident, range_of(CITY), first=date(2026, 8, 3),
                                   until=now())  # fmt: skip
        assert days == [4000, 0, 0]


def test_what_the_new_footing_carries_goes_on(town):
    gates = ready(town)
    done(incidents.set_level(by=LEADER, incident=town.incident, level=1, key="up"))
    adopted(town.incident, key="the same again")
    assert state(gates) == "ACTIVE"


def test_neither_a_suspended_nor_an_announced_measure_comes_back_after_a_conversion(town):
    lawful(town)
    compound = signed()
    signed("集市花园", MARKET)
    held, told = walked(town, drafted(town)), drafted(town, zones=(MARKET,))
    walked(town, told, until=Act.PROVIDE_COMPANION)
    waits = drafted(town, hours=9)
    seal = premises.SealDraft(compound=compound, gate="南门")
    done(premises.report_sealed(by=keeper(), incident=town.incident, draft=seal, key="s"))
    assert state(held) == "SUSPENDED"
    to_flu(town)
    assert [api.measure_of(one).state for one in (held, told, waits)] == [
        "LIFTED", "LIFTED", "DRAFT",
    ]  # fmt: skip
    adopted(town.incident, key="back")
    assert [state(one) for one in (held, told)] == ["LIFTED", "LIFTED"]


def test_the_conversion_page_names_what_will_end_and_the_leader_is_told_how_many(town):
    gates = ready(town)
    adopted_before = incidents.incident(town.incident).adoption.profile.id
    for by, key in ((LAWYER, "l"), (CDC, "c")):
        digest = incidents.digest_of(incidents.profile_text(FLU))
        done(incidents.sign_profile(by=by, profile=FLU, digest=digest, key=key))
    client = town.client(CITY_LEADER)
    page = f"/setup/profiles/adopt/{town.incident}?to={FLU}"
    shown = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "1 decided measure ends with this decision" in shown
    assert f'href="/measures/{gates}"' in shown
    same = client.get(
        f"/setup/profiles/adopt/{town.incident}?to={adopted_before}",
        headers={"accept-language": "en"},
    ).content.decode()
    assert "If the epidemic no longer counts as major" in same
    assert "ends with this decision" not in same
    assert client.post(page, {"key": "a", "major": "on"}).status_code == 422
    assert state(gates) == "ACTIVE"
    said = {"key": "b", "major": "on", "reason": "实验室结果"}
    assert client.post(page, said).status_code == 303
    assert state(gates) == "LIFTED"
    assert "1 项措施随之终止。" in client.get("/setup/incidents").content.decode()
    assert client.get(f"/measures/{gates}").status_code == 200


def test_a_package_that_was_sent_before_a_conversion_is_not_signed_after_it(town):
    lawful(town)
    signed()
    measure = walked(town, drafted(town), until=Act.GIVE_OPINION)
    to_flu(town)
    assert act(town, measure, Act.DECIDE_MEASURE).code == "measure_forbidden"
    assert act(town, drafted(town, hours=7), Act.SUBMIT_MEASURE).code == "measure_forbidden"


# Profiles that have run out

LAST = datetime(2027, 6, 30, 12, tzinfo=LOCAL)


def test_a_profile_that_has_run_out_lets_nothing_new_restrict_people(town):
    with fixed_at(LAST):
        gates = ready(town)
        announced = walked(town, drafted(town, zones=(MARKET,)), until=Act.PROVIDE_COMPANION)
        half = walked(town, drafted(town, zones=(TEMPLE,)), until=Act.GIVE_OPINION)
        before = town.client(COUNTY_PRINCIPAL).get("/measures").content.decode()
        assert "到期，不得据此" not in before
    with fixed_at(LAST + 12 * HOUR):
        for one, what in ((half, Act.DECIDE_MEASURE), (announced, Act.ACTIVATE_MEASURE)):
            refused = act(town, one, what)
            assert (refused.code, refused.params["day"]) == ("profile_ran_out", "2027-06-30")
        client = town.client(COUNTY_PRINCIPAL)
        page = client.get(f"/measures/offered?zone={MARKET}").content.decode()
        assert "code=M01" in page, "advice goes on"
        assert "code=M10" not in page
        assert "respiratory-novel@2026.1 已于 2027-06-30 到期" in page
        assert "到期，不得据此" in client.get("/measures").content.decode()
        assert state(gates) == "ACTIVE", "it ends at its own end"
    with fixed_at(LAST + 48 * HOUR):
        assert state(gates) == "EXPIRED"


def test_a_drill_runs_on_a_profile_that_has_run_out(town):
    with fixed_at(LAST + 12 * HOUR):
        view = incidents.incident(town.incident)
        drill = replace(view, clock=replace(view.clock, chain=1))
        assert incidents.ran_out(drill, LAST.date() + timedelta(days=1)) is None
        assert incidents.ran_out(view, LAST.date() + timedelta(days=1)) == LAST.date()


@pytest.mark.parametrize(
    ("days", "said"),
    [(-8, None), (-6, "valid until 2027-06-30"), (0, "valid until 2027-06-30"),
     (1, "ran out on 2027-06-30")],
)  # fmt: skip
def test_the_meeting_hears_of_a_profile_that_runs_out(town, days, said):
    until = LAST + timedelta(days=days, hours=6)
    with fixed_at(until):
        view = incidents.incident(town.incident)
        night = NightlyContext(town.incident, view.clock, Window(until), range_of(CITY), until)
        items = [one for source in nightly.AGENDA for one in source.items(night)]
    titles = [one.title.en for one in items if one.subject.startswith("profile:")]
    assert (titles == []) if said is None else (said in titles[0])
