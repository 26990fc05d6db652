"""Plans of a vector-borne profile on screen: the renewal model, low confidence, nothing made up."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.factories import review as night
from tests.factories.decided import drafted, lawful, walked
from tests.factories.territory import BRIDGE, MARKET, RIVER
from tests.features.scenarios.conftest import RESIDENTS, adopt_vector
from tests.features.scenarios.test_runs import GRID, after, again, never
from tests.features.surveillance.test_pages import enter_signals, signal

from bihuan.domain.scenarios.states import RunState
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.incidents import api as incidents
from bihuan.features.review import api as review
from bihuan.features.scenarios import api
from bihuan.features.scenarios.forms import RenewalForm
from bihuan.features.scenarios.models import RunReplicate
from bihuan.features.scenarios.selectors import renewed, tonight
from bihuan.features.territory.api import zone_of

pytestmark = pytest.mark.django_db
NEW = f"{reverse('scenarios:new')}?zone={night.NORTH}"
FORM = {
    "kinds": ["renew", "another"], "another": "M02", "renew_days": "14", "days": "40",
    "infections": "20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _vector(incident):
    adopt_vector(incident)


@pytest.fixture
def campaign(ask):
    """Ask for a campaign over the whole zone beside lifting everything."""

    def asked(key="ask", **changes):
        said = {"another": "M02", "days": 40, "infections": 20, "renew_days": 30, "runs": 5}
        return ask(key, **(said | changes))

    return asked


@pytest.fixture
def in_force(monkeypatch):
    """Let a vector campaign be in force in some zones at the cut-off."""

    def standing(*zones):
        whole = tuple(SimpleNamespace(lo=code) for code in zones)
        one = SimpleNamespace(
            code="M02", around=SimpleNamespace(covered=SimpleNamespace(whole=whole)),
            ends_at=night.EVENING + timedelta(days=3),
        )  # fmt: skip
        monkeypatch.setattr(tonight, "in_force_now", lambda found, at: [one])

    return standing


def test_a_run_that_was_killed_says_what_an_unbroken_one_says(campaign):
    broken = campaign()
    assert api.work(after(4)) == 4
    assert api.answer_of(again(broken))[0].runs == 4
    whole = campaign("whole")
    assert api.work(never) == 1 + 5
    said = [api.answer_of(again(one))[0] for one in (broken, whole)]
    assert said[0].body == said[1].body
    assert again(broken).sha256 == again(whole).sha256 == said[0].sha256
    assert again(broken).state is RunState.FINISHED
    assert again(broken).renewal
    assert campaign().number == broken.number
    assert not RunReplicate.objects.exists()


def test_what_the_model_does_not_know_is_null_and_never_nought(campaign):
    run = campaign(runs=8)
    api.work(never)
    body = api.answer_of(again(run))[0].body
    plan, free = body["plans"]
    assert body["model"] == "vector_renewal"
    assert body["residents"] == RESIDENTS
    assert [plan["kind"], free["kind"]] == ["another", "lift"]
    assert plan["costs"] == {
        "restriction_person_days": 0, "school_days": 0, "wage_days": 0, "tests": 0,
        "patrol_hours": None,
    }  # fmt: skip
    assert set(free["costs"].values()) == {0}
    assert list(plan["figures"]) == ["infections"]
    assert plan["difference"]["infections"][0] < 0
    assert free["difference"]["infections"] == [0, 0, 0, 0]
    assert not {"beds", "zones", "days", "zero"} & plan.keys()
    assert free["matters"].get("campaign") is None


def test_a_restriction_without_an_effect_in_the_model_still_costs_its_person_days(
    campaign, monkeypatch
):
    monkeypatch.setattr(renewed, "RESTRICTIONS", frozenset({"M02"}))
    run = campaign(runs=1)
    api.work(never)
    plan, free = api.answer_of(again(run))[0].body["plans"]
    days = [one["costs"]["restriction_person_days"] for one in (plan, free)]
    assert days == [30 * RESIDENTS, 0]


def test_the_pages_label_it_and_show_no_empty_box(campaign, web):
    run = campaign(runs=8)
    browser = web(night.LEADER)
    api.work(never)
    page = browser.get(reverse("scenarios:run", args=[run.number])).content.decode()
    assert "Renewal model, low confidence" in page
    assert "not known to this model" in page
    assert "What is left out here, and why" in page
    assert "Map by day" not in page
    assert "Hospital beds free" not in page
    assert 'id="chart-infected"' in page
    assert 'id="chart-beds"' not in page
    assert "Which uncertainty matters" in page
    chart = browser.get(reverse("scenarios:chart_svg", args=[run.number, "infected"]))
    assert chart.status_code in {200, 503}
    assert browser.get(reverse("scenarios:chart_svg", args=[run.number, "zero"])).status_code == 404
    assert browser.get(reverse("scenarios:days", args=[run.number])).status_code == 404
    record = browser.get(reverse("scenarios:record", args=[run.number])).json()
    assert record["answer"]["model"] == "vector_renewal"
    assert record["answer_sha256"] == again(run).sha256
    runs = browser.get(reverse("scenarios:runs")).content.decode()
    assert "Renewal model, low confidence" in runs
    assert reverse("scenarios:fit") not in runs
    fit = browser.get(reverse("scenarios:fit")).content.decode()
    assert "not fitted to the record" in fit
    assert "data-form" not in fit


def test_the_form_offers_what_the_profile_allows_on_the_whole_zone(web):
    browser = web(night.LEADER)
    page = browser.get(NEW).content.decode()
    assert "Renewal model, low confidence" in page
    assert 'value="M02"' in page
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["another"]
    assert 'value="smaller"' not in page
    assert 'name="beds"' not in page
    wrong = {
        "days": "400", "another": "M10/T2", "kinds": ["smaller"], "infections": "0",
    }  # fmt: skip
    for name, value in wrong.items():
        refused = browser.post(NEW, FORM | {name: value})
        assert refused.status_code == 409, name
        assert f'id="id_{name}_error"' in refused.content.decode(), name
    forgotten = browser.post(NEW, FORM | {"another": ""})
    assert "Choose the further measure" in forgotten.content.decode()
    done = browser.post(NEW, FORM)
    assert done.status_code == 303
    api.work(never)
    page = browser.get(done["Location"]).content.decode()
    assert "Renew what is in force" in page
    assert 'name="beds" value' not in browser.get(NEW).content.decode()
    assert web(GRID).get(NEW).status_code == 403


def test_the_vector_index_on_record_is_proposed_and_scales_the_answer(web, incident):
    def entered(key, n, of, **where):
        assert enter_signals(incident, [signal("vector", n, of, **where)], key).result["new"] == 1

    browser = web(night.LEADER)
    field = re.compile(r'<input[^>]*name="index"[^>]*>')
    entered("few", 9, 30, zone=BRIDGE)
    assert "value=" not in field.search(browser.get(NEW).content.decode())[0]
    entered("more", 3, 90, zone=MARKET)
    assert 'value="10"' in field.search(browser.get(NEW).content.decode())[0]
    said = []
    for index in ("", "0", "100"):
        done = browser.post(NEW, FORM | {"kinds": ["another"], "index": index})
        api.work(never)
        run = api.run_of(incident=incident, number=int(done["Location"].rsplit("/", 1)[1]))
        said.append(api.answer_of(run)[0].body["plans"][1]["figures"]["infections"][1])
        text = browser.get(done["Location"]).content.decode()
        assert f"Vector index of the zone</dt><dd>{index or '—'}</dd>" in text
    assert said[1] == 20 < said[0] < said[2]
    refused = browser.post(NEW, FORM | {"index": "1001"})
    assert 'id="id_index_error"' in refused.content.decode()


def test_the_temperature_sets_the_pace_and_stands_in_the_record(web, incident):
    browser = web(night.LEADER)
    said = []
    for degrees in ("", "20", "30"):
        done = browser.post(NEW, FORM | {"kinds": ["another"], "celsius": degrees})
        api.work(never)
        run = api.run_of(incident=incident, number=int(done["Location"].rsplit("/", 1)[1]))
        said.append(api.answer_of(run)[0].body["plans"][1]["figures"]["infections"][1])
        text = browser.get(done["Location"]).content.decode()
        assert f"Mean temperature, °C</dt><dd>{degrees or '—'}</dd>" in text
    assert said[1] < said[2]
    for degrees in ("19", "31", "-5"):
        refused = browser.post(NEW, FORM | {"celsius": degrees}).content.decode()
        assert f"from 20 to 30 °C only, not at {degrees}" in refused
        assert 'id="id_celsius_error"' in refused, "what is wrong is said beside the field"


def test_the_temperature_names_its_range_beside_the_field(web, incident):
    page = web(night.LEADER).get(NEW).content.decode()
    field = re.search(r'<input[^>]*name="celsius"[^>]*>', page)[0]
    assert 'min="20"' in field
    assert 'max="30"' in field
    assert "The profile knows incubation in mosquitoes from 20 to 30 °C." in page
    assert "celsius" not in RenewalForm(kinds=(), measures=(), degrees=()).fields


@pytest.mark.parametrize(("where", "kinds"), [(night.NORTH, {"renew"}), (BRIDGE, {"another"})])
def test_a_campaign_that_was_really_decided_is_renewed_where_it_covers_the_zone(
    web, incident, where, kinds
):
    town = SimpleNamespace(incident=incident)
    with night.at(incident, night.EVENING):
        lawful(town, "M02")
        times = {"starts_at": night.EVENING, "ends_at": night.EVENING + timedelta(hours=300)}
        walked(town, drafted(town, zones=(where,), code="M02", **times))
    late = night.EVENING + timedelta(days=1)
    night.freeze(incident, day=night.NEXT, when=late, key="next")
    browser = web(night.LEADER)
    page = browser.get(NEW).content.decode()
    assert set(re.findall(r'name="kinds" value="(\w+)"', page)) == kinds
    assert ("One measure more is not offered" in page) is (where == night.NORTH)
    done = browser.post(NEW, FORM | {"kinds": list(kinds)})
    assert done.status_code == 303
    api.work(never)
    run = api.run_of(incident=incident, number=int(done["Location"].rsplit("/", 1)[1]))
    plan, free = api.answer_of(run)[0].body["plans"]
    assert plan["costs"]["patrol_hours"] is None
    assert plan["difference"]["infections"][0] < 0
    assert run.tonight.in_force[0].code == "M02"
    assert free["costs"]["patrol_hours"] == 0


def test_a_campaign_in_a_part_of_the_zone_is_told_and_not_renewed(campaign, web, in_force):
    in_force(RIVER)
    browser = web(night.LEADER)
    page = browser.get(NEW).content.decode()
    assert "Measure M02 is in force in a part of this zone only" in page
    assert 'value="renew"' not in page
    assert 'value="another"' in page
    assert browser.post(NEW, FORM | {"kinds": ["renew"]}).status_code == 409
    assert campaign(kinds=(PlanKind.RENEW,), another="").code == "campaign_in_part"
    part = browser.get(NEW, {"zone": RIVER}).content.decode()
    assert 'value="renew"' in part
    assert 'value="another"' not in part
    assert campaign(kinds=(PlanKind.RENEW,), another="", zone=RIVER).renewal


REFUSED = [
    ({"kinds": ()}, "plans_to_compare"),
    ({"another": "M10/T2"}, "measure_forbidden"),
    ({"another": "M08"}, "no_known_effect"),
    ({"kinds": (PlanKind.SMALLER,), "smaller": (BRIDGE, MARKET)}, "plan_needs_places"),
    ({"infections": 9001}, "more_infected_than_residents"),
    ({"by": GRID}, "act_not_granted"),
    ({"by": night.NORTH_DUTY, "zone": night.SOUTH}, "outside_own_scope"),
]


def test_what_may_not_be_tried_is_refused_before_anything_runs(campaign, incident):
    assert [(changes, campaign(**changes).code) for changes, _ in REFUSED] == REFUSED
    assert api.runs_in(incident=incident, scope=night.LEADER.scope) == []
    with night.at(incident, night.EVENING):
        view, zone = incidents.incident(incident), zone_of(night.NORTH)
        fit = api.ask_fit(by=night.LEADER, view=view, zone=zone, choice=None, key="fit")
    assert fit.code == "no_fit_by_renewal"


def test_more_infections_than_the_model_can_follow_are_told(campaign, web):
    run = campaign(days=365, infections=9000, renew_days=1)
    api.work(never)
    assert api.answer_of(again(run))[1] == "beyond_the_model"
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number])).content.decode()
    assert "grow past what the renewal model can follow" in page


def test_runs_with_many_infected_are_said_to_say_too_much(campaign, web):
    run = campaign(infections=RESIDENTS // 5, runs=2)
    api.work(never)
    answer = api.answer_of(again(run))[0]
    body = answer.body
    assert f"{RESIDENTS // 5:,}" not in api.charts_of(run, answer)[0].summary.en
    assert [plan["crowded"] for plan in body["plans"]] == [2, 2]
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number])).content.decode()
    assert "Lift everything now: 2 of 2 runs" in page


def test_the_next_night_cites_it_with_its_label(campaign, incident):
    with night.at(incident, night.EVENING):
        run = campaign(runs=1)
        api.work(never)
    late = night.EVENING + timedelta(days=1)
    night.freeze(incident, day=night.NEXT, when=late, key="next")
    body = review.snapshot_body(incident=incident, day=night.NEXT)
    assert f"Run {run.number} (" in body
    assert "renewal model, low confidence" in body
    assert again(run).sha256[:12] in body
