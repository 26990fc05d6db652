"""Sites, tubes and the laboratory's queue: proposed as entered, chosen, and told in the answer."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from tests.factories import review as night
from tests.factories.acting import acting
from tests.features.scenarios.conftest import RESIDENTS
from tests.features.scenarios.test_runs import FORM, again, never

from bihuan.domain.roles import Role
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.domain.surveillance.capacity import Item
from bihuan.features.scenarios import api
from bihuan.features.scenarios.models import RunAnswer
from bihuan.features.surveillance import api as surveillance

pytestmark = pytest.mark.django_db
TESTING_LEAD = acting(Role.TESTING_LEAD, night.CITY, post=906, person=9008, unit=96)
ADDRESS = "scenarios:new"
MORE = FORM | {"kinds": ["samplers"], "another": "", "samplers": "20"}


def enter(incident, **counts):
    values = {Item(name): value for name, value in counts.items()}
    draft = surveillance.CapacityDraft(date(2022, 11, 28), values, "county health bureau")
    with night.at(incident, night.EVENING):
        done = surveillance.enter_capacity(
            by=TESTING_LEAD, incident=incident, zone=night.NORTH, key=f"{counts}", draft=draft
        )
    assert hasattr(done, "result"), done


def page_of(browser):
    return browser.get(f"{reverse(ADDRESS)}?zone={night.NORTH}").content.decode()


def test_sites_and_tubes_are_proposed_as_entered_with_their_source(incident, web):
    browser = web(night.LEADER)
    page = page_of(browser)
    assert page.count("Nothing is entered for this zone on the capacity page") == 2
    assert 'name="sites" value' not in page
    enter(incident, sites=1_310, tubes_per_day=0)
    page = page_of(browser)
    assert 'name="sites" value="1310"' in page
    assert "Entered for 2022-11-28: 1,310 (source: county health bureau)" in page
    assert "Entered for 2022-11-28: 0 (source: county health bureau)" in page
    assert 'name="tubes" value' not in page, "no tube is no count that a person would choose"


@pytest.mark.parametrize("wrong", ["0", "-4", "2.5", "many", "100000001"])
@pytest.mark.parametrize("name", ["sites", "tubes"])
def test_a_count_that_cannot_be_is_told_beside_its_field(incident, web, name, wrong):
    told = web(night.LEADER).post(f"{reverse(ADDRESS)}?zone={night.NORTH}", MORE | {name: wrong})
    assert told.status_code == 409
    page = told.content.decode()
    assert f'id="id_{name}_error"' in page
    assert f'value="{wrong}"' in page


def sampling(run):
    return [one["sampling"] for one in api.answer_of(again(run))[0].body["plans"]]


def test_few_sites_and_a_small_laboratory_are_told_with_the_queue(ask, web):
    said = {"kinds": (PlanKind.SAMPLERS,), "samplers": 20, "days": 14}
    run = ask(runs=2, sites=2, tubes=300, **said)
    api.work(never)
    plan, free = sampling(run)
    (rounds,), (laboratory,) = plan["rounds"], plan["laboratories"]
    assert free == {"rounds": [], "laboratories": []}
    assert (rounds["sampled_per_day"], rounds["limited_by"]) == (6_000, "sites")
    # Eight days of rounds, of which 300 tubes a day are done; nothing is lost.
    tubes = 8 * rounds["tubes_per_day"]
    assert laboratory["tubes"] == tubes
    assert laboratory["waiting_at_end"] == tubes - 14 * 300
    assert laboratory["most_waiting"] == tubes - 8 * 300
    assert rounds["longest_delay_days"] > rounds["own_delay_days"] == 1
    for language, words in {
        "en": ("Sampling and laboratory", "as many as the sites take", "above 85 %"),
        "zh-hans": ("采样与检测", "受采样点限制", "超过 85 %"),
    }.items():
        browser = web(night.LEADER, language=language)
        page = browser.get(reverse("scenarios:run", args=[run.number])).content.decode()
        for one in (*words, f"{laboratory['most_waiting']:,}"):
            assert one in page, one
    with translation.override("en"):
        record = browser.get(reverse("scenarios:record", args=[run.number])).json()
    assert record["basis"]["choice"]["sites"] == 2


def test_where_nothing_is_entered_nothing_limits_but_samplers_and_residents(ask, web):
    run = ask(runs=1, kinds=(PlanKind.SAMPLERS,), samplers=20)
    api.work(never)
    told = sampling(run)[0]
    (rounds,) = told["rounds"]
    assert told["laboratories"] == []
    assert (rounds["sampled_per_day"], rounds["limited_by"]) == (7_200, "samplers")
    assert rounds["longest_delay_days"] == 1
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number])).content.decode()
    assert "nothing entered, no limit" in page
    many = ask("many", runs=1, kinds=(PlanKind.SAMPLERS,), samplers=100)
    api.work(never)
    (rounds,) = sampling(many)[0]["rounds"]
    assert (rounds["sampled_per_day"], rounds["limited_by"]) == (RESIDENTS, "residents")


def test_a_laboratory_that_takes_no_tube_is_told_and_nobody_is_sampled(incident, ask, web):
    enter(incident, tubes_per_day=0)
    run = ask(runs=1, kinds=(PlanKind.SAMPLERS,), samplers=20)
    api.work(never)
    (rounds,) = sampling(run)[0]["rounds"]
    assert (rounds["sampled_per_day"], rounds["longest_delay_days"]) == (0, None)
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number])).content.decode()
    assert "no laboratory takes a tube" in page


def test_an_answer_from_before_the_queue_was_reckoned_is_still_shown(ask, web):
    run = ask(runs=1, kinds=(PlanKind.SAMPLERS,))
    api.work(never)
    row = RunAnswer.objects.get(id=run.id)
    body = json.loads(row.body)
    for one in body["plans"]:
        del one["sampling"]
    RunAnswer.objects.filter(id=run.id).update(body=json.dumps(body))
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number]))
    assert page.status_code == 200
    assert "Sampling and laboratory" not in page.content.decode()
