"""Runs as records: asked, carried out apart, stopped, taken up again, cited; and their pages."""

import importlib.util
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.factories import review as night
from tests.factories.acting import acting
from tests.factories.surveillance import case, enter
from tests.factories.territory import HILL
from tests.features.scenarios.conftest import RESIDENTS

from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.scenarios import plans
from bihuan.domain.scenarios.states import RunState
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.incidents import api as incidents
from bihuan.features.review import api as review
from bihuan.features.scenarios import api
from bihuan.features.scenarios.labels import ASSUMED
from bihuan.features.scenarios.models import RunAnswer, RunReplicate
from bihuan.features.scenarios.selectors import tonight
from bihuan.features.territory.api import zone_of
from bihuan.platform.i18n.refusal_texts import sentence

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_BYTES = 12, 100_000
GRID = acting(Role.GRID_WORKER, night.RIVER, post=950, person=9050, unit=95)
FORM = {
    "kinds": ["another"], "another": "M10/T2", "samplers": "50", "tier": "", "renew_days": "7",
    "days": "12", "infections": "60", "where": "anywhere", "beds": "5",
}  # fmt: skip


def again(run):
    return api.run_of(incident=run.incident, number=run.number)


def never():
    return False


def after(replicates):
    """Stop as a killed process does: between two replicates, without a word."""
    asked = iter(range(10_000))
    return lambda: next(asked) > replicates


def test_a_run_that_was_killed_goes_on_and_says_what_an_unbroken_one_says(ask):
    broken = ask()
    assert api.work(after(4)) == 4
    assert again(broken).waiting
    first, _ = api.answer_of(again(broken))
    assert first.runs == 4
    RunReplicate.objects.filter(number=1).update(task="of another version")
    assert api.work(never) == 5 - 3
    whole = ask("whole")
    assert api.work(never) == 5
    said = [api.answer_of(again(one))[0] for one in (broken, whole)]
    assert [again(one).state for one in (broken, whole)] == [RunState.FINISHED] * 2
    assert said[0].body == said[1].body
    assert again(broken).sha256 == again(whole).sha256 == said[0].sha256
    assert not RunReplicate.objects.exists()

    plan, free = said[0].body["plans"]
    assert [plan["kind"], free["kind"]] == ["another", "lift"]
    assert plan["costs"]["restriction_person_days"] == 7 * RESIDENTS
    assert free["costs"]["restriction_person_days"] == 0
    assert plan["difference"]["infections"][0] <= 0
    assert free["difference"]["infections"] == [0, 0, 0, 0]
    assert all(a <= b for a, b in zip(free["zero"], free["zero"][1:], strict=False))


def test_the_days_of_the_map_add_up_to_the_parts_and_the_fans_to_the_zones(ask, web):
    run = ask(runs=4)
    page = reverse("scenarios:days", args=[run.number])
    assert web(night.LEADER).get(page).status_code == 404
    api.work(never)
    for plan in api.answer_of(again(run))[0].body["plans"]:
        assert set(plan["days"]) == set(plan["zones"])
        for part, days in plan["days"].items():
            assert len(days) == run.choice.days
            assert abs(sum(days) / 10 - plan["zones"][part]) <= 0.5 + 0.05 * len(days)
        assert all(
            low <= share <= high
            for low, share, high in zip(
                plan["zero_low"], plan["zero"], plan["zero_high"], strict=True
            )
        )
    browser = web(night.LEADER)
    texts = {
        day: browser.get(f"{page}?day={day}").content.decode()
        for day in ("", "3", "9999", "-1", "x")
    }
    chosen = [re.findall(r'<option value="(\d+)" selected>', text) for text in texts.values()]
    assert chosen == [["1"], ["3"], [str(run.choice.days)], ["1"], ["1"]]
    body, foot = texts["3"].partition("<tbody>")[2].split("<tfoot>")
    rows = [re.findall(r'<td class="number">([\d,.]+)</td>', one) for one in body.split("</tr>")]
    sums = [sum(float(row[k].replace(",", "")) for row in rows if row) for k in (1, 2)]
    total = [float(one.replace(",", "")) for one in re.findall(r'"number">([\d,.]+)<', foot)]
    assert sums == pytest.approx(total)
    assert max(total) > 0
    assert web(GRID).get(page).status_code == 403


def test_an_answer_that_was_tampered_with_is_told(ask, web):
    run = ask(runs=1)
    api.work(never)
    row = RunAnswer.objects.get(id=run.id)
    RunAnswer.objects.filter(id=run.id).update(body=row.body.replace('"seed": 1', '"seed": 2'))
    assert api.answer_of(again(run))[0].intact is False
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number]))
    assert "not the one that was recorded" in page.content.decode()


def test_a_first_answer_goes_before_what_refines_an_earlier_one(ask, web):
    early, late = ask(runs=6), ask("late", runs=5)

    def stands():
        found = [api.answer_of(again(one))[0] for one in (early, late)]
        return [answer and answer.runs for answer in found]

    assert api.work(after(4)) == 4
    assert stands() == [4, None]
    assert [api.runs_ahead(again(one)) for one in (early, late)] == [1, 0]
    assert api.work(after(4)) == 4
    assert stands() == [4, 4]
    assert [api.runs_ahead(again(one)) for one in (early, late)] == [0, 1]
    assert api.work(never) == 2 + 1
    assert [again(one).state for one in (early, late)] == [RunState.FINISHED] * 2
    alone = ask("alone", runs=6)
    api.work(never)
    assert again(early).sha256 == again(alone).sha256


def test_a_run_is_stopped_once_and_never_finished_then(ask, web, incident):
    run = ask()
    assert not isinstance(api.cancel_run(by=night.LEADER, run=run, key="stop"), Refusal)
    assert api.work(never) == 0
    assert again(run).state is RunState.CANCELLED
    refused = api.cancel_run(by=night.LEADER, run=run, key="stop again")
    assert refused.code == "not_in_this_state"
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number]))
    assert "stopped before its first answer" in page.content.decode()


def test_a_county_without_residents_is_refused_by_its_name(ask, monkeypatch):
    nobody = SimpleNamespace(residents=None)
    monkeypatch.setattr(tonight, "population", lambda _: nobody)
    refused = ask()
    assert refused.code == "residents_unknown"
    with translation.override("zh-hans"):
        assert "登记簿中北门区没有常住人口数" in sentence(refused)
    with translation.override("en"):
        assert "no residents for Beimen District" in sentence(refused)


REFUSED = [
    ({"kinds": ()}, "plans_to_compare"),
    ({"another": ""}, "another_measure_missing"),
    ({"another": "M11"}, "need_unmet"),
    ({"another": "M99"}, "unknown_measure"),
    ({"another": "M10/T9"}, "not_a_choice"),
    ({"infections": 9001}, "more_infected_than_residents"),
    ({"kinds": (PlanKind.SMALLER,)}, "smaller_zones_missing"),
    ({"kinds": (PlanKind.SMALLER,), "smaller": (night.NORTH,)}, "smaller_zone_without_measure"),
    ({"zone": night.SOUTH}, "no_communities"),
    ({"by": GRID}, "act_not_granted"),
    ({"by": night.NORTH_DUTY, "zone": night.SOUTH}, "outside_own_scope"),
]


def test_what_may_not_be_tried_is_refused_before_anything_runs(ask):
    answers = [(changes, ask(**changes).code) for changes, _ in REFUSED]
    assert answers == REFUSED
    assert api.runs_in(incident=1, scope=night.LEADER.scope) == []


def test_every_number_that_is_no_range_is_listed_under_the_result():
    with translation.override("en"):
        said = " ".join(str(one) for one in ASSUMED)
    trace = {plans.DETECTION.trace[place] for place in ("school", "work")}
    assert plans.ADHERENCE == 0.8
    assert "Eight of ten people keep to a measure" in said
    assert f"a chance of {plans.DETECTION.care_per_day} a day" in said
    assert f"{plans.DETECTION.trace['household']} in households" in said
    assert f"{trace.pop()} in schools and at work" in said
    assert not trace
    assert f"takes {plans.SAMPLES_A_DAY} samples a day" in said
    assert plans.POOL == 10
    assert "Ten samples share a tube" in said
    assert plans.ROOMS_PER_CASE == 3
    assert f"three rooms for a stay of {plans.STAY_DAYS} days" in said
    assert plans.STRAIN == 2
    assert "costs twice its share" in said


def test_a_run_behind_others_says_how_many_go_first(ask, web):
    first, second = ask("first"), ask("second")
    browser = web(night.LEADER)
    pages = [browser.get(reverse("scenarios:run", args=[one.number])) for one in (first, second)]
    said = ["go before this one: 1" in page.content.decode() for page in pages]
    assert said == [False, True]


def test_few_runs_wait_at_a_time(ask):
    for number in range(5):
        ask(str(number))
    assert ask("one more").code == "runs_waiting"


def test_a_run_of_a_profile_that_was_given_up_says_so_and_stops(ask, web, incident):
    run = ask()
    with night.at(incident, night.EVENING):
        adopted = {"profile": "covid-b", "major": False, "key": "other", "reason": "laboratory"}
        done = incidents.adopt_profile(by=night.LEADER, incident=incident, **adopted)
        assert not isinstance(done, Refusal), done
    assert api.work(never) == 0
    assert api.answer_of(again(run)) == (None, "profile_changed")
    page = web(night.LEADER).get(reverse("scenarios:run", args=[run.number]))
    assert "on another profile now" in page.content.decode()


@pytest.mark.parametrize("profile", ["cholera", "norovirus"])
def test_a_profile_without_a_contact_model_is_told_before_a_form_is_filled(web, incident, profile):
    with night.at(incident, night.EVENING):
        adopted = {"profile": profile, "major": False, "key": "other", "reason": "laboratory"}
        done = incidents.adopt_profile(by=night.LEADER, incident=incident, **adopted)
        assert not isinstance(done, Refusal), done
    page = web(night.LEADER).get(f"{reverse('scenarios:new')}?zone={night.NORTH}")
    assert f"Profile {profile}@" in page.content.decode()
    assert b"data-form" not in page.content
    listed = web(night.LEADER).get(reverse("scenarios:runs")).content.decode()
    assert f"Profile {profile}@" in listed
    assert "/scenarios/new" not in listed, "no way leads to a form that is not there"


def test_the_pages_are_whole_in_both_languages_and_cheap(ask, web, incident):
    run = ask(runs=4)
    api.work(never)
    addresses = [
        reverse("scenarios:runs"), f"{reverse('scenarios:new')}?zone={night.NORTH}",
        reverse("scenarios:run", args=[run.number]),
        f"{reverse('scenarios:days', args=[run.number])}?day=3",
    ]  # fmt: skip
    for language, label in (("zh-hans", "方案试算"), ("en", "Try plans")):
        browser = web(night.LEADER, language=language) if language == "en" else web(night.LEADER)
        browser.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        for address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                page = browser.get(address)
            assert page.status_code == 200, address
            assert label in page.content.decode()
            assert len(page.content) < MOST_BYTES
            assert len(asked) <= MOST_QUERIES, [one["sql"][:90] for one in asked]
    record = browser.get(reverse("scenarios:record", args=[run.number])).json()
    assert record["answer_sha256"] == again(run).sha256
    assert record["snapshot"] == "SNAP-20221128-1800"
    option = browser.get(reverse("scenarios:chart_option", args=[run.number, "infected"])).json()
    assert option["height"] > 0
    assert browser.get(reverse("scenarios:run", args=[99])).status_code == 404
    assert web(GRID).get(addresses[0]).status_code == 403


def test_a_form_asks_for_a_run_and_keeps_what_was_typed_when_it_cannot(ask, web, incident):
    browser, address = web(night.LEADER), f"{reverse('scenarios:new')}?zone={night.NORTH}"
    wrong = browser.post(address, FORM | {"another": "", "days": "90", "infections": "77"})
    text = wrong.content.decode()
    assert wrong.status_code == 409
    assert 'value="77"' in text
    assert "Choose the further measure" in text
    assert "less than or equal to 60" in text
    first = browser.get(address).content.decode()
    assert "(needed)" in first
    assert 'name="beds" value' not in first
    done = browser.post(address, FORM)
    assert done.status_code == 303
    assert 'name="beds" value="5"' in browser.get(address).content.decode()
    waiting = browser.get(done["Location"])
    assert "0 of 32 runs are done" in waiting.content.decode()
    part = browser.get(done["Location"], headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith("<div")
    stopped = browser.post(f"{done['Location']}/stop")
    assert "Cancelled" in browser.get(stopped["Location"]).content.decode()


def test_without_the_extra_the_page_says_which_one_and_the_rest_works(ask, web, monkeypatch):
    run = ask()
    find = importlib.util.find_spec
    for room in ("ask", "result"):
        monkeypatch.setattr(
            f"bihuan.features.scenarios.views.{room}.find_spec",
            lambda name: None if name == "numba" else find(name),
        )
    browser = web(night.LEADER)
    for address in (reverse("scenarios:new"), reverse("scenarios:run", args=[run.number])):
        page = browser.get(address).content.decode()
        assert "bihuan[sim]" in page
        assert "hx-get" not in page


def test_a_measure_in_a_single_compound_is_told_to_be_too_fine(incident, web, monkeypatch):
    covered = SimpleNamespace(whole=())
    one = SimpleNamespace(code="M10", around=SimpleNamespace(covered=covered))
    monkeypatch.setattr(tonight, "in_force_now", lambda found, at: [one])
    with night.at(incident, night.EVENING):
        page = web(night.LEADER).get(reverse("scenarios:new") + f"?zone={night.NORTH}")
    assert "too fine for the model, and in no plan: M10" in page.content.decode()


def test_without_a_frozen_night_there_is_nothing_to_start_from(web):
    night.open_drill(night.EVENING)
    page = web(night.LEADER).get(reverse("scenarios:new")).content.decode()
    assert "No night is frozen yet" in page


def test_the_next_night_cites_the_run_by_number_and_fingerprint(ask, incident):
    with night.at(incident, night.EVENING):
        run = ask(runs=1)
        api.work(never)
    late = night.EVENING + timedelta(days=1)
    night.freeze(incident, day=night.NEXT, when=late, key="next")
    body = review.snapshot_body(incident=incident, day=night.NEXT)
    assert f"Run {run.number} (" in body
    assert again(run).sha256[:12] in body


def test_the_first_cases_live_where_the_last_week_found_some(incident, web):
    counted = [case(9, zone=night.NORTH), case(3, zone=night.RIVER), case(0, zone=HILL)]
    older, unsure = case(5, zone=HILL, day="2022-11-20"), case(4, zone=HILL, status="suspected")
    enter(incident, [*counted, older, unsure])
    with night.at(incident, night.EVENING):
        view = incidents.incident(incident)
        told = [api.tonight_of(view, zone_of(code)).found for code in (night.NORTH, HILL)]
    assert told == [(night.RIVER,), ()]
    page = web(night.LEADER).get(reverse("scenarios:new"), {"zone": night.NORTH})
    assert 'value="found" selected' in page.content.decode()
    page = web(night.LEADER).get(reverse("scenarios:new"), {"zone": HILL})
    assert 'value="found"' not in page.content.decode()
